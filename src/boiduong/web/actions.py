import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.accounts.models import OneTimeLogin, User
from boiduong.audit.trail import Actor, Refusal, record

LOGIN_DAYS = 7


class LinkUsed(Refusal):
    pass


def hash_of(token: str) -> str:
    """What is kept of a token: enough to recognise it, useless to read."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_login_link(*, actor: Actor, user: User, at: datetime) -> str:
    """A token that signs this user in once, within a week. It is told here and kept nowhere.

    Audits: web.login_link.made.
    """
    token = secrets.token_urlsafe(24)
    link = OneTimeLogin.objects.create(user=user, token_hash=hash_of(token), made_at=at, expires_at=at + timedelta(days=LOGIN_DAYS))
    record(actor, "web.login_link.made", link, user=user.pk)
    return token


def find_login_link(token: str, at: datetime) -> OneTimeLogin | None:
    return (
        OneTimeLogin.objects.select_related("user").filter(token_hash=hash_of(token), used_at=None, expires_at__gt=at, user__is_active=True).first()
    )


@transaction.atomic
def use_login_link(*, link: OneTimeLogin, at: datetime) -> User:
    """Spend a link: of two clicks at once, one signs in.

    Refuses: LinkUsed. Audits: web.login_link.used. Locks: the link.
    """
    spent = OneTimeLogin.objects.filter(pk=link.pk, used_at=None, expires_at__gt=at).update(used_at=at)
    if not spent:
        raise LinkUsed(_("This link has been used already. Ask for a new one."))
    record(Actor(link.user, via="link"), "web.login_link.used", link)
    return link.user
