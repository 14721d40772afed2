"""Which classes each school of a hall uses, found by walking: for halls whose exact model would take minutes.

A pattern is a few classes on different days, as few as the school's limit allows. Every school starts in the pattern that fits best and moves,
one after the other, as long as that makes classes more even in size or purer in level. Numbers of people follow from a flow afterwards.
Source: descent on a load-balancing and set-choice problem; the count of classes a school needs at least is the bound.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from boiduong.engines.allocation.counts import Pupil, Region
from boiduong.engines.allocation.highs import Reals
from boiduong.engines.allocation.model import Bools, Ints, Mode

MOST_PATTERNS = 4000  # of one size; more are cut off in the order of classes
MOST_SETS = 5  # kinds of bound people whose unions are all looked at
NEW_LEVEL, OVERFULL, UNEVEN, ONE_MORE, TOWARDS = 60.0, 40.0, 0.02, 400.0, 6.0
ROUNDS = 12

type Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Choice:
    """What one school may use: (p, C) patterns, and (p, C) people it would send to each class."""

    patterns: Rows
    loads: Reals
    extra: Reals  # (p,) classes beyond the fewest, at a price


class PatternTable:
    """All sets of so many classes that share no day, made once a hall."""

    def __init__(self, days: Bools) -> None:
        self.meets = days.astype(np.int64) @ days.T.astype(np.int64) > 0
        self.known: dict[int, Rows] = {0: np.zeros((1, len(days)), dtype=np.bool_)}

    def of(self, count: int) -> Rows:
        """(p, C) sets of `count` classes."""
        if count not in self.known:
            size = len(self.meets)
            found = []
            for chosen in combinations(range(size), count):
                if not any(self.meets[a, b] for a, b in combinations(chosen, 2)):
                    found.append(chosen)
                    if len(found) == MOST_PATTERNS:
                        break
            table = np.zeros((len(found), size), dtype=np.bool_)
            for row, chosen in enumerate(found):
                table[row, list(chosen)] = True
            self.known[count] = table
        return self.known[count]


def rooms(region: Region, pupil: Pupil, classes: tuple[int, ...]) -> Ints:
    """(c,) how many of a school each class could take by itself."""
    seats = region.seats[list(classes)]
    if pupil.limit is not None:
        used = np.array([int(pupil.used[region.days[c]].max(initial=0)) for c in classes], dtype=np.int64)
        seats = np.minimum(seats, np.maximum(pupil.limit - used, 0))
    return np.minimum(seats, pupil.cap) if pupil.mode == Mode.SPREAD else seats


def demands(pupil: Pupil, classes: tuple[int, ...]) -> tuple[Rows, Ints]:
    """(u, c) unions of the bunches' classes, and the people who can go nowhere else."""
    place = {c: at for at, c in enumerate(classes)}
    sets: dict[frozenset[int], int] = {}
    for bunch in pupil.bunches:
        sets[bunch.classes] = sets.get(bunch.classes, 0) + bunch.size
    wide = sorted((one for one in sets if len(one) > 1), key=lambda one: (-sets[one], sorted(one)))[:MOST_SETS]
    lone = frozenset[int]().union(*(one for one in sets if len(one) == 1)) if any(len(one) == 1 for one in sets) else frozenset[int]()
    unions = {frozenset(one) for one in sets} | {lone} - {frozenset[int]()}
    for one in wide:
        unions |= {one | union for union in unions if len(unions) < 64}
    unions.add(frozenset[int]().union(*sets))
    rows = sorted(unions, key=lambda union: (len(union), sorted(union)))
    table = np.zeros((len(rows), len(classes)), dtype=np.bool_)
    for at, union in enumerate(rows):
        table[at, [place[c] for c in union]] = True
    return table, np.array([sum(size for one, size in sets.items() if one <= union) for union in rows], dtype=np.int64)


def choices(region: Region, pupil: Pupil, classes: tuple[int, ...], table: PatternTable) -> Choice:
    """The smallest patterns that could hold the school, and those of one class more where they are few."""
    room = rooms(region, pupil, classes)
    unions, needed = demands(pupil, classes)
    reach = np.zeros(len(classes), dtype=np.bool_)
    reach[[at for at, c in enumerate(classes) if any(c in bunch.classes for bunch in pupil.bunches)]] = True
    alone = np.zeros(len(classes), dtype=np.bool_)
    alone[[at for at, c in enumerate(classes) if any(bunch.classes == {c} for bunch in pupil.bunches)]] = True
    apart = reach & ~alone & ~table.meets[alone].any(axis=0)  # a class on the days of one that is used anyway holds nobody more
    fitting: list[Rows] = []
    fallback, most_held = reach[None, :] | alone, -1
    for count in range(int(not alone.any()), len(classes) + 1):
        rows = table.of(count)
        rows = np.unique(rows[~(rows & ~apart).any(axis=1)] | alone, axis=0)
        if not len(rows):
            break
        held = np.minimum((rows * room) @ unions.T.astype(np.int64), needed)
        fits = (held >= needed).all(axis=1)
        if fits.any():
            fitting.append(rows[fits])
        elif (total := held.sum(axis=1)).max() > most_held:
            most_held, fallback = int(total.max()), rows[total == total.max()]
        if fitting and (not alone.any() or len(fitting) == 2 or len(fitting[0]) + len(fitting[-1]) > MOST_PATTERNS):
            break
    rows = np.concatenate(fitting) if fitting else fallback
    forced = np.array([sum(bunch.size for bunch in pupil.bunches if bunch.classes == {c}) for c in classes], dtype=np.int64)
    return _with_loads(rows, np.maximum(room, 1), forced, pupil.people)


