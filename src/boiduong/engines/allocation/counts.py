"""How many of each school sit in each class: the exact model, solved tier by tier in the organiser's order.

A person is not the right variable: people of a school with the same open classes are interchangeable, so the model counts them, and rows after
Hall's theorem make sure that the counts can be dealt out to individuals. Source: Gale (1957), Hoffman (1960) on feasible circulations.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from math import comb

import numpy as np

from boiduong.engines.allocation.highs import Columns, LinearModel, Reals
from boiduong.engines.allocation.model import Bools, Ints, Mode

MANY_SETS = 5  # with more kinds of restricted people in a school, columns are cheaper than one row for each union of their sets
MANY_SUBSETS = 1000  # looked through for one school's fewest classes
INSIDE = ("unassigned", "coverage", "moves", "balance", "grouping", "levels")  # tiers that counts alone decide


@dataclass(frozen=True, slots=True)
class Bunch:
    """People of one school with the same open classes and the same previous class."""

    size: int
    classes: frozenset[int]
    previous: int  # -1 none
    is_locked: bool = False  # cannot be left out


@dataclass(frozen=True, slots=True)
class Pupil:
    """A school as this model sees it."""

    bunches: tuple[Bunch, ...]
    levels: tuple[int, ...]
    mode: Mode
    cap: int  # people in one class, when spread
    limit: int | None  # people away on one day
    used: Ints = field(repr=False)  # (D,) people of it already away, in other halls

    @property
    def people(self) -> int:
        return sum(bunch.size for bunch in self.bunches)

    @property
    def classes(self) -> list[int]:
        return sorted(frozenset().union(*(bunch.classes for bunch in self.bunches)))


@dataclass(frozen=True, slots=True)
class Region:
    """Schools and classes that are solved together: a hall, or all there is."""

    schools: tuple[Pupil, ...]
    classes: tuple[int, ...]
    seats: Ints  # (C,) of all classes, as the next three
    low: Ints
    high: Ints
    days: Bools  # (C, D)
    most_moves: int | None = None  # of the people in it


class CountModel:
    """n[s,c] people, z[s,c] whether any, w[l,c] whether the level is there; slack where a tier may be paid for.

    hard: tiers among `unassigned`, `coverage`, `moves`, `balance` that must be 0, which makes the model small.
    """

    def __init__(self, region: Region, hard: frozenset[str]) -> None:
        self.region = region
        self.hard = hard
        self.model = LinearModel()
        self.people: dict[tuple[int, int], int] = {}  # (school, class) -> column
        self.is_used: dict[tuple[int, int], int] = {}
        self.has_level: dict[tuple[int, int], int] = {}
        self._terms: dict[str, list[tuple[int, float]]] = {name: [] for name in INSIDE}
        self.constant = dict.fromkeys(INSIDE, 0.0)
        for number, school in enumerate(region.schools):
            self._add_school(number, school)
        self._add_classes()
        self._add_levels()
        self._limit_moves()

    def cost(self, tier: str) -> Reals:
        """The tier as factors of all columns; add `constant[tier]` for its value."""
        cost = np.zeros(self.model.size)
        for column, factor in self._terms[tier]:
            cost[column] += factor
        return cost

    def columns_of(self, classes: frozenset[int]) -> Bools:
        """(columns,) which are about these classes alone, slack included: what may change when the other classes stay as they are."""
        about = np.ones(self.model.size, dtype=np.bool_)
        for table in (self.people, self.is_used, self.has_level):
            for (_, c), column in table.items():
                about[column] = c in classes
        return about

    def counts(self, values: Reals) -> Ints:
        """(schools, C) people, from a solution's values."""
        counts = np.zeros((len(self.region.schools), len(self.region.seats)), dtype=np.int64)
        for (school, klass), column in self.people.items():
            counts[school, klass] = round(values[column])
        return counts

    def _slack(self, tier: str, factor: float, high: float = np.inf) -> int | None:
        """A column that pays for breaking a rule, or None where the rule is hard."""
        if tier in self.hard:
            return None
        column = int(self.model.add_columns(1, 0, high)[0])
        self._terms[tier].append((column, factor))
        return column

    def _add_school(self, number: int, school: Pupil) -> None:
        classes = school.classes
        reach = np.array([sum(b.size for b in school.bunches if c in b.classes) for c in classes])
        most = np.minimum(reach, self.region.seats[classes])
        if "coverage" in self.hard and school.limit is not None:
            most = np.minimum(most, max(school.limit, 0))
        kept = np.array([sum(b.size for b in school.bunches if b.is_locked and c in b.classes) for c in classes])
        n = self.model.add_columns(len(classes), kept, np.maximum(most, kept))
        z = self.model.add_columns(len(classes), kept > 0, 1)
        self.people |= {(number, c): int(column) for c, column in zip(classes, n, strict=True)}
        self.is_used |= {(number, c): int(column) for c, column in zip(classes, z, strict=True)}
        for people, used, top in zip(n, z, np.maximum(most, kept), strict=True):
            self.model.add_row([people, used], [1, -float(top)], high=0)
            self.model.add_row([people, used], [1, -1], low=0)
        out = self._slack("unassigned", 1, school.people)
        self._add_everyone(number, school, out)
        self._add_days(number, school)
        self._add_mode(school, n, z)

    def _with(self, columns: list[int], slack: int | None) -> list[int]:
        return columns if slack is None else [*columns, slack]

    def _add_everyone(self, number: int, school: Pupil, out: int | None) -> None:
        """All people sit somewhere, or are paid for; counts can be dealt out to bunches."""
        at = {c: self.people[number, c] for c in school.classes}
        self.model.add_row(self._with(list(at.values()), out), low=school.people, high=school.people)
        self._cut(number, frozenset(at), self._fewest(school, frozenset(at)))
        sets = {bunch.classes for bunch in school.bunches} - {frozenset(at)}
        if len(sets) > MANY_SETS or any(bunch.previous >= 0 for bunch in school.bunches):
            self._add_bunches(school, at, out)
            return
        unions = {frozenset[int]()}
        for one in sets:
            unions |= {one | union for union in unions}
        for union in sorted(unions - {frozenset(), frozenset(at)}, key=sorted):
            only_here = sum(bunch.size for bunch in school.bunches if bunch.classes <= union)
            self.model.add_row(self._with([at[c] for c in sorted(union)], out), low=only_here)
            self._cut(number, union, self._fewest(school, union))

    def _cut(self, number: int, union: frozenset[int], needed: int) -> None:
        """Classes that those people need at least: true of every whole solution, not of every fractional one."""
        if needed > 0 and "unassigned" in self.hard:
            self.model.add_row([self.is_used[number, c] for c in sorted(union)], low=needed)

    def _fewest(self, school: Pupil, union: frozenset[int]) -> int:
        inside = tuple(bunch for bunch in school.bunches if bunch.classes <= union)
        limit = school.limit if "coverage" in self.hard else None
        return fewest_classes(inside, union, self.region, limit)

    def _add_bunches(self, school: Pupil, at: dict[int, int], out: int | None) -> None:
        """Each bunch's own columns; they need not be whole, since for whole counts a transport problem has a whole answer."""
        flows: dict[int, list[int]] = defaultdict(list)
        left: list[int] = []
        for bunch in school.bunches:
            classes = sorted(bunch.classes)
            columns = self.model.add_columns(len(classes), 0, bunch.size, is_whole=False)
            for c, column in zip(classes, columns, strict=True):
                flows[c].append(int(column))
            slack = None if out is None or bunch.is_locked else int(self.model.add_columns(1, 0, bunch.size, is_whole=False)[0])
            left += [] if slack is None else [slack]
            self.model.add_row(self._with(columns.tolist(), slack), low=bunch.size, high=bunch.size)
            if bunch.previous >= 0:
                self._pay_moves(bunch, dict(zip(classes, columns.tolist(), strict=True)))
        if out is not None:
            self.model.add_row([out, *left], [1.0] + [-1.0] * len(left), low=0, high=0)
        for c, columns_of in flows.items():
            self.model.add_row([at[c], *columns_of], [1.0] + [-1.0] * len(columns_of), low=0, high=0)

    def _pay_moves(self, bunch: Bunch, flow: dict[int, int]) -> None:
        """Whoever does not stay has moved."""
        if "moves" in self.hard:
            self.model.add_row([flow[bunch.previous]] if bunch.previous in flow else [], low=bunch.size)
            return
        self.constant["moves"] += bunch.size
        if bunch.previous in flow:
            self._terms["moves"].append((flow[bunch.previous], -1.0))

    def _limit_moves(self) -> None:
        if self.region.most_moves is not None and self._terms["moves"]:
            columns, factors = zip(*self._terms["moves"], strict=True)
            self.model.add_row(columns, factors, high=self.region.most_moves - self.constant["moves"])

    def _add_days(self, number: int, school: Pupil) -> None:
        """On no day is more of the school away than may be; days on which the same classes meet are one row."""
        if school.limit is None:
            return
        alike: dict[tuple[frozenset[int], int], int] = defaultdict(int)
        for day in range(self.region.days.shape[1]):
            meeting = frozenset(c for c in school.classes if self.region.days[c, day])
            if meeting:
                alike[meeting, int(school.used[day])] += 1
        for (meeting, used), times in alike.items():
            over = self._slack("coverage", times)
            factors = [1.0] * len(meeting) + ([] if over is None else [-1.0])
            columns = self._with([self.people[number, c] for c in sorted(meeting)], over)
            self.model.add_row(columns, factors, high=max(school.limit - used, 0))

    def _add_mode(self, school: Pupil, n: Columns, z: Columns) -> None:
        if school.mode == Mode.TOGETHER:
            self._terms["grouping"] += [(int(column), 1.0) for column in z]
            self.constant["grouping"] -= 1
            if "unassigned" not in self.hard:  # a school that is left out whole has no class, and not one fewer than one
                nobody = int(self.model.add_columns(1, 0, 1)[0])
                self.model.add_row([*z, nobody], low=1)
                self._terms["grouping"].append((nobody, 1.0))
        if school.mode == Mode.SPREAD:
            for people in n:
                above = int(self.model.add_columns(1)[0])
                self.model.add_row([people, above], [1, -1], high=school.cap)
                self._terms["grouping"].append((above, 1.0))

    def _add_classes(self) -> None:
        """Seats, and the band of sizes."""
        for c in self.region.classes:
            columns = [column for (_, klass), column in self.people.items() if klass == c]
            seats, low, high = float(self.region.seats[c]), float(self.region.low[c]), float(self.region.high[c])
            if "balance" in self.hard:
                self.model.add_row(columns, low=low, high=min(high, seats))
                continue
            self.model.add_row(columns, high=seats)
            self.model.add_row(self._with(columns, self._slack("balance", 1, low)), low=low)
            self.model.add_row(self._with(columns, self._slack("balance", 1)), [1.0] * len(columns) + [-1.0], high=high)

    def _add_levels(self) -> None:
        schools = self.region.schools
        levels = sorted({level for school in schools for level in school.levels})
        for c in self.region.classes:
            here = {level: [s for s, one in enumerate(schools) if level in one.levels and (s, c) in self.is_used] for level in levels}
            for level, members in here.items():
                if members:
                    self.has_level[level, c] = int(self.model.add_columns(1, 0, 1)[0])
                    self._terms["levels"].append((self.has_level[level, c], 1.0))
                for s in members:
                    self.model.add_row([self.is_used[s, c], self.has_level[level, c]], [1, -1], high=0)
            self._at_least_one_level(c)
        self._cut_levels(levels)

    def _at_least_one_level(self, c: int) -> None:
        nobody = int(self.model.add_columns(1, 0, 1)[0])
        self.model.add_row([*(column for (_, klass), column in self.has_level.items() if klass == c), nobody], low=1)
        self._terms["levels"].append((nobody, 1.0))
        self.constant["levels"] -= 1

    def _cut_levels(self, levels: list[int]) -> None:
        """A level's people need so many classes, however they are cut up."""
        if "unassigned" not in self.hard:
            return
        for level in levels:
            columns = [(c, column) for (one, c), column in self.has_level.items() if one == level]
            people = sum(school.people for school in self.region.schools if school.levels == (level,))
            tops = np.cumsum(sorted((int(self.region.seats[c]) for c, _ in columns), reverse=True))
            needed = int(np.searchsorted(tops, people)) + 1 if people else 0
            if 1 < needed <= len(columns):
                self.model.add_row([column for _, column in columns], low=needed)


