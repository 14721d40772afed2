"""What a phone could not send, handed over as a file: the organiser reads it in, and it goes the way of every batch."""

import hashlib
import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.doors import recording
from boiduong.doors.forms import parse_event
from boiduong.doors.intake import Notice
from boiduong.doors.models import Device
from boiduong.doors.statements import Door
from boiduong.doors.verdicts import Status

FORMAT, VERSION = "boiduong-door-queue", 1
SLICE = 500
MOST_EVENTS = 5_000  # no door sees more in half a day


class QueueUnreadable(Refusal):
    pass


@transaction.atomic
def take_in_queue(*, actor: Actor, device: Device, content: bytes, at: datetime, notice: Notice) -> Counter[Status]:
    """Read in the file of a phone's queue as if the phone had sent it; what had arrived before gets the answer it got. Returns how many of each.

    Refuses: QueueUnreadable. Audits: doors.queue.taken_in, with the file's digest. Locks: as record_checkins.
    notice: as record_checkins tells it.
    """
    events = _events_of(content)
    device = Device.objects.select_related("class_session__campaign__rules").get(pk=device.pk)
    device.unit_ids = list(device.limited_to.values_list("pk", flat=True))
    door = Door.of(device)
    # A file tells nothing of its way here, so the phone's clock is corrected by what it was off at its last word.
    device_at = None if device.clock_offset_seconds is None else at - timedelta(seconds=device.clock_offset_seconds)
    told: Counter[Status] = Counter()
    for start in range(0, len(events), SLICE):
        batch = [parse_event(raw) for raw in events[start : start + SLICE]]
        told += Counter(answer.status for answer in recording.record_checkins(door=door, batch=batch, device_at=device_at, at=at, notice=notice))
    record(actor, "doors.queue.taken_in", device, count=len(events), sha256=hashlib.sha256(content).hexdigest())
    return told


def _events_of(content: bytes) -> list[Any]:
    try:
        queue = json.loads(content)
    except (ValueError, RecursionError):
        queue = None
    if not isinstance(queue, dict) or (queue.get("format"), queue.get("version")) != (FORMAT, VERSION) or not isinstance(queue.get("events"), list):
        raise QueueUnreadable(_("This is not a file that a door's phone has saved."))
    events: list[Any] = queue["events"]
    if len(events) > MOST_EVENTS:
        raise QueueUnreadable(_("This file holds more entries than a door can have seen."))
    return events