def _with_loads(rows: Rows, room: Ints, forced: Ints, people: int) -> Choice:
    """Each pattern with even parts, and once more with as few as must in the classes that some can only go to."""
    most = (rows * room).astype(np.float64)
    extra = (rows.sum(axis=1) - rows.sum(axis=1).min()) * ONE_MORE
    loads = _spread(most, rows, np.full((len(rows), 1), float(people)))
    if not forced.any():
        return Choice(rows, loads, extra.astype(np.float64))
    others = rows & (forced == 0)
    elsewhere = np.minimum((most * others).sum(axis=1, keepdims=True), people - forced.sum())
    least = _spread(most * others, others, elsewhere)
    least += _spread(most * (forced > 0), rows & (forced > 0), people - elsewhere, forced.astype(np.float64))
    return Choice(np.concatenate([rows, rows]), np.concatenate([loads, least]), np.concatenate([extra, extra]).astype(np.float64))


def _spread(most: Reals, rows: Rows, people: Reals, first: Reals | float = 0.0) -> Reals:
    """So many people over a row's classes, `first` of them where they must be, the others evenly."""
    count = np.maximum(rows.sum(axis=1, keepdims=True), 1)
    base = np.minimum(most, first) if np.ndim(first) else np.zeros_like(most)
    left = np.maximum(people - base.sum(axis=1, keepdims=True), 0)
    part = np.minimum(base + rows * left / count, most)
    rest = people - part.sum(axis=1, keepdims=True)
    spare = most - part
    return np.asarray(part + spare * np.clip(rest / np.maximum(spare.sum(axis=1, keepdims=True), 1e-9), 0.0, 1.0))


def choose_patterns(region: Region, wanted: dict[int, Bools]) -> Ints:
    """(schools, C) about how many of each school sit in each class it uses.

    wanted: for each level (c,) the classes that are meant for it.
    """
    classes = region.classes
    table = PatternTable(region.days[list(classes)])
    open_to = [choices(region, pupil, classes, table) for pupil in region.schools]
    order = sorted(range(len(region.schools)), key=lambda s: (len(open_to[s].patterns), -region.schools[s].people, s))
    walk = Walk(region, wanted, open_to)
    for s in order:
        walk.place(s)
    for _ in range(ROUNDS):
        if not sum([walk.move(s) for s in order]):
            break
    used = np.zeros((len(region.schools), len(region.seats)), dtype=np.int64)
    for s, at in walk.at.items():
        choice = open_to[s]
        used[s, list(classes)] = np.where(choice.patterns[at], np.maximum(choice.loads[at], 1), 0)
    return used


class Walk:
    """Loads and levels of a hall's classes while its schools move."""

    def __init__(self, region: Region, wanted: dict[int, Bools], open_to: list[Choice]) -> None:
        self.schools, self.open_to, self.wanted = region.schools, open_to, wanted
        inside = list(region.classes)
        people = sum(pupil.people for pupil in region.schools)
        low, high, seats = (table[inside].astype(np.float64) for table in (region.low, region.high, region.seats))
        middle = (low + high) / 2
        self.target = middle * people / max(middle.sum(), 1.0)
        self.high = np.minimum(np.maximum(high, self.target), seats)
        self.load = np.zeros(len(inside))
        self.here = {level: np.zeros(len(inside), dtype=np.int64) for level in wanted}
        self.at: dict[int, int] = {}
        together = {Mode.TOGETHER: 1.0, Mode.SPREAD: 0.0, Mode.NONE: 0.02}
        self.price = [together[pupil.mode] for pupil in region.schools]

    def place(self, s: int) -> None:
        self.at[s] = self._best(s)
        self._book(s, 1)

    def move(self, s: int) -> int:
        """1 if the school changed its pattern."""
        before = self.at[s]
        self._book(s, -1)
        self.at[s] = self._best(s, before)
        self._book(s, 1)
        return int(self.at[s] != before)

    def _book(self, s: int, sign: int) -> None:
        choice, at = self.open_to[s], self.at[s]
        self.load += sign * choice.loads[at]
        for level in self.schools[s].levels:
            self.here[level] += sign * choice.patterns[at]

    def _best(self, s: int, now: int | None = None) -> int:
        choice = self.open_to[s]
        after = self.load + choice.loads
        cost = choice.extra * self.price[s] + OVERFULL * (np.maximum(after - self.high, 0) - np.maximum(self.load - self.high, 0)).sum(axis=1)
        cost += UNEVEN * (np.square(after - self.target) - np.square(self.load - self.target)).sum(axis=1)
        for level in self.schools[s].levels:
            new = (self.here[level] == 0) * NEW_LEVEL + ~self.wanted[level] * TOWARDS
            cost += choice.patterns @ new
        best = int(cost.argmin())
        return best if now is None or cost[best] < cost[now] - 1e-6 else now
