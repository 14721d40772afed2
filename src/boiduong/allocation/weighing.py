"""What one learner's class is worth: every class there is, what it would change and what it would break. The engine reckons; nothing is solved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from boiduong.allocation.bridge import HALVES, Order, order_of, problem_of
from boiduong.allocation.models import ClassAssignment, Run
from boiduong.campaigns.models import Enrollment, TrainingClass
from boiduong.engines.allocation.model import Ints, Problem, Session, Solution
from boiduong.engines.allocation.moving import Move, consequences, plan_of
from boiduong.engines.allocation.tiers import measure
from boiduong.engines.allocation.why import Choice as EngineChoice
from boiduong.engines.allocation.why import why_class

TOLD_IN_FULL = 24  # classes whose sizes and days are told; the others of a very large campaign only with their aims


@dataclass(frozen=True, slots=True)
class Standing:
    """A version as the engine sees it."""

    order: Order
    problem: Problem
    sessions: tuple[Session, ...]
    assign: Ints


@dataclass(frozen=True, slots=True)
class Size:
    """A class that would be of another size."""

    training_class: TrainingClass
    before: int
    after: int
    seats: int


@dataclass(frozen=True, slots=True)
class AwayDay:
    """A day on which more people of the learner's school would be away than may be, and more than now."""

    on: date
    before: int
    after: int
    limit: int
    half: str  # its word, where absences are counted by half-day


@dataclass(frozen=True, slots=True)
class Choice:
    """One class for one learner. `changes` names the tiers that differ and by how much; below 0 is better."""

    training_class: TrainingClass
    is_present: bool  # where the learner is in this version
    free_seats: int
    broken: frozenset[str]  # hard rules that would not hold, as the engine names them
    verdict: int  # -1 better than now, 0 alike, 1 worse
    changes: Mapping[str, int]
    sizes: tuple[Size, ...]
    days: tuple[AwayDay, ...]

    @property
    def is_full(self) -> bool:
        return "seats" in self.broken and not self.is_present

    @property
    def is_without_sessions(self) -> bool:
        return "no_sessions" in self.broken

    @property
    def is_away(self) -> bool:
        """The learner cannot come on a day of it."""
        return "days_away" in self.broken

    @property
    def is_required_elsewhere(self) -> bool:
        return "required" in self.broken

    @property
    def is_open(self) -> bool:
        return not self.broken

    @property
    def can_be_made(self) -> bool:
        """Whether a person may decide it: sentences and days give way to a hand, chairs do not."""
        return not self.is_present and not self.broken & {"seats", "no_sessions"}


def standing_of(run: Run) -> Standing:
    order = order_of(run)
    problem = problem_of(run, order)
    told = (run.solution or {}).get("sessions", [])
    sessions = problem.sessions if problem.sessions is not None else tuple(Session(*row) for row in told)
    class_at = {row.pk: number for number, row in enumerate(order.classes)}
    placed = dict(ClassAssignment.objects.filter(run=run).values_list("enrollment_id", "training_class_id"))
    assign = np.array([class_at.get(placed.get(row.pk, 0), -1) for row in order.enrollments], dtype=np.int64)
    return Standing(order, problem, sessions, assign)


def tiers_of(standing: Standing) -> dict[str, Any]:
    """The tiers of a plan that a person has changed: counted, and proven only where nothing could be less."""
    values = measure(standing.problem, standing.assign, standing.sessions)
    return {name: {"value": value, "bound": None if value else 0, "proven": not value, "seconds": 0} for name, value in values.items()}


def crowded_by(standing: Standing, moves: Sequence[tuple[Enrollment, TrainingClass]]) -> TrainingClass | None:
    """A class that could not take those who would come to it if all these moves were made together; None when there is none."""
    row_at = {row.pk: number for number, row in enumerate(standing.order.enrollments)}
    class_at = {row.pk: number for number, row in enumerate(standing.order.classes)}
    plan = plan_of(standing.problem, standing.assign.tolist(), standing.sessions)
    found = consequences(standing.problem, plan, [Move(row_at[learner.pk], class_at[to_class.pk]) for learner, to_class in moves])
    return next((standing.order.classes[one.klass] for one in found.broken if one.rule in ("seats", "no_sessions")), None)


def choices_of(run: Run, enrollment: Enrollment) -> list[Choice]:
    """Every class of the version, as it would be for this learner; empty for one who is not called any more.

    The present one first, then those that are open, the better before the worse, then those that something stands in the way of.
    """
    standing = standing_of(run)
    at = next((number for number, row in enumerate(standing.order.enrollments) if row.pk == enrollment.pk), None)
    if at is None:
        return []
    plan = plan_of(standing.problem, standing.assign.tolist(), standing.sessions)
    aims = standing.problem.tiers
    found = sorted(
        why_class(standing.problem, plan, at).choices,
        key=lambda one: (not one.is_present, not one.is_open, [one.changes.get(aim, 0) for aim in aims], one.klass),
    )
    return [_choice(standing, plan, at, one, is_told=place < TOLD_IN_FULL) for place, one in enumerate(found)]


def _half(number: int | None) -> str:
    return "" if number is None else str(HALVES[number].label)


def _choice(standing: Standing, plan: Solution, at: int, found: EngineChoice, *, is_told: bool) -> Choice:
    classes = standing.order.classes
    told = consequences(standing.problem, plan, [Move(at, found.klass)]) if is_told and not found.is_present else None
    over = [day for day in told.days if day.limit is not None and day.after > max(day.limit, day.before)] if told else []
    return Choice(
        training_class=classes[found.klass],
        is_present=found.is_present,
        free_seats=found.free_seats,
        broken=frozenset(one.rule for one in found.broken),
        verdict=found.verdict,
        changes=found.changes,
        sizes=tuple(Size(classes[one.klass], one.before, one.after, one.seats) for one in (told.classes if told else ())),
        days=tuple(AwayDay(standing.order.days[day.day], day.before, day.after, day.limit or 0, _half(day.half)) for day in over),
    )
