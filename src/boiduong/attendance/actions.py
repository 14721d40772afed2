import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.allocation import actions as allocation
from boiduong.attendance import jobs
from boiduong.attendance.absences import lacking_places
from boiduong.attendance.models import Attendance, AttendanceCorrection, Device
from boiduong.attendance.windows import IN_TIME
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession, Venue

OPENS_BEFORE, CLOSES_AFTER = timedelta(hours=2), timedelta(hours=2)  # a device's window around its session
SENDS_UNTIL = timedelta(days=7)  # after its window a device may still tell what it saw inside it
PAIRING_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another
PAIRING_LENGTH = 12  # 59 bits: used once, within hours


class PairingUnknown(Refusal):
    pass


class DoorNameMissing(Refusal):
    pass


class ReasonMissing(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Invitation:
    device: Device
    code: str  # shown once, kept nowhere


@transaction.atomic
def invite_device(*, actor: Actor, class_session: ClassSession, door: str, operator_name: str = "", units: Collection[Unit] = ()) -> Invitation:
    """Make a one-time code with which one phone becomes a door of this session, from two hours before it to two hours after.

    units: whose people alone it may touch, for the recorder of a connected place; none: everybody's.
    Refuses: DoorNameMissing. Audits: attendance.device.invited.
    """
    if not door.strip():
        raise DoorNameMissing(_("Name the door, for example: Door 1."))
    code = "".join(secrets.choice(PAIRING_LETTERS) for _ in range(PAIRING_LENGTH))
    device = Device.objects.create(
        campaign=class_session.campaign,
        class_session=class_session,
        door=door.strip(),
        operator_name=operator_name.strip(),
        invited_by=actor.user,
        pairing_hash=digest(code),
        valid_from=class_session.starts_at - OPENS_BEFORE,
        valid_until=class_session.ends_at + CLOSES_AFTER,
    )
    device.limited_to.set(units)
    record(actor, "attendance.device.invited", device, door=device.door, units=[unit.code for unit in units])
    return Invitation(device, code)


@transaction.atomic
def pair_device(*, actor: Actor, code: str, at: datetime) -> tuple[Device, str]:
    """Spend a pairing code: the phone that brings it gets the device's token, which is kept as a digest only.

    Refuses: PairingUnknown (wrong, used, revoked, late, or of a session that was moved: all the same).
    Audits: attendance.device.paired. Locks: the device.
    """
    spent = digest(code.strip().upper())
    device = Device.objects.select_for_update(of=["self"]).filter(IN_TIME, pairing_hash=spent, revoked_at=None, valid_until__gt=at).first()
    if device is None:
        raise PairingUnknown(_("This pairing code is wrong, used or expired."))
    token = secrets.token_urlsafe(32)
    device.pairing_hash, device.token_hash, device.paired_at, device.seen_at = "", digest(token), at, at
    device.save(update_fields=["pairing_hash", "token_hash", "paired_at", "seen_at"])
    record(actor, "attendance.device.paired", device, door=device.door)
    return device, token


@transaction.atomic
def revoke_device(*, actor: Actor, device: Device, at: datetime) -> Device:
    """Send a phone away for good; what it has sent stays. Again changes nothing. Audits: attendance.device.revoked. Locks: the device."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.revoked_at is None:
        device.revoked_at, device.pairing_hash = at, ""
        device.save(update_fields=["revoked_at", "pairing_hash"])
        record(actor, "attendance.device.revoked", device, door=device.door)
    return device


@transaction.atomic
def correct_attendance(
    *, actor: Actor, enrollment: Enrollment, class_session: ClassSession, verdict: Attendance.Verdict, reason: str, at: datetime
) -> AttendanceCorrection:
    """Say what really happened. Appended to what was said before; the session is judged again.

    Refuses: ReasonMissing. Audits: attendance.correction.made.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say why, in a few words."))
    correction = AttendanceCorrection.objects.create(
        class_session=class_session, enrollment=enrollment, verdict=verdict, reason=reason.strip(), corrected_by=actor.user, corrected_at=at
    )
    record(actor, "attendance.correction.made", correction, learner=enrollment.code, verdict=verdict)
    jobs.judge_session(class_session.pk, at=at)
    return correction


@transaction.atomic
def plan_makeup(*, actor: Actor, campaign: Campaign, kinds: Collection[str], on: date, venue: Venue, at: datetime) -> TrainingClass:
    """Open a make-up class for those of these kinds of absence: a place in just what each has missed and has no place for yet.

    Refuses: what allocation.plan_makeup refuses. Audits: as it does. Locks: the campaign, so that nobody is given two places for one topic.
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    missing = lacking_places(campaign, kinds)
    return allocation.plan_makeup(actor=actor, campaign=campaign, on=on, missing=missing, venue=venue, at=at)


@transaction.atomic
def judge_now(*, actor: Actor, class_session: ClassSession, at: datetime) -> int:
    """Judge a session because a person asks for it. Returns how many were judged. Audits: attendance.session.judged (by the job)."""
    return jobs.judge_session(class_session.pk, at=at, actor=actor)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
