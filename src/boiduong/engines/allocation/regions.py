"""A part of the problem that is solved by itself: some classes, and the people who are to sit in them."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from boiduong.engines.allocation.counts import Bunch, Pupil, Region
from boiduong.engines.allocation.groups import Groups
from boiduong.engines.allocation.model import Bools, Ints, Problem, Session, away_times, class_seats
from boiduong.engines.allocation.tiers import Band, spread_cap

type Kind = tuple[frozenset[int], int, bool]  # open classes, previous class, locked


@dataclass(frozen=True, slots=True)
class Setting:
    """What all parts share: the timetable's consequences, and what is already given away."""

    problem: Problem
    sessions: tuple[Session, ...]
    groups: Groups
    seats: Ints  # (C,) left
    band: Band  # of sizes, people already seated taken off
    days: Bools  # (C, D) or half-days, where those are counted
    away: Ints  # (S, D) people already away


def first_setting(problem: Problem, sessions: tuple[Session, ...], groups: Groups, band: Band) -> Setting:
    """Before anybody is seated."""
    times = away_times(problem, sessions)
    away = np.zeros((len(problem.schools), times.shape[1]), dtype=np.int64)
    return Setting(problem, sessions, groups, class_seats(problem, sessions), band, times, away)


def make_region(setting: Setting, sizes: Ints, classes: tuple[int, ...]) -> tuple[Region, tuple[int, ...]]:
    """The region of these classes, and which school of the problem each of its schools is.

    sizes: (G,) people of each group to be seated here. A group none of whose open classes is among `classes` is left out: nothing can be done for it.
    """
    groups, inside = setting.groups, np.zeros(len(setting.seats), dtype=np.bool_)
    inside[list(classes)] = True
    bunches: dict[int, Counter[Kind]] = {}
    levels: dict[int, set[int]] = {}
    for group in np.flatnonzero(sizes).tolist():
        open_here = frozenset(np.flatnonzero(groups.is_open[group] & inside).tolist())
        if open_here:
            school = int(groups.school[group])
            bunches.setdefault(school, Counter())[open_here, int(groups.previous[group]), bool(groups.is_locked[group])] += int(sizes[group])
            levels.setdefault(school, set()).add(int(groups.level[group]))
    numbers = tuple(sorted(bunches))
    pupils = tuple(_pupil(setting, school, bunches[school], levels[school]) for school in numbers)
    most = setting.problem.most_moves if len(classes) == len(setting.seats) else None
    return Region(pupils, classes, setting.seats, setting.band.low, setting.band.high, setting.days, most), numbers


def _pupil(setting: Setting, school: int, bunches: Counter[Kind], levels: set[int]) -> Pupil:
    one = setting.problem.schools[school]
    kinds = sorted(bunches.items(), key=lambda item: (sorted(item[0][0]), item[0][1:]))
    return Pupil(
        bunches=tuple(Bunch(size, *kind) for kind, size in kinds),
        levels=tuple(sorted(levels)),
        mode=one.mode,
        cap=spread_cap(setting.problem, school),
        limit=one.daily_limit,
        used=setting.away[school],
    )
