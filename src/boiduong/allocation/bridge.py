"""Rows -> the solver's problem, and its plan -> rows. Days, classes and people are indices there; here is their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from boiduong.allocation.models import ClassAssignment, Run
from boiduong.campaigns.models import Campaign, Enrollment, Topic, TrainingClass, Unavailability
from boiduong.engines.allocation.model import Day, Hall, Klass, Learners, Mode, Opening, Problem, School, Session, Solution, Speaker
from boiduong.engines.allocation.seats import seat_units
from boiduong.people.models import Person, Unit
from boiduong.schedule.actions import PlannedSession
from boiduong.schedule.hours import span
from boiduong.schedule.models import Half, Venue
from boiduong.schedule.models import Speaker as SpeakerRow

HALVES = (Half.MORNING, Half.AFTERNOON)
BALANCE_TOLERANCE_PERCENT = 2.0
LEVELS = list(Unit.Level.values)


@dataclass(frozen=True, slots=True)
class Order:
    """Which row each index of the problem stands for."""

    days: tuple[date, ...]
    topics: tuple[Topic, ...]
    venues: tuple[Venue, ...]
    classes: tuple[TrainingClass, ...]
    speakers: tuple[SpeakerRow, ...]
    units: tuple[Unit, ...]
    enrollments: tuple[Enrollment, ...]


def order_of(run: Run) -> Order:
    """The rows of a run, each kind in the order of its indices. The same run gives the same order every time."""
    campaign = run.campaign
    enrollments = tuple(campaign.enrollments.called().select_related("person", "unit").order_by("unit__sort_key", "unit", "person__sort_key", "pk"))
    return Order(
        days=tuple(campaign.starts_on + timedelta(days=n) for n in range((campaign.ends_on - campaign.starts_on).days + 1)),
        topics=tuple(campaign.topics.order_by("number")),
        venues=tuple(run.venues.prefetch_related("closures").order_by("pk")),
        classes=tuple(campaign.classes.filter(is_makeup=False).order_by("number")[: run.class_count]),
        speakers=tuple(campaign.speakers.prefetch_related("topics", "unavailabilities").order_by("pk")),
        units=tuple({row.unit_id: row.unit for row in enrollments}.values()),
        enrollments=enrollments,
    )


def problem_of(run: Run, order: Order) -> Problem:
    """What is asked of the solver, under the campaign's rules: opening on the first morning with the first topic, topics in their order."""
    open_days = set(run.campaign.open_days())
    opens = next((number for number, day in enumerate(order.days) if day in open_days), None)
    only_hall = 0 if len(order.venues) == 1 else None
    return Problem(
        name=f"{run.campaign.code} v{run.version}",
        days=tuple(Day(day.isoformat(), day in open_days) for day in order.days),
        topics=tuple(topic.title for topic in order.topics),
        topic_order=True,
        class_window_days=len(order.topics),
        opening=None if opens is None or not order.topics else Opening(slot=2 * opens, topic=0),
        halls=tuple(_hall(venue, order.days) for venue in order.venues),
        classes=tuple(Klass(row.name, only_hall, None, None) for row in order.classes),
        speakers=tuple(_speaker(speaker, order) for speaker in order.speakers),
        sessions=None,
        schools=tuple(_school(unit, run.campaign, order) for unit in order.units),
        learners=_learners(run.campaign, order),
        balance_tolerance_percent=BALANCE_TOLERANCE_PERCENT,
        tiers=("unassigned", "coverage", "moves", "grouping", "levels", "managers", "balance", "comfort"),
    )


def _hall(venue: Venue, days: Sequence[date]) -> Hall:
    closed = frozenset(_slot(days, row.on, row.half) for row in venue.closures.all() if row.on in days)
    return Hall(venue.name, venue.capacity, venue.reserved_count, 0.0, 0.0, closed)


def _speaker(speaker: SpeakerRow, order: Order) -> Speaker:
    away = {_slot(order.days, row.on, row.half) for row in speaker.unavailabilities.all() if row.on in order.days}
    known = {topic.pk for topic in speaker.topics.all()}
    topics = frozenset(number for number, topic in enumerate(order.topics) if topic.pk in known)
    return Speaker(str(speaker), topics, frozenset(range(2 * len(order.days))) - away, speaker.max_per_day)


