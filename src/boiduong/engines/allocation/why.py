"""Why this class: for one person, every class there is, what it would change and what it would break. Nothing is solved."""

from dataclasses import dataclass

from boiduong.engines.allocation.model import Problem, Solution
from boiduong.engines.allocation.moving import Broken, Move, class_rules, person_rules
from boiduong.engines.allocation.tally import Tally


@dataclass(frozen=True, slots=True)
class Choice:
    """One class for one person, everybody else staying where they are.

    free_seats: chairs that nobody else has; below 0 where the class is overfull already. changes: tiers that would differ and by how much; below 0
    is better. An open choice breaks nothing.
    """

    klass: int
    is_present: bool  # where the person is in this plan
    free_seats: int
    changes: dict[str, int]
    broken: tuple[Broken, ...]

    @property
    def is_open(self) -> bool:
        return not self.broken

    @property
    def verdict(self) -> int:
        """-1 better than now, 0 alike, 1 worse: by the first tier that differs, as the organiser ordered them."""
        return next((1 if change > 0 else -1 for change in self.changes.values()), 0)


@dataclass(frozen=True, slots=True)
class Why:
    """person: row of the problem's learners. present: class, -1 left out. choices: every class, in the problem's order."""

    person: int
    present: int
    choices: tuple[Choice, ...]

    @property
    def open_choices(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.is_open)


def why_class(problem: Problem, plan: Solution, person: int) -> Why:
    """Raises IndexError for a row that is not there."""
    if not 0 <= person < len(problem.learners):
        raise IndexError(f"person {person} is not one of {len(problem.learners)}")
    tally = Tally.of(problem, plan.assign, plan.sessions)
    return Why(person, int(plan.assign[person]), tuple(_choice(problem, tally, person, c) for c in range(len(problem.classes))))


def _choice(problem: Problem, tally: Tally, person: int, c: int) -> Choice:
    now, before = int(tally.assign[person]), tally.values
    tally.move(person, c)
    free = int(tally.seats[c] - tally.sizes[c]) + 1
    changes = {name: value - before[name] for name, value in tally.values.items() if value != before[name]}
    broken = (*person_rules(problem, tally, Move(person, c)), *class_rules(problem, tally, c))
    tally.move(person, now)
    return Choice(c, c == now, free, changes, broken)
