"""A plan's tiers, kept up to date while single people change class: a move costs the same for a hundred people and for a hundred thousand."""

from dataclasses import dataclass, field

import numpy as np

from boiduong.engines.allocation.model import Bools, Ints, Mode, Problem, Session, away_times, class_days, class_seats, near_classes
from boiduong.engines.allocation.tiers import Band, balance_band, discomfort, measure, spread_caps


@dataclass(slots=True)
class Tally:
    """Counts of one plan. `assign`, `values` and the tables change with every `move`; the rest stays."""

    problem: Problem
    assign: Ints  # (n,) class, -1 left out
    values: dict[str, int]  # every tier, in the problem's order
    seats: Ints  # (C,)
    days: Bools  # (C, D)
    times: Bools  # (C, T) when absences are counted: days or half-days
    near: Bools  # (S, C) halls that are not too far
    sizes: Ints  # (C,) people
    _counts: Ints  # (S, C) people
    _managers: Ints  # (S, C)
    _levels: Ints  # (levels, C) people
    _level: Ints  # (n,) row of `_levels`
    _caps: Ints  # (S,) of spread schools
    _band: Band
    _km: Ints
    _missed: Ints = field(repr=False)

    @classmethod
    def of(cls, problem: Problem, assign: Ints, sessions: tuple[Session, ...]) -> "Tally":
        people, size = problem.learners, len(problem.classes)
        placed = np.flatnonzero(assign >= 0)
        at = assign[placed]
        found, level = np.unique(people.level, return_inverse=True)
        counts, managers = (np.zeros((len(problem.schools), size), dtype=np.int64) for _ in range(2))
        levels = np.zeros((len(found), size), dtype=np.int64)
        np.add.at(counts, (people.school[placed], at), 1)
        np.add.at(managers, (people.school[placed], at), people.is_manager[placed].astype(np.int64))
        np.add.at(levels, (level.reshape(-1)[placed], at), 1)
        km, missed = discomfort(problem, sessions)
        return cls(
            problem,
            assign.copy(),
            measure(problem, assign, sessions),
            class_seats(problem, sessions),
            class_days(problem, sessions),
            away_times(problem, sessions),
            near_classes(problem, sessions),
            counts.sum(axis=0),
            counts,
            managers,
            levels,
            level.reshape(-1).astype(np.int64),
            spread_caps(problem),
            balance_band(problem, sessions),
            km,
            missed,
        )

    def move(self, person: int, klass: int) -> None:
        """Put a person into a class, or out of all with -1."""
        old = int(self.assign[person])
        if old == klass:
            return
        before = self._about(person, (old, klass))
        for c, sign in ((old, -1), (klass, 1)):
            if c >= 0:
                self._book(person, c, sign)
        self.assign[person] = klass
        after = self._about(person, (old, klass))
        self.values = {name: value + after[name] - before[name] for name, value in self.values.items()}

    def away(self, school: int) -> Ints:
        """(T,) people of the school away at each time."""
        away: Ints = self._counts[school] @ self.times.astype(np.int64)
        return away

    def _book(self, person: int, c: int, sign: int) -> None:
        school = self.problem.learners.school[person]
        self.sizes[c] += sign
        self._counts[school, c] += sign
        self._managers[school, c] += sign * int(self.problem.learners.is_manager[person])
        self._levels[self._level[person], c] += sign

    def _about(self, person: int, classes: tuple[int, int]) -> dict[str, int]:
        """The part of each tier that this person's school and these classes have in it."""
        people, school, now = self.problem.learners, int(self.problem.learners.school[person]), int(self.assign[person])
        inside = [c for c in classes if c >= 0]
        one, sizes = self.problem.schools[school], self.sizes[inside]
        over = np.maximum(sizes - self._band.high[inside], 0) + np.maximum(self._band.low[inside] - sizes, 0)
        return {
            "unassigned": int(now < 0),
            "coverage": 0 if one.daily_limit is None else int(np.maximum(self.away(school) - one.daily_limit, 0).sum()),
            "moves": int(0 <= people.previous[person] != now),
            "grouping": self._grouping(school),
            "levels": int(np.maximum((self._levels[:, inside] > 0).sum(axis=0) - 1, 0).sum()),
            "managers": int(np.maximum(self._managers[school] - 1, 0).sum()) if one.managers_apart else 0,
            "balance": int(over.sum()),
            "comfort": 0 if now < 0 else int(self._km[school, now] + self._missed[people.wish[person], now]),
        }

    def _grouping(self, school: int) -> int:
        mode, counts = self.problem.schools[school].mode, self._counts[school]
        if mode == Mode.TOGETHER:
            return max(int((counts > 0).sum()) - 1, 0)
        return int(np.maximum(counts - self._caps[school], 0).sum()) if mode == Mode.SPREAD else 0
