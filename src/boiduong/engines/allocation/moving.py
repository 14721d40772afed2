"""What a move by hand would do, before it is made: every tier, every hard rule, the classes and the schools concerned. Nothing is solved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from boiduong.engines.allocation.model import Problem, Session, Solution, Status, Tier
from boiduong.engines.allocation.options import CoverageBy
from boiduong.engines.allocation.tally import Tally
from boiduong.engines.allocation.tiers import measure
from boiduong.engines.allocation.words import number, written


class Move(NamedTuple):
    """One person (row of the problem's learners) to one class (index), or out of all classes with -1."""

    person: int
    klass: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A hard rule that would not hold.

    rule: `seats`, `no_sessions` (the class meets never, or nowhere), `days_away`, `required` (the class is not among those allowed to the person),
    `too_far` or `locked`. numbers: `people` and `seats` for `seats`; `days` (how many collide) for `days_away`; empty otherwise.
    """

    rule: str
    text: str  # a whole sentence
    klass: int
    person: int | None  # row; None for a rule about a class as a whole
    numbers: dict[str, int]


@dataclass(frozen=True, slots=True)
class ClassChange:
    """A class that gets another size. All in people, `seats` in chairs."""

    klass: int
    before: int
    after: int
    seats: int


@dataclass(frozen=True, slots=True)
class DayChange:
    """A school and day on which another number of its people is away. All in people; limit None: nothing limits it.

    half: 0 morning, 1 afternoon, where absences are counted by half-days; None where by days.
    """

    school: int
    day: int
    before: int
    after: int
    limit: int | None
    half: int | None = None


@dataclass(frozen=True, slots=True)
class Consequences:
    """before, after: value of every tier, in the problem's order. broken: of the people moved and the classes they enter, after all moves."""

    moves: tuple[Move, ...]
    before: dict[str, int]
    after: dict[str, int]
    broken: tuple[Broken, ...]
    classes: tuple[ClassChange, ...]
    days: tuple[DayChange, ...]

    @property
    def changes(self) -> dict[str, int]:
        """Tiers that differ, and by how much; below 0 is better."""
        return {name: value - self.before[name] for name, value in self.after.items() if value != self.before[name]}

    @property
    def verdict(self) -> int:
        """-1 better, 0 alike, 1 worse: by the first tier that differs, as the organiser ordered them."""
        return next((1 if change > 0 else -1 for change in self.changes.values()), 0)


def plan_of(problem: Problem, assign: Sequence[int], sessions: tuple[Session, ...]) -> Solution:
    """A plan that a person made or changed: its tiers are counted; proven only where nothing could be less."""
    placed = np.asarray(assign, dtype=np.int64)
    values = measure(problem, placed, sessions)
    tiers = {name: Tier(value, None if value else 0, not value, 0.0) for name, value in values.items()}
    return Solution(placed, sessions, Status.FEASIBLE, tiers, 0.0, is_reproducible=True)


def consequences(problem: Problem, plan: Solution, moves: Sequence[Move]) -> Consequences:
    """All moves at once, so an exchange is two moves. Of several for one person the last counts. Raises IndexError for one not there."""
    last = _sound(problem, moves)
    tally = Tally.of(problem, plan.assign, plan.sessions)
    before, sizes = dict(tally.values), tally.sizes.copy()
    schools = sorted({int(problem.learners.school[move.person]) for move in last})
    away = {school: tally.away(school) for school in schools}
    touched = sorted({int(c) for move in last for c in (plan.assign[move.person], move.klass) if c >= 0 and plan.assign[move.person] != move.klass})
    for move in last:
        tally.move(*move)
    classes = tuple(ClassChange(c, int(sizes[c]), int(tally.sizes[c]), int(tally.seats[c])) for c in touched)
    broken = [one for move in last for one in person_rules(problem, tally, move)]
    broken += [one for c in sorted({move.klass for move in last} - {-1}) for one in class_rules(problem, tally, c)]
    days = tuple(_days(problem, tally, school, away[school].tolist()) for school in schools)
    return Consequences(last, before, dict(tally.values), tuple(broken), classes, tuple(one for found in days for one in found))


def _sound(problem: Problem, moves: Sequence[Move]) -> tuple[Move, ...]:
    last = {move.person: Move(*move) for move in moves}
    for person, klass in last.values():
        if not 0 <= person < len(problem.learners):
            raise IndexError(f"person {person} is not one of {len(problem.learners)}")
        if not -1 <= klass < len(problem.classes):
            raise IndexError(f"class {klass} is not one of {len(problem.classes)}")
    return tuple(last.values())


def person_rules(problem: Problem, tally: Tally, move: Move) -> Iterator[Broken]:
    """Hard rules about this person alone that the move breaks."""
    people, (i, c) = problem.learners, move
    is_manager, level = bool(people.is_manager[i]), int(people.level[i])
    who = f"Người {people.ids[i]}"
    if people.is_locked[i] and 0 <= people.previous[i] != c:
        yield Broken("locked", f"{who} đã chốt lớp {problem.classes[people.previous[i]].name}.", c, i, {})
    if c < 0:
        return
    if not people.is_allowed[i, c] or any(c not in rule.classes for rule in problem.required if rule.fits(is_manager, level)):
        yield Broken("required", f"{who} không được xếp vào lớp {problem.classes[c].name}: lớp quy định là lớp khác.", c, i, {})
    if not tally.near[people.school[i], c]:
        yield Broken("too_far", f"{who} phải đi xa hơn {problem.fairness.most_km:g} km để học lớp {problem.classes[c].name}.", c, i, {})
    if len(days := np.flatnonzero(people.is_unavailable[i] & tally.days[c])):
        dates = ", ".join(written(problem.days[day].date) for day in days)
        yield Broken("days_away", f"{who} bận ngày {dates}, là ngày học của lớp {problem.classes[c].name}.", c, i, {"days": len(days)})


def class_rules(problem: Problem, tally: Tally, c: int) -> Iterator[Broken]:
    """Hard rules about a class as a whole that do not hold now."""
    size, seats, name = int(tally.sizes[c]), int(tally.seats[c]), problem.classes[c].name
    if not tally.days[c].any():
        yield Broken("no_sessions", f"Lớp {name} không có buổi học nào.", c, None, {})
    if size > seats:
        text = f"Lớp {name} sẽ có {number(size)} người mà chỉ có {number(seats)} chỗ: thiếu {number(size - seats)} chỗ."
        yield Broken("seats", text, c, None, {"people": size, "seats": seats})


def _days(problem: Problem, tally: Tally, school: int, before: list[int]) -> Iterator[DayChange]:
    limit, by_halves = problem.schools[school].daily_limit, problem.coverage_by == CoverageBy.HALF_DAY
    for time, (was, is_now) in enumerate(zip(before, tally.away(school).tolist(), strict=True)):
        if was != is_now:
            day, half = divmod(time, 2) if by_halves else (time, None)
            yield DayChange(school, day, was, is_now, limit, half)
