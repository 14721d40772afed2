"""Reads about logins. They have no code of their own for a URL: their key, as text, stands for it."""

from django.db.models import CharField, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast

from boiduong.accounts.models import User
from boiduong.people.models import RegisterKeeper, UnitCoordinator


def logins(text: str = "") -> QuerySet[User]:
    """Every login, in the order of login names, with `code`, `is_keeper` and the units it answers for; with `text`, those that have it in a name."""
    found = User.objects.annotate(code=Cast("pk", CharField()), is_keeper=Exists(RegisterKeeper.objects.filter(user=OuterRef("pk"))))
    if text:
        found = found.filter(Q(username__icontains=text) | Q(first_name__icontains=text) | Q(last_name__icontains=text))
    units = Prefetch("coordinated", UnitCoordinator.objects.select_related("unit").order_by("unit__sort_key"))
    return found.prefetch_related(units).order_by("username")


def coordinators() -> QuerySet[UnitCoordinator]:
    """Who answers for which unit, with `code`."""
    return UnitCoordinator.objects.annotate(code=Cast("pk", CharField())).select_related("unit", "user").order_by("user__first_name", "pk")
