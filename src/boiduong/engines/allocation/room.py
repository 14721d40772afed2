"""Room in full classes for people who wait: one school that could fill a class more gives up its seats there, instead of every school that waits.

A class in which many must sit is full of people who need not sit there. The school that can clear most seats by using one class more clears them;
a split each, where seating those who wait one by one is a split for each of their schools.
"""

import numpy as np

from boiduong.engines.allocation.chains import Chains
from boiduong.engines.allocation.model import Ints, Mode

LEAST = 2  # seats that are worth a split; one alone is found by a chain as well


def make_room(chains: Chains) -> bool:
    """Clear seats in one class by letting one school use another class too; False where no school can clear enough.

    chains: of people who stay in their school's classes.
    """
    wanted = _wanted(chains)
    found = [(_most_cleared(chains, int(c), int(wanted[c])), int(c)) for c in np.flatnonzero(wanted >= LEAST)]
    (cleared, school, to), c = max(found, default=((0, 0, 0), 0))
    if cleared < LEAST:
        return False
    chains.carry(school, c, to, cleared)
    return True


def _wanted(chains: Chains) -> Ints:
    """(C,) people waiting for each full class who would split nobody there."""
    waiting = np.flatnonzero(chains.waiting > 0)
    wanted: Ints = chains.waiting[waiting] @ chains.targets[waiting].astype(np.int64)
    return wanted * (chains.free <= 0)


def _most_cleared(chains: Chains, c: int, wanted: int) -> tuple[int, int, int]:
    """How many seats of class c, by which school, through which other class."""
    best = (0, 0, 0)
    for school in np.flatnonzero(chains.counts[:, c] >= LEAST).tolist():
        if chains.setting.problem.schools[school].mode == Mode.SPREAD:
            continue
        able = _able(chains, school, c, wanted)
        to = int(able.argmax())
        if able[to] > best[0]:
            best = (int(able[to]), school, to)
    return best


def _able(chains: Chains, school: int, c: int, wanted: int) -> Ints:
    """(C,) how many of the school could go from class c to each class that it does not use yet."""
    own = slice(int(chains.starts[school]), int(chains.starts[school + 1]))
    untold = chains.placed[own, c] * (chains.setting.groups.previous[own] < 0)
    movable = untold @ chains.setting.groups.is_open[own].astype(np.int64)
    movable = np.where(movable == chains.counts[school, c], movable - 1, movable)  # the last one stays: a class left whole is another plan
    days = chains.setting.days & ~chains.setting.days[c]
    left = chains.limits[school] - chains.counts[school] @ chains.days
    room = np.where(days, left[None, :], chains.limits[school]).min(axis=1)
    able: Ints = np.minimum(np.minimum(movable, room), np.minimum(chains.free, wanted))
    return np.where(chains.counts[school] > 0, 0, able)
