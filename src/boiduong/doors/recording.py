"""What the server does with a phone's batch: a machine's verbs, like those in `jobs`; nobody's decision, so nothing is audited event by event."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import Q

from boiduong.doors.events import LONGEST_NOTE, Answer, Event, Unreadable
from boiduong.doors.intake import Found, Intake, Kept, Notice, Ruled, correction_of
from boiduong.doors.models import CheckIn, Device, Unlisted
from boiduong.doors.quota import manual_left
from boiduong.doors.statements import Door, KnownEvent, lock_enrollments
from boiduong.doors.verdicts import Status
from boiduong.schedule.models import ClassSession

_KEEP = """
INSERT INTO doors_checkin (uuid, device_id, class_session_id, enrollment_id, code_hash, kind, voids, seen_at, happened_at, arrived_at, sequence,
    is_offline, means, operator_name, manual_reason, note, status, reason, first_seen_at)
SELECT * FROM json_to_recordset(%s) AS row (uuid uuid, device_id bigint, class_session_id bigint, enrollment_id bigint, code_hash text, kind text,
    voids uuid, seen_at timestamptz, happened_at timestamptz, arrived_at timestamptz, sequence int, is_offline bool, means text, operator_name text,
    manual_reason text, note text, status text, reason text, first_seen_at timestamptz)
ON CONFLICT (uuid) DO NOTHING
"""
HEARD_EVERY = timedelta(seconds=5)  # a device's last word is noted no oftener


def hear_device(*, door: Door, device_at: datetime | None, at: datetime) -> None:
    """Note that a phone spoke and how far its clock is off. In a transaction of its own, or the batches of one phone would wait for each other.

    Audits: nothing; it is no one's decision.
    """
    if door.seen_at is not None and timedelta() <= at - door.seen_at < HEARD_EVERY:
        return
    offset = None if device_at is None else (at - device_at).total_seconds()
    due = Q(seen_at=None) | Q(seen_at__lt=at - HEARD_EVERY) | Q(seen_at__gt=at)
    Device.objects.filter(due, pk=door.device_id).update(seen_at=at, clock_offset_seconds=offset)


def hand_manifest(*, device: Device, at: datetime) -> None:
    """Note that a phone fetched its list, whatever it last said: the board shows how old a phone's list is."""
    Device.objects.filter(pk=device.pk).update(manifest_at=at, seen_at=at)


def keep_readiness(*, device: Device, checks: dict[str, bool | str], at: datetime) -> None:
    """Keep how a phone's readiness check ended: each check's name, and true or why not. The last one stands."""
    Device.objects.filter(pk=device.pk).update(ready_at=at, ready_checks=checks, seen_at=at)


@transaction.atomic
def record_checkins(*, door: Door, batch: Sequence[Event | Unreadable], device_at: datetime | None, at: datetime, notice: Notice) -> list[Answer]:
    """Keep every item of a batch and answer each, in order. One bad item blocks no other; an event sent again gets the answer it got first.

    device_at: the phone's clock when it sent. at: the server's. notice: is told, in this transaction, what became of the events that are new.
    Refuses: nothing; what is out of place is kept as refused or quarantined.
    Audits: nothing. Each event is itself a line that nobody can change; the judging of the session puts their digest into the trail.
    Locks: the learners concerned, so that of two first entries at two doors one comes second; before them the session, where marks by name are
    counted against its quota.
    """
    events = {item.uuid: item for item in reversed(batch) if isinstance(item, Event)}
    intake = Intake(door, correction_of(device_at=device_at, at=at), at)
    found = {one.event.uuid: one for one in intake.find(list(events.values()))}
    about = intake.enrollment_ids(found.values())
    if any(event.is_by_name for event in events.values()):
        lock_session(door.session_id)
        intake.manual_left = manual_left(ClassSession.objects.select_related("campaign__rules").get(pk=door.session_id))
    lock_learners(about)
    told = {item.uuid: item.told_uuid if isinstance(item, Unreadable) else str(item.uuid) for item in batch}
    intake.remember(about, told.keys())
    answers = {uuid: _answer_again(intake, told[uuid], one) for uuid, one in intake.kept.items()}
    rows: list[dict[str, Any]] = []
    kept: list[Kept] = []
    for item in batch:
        if item.uuid in answers:
            continue
        if isinstance(item, Unreadable):
            rows.append(_unreadable_row(door, item, at))
            answers[item.uuid] = Answer(item.told_uuid, "refused", "unreadable")
            continue
        one = found[item.uuid]
        ruled = intake.rule(one)
        rows.append(_row(intake, one, ruled, at))
        answers[item.uuid] = _answer(intake, one, ruled)
        kept.append(Kept(item, ruled))
    if rows:
        keep_events(rows)
    _keep_strangers(events.values())
    if kept:
        notice(door, kept, at)
    return [answers[item.uuid] for item in batch]


