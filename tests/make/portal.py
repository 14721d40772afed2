"""Wagtail's own first rows. Migrations make them; a test that commits and is cleaned up after takes them away from the next one."""

from wagtail.models import Collection, Locale, Page


def ground() -> None:
    """The roots of pages and collections, unless they are there."""
    Locale.objects.get_or_create(language_code="vi")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(instance=Page(title="Root", slug="root"))
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
