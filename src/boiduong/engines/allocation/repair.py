"""Seats for people whose hall had none left: chains of single moves through all classes, each of which seats one person more.

A chain ends at a free seat; whoever is on it moves one class on. When no chain is left, no plan seats more people (Ford and Fulkerson 1956).
"""

import numpy as np

from boiduong.engines.allocation.model import Bools, Ints
from boiduong.engines.allocation.regions import Setting

MOST_CHAINS = 5000


def seat_the_rest(setting: Setting, placed: Ints) -> Ints:
    """(G, C) people of each group in each class, with nobody left out who could be seated at all.

    First by chains that keep every school's limit of a day within classes where it sits already, then by any that keep the limit, then by all.
    """
    placed = placed.copy()
    for keeps_limit, stays_together in ((True, True), (True, False), (False, False)):
        for _ in range(MOST_CHAINS):
            if int(placed.sum()) == int(setting.groups.size.sum()) or not _one_chain(setting, placed, keeps_limit, stays_together):
                break
    return placed


def _targets(setting: Setting, placed: Ints, keeps_limit: bool, stays_together: bool) -> Bools:
    """(G, C) where one more of each group may go."""
    groups, problem = setting.groups, setting.problem
    counts = np.zeros((len(problem.schools), placed.shape[1]), dtype=np.int64)
    np.add.at(counts, groups.school, placed)
    may = np.ones_like(counts, dtype=np.bool_)
    if keeps_limit:
        days = setting.days.astype(np.int64)
        limits = np.array([np.iinfo(np.int64).max if one.daily_limit is None else one.daily_limit for one in problem.schools])
        is_full = (counts @ days) >= limits[:, None]
        may = (is_full.astype(np.int64) @ days.T) == 0
    if stays_together:
        may &= counts > 0
    return groups.is_open & may[groups.school]


def _one_chain(setting: Setting, placed: Ints, keeps_limit: bool, stays_together: bool) -> bool:
    """Move along the shortest chain there is; False when there is none."""
    groups = setting.groups
    waiting = groups.size - placed.sum(axis=1)
    targets = _targets(setting, placed, keeps_limit, stays_together)
    free = setting.seats - placed.sum(axis=0) > 0
    step = (placed > 0).T.astype(np.float32) @ targets.astype(np.float32) > 0  # from class to class
    first = targets[waiting > 0].any(axis=0)
    before = np.where(first, -1, -2)  # -1 a beginning, -2 not reached
    frontier = first
    while frontier.any() and not (frontier & free).any():
        reached = step[frontier].any(axis=0) & (before == -2)
        for c in np.flatnonzero(reached).tolist():
            before[c] = int(np.flatnonzero(step[:, c] & frontier)[0])
        frontier = reached
    if not (frontier & free).any():
        return False
    at = int(np.flatnonzero(frontier & free)[0])
    while before[at] >= 0:
        origin = int(before[at])
        g = int(np.flatnonzero((placed[:, origin] > 0) & targets[:, at])[0])
        placed[g, origin] -= 1
        placed[g, at] += 1
        at = origin
    g = int(np.flatnonzero((waiting > 0) & targets[:, at])[0])
    placed[g, at] += 1
    return True
