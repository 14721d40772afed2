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


class NotYours(Refusal):
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


@transaction.atomic
def settle_account(*, actor: Actor, user: User, full_name: str, password: str) -> User:
    """Let a user write their own name as it should stand, and choose a password; an empty one leaves the password as it is.

    Audits: web.account.settled, without the password. Locks: the user.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    row.first_name, row.last_name = full_name, ""
    if password:
        row.set_password(password)
    row.save(update_fields=["first_name", "last_name", "password"])
    record(actor, "web.account.settled", row, full_name=full_name, new_password=bool(password))
    return row


@transaction.atomic
def renew_login(*, actor: Actor, user: User, at: datetime) -> str:
    """A new link for somebody who forgot the password: the old password and all earlier links stop working.

    Refuses: NotYours (an administrator's login, unless an administrator asks). Audits: web.login.renewed, web.login_link.made. Locks: the user.
    Returns the token, told here and kept nowhere.
    """
    row = _of_lower_rank(actor, user)
    row.set_unusable_password()
    row.is_active = True
    row.save(update_fields=["password", "is_active"])
    OneTimeLogin.objects.filter(user=row, used_at=None).update(used_at=at)
    record(actor, "web.login.renewed", row)
    return make_login_link(actor=actor, user=row, at=at)


@transaction.atomic
def close_login(*, actor: Actor, user: User, at: datetime) -> User:
    """Nobody signs in with it any more; what was done with it stays. A new link opens it again.

    Refuses: NotYours (one's own, or an administrator's). Audits: web.login.closed. Locks: the user.
    """
    if actor.user == user:
        raise NotYours(_("You cannot close your own login. Somebody else who keeps the register can."))
    row = _of_lower_rank(actor, user)
    row.is_active = False
    row.save(update_fields=["is_active"])
    OneTimeLogin.objects.filter(user=row, used_at=None).update(used_at=at)
    record(actor, "web.login.closed", row)
    return row


def _of_lower_rank(actor: Actor, user: User) -> User:
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.is_superuser and not (actor.user and actor.user.is_superuser):
        raise NotYours(_("This is an administrator's login. Only an administrator can change it."))
    return row
