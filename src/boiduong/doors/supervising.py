"""A person's verbs over marks by name: the supervisor's PIN, and its use at a door."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign
from boiduong.doors.models import Device, SupervisorCall, SupervisorPin
from boiduong.doors.quota import manual_left, quota_of
from boiduong.doors.recording import lock_session

PIN_LENGTHS = range(6, 13)
WRONG_ALLOWED, LOCKED_FOR = 5, timedelta(minutes=15)  # of one phone; and three times as many of all phones of a session together


class PinTooSimple(Refusal):
    pass


class PinNotSet(Refusal):
    pass


class PinLocked(Refusal):
    pass


class PinWrong(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Granted:
    granted: int
    left: int  # marks by name that the session now has


@transaction.atomic
def set_supervisor_pin(*, actor: Actor, campaign: Campaign, pin: str, at: datetime) -> SupervisorPin:
    """Give a campaign's supervisors the PIN that allows more marks by name; the one before is worth nothing any more.

    Refuses: PinTooSimple. Audits: doors.pin.set, without the PIN.
    """
    if len(pin) not in PIN_LENGTHS or not pin.isascii() or not pin.isdigit() or len(set(pin)) < 3:
        raise PinTooSimple(_("A PIN has 6 to 12 digits, at least three of them different."))
    kept, _made = SupervisorPin.objects.update_or_create(
        campaign=campaign, defaults={"pin_hash": make_password(pin), "set_by": actor.user, "set_at": at}
    )
    record(actor, "doors.pin.set", campaign)
    return kept


def supervise(*, actor: Actor, device: Device, pin: str, at: datetime) -> Granted:
    """A supervisor types the PIN at a phone: its session gets more marks by name, as many as the rules say.

    Refuses: PinNotSet, PinLocked, PinWrong; a wrong try is kept, so the check stands outside the transaction that keeps it.
    Audits: doors.quota.raised. Locks: the session.
    """
    kept = SupervisorPin.objects.filter(campaign=device.campaign_id).first()
    if kept is None:
        raise PinNotSet(_("No supervisor's PIN has been set for this campaign."))
    with transaction.atomic():
        lock_session(device.class_session_id)
        if _is_locked(device, at):
            raise PinLocked(_("Too many wrong PINs. Try again in a quarter of an hour."))
        call = SupervisorCall.objects.create(device=device, at=at, was_right=False)  # counted before the slow check: tries at once all count
    if not check_password(pin, kept.pin_hash):
        raise PinWrong(_("This PIN is wrong."))
    with transaction.atomic():
        lock_session(device.class_session_id)
        call.was_right, call.granted_count = True, quota_of(device.campaign_id).supervised_count
        call.save(update_fields=["was_right", "granted_count"])
        record(actor, "doors.quota.raised", device, by=call.granted_count)
        return Granted(call.granted_count, manual_left(device.class_session))


def _is_locked(device: Device, at: datetime) -> bool:
    wrong = SupervisorCall.objects.filter(was_right=False, at__gt=at - LOCKED_FOR, device__class_session=device.class_session_id)
    return wrong.filter(device=device).count() >= WRONG_ALLOWED or wrong.count() >= 3 * WRONG_ALLOWED
