"""The verbs by which people get logins: those who keep the register, and those who answer for one unit."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.accounts.models import User
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.people.actions import entrust_register, name_coordinator
from boiduong.people.models import RegisterKeeper, Unit, UnitCoordinator
from boiduong.web.actions import make_login_link


class LastKeeper(Refusal):
    pass


@transaction.atomic
def invite_keeper(*, actor: Actor, username: str, full_name: str, at: datetime) -> tuple[User, str]:
    """Let somebody keep the register, with a login if they have none yet.

    Returns the user, and for a new login the token of a link that signs in once; for a known one nothing: that would hand an account over.
    Audits: people.register.entrusted, and web.login_link.made for a new login.
    """
    user, token = _login_of(actor, username, full_name, at)
    entrust_register(actor=actor, user=user)
    return user, token


@transaction.atomic
def invite_coordinator(*, actor: Actor, unit: Unit, username: str, full_name: str, at: datetime) -> tuple[User, str]:
    """Let somebody answer for a unit's people, with a login if they have none yet.

    Returns as invite_keeper does. Audits: people.coordinator.named, and web.login_link.made for a new login.
    """
    user, token = _login_of(actor, username, full_name, at)
    name_coordinator(actor=actor, unit=unit, user=user)
    return user, token


@transaction.atomic
def dismiss_coordinator(*, actor: Actor, coordinator: UnitCoordinator) -> None:
    """This user answers for the unit no more; the login stays. Audits: people.coordinator.dismissed."""
    record(actor, "people.coordinator.dismissed", coordinator, unit=coordinator.unit.code, user=coordinator.user_id)
    coordinator.delete()


@transaction.atomic
def dismiss_keeper(*, actor: Actor, user: User) -> None:
    """This user keeps the register no more; the login stays. Done twice, it is done once.

    Refuses: LastKeeper (nobody would be left to name another). Audits: people.register.withdrawn. Locks: all keepers.
    """
    keepers = list(RegisterKeeper.objects.select_for_update(of=["self"]).select_related("user").order_by("pk"))
    found = next((keeper for keeper in keepers if keeper.user_id == user.pk), None)
    if found is None:
        return
    if not any(keeper.user.is_active for keeper in keepers if keeper != found):
        raise LastKeeper(_("Nobody else keeps the register. Entrust it to somebody first."))
    record(actor, "people.register.withdrawn", found, user=user.pk)
    found.delete()


def _login_of(actor: Actor, username: str, full_name: str, at: datetime) -> tuple[User, str]:
    user, is_new = User.objects.get_or_create(username=username, defaults={"first_name": full_name, "password": make_password(None)})
    return user, make_login_link(actor=actor, user=user, at=at) if is_new else ""
