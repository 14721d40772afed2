"""Reads over the phones at the doors."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from boiduong.campaigns.models import Campaign
from boiduong.doors.models import CheckIn, Device
from boiduong.schedule.models import ClassSession

SILENT_SECONDS = 180


@dataclass(frozen=True, slots=True)
class DoorLine:
    """One phone of a session, as the board shows it. age_seconds: since its last word; None: not paired yet."""

    device: Device
    entries: int
    age_seconds: int | None
    is_silent: bool

    @property
    def unit_names(self) -> list[str]:
        """Whose people alone it may touch; none: everybody's."""
        return [unit.name for unit in self.device.limited_to.all()]

    @property
    def age_minutes(self) -> int:
        return (self.age_seconds or 0) // 60


def door_lines(campaign: Campaign, *, at: datetime) -> dict[int, list[DoorLine]]:
    """The phones of each session, by door. Three queries, however many."""
    entered = standing(CheckIn.objects.filter(class_session__campaign=campaign), campaign).filter(kind=CheckIn.Kind.IN).order_by()
    entries = dict(entered.values_list("device").annotate(Count("pk")))
    doors: dict[int, list[DoorLine]] = defaultdict(list)
    for device in Device.objects.filter(campaign=campaign, revoked_at=None).prefetch_related("limited_to").order_by("door", "pk"):
        doors[device.class_session_id].append(_door(device, entries.get(device.pk, 0), at))
    return doors


def standing(check_ins: QuerySet[CheckIn], campaign: Campaign) -> QuerySet[CheckIn]:
    """Those of these of the campaign's events that were accepted and not taken back at the door."""
    accepted = CheckIn.objects.filter(class_session__campaign=campaign, status=CheckIn.Status.ACCEPTED)
    return check_ins.filter(status=CheckIn.Status.ACCEPTED).exclude(uuid__in=accepted.filter(voids__isnull=False).values("voids"))


def _door(device: Device, entries: int, at: datetime) -> DoorLine:
    age = None if device.seen_at is None else max(0, int((at - device.seen_at).total_seconds()))
    is_due = device.valid_from <= at <= device.valid_until
    return DoorLine(device, entries, age, is_silent=is_due and age is not None and age > SILENT_SECONDS)


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """One phone on the list of the day before. failed: the names of the checks that did not pass, with what the phone said."""

    device: Device
    failed: list[tuple[str, str]]

    @property
    def is_tested(self) -> bool:
        return self.device.ready_at is not None

    @property
    def is_ready(self) -> bool:
        return self.is_tested and not self.failed


CHECKS = {
    "secure": _("secure connection"),
    "camera": _("camera"),
    "offline": _("opens without a network"),
    "storage": _("storage"),
    "manifest": _("list of the session"),
    "card": _("one card read"),
    "clock": _("clock"),
    "sound": _("sound"),
    "battery": _("battery"),
}


def readiness_of(campaign: Campaign, *, at: datetime) -> list[tuple[ClassSession, list[ReadyLine]]]:
    """The phones of every session that is still to be held, in order of time; a session without a phone too. Two queries."""
    sessions = list(ClassSession.objects.held().filter(campaign=campaign, ends_at__gt=at).for_list())
    devices: dict[int, list[ReadyLine]] = defaultdict(list)
    for device in Device.objects.filter(class_session__in=sessions, revoked_at=None).order_by("door", "pk"):
        told = sorted(((name, said) for name, said in device.ready_checks.items() if said is not True), key=lambda check: _place(check[0]))
        failed = [(str(CHECKS.get(name, name)), said if isinstance(said, str) else "") for name, said in told]
        devices[device.class_session_id].append(ReadyLine(device, failed))
    return [(session, devices[session.pk]) for session in sessions]


def _place(name: str) -> int:
    """In the phone's own order; a check that this version does not know comes last."""
    return list(CHECKS).index(name) if name in CHECKS else len(CHECKS)
