"""A plan in which all who have been told a class stay in it, as far as its seats go: patterns of several halls know nothing of that.

Only what a class cannot hold leaves it; whoever has no class then is seated by chains that move as few of the told as they can.
"""

import numpy as np

from boiduong.engines.allocation.model import Ints
from boiduong.engines.allocation.regions import Setting
from boiduong.engines.allocation.repair import seat_the_rest


def stay(setting: Setting) -> Ints | None:
    """(G, C) people of each group in each class; None where nobody has been told a class. setting: before anybody was seated."""
    groups = setting.groups
    if not (groups.previous >= 0).any():
        return None
    placed = np.zeros_like(groups.is_open, dtype=np.int64)
    locked, told = np.flatnonzero(groups.is_locked), np.flatnonzero(groups.previous >= 0)
    placed[locked] = groups.size[locked, None] * groups.is_open[locked]
    told = told[groups.is_open[told, groups.previous[told]]]
    placed[told, groups.previous[told]] = groups.size[told]
    for c in np.flatnonzero(placed.sum(axis=0) > setting.seats).tolist():
        _take_out(setting, placed, c)
    return seat_the_rest(setting, placed)


def _take_out(setting: Setting, placed: Ints, c: int) -> None:
    """As many of a class as it has no seats for; first of the groups with most other classes to go to."""
    groups, over = setting.groups, int(placed[:, c].sum() - setting.seats[c])
    able = np.flatnonzero((placed[:, c] > 0) & ~groups.is_locked)
    for g in able[np.argsort(-groups.is_open[able].sum(axis=1), kind="stable")].tolist():
        out = min(over, int(placed[g, c]))
        placed[g, c] -= out
        over -= out


def moves_bound(setting: Setting) -> int:
    """People who cannot stay in any plan: a class holds no more of those told it than it has seats."""
    groups = setting.groups
    stays = (groups.previous >= 0) & (groups.is_open[np.arange(len(groups)), groups.previous] if len(groups) else False)
    kept = np.zeros(len(setting.seats), dtype=np.int64)
    np.add.at(kept, groups.previous[stays], groups.size[stays])
    locked = (groups.size[groups.is_locked, None] * groups.is_open[groups.is_locked]).sum(axis=0)
    nowhere = int(groups.size[(groups.previous >= 0) & ~stays].sum())
    return nowhere + int(np.minimum(np.maximum(kept + locked - setting.seats, 0), kept).sum())
