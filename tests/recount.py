"""Attendance counted again from the rows that nobody can change, by none of the code that judges: plain SQL, then one walk through time a learner.

Only what a campaign's rules say of entries, exits and times is repeated here. A correction by hand is no event, so a campaign that has one is not
recounted; it is refused.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

_RULES = """SELECT needs_check_out, late_after_minutes, is_late_present, leaves_early_before_minutes, missed_topics_allowed
    FROM campaigns_rules WHERE campaign_id = %s"""
_CALLED = "SELECT id, training_class_id FROM campaigns_enrollment WHERE campaign_id = %s AND withdrawn_at IS NULL"
_SESSIONS = """SELECT s.id, s.topic_id, s.starts_at, s.ends_at, c.is_makeup
    FROM schedule_classsession s JOIN campaigns_trainingclass c ON c.id = s.training_class_id WHERE s.campaign_id = %s AND s.cancelled_at IS NULL"""
_EVENTS = """SELECT e.id, e.uuid, e.enrollment_id, e.class_session_id, e.kind, e.happened_at, e.status, e.voids, e.is_offline
    FROM doors_checkin e JOIN schedule_classsession s ON s.id = e.class_session_id WHERE s.campaign_id = %s"""
_DECIDED = """SELECT check_in_id, counts, enrollment_id FROM attendance_oddcase
    WHERE campaign_id = %s AND counts IS NOT NULL AND check_in_id IS NOT NULL AND kind <> 'NO_CHECK_OUT' ORDER BY id"""
_PAPERS = """SELECT x.enrollment_id FROM attendance_excuse x JOIN campaigns_enrollment e ON e.id = x.enrollment_id
    WHERE e.campaign_id = %s AND (x.accepted OR x.accepted IS NULL AND x.is_in_time)"""
_CORRECTED = """SELECT count(*) FROM attendance_attendancecorrection k JOIN campaigns_enrollment e ON e.id = k.enrollment_id
    WHERE e.campaign_id = %s AND k.withdrawn_at IS NULL"""


@dataclass(frozen=True, slots=True)
class Event:
    id: int
    uuid: Any
    learner: int | None
    session: int
    kind: str
    at: datetime
    status: str
    voids: Any
    is_offline: bool


@dataclass(frozen=True, slots=True)
class Recount:
    """The same names as attendance.queries.Figures, and persons by the learner's own class."""

    called: int
    persons: int
    visits: int
    absent: int
    excused: int
    made_up: int
    check_ins: int
    check_ins_offline: int
    by_class: dict[int | None, int]


def events_of(campaign_id: int) -> list[Event]:
    return [Event(*row) for row in _rows(_EVENTS, campaign_id)]


def recount(campaign_id: int, events: list[Event]) -> Recount:
    """What the events amount to; `events` are handed in, so that a test can leave one out."""
    assert _rows(_CORRECTED, campaign_id) == [(0,)], "a correction by hand is no event"
    [rules] = _rows(_RULES, campaign_id)
    called: dict[int, int | None] = dict(_rows(_CALLED, campaign_id))
    sessions = {row[0]: row[1:] for row in _rows(_SESSIONS, campaign_id)}
    heard: dict[int, set[int]] = defaultdict(set)
    visits, in_makeup = 0, set()
    for (learner, session), touches in _walks(campaign_id, events).items():
        if learner not in called or session not in sessions:
            continue
        topic, starts_at, ends_at, is_makeup = sessions[session]
        if _was_there(sorted(touches), starts_at, ends_at, rules):
            visits += 1
            heard[learner].add(topic)
            in_makeup |= {learner} if is_makeup else set()
    [(topics,)] = _rows("SELECT count(*) FROM campaigns_topic WHERE campaign_id = %s", campaign_id)
    persons = {learner for learner, its in heard.items() if len(its) >= max(1, topics - rules[4])}
    excused = {row[0] for row in _rows(_PAPERS, campaign_id)}
    return Recount(
        called=len(called),
        persons=len(persons),
        visits=visits,
        absent=len(called) - len(persons),
        excused=len({learner for learner in excused if learner in called and learner not in persons}),
        made_up=len(persons & in_makeup),
        check_ins=len(events),
        check_ins_offline=sum(event.is_offline for event in events),
        by_class=dict(Counter(called[learner] for learner in persons)),
    )


def _walks(campaign_id: int, events: list[Event]) -> dict[tuple[int, int], list[tuple[datetime, int, str]]]:
    """Every learner's touches of every session that stand: not taken back, not sent away by a person, not merely tried."""
    decided = {check_in: (counts, who) for check_in, counts, who in _rows(_DECIDED, campaign_id)}
    taken_back = {event.voids for event in events if event.kind == "void" and event.status == "accepted"}
    walks: dict[tuple[int, int], list[tuple[datetime, int, str]]] = defaultdict(list)
    for event in events:
        stands, who = decided.get(event.id, (event.status in {"accepted", "repeated"}, None))
        learner = event.learner or who
        if stands and learner and event.kind != "void" and event.uuid not in taken_back:
            walks[learner, event.session].append((event.at, event.id, event.kind))
    return walks


def _was_there(touches: list[tuple[datetime, int, str]], starts_at: datetime, ends_at: datetime, rules: Any) -> bool:
    """Follow one learner through the doors: outside, inside, outside. Nobody leaves who has not come."""
    needs_check_out, late_after, late_counts, early_before, _missed = rules
    first_in: datetime | None = None
    left_at: datetime | None = None
    for at, _id, kind in touches:
        if kind != "out":
            first_in, left_at = first_in or at, None
        elif first_in is not None:
            left_at = at
    if first_in is None or (left_at is None and needs_check_out):
        return False
    if left_at is not None and left_at < ends_at - timedelta(minutes=early_before):
        return False
    return late_counts or first_in <= starts_at + timedelta(minutes=late_after)


def _rows(sql: str, campaign_id: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [campaign_id])
        return list(cursor.fetchall())
