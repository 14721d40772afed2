"""Seats for people whose hall had none left: one flow over all classes, in which everybody seated may move at a price."""

import numpy as np

from boiduong.engines.allocation.halls import LOCKED
from boiduong.engines.allocation.model import Ints
from boiduong.engines.allocation.people import Network
from boiduong.engines.allocation.regions import Setting

MOVE = 1  # what it costs that one who is seated changes the class, so that one more is seated


def seat_the_rest(setting: Setting, placed: Ints) -> Ints:
    """(G, C) people of each group in each class, with nobody left out who could be seated at all; unchanged when all are seated."""
    groups = setting.groups
    if int(placed.sum()) == int(groups.size.sum()):
        return placed
    net = Network()
    at_class = [net.node() for _ in setting.seats]
    for node, seats in zip(at_class, setting.seats.tolist(), strict=True):
        net.arc(node, 1, seats, 0)
    flows = []
    for g in range(len(groups)):
        node = net.node()
        net.arc(0, node, int(groups.size[g]), -LOCKED if groups.is_locked[g] else 0)
        for c in np.flatnonzero(groups.is_open[g]).tolist():
            stays = int(placed[g, c])
            if stays:
                flows.append((g, c, net.arc(node, at_class[c], stays, 0)))
            flows.append((g, c, net.arc(node, at_class[c], int(groups.size[g]), MOVE)))
    found = net.solve(int(groups.size.sum()))
    if found is None:
        return placed
    better = np.zeros_like(placed)
    for g, c, arc in flows:
        better[g, c] += found[0][arc]
    return better
