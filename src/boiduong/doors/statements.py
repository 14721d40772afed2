"""The reads of a door's busiest minutes, written as SQL: composing them again for every scan cost more than asking them (decisions/0041)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from django.db import connection

from boiduong.doors.models import Device

_DOOR = """
SELECT d.id, d.campaign_id, d.class_session_id, s.code, s.training_class_id, s.starts_at, r.late_after_minutes,
       d.valid_from, d.valid_until, d.operator_name, d.seen_at, d.door, ARRAY(SELECT unit_id FROM doors_device_limited_to WHERE device_id = d.id)
FROM doors_device d JOIN schedule_classsession s ON s.id = d.class_session_id JOIN campaigns_rules r ON r.campaign_id = d.campaign_id
WHERE d.token_hash = %s AND d.revoked_at IS NULL AND d.valid_until > %s AND s.starts_at >= d.valid_from AND s.ends_at <= d.valid_until
"""
_LEARNER = """
e.id, e.campaign_id, p.full_name, e.withdrawn_at IS NOT NULL, e.unit_id, e.training_class_id IS NOT DISTINCT FROM %s OR
    EXISTS (SELECT FROM allocation_makeupplace m WHERE m.enrollment_id = e.id AND m.class_session_id = %s)
"""
# A place that a merge of two people set aside stands for the one that stays: a phone may have been without a network since before.
_STANDS_FOR = """
e.id = CASE WHEN o.set_aside_by_id IS NULL THEN o.id ELSE COALESCE((
    SELECT k.id FROM campaigns_enrollment k JOIN people_merge m ON m.kept_id = k.person_id
    WHERE m.id = o.set_aside_by_id AND k.campaign_id = o.campaign_id AND k.withdrawn_at IS NULL), o.id) END
"""
_CARDS = f"""
SELECT c.code_hash, c.text, c.revoked_at IS NOT NULL, k.retired_at IS NOT NULL, {_LEARNER}
FROM summonses_card c JOIN summonses_signingkey k ON k.id = c.signing_key_id
    JOIN campaigns_enrollment o ON o.id = c.enrollment_id JOIN campaigns_enrollment e ON {_STANDS_FOR} JOIN people_person p ON p.id = e.person_id
WHERE c.code_hash = ANY(%s)
"""  # noqa: S608  no value comes into it but by a parameter
_NAMED = f"""
SELECT o.code, {_LEARNER}
FROM campaigns_enrollment o JOIN campaigns_enrollment e ON {_STANDS_FOR} JOIN people_person p ON p.id = e.person_id
WHERE o.code = ANY(%s) AND o.campaign_id = %s
"""  # noqa: S608
_KNOWN = """
SELECT c.uuid, c.class_session_id, c.enrollment_id, c.happened_at, c.kind, c.device_id, c.voids, c.status, c.reason, c.first_seen_at, p.full_name,
       d.door
FROM doors_checkin c JOIN doors_device d ON d.id = c.device_id
    LEFT JOIN campaigns_enrollment e ON e.id = c.enrollment_id LEFT JOIN people_person p ON p.id = e.person_id
WHERE c.uuid = ANY(%s) OR c.class_session_id = %s AND c.enrollment_id = ANY(%s) AND c.status = 'accepted'
"""
_LOCK = "SELECT id FROM campaigns_enrollment WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"


@dataclass(frozen=True, slots=True)
class Door:
    """A paired phone with all that ruling on its events needs."""

    device_id: int
    campaign_id: int
    session_id: int
    session_code: str
    training_class_id: int
    starts_at: datetime
    late_after_minutes: int
    valid_from: datetime
    valid_until: datetime
    operator_name: str
    seen_at: datetime | None
    door: str  # its name: Cửa 1
    unit_ids: Collection[int]  # whose people alone it may touch; none: all

    @classmethod
    def of(cls, device: Device) -> Self:
        """device: as `of_token` loads it."""
        session = device.class_session
        return cls(
            device_id=device.pk,
            campaign_id=device.campaign_id,
            session_id=session.pk,
            session_code=session.code,
            training_class_id=session.training_class_id,
            starts_at=session.starts_at,
            late_after_minutes=session.campaign.rules.late_after_minutes,
            valid_from=device.valid_from,
            valid_until=device.valid_until,
            operator_name=device.operator_name,
            seen_at=device.seen_at,
            door=device.door,
            unit_ids=tuple(device.unit_ids),
        )


@dataclass(frozen=True, slots=True)
class Learner:
    """Whom a card or a name stands for, as far as a door needs to know."""

    is_revoked: bool  # the card; a name is never
    enrollment_id: int
    campaign_id: int
    name: str
    is_withdrawn: bool
    unit_id: int
    is_here: bool  # of this session's class, or given a make-up place in it


@dataclass(frozen=True, slots=True)
class KnownCard:
    text: str  # as it was signed; empty while it is not
    is_key_retired: bool
    learner: Learner


class KnownEvent(NamedTuple):
    """An event that is in already: how it was answered, and what it was."""

    uuid: UUID
    session_id: int
    enrollment_id: int | None
    happened_at: datetime
    kind: str
    device_id: int
    voids: UUID | None
    status: str
    reason: str
    first_seen_at: datetime | None
    name: str | None
    door: str


def door_of_token(token_hash: str, *, heard_since: datetime) -> Door | None:
    """As Device.of_token, without the rows."""
    with connection.cursor() as cursor:
        cursor.execute(_DOOR, [token_hash, heard_since])
        row = cursor.fetchone()
    return Door(*row) if row else None


def cards_of(door: Door, hashes: Collection[str]) -> dict[str, KnownCard]:
    """Of those of these cards that there are, revoked ones too: the signed text, and whose it is."""
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, [door.training_class_id, door.session_id, list(hashes)])
        return {row[0]: KnownCard(row[1], row[3], Learner(row[2], *row[4:])) for row in cursor.fetchall()}


def named_learners(door: Door, codes: Collection[str]) -> dict[str, Learner]:
    """Learners of the door's campaign by the manifest's keys."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [door.training_class_id, door.session_id, list(codes), door.campaign_id])
        return {row[0]: Learner(False, *row[1:]) for row in cursor.fetchall()}


def known_events(door: Door, *, uuids: Collection[UUID], enrollment_ids: Collection[int]) -> list[KnownEvent]:
    """These events, and every accepted one of these learners in the door's session."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(uuids), door.session_id, list(enrollment_ids)])
        return [KnownEvent(*row) for row in cursor.fetchall()]


def lock_enrollments(enrollment_ids: Collection[int]) -> None:
    """Until the transaction's end, always in one order."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(enrollment_ids)])