def _school(unit: Unit, campaign: Campaign, order: Order) -> School:
    called = sum(row.unit_id == unit.pk for row in order.enrollments)
    rules = campaign.rules
    return School(
        name=unit.name,
        level=_level(unit),
        staff=max(unit.staff_count or 0, called),
        max_absent_percent=rules.absence_limit_percent,
        mode=Mode.TOGETHER if rules.keep_units_together else Mode.NONE,
        spread_percent=100.0,
        managers_apart=True,
        x=0.0,
        y=0.0,
    )


def _level(unit: Unit) -> int:
    return LEVELS.index(unit.level) if unit.level in LEVELS else len(LEVELS)


def _learners(campaign: Campaign, order: Order) -> Learners:
    place = {row.pk: number for number, row in enumerate(order.enrollments)}
    class_at = {row.pk: number for number, row in enumerate(order.classes)}
    unit_at = {row.pk: number for number, row in enumerate(order.units)}
    away = np.zeros((len(order.enrollments), len(order.days)), dtype=np.bool_)
    day_at = {day: number for number, day in enumerate(order.days)}
    for enrollment, on in Unavailability.objects.filter(enrollment__campaign=campaign).values_list("enrollment", "on"):
        if enrollment in place and on in day_at:
            away[place[enrollment], day_at[on]] = True
    count = len(order.enrollments)
    return Learners(
        ids=tuple(str(row.pk) for row in order.enrollments),
        school=np.array([unit_at[row.unit_id] for row in order.enrollments], dtype=np.int64),
        level=np.array([_level(row.unit) for row in order.enrollments], dtype=np.int64),
        is_manager=np.array([row.role == Person.Role.MANAGER for row in order.enrollments], dtype=np.bool_),
        is_unavailable=away,
        wish=np.zeros(count, dtype=np.int64),
        is_allowed=np.ones((count, len(order.classes)), dtype=np.bool_),
        previous=np.array([class_at.get(row.training_class_id or 0, -1) for row in order.enrollments], dtype=np.int64),
        is_locked=np.zeros(count, dtype=np.bool_),
    )


def _slot(days: Sequence[date], on: date, half: str) -> int:
    return 2 * days.index(on) + HALVES.index(Half(half))


def assignments_of(run: Run, order: Order, solution: Solution) -> list[ClassAssignment]:
    """A row for each placed learner, with a seat in the hall of their class; units sit together, whole rows first."""
    hall_of = {session.klass: session.hall for session in solution.sessions}
    made = []
    for number, training_class in enumerate(order.classes):
        members = [row for row, klass in zip(order.enrollments, solution.assign.tolist(), strict=True) if klass == number]
        seats = seats_in(order.venues[hall_of[number]], members) if number in hall_of else [""] * len(members)
        made += [ClassAssignment(run=run, enrollment=row, training_class=training_class, seat=seat) for row, seat in zip(members, seats, strict=True)]
    return made


def seats_in(venue: Venue, members: Sequence[Enrollment]) -> list[str]:
    """A seat such as C-14 for each member, in their order; empty where the hall is full. Seats kept for guests are those of the front rows."""
    kept, rows = venue.reserved_count, []
    for _row in range(venue.seat_rows):
        here = min(kept, venue.seats_per_row)
        kept -= here
        rows.append(venue.seats_per_row - here)
    return ["" if place is None else f"{row_name(place[0])}-{place[1] + 1}" for place in seat_units(rows, [row.unit_id for row in members])]


def row_name(number: int) -> str:
    """A, B, ... Z, AA, AB, ...: the rows of a hall from the front, from 0."""
    name = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def planned_sessions(sessions: Sequence[Sequence[int]], order: Order) -> list[PlannedSession]:
    """The plan's sessions as the schedule wants them; the first of all begins with the opening."""
    found = [Session(*row) for row in sessions]
    first = min((session.slot for session in found), default=None)
    return [_planned(session, order, is_opening=session.slot == first) for session in found]


def _planned(session: Session, order: Order, *, is_opening: bool) -> PlannedSession:
    starts_at, ends_at = span(order.days[session.slot // 2], HALVES[session.slot % 2])
    return PlannedSession(
        training_class=order.classes[session.klass],
        topic=order.topics[session.topic],
        venue=order.venues[session.hall],
        speaker=order.speakers[session.speaker],
        starts_at=starts_at,
        ends_at=ends_at,
        is_opening=is_opening,
    )
