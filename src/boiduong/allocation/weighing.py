"""What one learner's class is worth: the open choices, and what each would change. Reckoned on the plan itself, nothing is solved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from boiduong.allocation.bridge import Order, order_of, problem_of
from boiduong.allocation.models import ClassAssignment, Run
from boiduong.campaigns.models import Enrollment, TrainingClass
from boiduong.engines.allocation.model import Ints, Problem, Session, class_days, class_seats
from boiduong.engines.allocation.tiers import measure


@dataclass(frozen=True, slots=True)
class Standing:
    """A version as the engine sees it."""

    order: Order
    problem: Problem
    sessions: tuple[Session, ...]
    assign: Ints


@dataclass(frozen=True, slots=True)
class Choice:
    """One class for one learner. `changes` names the tiers that differ and by how much; below 0 is better."""

    training_class: TrainingClass
    is_present: bool  # where the learner is in this version
    free_seats: int
    is_away: bool  # the learner cannot come on a day of it
    is_required_elsewhere: bool
    changes: Mapping[str, int]

    @property
    def is_full(self) -> bool:
        return self.free_seats < 1 and not self.is_present


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


def choices_of(run: Run, enrollment: Enrollment) -> list[Choice]:
    """Every class of the version, as it would be for this learner; empty for one who is not called any more."""
    standing = standing_of(run)
    at = next((number for number, row in enumerate(standing.order.enrollments) if row.pk == enrollment.pk), None)
    return [] if at is None else [_choice(standing, at, number) for number in range(len(standing.order.classes))]


def _choice(standing: Standing, at: int, klass: int) -> Choice:
    people, assign = standing.problem.learners, standing.assign.copy()
    before = measure(standing.problem, assign, standing.sessions)
    free = int(class_seats(standing.problem, standing.sessions)[klass]) - int((assign == klass).sum())
    present = int(assign[at]) == klass
    assign[at] = klass
    after = measure(standing.problem, assign, standing.sessions)
    days = class_days(standing.problem, standing.sessions)[klass]
    return Choice(
        training_class=standing.order.classes[klass],
        is_present=present,
        free_seats=free,
        is_away=bool((people.is_unavailable[at] & days).any()),
        is_required_elsewhere=not people.is_allowed[at, klass],
        changes={name: after[name] - before[name] for name in after if after[name] != before[name]},
    )