def keep_events(rows: Sequence[dict[str, Any]]) -> None:
    """All rows in one statement, whose text is the same for any number of them; one that is in already stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [json.dumps(rows, default=str)])


def lock_session(session_id: int) -> None:
    """So that two phones never both take the last mark of a quota."""
    ClassSession.objects.select_for_update(no_key=True).filter(pk=session_id).values_list("pk", flat=True).get()


def lock_learners(enrollment_ids: Collection[int]) -> None:
    """Always in one order, so that two batches about the same people never wait for each other in a ring."""
    if enrollment_ids:
        lock_enrollments(enrollment_ids)


def _row(intake: Intake, found: Found, ruled: Ruled, at: datetime) -> dict[str, Any]:
    event = found.event
    return {
        "uuid": event.uuid,
        "device_id": intake.door.device_id,
        "class_session_id": intake.door.session_id,
        "enrollment_id": found.learner.enrollment_id if found.learner else intake.target_learner(event),
        "code_hash": found.hash,
        "kind": event.kind,
        "voids": event.voids,
        "seen_at": event.seen_at,
        "happened_at": intake.happened_at(event),
        "arrived_at": at,
        "sequence": event.sequence,
        "is_offline": event.is_offline,
        "means": _means(event),
        "operator_name": event.operator or intake.door.operator_name,
        "manual_reason": event.manual_reason,
        "note": _note(event),
        "status": ruled.status,
        "reason": ruled.reason,
        "first_seen_at": ruled.first_seen_at,
    }


def _note(event: Event) -> str:
    """Who it was comes first, then whatever else was written: for whom they stand in."""
    return " · ".join(filter(None, (str(event.unlisted or ""), event.note)))[:LONGEST_NOTE]


def _means(event: Event) -> CheckIn.Means:
    if event.unlisted or (event.note and not event.code and not event.person):
        return CheckIn.Means.UNLISTED
    return CheckIn.Means.NAME if event.is_by_name else CheckIn.Means.CARD


def _unreadable_row(door: Door, item: Unreadable, at: datetime) -> dict[str, Any]:
    return {
        "uuid": item.uuid,
        "device_id": door.device_id,
        "class_session_id": door.session_id,
        "enrollment_id": None,
        "code_hash": "",
        "kind": CheckIn.Kind.IN,  # unknown; a refused event counts for nothing
        "voids": None,
        "seen_at": at,
        "happened_at": at,
        "arrived_at": at,
        "sequence": 0,
        "is_offline": False,
        "means": CheckIn.Means.CARD,
        "operator_name": door.operator_name,
        "manual_reason": "",
        "note": item.raw,
        "status": CheckIn.Status.REFUSED,
        "reason": "unreadable",
        "first_seen_at": None,
    }


def _answer(intake: Intake, found: Found, ruled: Ruled) -> Answer:
    learner, first = found.learner, ruled.first_seen_at
    door = intake.first_door(learner.enrollment_id, first) if learner else None
    return Answer(str(found.event.uuid), ruled.status, ruled.reason, first, learner.name if learner else None, door)


def _answer_again(intake: Intake, told_uuid: str, one: KnownEvent) -> Answer:
    door = intake.first_door(one.enrollment_id, one.first_seen_at)
    return Answer(told_uuid, cast("Status", one.status), one.reason, one.first_seen_at, one.name, door)


def _keep_strangers(events: Collection[Event]) -> None:
    """Beside their events, which are in by now; a batch sent again changes nothing."""
    told = {event.uuid: event.unlisted for event in events if event.unlisted}
    if told:
        kept = CheckIn.objects.filter(uuid__in=told).values_list("pk", "uuid")
        rows = [(pk, told[uuid]) for pk, uuid in kept]
        Unlisted.objects.bulk_create(
            [Unlisted(check_in_id=pk, full_name=one.full_name, unit_name=one.unit_name, phone=one.phone) for pk, one in rows],
            ignore_conflicts=True,
        )