def fewest_classes(bunches: tuple[Bunch, ...], union: frozenset[int], region: Region, limit: int | None) -> int:
    """The fewest classes that could hold these people at all; a true lower bound, not always reached.

    A class holds no more than its seats and the day's limit; classes that share a day hold no more than the limit together.
    """
    if not bunches:
        return 0
    for size in range(1, len(union) + 1):
        if comb(len(union), size) > MANY_SUBSETS:
            return size
        if any(_could_hold(bunches, chosen, region, limit) for chosen in combinations(sorted(union), size)):
            return size
    return len(union)


def _could_hold(bunches: tuple[Bunch, ...], chosen: tuple[int, ...], region: Region, limit: int | None) -> bool:
    """Whether every union of the bunches' classes leaves room enough for those who can go nowhere else."""
    sets = {bunch.classes for bunch in bunches}
    unions = {frozenset().union(*some) for size in (1, len(sets)) for some in combinations(sets, size)}
    return all(
        sum(bunch.size for bunch in bunches if bunch.classes <= union) <= _most([c for c in chosen if c in union], region, limit) for union in unions
    )


def _most(classes: list[int], region: Region, limit: int | None) -> int:
    """No more people of one school fit into these classes."""
    seats = region.seats[classes]
    if limit is None:
        return int(seats.sum())
    days, left = 0, region.days[classes]
    while len(left):  # days that meet every class: each holds at most the limit
        day = int(left.sum(axis=0).argmax())
        left = left[~left[:, day]]
        days += 1
    return min(int(np.minimum(seats, limit).sum()), days * limit)
