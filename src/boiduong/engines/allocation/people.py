"""From counts of a school to persons: an exact min-cost flow once it is known which classes each school uses.

Source -> group -> (school, class) -> class -> sink. What a school used stays the most it uses, so the tiers that counts decided are kept; the tiers
that persons decide (moves, managers, sizes, comfort) are as good as they can be within that.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from boiduong.engines.allocation.model import Bools, Ints, Mode
from boiduong.engines.allocation.regions import Setting
from boiduong.engines.allocation.tiers import discomfort, spread_cap

PERSONAL = ("moves", "managers", "balance", "comfort")
FREE: Mapping[str, int] = {}


class Network:
    """Arcs gathered for a flow; node 0 is the source, 1 the sink."""

    def __init__(self) -> None:
        self.nodes = 2
        self._arcs: list[tuple[int, int, int, int]] = []

    def node(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def arc(self, tail: int, head: int, most: int, cost: int) -> int:
        self._arcs.append((tail, head, most, cost))
        return len(self._arcs) - 1

    def solve(self, supply: int) -> tuple[Ints, int] | None:
        """Flow on each arc of a cheapest flow among the largest, and its cost; None when the solver has none."""
        flow = SimpleMinCostFlow()
        arcs = np.array(self._arcs, dtype=np.int64).reshape(-1, 4)
        numbers = flow.add_arcs_with_capacity_and_unit_cost(arcs[:, 0].astype(np.int32), arcs[:, 1].astype(np.int32), arcs[:, 2], arcs[:, 3])
        flow.set_node_supply(0, supply)
        flow.set_node_supply(1, -supply)
        if not len(arcs) or flow.solve_max_flow_with_min_cost() != flow.OPTIMAL:
            return None
        return np.array(flow.flows(numbers), dtype=np.int64), int(flow.optimal_cost())


def place_people(setting: Setting, sizes: Ints, counts: Ints, tiers: Sequence[str], prices: Mapping[str, int] = FREE) -> Ints:
    """(G, C) people of each group in each class.

    sizes: (G,) people of each group to be seated here. counts: (S, C), with S all schools of the problem, as the ladder found them.
    prices: what a point of a tier costs, where that is not to outweigh all tiers after it.
    """
    groups = setting.groups
    weight = weights(setting, sizes, tiers, prices)
    km, missed = discomfort(setting.problem, setting.sessions)
    net = Network()
    here = np.flatnonzero(counts.any(axis=0)).tolist()
    at_class = {c: net.node() for c in here}
    pairs = {(int(s), int(c)): net.node() for s, c in np.argwhere(counts > 0)}
    for (s, c), node in pairs.items():
        net.arc(node, at_class[c], _most(setting, counts, s, c), 0)
    for c, node in at_class.items():
        _add_class(net, setting, c, node, weight["balance"])
    heads = {pair: net.node() for pair in pairs if setting.problem.schools[pair[0]].managers_apart}
    for pair, node in heads.items():
        net.arc(node, pairs[pair], 1, 0)
        net.arc(node, pairs[pair], len(setting.problem.learners), weight["managers"])
    flows: list[tuple[int, int, int]] = []
    for g in np.flatnonzero(sizes).tolist():
        node, school = net.node(), int(groups.school[g])
        net.arc(0, node, int(sizes[g]), 0)
        for c in (c for c in here if (school, c) in pairs and groups.is_open[g, c]):
            cost = int(km[school, c] + missed[groups.wish[g], c]) * weight["comfort"]
            cost -= weight["locked"] if groups.is_locked[g] else 0
            cost -= weight["moves"] if groups.previous[g] == c else 0  # a gain, so that one who is left out has not stayed
            table = heads if groups.is_manager[g] and (school, c) in heads else pairs
            flows.append((g, c, net.arc(node, table[school, c], int(sizes[g]), cost)))
    placed = np.zeros_like(groups.is_open, dtype=np.int64)
    if found := net.solve(int(sizes.sum())):
        for g, c, arc in flows:
            placed[g, c] = found[0][arc]
    return placed


def weights(setting: Setting, sizes: Ints, tiers: Sequence[str], prices: Mapping[str, int] = FREE) -> dict[str, int]:
    """So large that one point of a tier outweighs all points of those after it, and no larger: the flow reckons in 64 bits."""
    groups, people = setting.groups, int(sizes.sum())
    km, missed = discomfort(setting.problem, setting.sessions)
    most = {
        "moves": int(sizes[groups.previous >= 0].sum()),
        "managers": int(sizes[groups.is_manager].sum()),
        "balance": 2 * people,
        "comfort": people * int(km.max(initial=0) + missed.max(initial=0)),
    }
    weight, total = {}, 0
    for name in reversed([name for name in tiers if name in PERSONAL]):
        weight[name] = prices.get(name, total + 1)
        total += weight[name] * most[name]
    return weight | {"locked": total + 1}


def _add_class(net: Network, setting: Setting, c: int, node: int, weight: int) -> None:
    """Below the band one more person is worth something, above it one costs."""
    seats, low, high = int(setting.seats[c]), int(setting.band.low[c]), int(setting.band.high[c])
    low, high = min(max(low, 0), seats), min(max(high, 0), seats)
    net.arc(node, 1, low, -weight)
    net.arc(node, 1, high - low, 0)
    net.arc(node, 1, seats - high, weight)


def _most(setting: Setting, counts: Ints, school: int, c: int) -> int:
    """How many of the school may come to the class without touching what was decided before.

    Where another of its classes shares a day the limit is shared too, which no flow can say: the counts are the most there.
    """
    one, days = setting.problem.schools[school], setting.days
    count, most = int(counts[school, c]), int(setting.seats[c])
    if one.daily_limit is not None:
        others: Bools = (counts[school] > 0) & (days[:, days[c]].any(axis=1))
        others[c] = False
        room = one.daily_limit - int(setting.away[school, days[c]].max(initial=0))
        most = count if others.any() else min(most, room)
    if one.mode == Mode.SPREAD:
        most = min(most, spread_cap(setting.problem, school))
    return max(most, count)


def comfort_bound(setting: Setting) -> int | None:
    """The least discomfort with all seated who have any class, if only seats and persons' own rules counted; None when there is no room for them."""
    groups = setting.groups
    km, missed = discomfort(setting.problem, setting.sessions)
    net = Network()
    at_class = [net.node() for _ in setting.seats]
    for node, seats in zip(at_class, setting.seats.tolist(), strict=True):
        net.arc(node, 1, seats, 0)
    able = np.flatnonzero(groups.is_open.any(axis=1)).tolist()
    sources = []
    for g in able:
        node = net.node()
        sources.append(net.arc(0, node, int(groups.size[g]), 0))
        for c in np.flatnonzero(groups.is_open[g]).tolist():
            net.arc(node, at_class[c], int(groups.size[g]), int(km[groups.school[g], c] + missed[groups.wish[g], c]))
    people = int(groups.size[able].sum())
    found = net.solve(people)
    return found[1] if found is not None and int(found[0][sources].sum()) == people else None
