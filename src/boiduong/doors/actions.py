import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign
from boiduong.doors.models import Device, Quota
from boiduong.doors.windows import IN_TIME
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession

OPENS_BEFORE, CLOSES_AFTER = timedelta(hours=2), timedelta(hours=2)  # a device's window around its session
SENDS_UNTIL = timedelta(days=7)  # after its window a device may still tell what it saw inside it
PAIRING_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another
PAIRING_LENGTH = 12  # 59 bits: used once, within hours


class PairingUnknown(Refusal):
    pass


class DoorNameMissing(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Invitation:
    device: Device
    code: str  # shown once, kept nowhere


@transaction.atomic
def invite_device(*, actor: Actor, class_session: ClassSession, door: str, operator_name: str = "", units: Collection[Unit] = ()) -> Invitation:
    """Make a one-time code with which one phone becomes a door of this session, from two hours before it to two hours after.

    units: whose people alone it may touch, for the recorder of a connected place; none: everybody's.
    Refuses: DoorNameMissing. Audits: doors.device.invited.
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
    record(actor, "doors.device.invited", device, door=device.door, units=[unit.code for unit in units])
    return Invitation(device, code)


@transaction.atomic
def pair_device(*, actor: Actor, code: str, at: datetime) -> tuple[Device, str]:
    """Spend a pairing code: the phone that brings it gets the device's token, which is kept as a digest only.

    Refuses: PairingUnknown (wrong, used, revoked, late, or of a session that was moved: all the same).
    Audits: doors.device.paired. Locks: the device.
    """
    spent = digest(code.strip().upper())
    device = Device.objects.select_for_update(of=["self"]).filter(IN_TIME, pairing_hash=spent, revoked_at=None, valid_until__gt=at).first()
    if device is None:
        raise PairingUnknown(_("This pairing code is wrong, used or expired."))
    token = secrets.token_urlsafe(32)
    device.pairing_hash, device.token_hash, device.paired_at, device.seen_at = "", digest(token), at, at
    device.save(update_fields=["pairing_hash", "token_hash", "paired_at", "seen_at"])
    record(actor, "doors.device.paired", device, door=device.door)
    return device, token


@transaction.atomic
def revoke_device(*, actor: Actor, device: Device, at: datetime) -> Device:
    """Send a phone away for good; what it has sent stays. Again changes nothing. Audits: doors.device.revoked. Locks: the device."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.revoked_at is None:
        device.revoked_at, device.pairing_hash = at, ""
        device.save(update_fields=["revoked_at", "pairing_hash"])
        record(actor, "doors.device.revoked", device, door=device.door)
    return device


@transaction.atomic
def set_quota(*, actor: Actor, campaign: Campaign, manual_count: int, supervised_count: int) -> Quota:
    """Say how many marks by name a session may have, and how many more a supervisor allows; phones hear of it with their next list.

    Refuses: nothing. Audits: doors.quota.set.
    """
    said = {"manual_count": manual_count, "supervised_count": supervised_count}
    quota, _made = Quota.objects.update_or_create(campaign=campaign, defaults=said)
    record(actor, "doors.quota.set", campaign, **said)
    return quota


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
