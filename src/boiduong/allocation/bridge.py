"""Rows -> the solver's problem, and its plan -> rows. Days, classes and people are indices there; here is their order."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from boiduong.allocation import rules as sentences
from boiduong.allocation.models import AIMS, ClassAssignment, DivisionRule, Run, SeatNeed, SeatPlan
from boiduong.allocation.rules import Rule
from boiduong.allocation.taken import FREE, NOTHING_TAKEN, taken_elsewhere
from boiduong.campaigns.models import Campaign, Enrollment, Topic, TrainingClass, Unavailability
from boiduong.engines.allocation.check import timetable_faults
from boiduong.engines.allocation.model import Bools, Day, Hall, Klass, Learners, Mode, Opening, Problem, School, Session, Solution, Speaker
from boiduong.engines.allocation.options import CoverageBy, Tolerance
from boiduong.engines.allocation.plans import HallPlan, Mark, count_of, draw_plan
from boiduong.engines.allocation.seats import Sitter, free_seats, keep_told, seat_people
from boiduong.people.models import Person, Unit
from boiduong.schedule.actions import PlannedSession
from boiduong.schedule.hours import half_of, span
from boiduong.schedule.models import ClassSession, Half, Venue
from boiduong.schedule.models import Speaker as SpeakerRow

HALVES = (Half.MORNING, Half.AFTERNOON)
BALANCE_TOLERANCE_PERCENT = 2
LEVELS = list(Unit.Level.values)
Kind = DivisionRule.Kind
MODES: dict[str, Mode] = {Kind.TOGETHER: Mode.TOGETHER, Kind.SPREAD: Mode.SPREAD, Kind.FREE: Mode.NONE}


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
        speakers=tuple(_speakers(run).prefetch_related("topics", "unavailabilities").order_by("pk")),
        units=tuple({row.unit_id: row.unit for row in enrollments}.values()),
        enrollments=enrollments,
    )


def _speakers(run: Run) -> QuerySet[SpeakerRow]:
    """Nobody who has declined is given sessions anew; a timetable that is kept names whom it names."""
    rows = SpeakerRow.objects.filter(campaign=run.campaign)
    return rows.coming() if run.mode == Run.Mode.ANEW else rows


def keys_of(order: Order) -> dict[str, list[Any]]:
    """Which rows the indices of a plan stand for: kept with it, since the plan of a campaign can change before a version is published."""
    rows = {name: [row.pk for row in getattr(order, name)] for name in ("topics", "venues", "speakers")}
    return {"days": [day.isoformat() for day in order.days], **rows}


def is_of(order: Order, keys: Mapping[str, list[Any]]) -> bool:
    """Whether the indices still stand for the same rows; speakers named since come after those that were known."""
    now = keys_of(order)
    return all(now[name][: len(kept)] == kept if name == "speakers" else now[name] == kept for name, kept in keys.items())


def problem_of(run: Run, order: Order) -> Problem:
    """What is asked of the solver, under the version's sentences: opening on the first morning with the first topic, topics in their order.

    A version that keeps the timetable brings it along, and then what was asked of a timetable is not asked again.
    """
    rules = sentences.read(run.rules)
    open_days = set(run.campaign.open_days())
    standing = standing_sessions(run, order)
    taken = taken_elsewhere(run.campaign, order.days) if standing is None else NOTHING_TAKEN
    opens = next((number for number, day in enumerate(order.days) if day in open_days), None)
    only_hall = 0 if len(order.venues) == 1 else None
    return Problem(
        name=f"{run.campaign.code} v{run.version}",
        days=tuple(Day(day.isoformat(), day in open_days) for day in order.days),
        topics=tuple(topic.title for topic in order.topics),
        topic_order=standing is None,
        class_window_days=len(order.days) if standing else sentences.amount_of(rules, Kind.WINDOW, len(order.topics)),
        opening=None if standing or opens is None or not order.topics else Opening(slot=2 * opens, topic=0),
        halls=tuple(_hall(venue, order.days, rules, taken.halls.get(venue.pk, FREE)) for venue in order.venues),
        classes=tuple(Klass(row.name, only_hall, None, None) for row in order.classes),
        speakers=tuple(_speaker(speaker, order, taken.speakers.get(speaker.pk, FREE)) for speaker in order.speakers),
        sessions=standing,
        schools=tuple(_school(unit, run.campaign, order, rules) for unit in order.units),
        learners=_learners(run, order, rules),
        balance_tolerance_percent=float(sentences.amount_of(rules, Kind.BALANCE, BALANCE_TOLERANCE_PERCENT)),
        tiers=tuple(run.order or AIMS),
        tolerances={aim: Tolerance(percent=percent) for aim, percent in sentences.slacks(rules).items()},
        coverage_by=CoverageBy.HALF_DAY if any(rule.kind == Kind.HALVES for rule in rules) else CoverageBy.DAY,
    )


def standing_sessions(run: Run, order: Order) -> tuple[Session, ...] | None:
    """The timetable as it stands today, postponed sessions and all; None for a version that makes its own."""
    if run.mode == Run.Mode.ANEW:
        return None
    at = {name: {row.pk: number for number, row in enumerate(getattr(order, name))} for name in ("classes", "topics", "venues", "speakers")}
    held = ClassSession.objects.held().filter(campaign=run.campaign, training_class__in=order.classes).order_by("training_class", "starts_at")
    return tuple(
        Session(
            at["classes"][row.training_class_id],
            at["topics"][row.topic_id],
            _slot(order.days, localdate(row.starts_at), half_of(row.starts_at)),
            at["venues"][row.venue_id],
            at["speakers"].get(row.speaker_id or 0, -1),
        )
        for row in held
    )


def standing_faults(run: Run, order: Order) -> list[str]:
    """Why the timetable of today cannot be kept, in words."""
    try:
        problem = problem_of(run, order)
    except (KeyError, ValueError):  # a hall, topic or day that this version does not know
        return [_("A session is held on a day, in a hall or on a topic that the campaign does not have any more.")]
    return timetable_faults(problem, problem.sessions or ())


def _hall(venue: Venue, days: Sequence[date], rules: Sequence[Rule], taken: Set[int]) -> Hall:
    closed = frozenset(_slot(days, row.on, row.half) for row in venue.closures.all() if row.on in days) | taken
    return Hall(venue.name, venue.capacity, reserved_in(venue, rules), 0.0, 0.0, closed)


def reserved_in(venue: Venue, rules: Sequence[Rule]) -> int:
    """Seats kept free: as the hall says, unless a sentence says otherwise."""
    return min(sentences.amount_of(rules, Kind.RESERVE, venue.reserved_count), venue.capacity)


def _speaker(speaker: SpeakerRow, order: Order, taken: Set[int]) -> Speaker:
    away = {_slot(order.days, row.on, row.half) for row in speaker.unavailabilities.all() if row.on in order.days} | taken
    known = {topic.pk for topic in speaker.topics.all()}
    topics = frozenset(number for number, topic in enumerate(order.topics) if topic.pk in known)
    return Speaker(str(speaker), topics, frozenset(range(2 * len(order.days))) - away, speaker.max_per_day)


def _school(unit: Unit, campaign: Campaign, order: Order, rules: Sequence[Rule]) -> School:
    called = sum(row.unit_id == unit.pk for row in order.enrollments)
    away, seating, apart = (sentences.holding(rules, family, unit) for family in (Kind.ABSENCE, Kind.TOGETHER, Kind.APART))
    usual = Mode.TOGETHER if campaign.rules.keep_units_together else Mode.NONE
    return School(
        name=unit.name,
        level=_level(unit),
        staff=max(unit.staff_count or 0, called),
        max_absent_percent=away.amount if away and away.amount else campaign.rules.absence_limit_percent,
        mode=MODES[seating.kind] if seating else usual,
        spread_percent=float(seating.amount if seating and seating.amount else 100),
        managers_apart=apart is None or apart.kind == Kind.APART,
        x=0.0,
        y=0.0,
    )


def _level(unit: Unit) -> int:
    return LEVELS.index(unit.level) if unit.level in LEVELS else len(LEVELS)


def _learners(run: Run, order: Order, rules: Sequence[Rule]) -> Learners:
    place = {row.pk: number for number, row in enumerate(order.enrollments)}
    class_at = {row.pk: number for number, row in enumerate(order.classes)}
    unit_at = {row.pk: number for number, row in enumerate(order.units)}
    away = _away(run, order, place) if not any(rule.kind == Kind.COME for rule in rules) else _nobody_away(order)
    count = len(order.enrollments)
    previous = np.array([class_at.get(row.training_class_id or 0, -1) for row in order.enrollments], dtype=np.int64)
    return Learners(
        ids=tuple(str(row.pk) for row in order.enrollments),
        school=np.array([unit_at[row.unit_id] for row in order.enrollments], dtype=np.int64),
        level=np.array([_level(row.unit) for row in order.enrollments], dtype=np.int64),
        is_manager=np.array([row.role == Person.Role.MANAGER for row in order.enrollments], dtype=np.bool_),
        is_unavailable=away,
        wish=np.zeros(count, dtype=np.int64),
        is_allowed=_allowed(order, rules),
        previous=previous,
        is_locked=(previous >= 0) & (run.mode == Run.Mode.KEEP),
    )


def _nobody_away(order: Order) -> Bools:
    return np.zeros((len(order.enrollments), len(order.days)), dtype=np.bool_)


def _away(run: Run, order: Order, place: Mapping[int, int]) -> Bools:
    away = _nobody_away(order)
    day_at = {day: number for number, day in enumerate(order.days)}
    for enrollment, on in Unavailability.objects.filter(enrollment__campaign=run.campaign).values_list("enrollment", "on"):
        if enrollment in place and on in day_at:
            away[place[enrollment], day_at[on]] = True
    return away


def _allowed(order: Order, rules: Sequence[Rule]) -> Bools:
    """Where each learner may be by the sentences."""
    allowed = np.ones((len(order.enrollments), len(order.classes)), dtype=np.bool_)
    for number, row in enumerate(order.enrollments):
        if required := sentences.required_classes(rules, row, row.unit):
            allowed[number] = [training_class.pk in required for training_class in order.classes]
    return allowed


def _slot(days: Sequence[date], on: date, half: str) -> int:
    return 2 * days.index(on) + HALVES.index(Half(half))


def assignments_of(run: Run, order: Order, solution: Solution) -> list[ClassAssignment]:
    """A row for each placed learner, with a seat in the hall of their class; units sit together, whole rows first.

    Where the timetable is kept, so is the seat of everybody who stays in their class: only those who are moved or new are told anything.
    """
    hall_of = first_halls(solution.sessions)
    rules, needing = sentences.read(run.rules), needing_easy_seats(order.enrollments)
    made = []
    for number, training_class in enumerate(order.classes):
        members = [row for row, klass in zip(order.enrollments, solution.assign.tolist(), strict=True) if klass == number]
        venue = order.venues[hall_of[number]] if number in hall_of else None
        told = {row.pk: row.seat for row in members if run.mode != Run.Mode.ANEW and row.training_class_id == training_class.pk and row.seat}
        seat_of = seats_by_learner(venue, members, told, needing, reserved_in(venue, rules)) if venue else told
        made += [ClassAssignment(run=run, enrollment=row, training_class=training_class, seat=seat_of.get(row.pk, "")) for row in members]
    return made


def first_halls(sessions: Iterable[Session]) -> dict[int, int]:
    """The hall of each class's first session; its seats are those that people are told."""
    found: dict[int, int] = {}
    for session in sorted(sessions, key=lambda session: session.slot):
        found.setdefault(session.klass, session.hall)
    return found


