"""What no plan can go below, by counting alone: for problems that are too large to be solved whole.

A school needs as many classes as its limit of a day says. Classes in which somebody must sit are full at some point: then schools which could have
sent half their people there need one class more each, and the fewest that must are counted by the largest that each of them saves.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from boiduong.engines.allocation.model import Bools, Ints, Mode
from boiduong.engines.allocation.regions import Setting


@dataclass(frozen=True, slots=True)
class Need:
    """A school: its fewest classes, and what it must send to the one class that some of its people are bound to."""

    fewest: int
    bound_to: int  # class, -1 none or several
    least: int  # people there, if the school uses no more classes than it must
    forced: int
    most: int  # people of it in one class


def grouping_bound(setting: Setting) -> int:
    """Of plans that seat all who have a class and keep every school's limit; no plan of that sort splits schools less."""
    needs = [(school.mode, _need(setting, number)) for number, school in enumerate(setting.problem.schools)]
    total = sum(max(need.fewest - 1, 0) for mode, need in needs if mode == Mode.TOGETHER)
    load: dict[int, int] = defaultdict(int)
    savings: dict[int, list[int]] = defaultdict(list)
    for mode, need in needs:
        if need.bound_to < 0:
            continue
        least = need.least if mode == Mode.TOGETHER else need.forced
        load[need.bound_to] += least
        while least > need.forced:
            savings[need.bound_to].append(min(need.most, least - need.forced))
            least -= savings[need.bound_to][-1]
    for c, people in load.items():
        over = people - int(setting.seats[c])
        for saved in sorted(savings[c], reverse=True):
            if over <= 0:
                break
            over, total = over - saved, total + 1
    return total


def fewest_of_schools(setting: Setting) -> Ints:
    """(S,) no plan of that sort seats a school in fewer classes."""
    return np.array([_need(setting, number).fewest for number in range(len(setting.problem.schools))], dtype=np.int64)


def _need(setting: Setting, number: int) -> Need:
    groups = setting.groups
    own = slice(*np.searchsorted(groups.school, [number, number + 1]).tolist())  # groups stand in the order of schools
    is_open, size = groups.is_open[own], groups.size[own] * groups.is_open[own].any(axis=1)
    people = int(size.sum())
    if not people:
        return Need(0, -1, 0, 0, 0)
    limit = setting.problem.schools[number].daily_limit
    reach = is_open.any(axis=0)
    most = int(setting.seats[reach].max(initial=0))
    most = max(most if limit is None else min(most, limit), 1)
    is_alone = is_open.sum(axis=1) == 1
    alone = is_open[is_alone].any(axis=0)
    apart = int(size[(is_open.any(axis=1)) & ~(is_open & alone).any(axis=1)].sum())
    held = _held(setting, alone, most, limit)
    fewest = int(alone.sum()) + max(-(-max(people - held, 0) // most), -(-apart // most))
    forced = int(size[is_alone].sum())
    if alone.sum() != 1:
        return Need(fewest, -1, 0, forced, most)
    return Need(fewest, int(alone.argmax()), max(forced, people - (fewest - 1) * most), forced, most)


def _held(setting: Setting, alone: Bools, most: int, limit: int | None) -> int:
    """No more of a school than this sit in these classes."""
    chosen = np.flatnonzero(alone)
    if limit is None:
        return int(np.minimum(setting.seats[chosen], most).sum())
    runs, left = 0, setting.days[chosen]
    while len(left):
        left = left[~left[:, int(left.sum(axis=0).argmax())]]
        runs += 1
    return min(int(np.minimum(setting.seats[chosen], most).sum()), runs * limit)
