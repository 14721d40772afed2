"""Fewer split schools in a plan of several halls: classes in which a school has a few people are emptied of it, by chains of single moves.

People bound to one hall, and the last who found a seat, leave one or two people of a school by themselves. A chain moves people only into classes
that their school uses already, so no school and no level enters a class, and nobody is left out. Source: ejection chains, Glover 1996.
"""

import numpy as np

from boiduong.engines.allocation.bounds import fewest_of_schools
from boiduong.engines.allocation.chains import Chains
from boiduong.engines.allocation.groups import deal_out
from boiduong.engines.allocation.model import Ints, Mode
from boiduong.engines.allocation.regions import Setting
from boiduong.engines.allocation.tiers import measure

MOST_EMPTIED = 8  # people of one class: each is a chain of its own
ROUNDS = 3  # one emptied class makes room for another


def tidy(setting: Setting, placed: Ints) -> Ints:
    """(G, C) the same people, or a plan that is better by the first tier that differs. setting: before anybody was seated."""
    if (setting.groups.previous >= 0).any():
        return placed  # who has been told a class is not moved for a tidier plan
    fewest = fewest_of_schools(setting)
    chains = Chains(setting, placed.copy(), keeps_limit=True, stays_together=True)
    for _ in range(ROUNDS):
        if not sum(chains.empty(s, c) for s, c in _scattered(chains, fewest)):
            break
    return better(setting, placed, chains.placed)


def better(setting: Setting, one: Ints, other: Ints | None) -> Ints:
    """Of two plans the one that is better by the first tier that differs; the first where none does."""
    return other if other is not None and _rank(setting, other) < _rank(setting, one) else one


def _scattered(chains: Chains, fewest: Ints) -> list[tuple[int, int]]:
    """Schools and classes that a school could do without, by the number of people who would have to move."""
    counts, groups = chains.counts, chains.setting.groups
    together = np.array([school.mode == Mode.TOGETHER for school in chains.setting.problem.schools], dtype=np.bool_)
    bound = np.zeros_like(counts)
    np.add.at(bound, groups.school[chains.is_bound], chains.placed[chains.is_bound])
    able = together & ((counts > 0).sum(axis=1) > fewest)
    cells = np.argwhere((counts > 0) & (counts <= MOST_EMPTIED) & (bound == 0) & able[:, None])
    return sorted(((int(s), int(c)) for s, c in cells), key=lambda cell: (counts[cell], cell))


def _rank(setting: Setting, placed: Ints) -> tuple[int, ...]:
    return tuple(measure(setting.problem, deal_out(setting.groups, placed), setting.sessions).values())