def hall_of(run: Run, training_class: TrainingClass) -> Venue | None:
    """Where a class of a version is seated: the hall of its first session, as the version plans it, or else as it stands."""
    if run.mode == Run.Mode.ANEW and run.state != Run.State.PUBLISHED:
        classes = list(run.campaign.classes.filter(is_makeup=False).order_by("number").values_list("pk", flat=True)[: run.class_count])
        halls = first_halls(Session(*row) for row in (run.solution or {}).get("sessions", []))
        at = halls.get(classes.index(training_class.pk)) if training_class.pk in classes else None
        return None if at is None else list(run.venues.order_by("pk"))[at]
    first = ClassSession.objects.held().filter(training_class=training_class).select_related("venue").order_by("starts_at").first()
    return first.venue if first else None


def needing_easy_seats(learners: Iterable[Enrollment]) -> frozenset[int]:
    """Keys of those among them who are to have a seat that is easily reached."""
    noted = SeatNeed.objects.filter(enrollment__in=[row.pk for row in learners])
    return frozenset(noted.values_list("enrollment", flat=True))


def seats_by_learner(
    venue: Venue, members: Sequence[Enrollment], told: Mapping[int, str], needing: frozenset[int], reserved: int | None = None
) -> dict[int, str]:
    """A seat for each member by key. Whoever was told one keeps it, if it can still be had and they need no easier one."""
    kept = keep_told(plan_of(venue), told, needing, reserved=reserved)
    fresh = [row for row in members if row.pk not in kept]
    seats = seats_in(venue, fresh, reserved=reserved, taken=kept.values(), needing=needing)
    return kept | {row.pk: seat for row, seat in zip(fresh, seats, strict=True)}


def seats_in(
    venue: Venue, members: Sequence[Enrollment], *, reserved: int | None = None, taken: Iterable[str] = (), needing: frozenset[int] = frozenset()
) -> list[str]:
    """A seat such as C-14 for each member, in their order; empty where the hall is full.

    reserved: how many are kept, if not as many as the hall says. taken: seats that somebody has already. needing: keys of who needs an easy seat.
    """
    free = free_seats(plan_of(venue), reserved=reserved, taken=frozenset(taken))
    return [seat or "" for seat in seat_people(free, [Sitter(row.unit_id, row.pk in needing) for row in members])]


def plan_of(venue: Venue) -> HallPlan:
    """How the hall's seats lie: as drawn, unless its figures were changed since; else equal rows, those kept in front."""
    drawn = SeatPlan.objects.filter(venue=venue).first()
    rows = tuple(drawn.rows) if drawn else ()
    there = (count_of(rows, Mark.SEAT, Mark.RESERVED, Mark.ACCESSIBLE), count_of(rows, Mark.RESERVED))
    if there == (venue.capacity, venue.reserved_count):
        return rows
    return draw_plan(venue.seat_rows, [venue.seats_per_row], reserved=venue.reserved_count, seats=venue.capacity)


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
