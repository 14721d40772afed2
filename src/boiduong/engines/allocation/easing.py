"""Tolerances of the tiers that persons decide: a tier's price in the flow is lowered as far as its tolerance allows, and the tiers after it gain.

The flow knows prices and no limits, so a plan between two prices is not found: what is allowed is never exceeded, and not always used up.
Source: Lagrangian relaxation of one budget, Fisher 1981.
"""

from collections.abc import Mapping

from boiduong.engines.allocation.groups import deal_out
from boiduong.engines.allocation.model import Ints
from boiduong.engines.allocation.people import PERSONAL, place_people, weights
from boiduong.engines.allocation.regions import Setting
from boiduong.engines.allocation.tiers import measure


def ease(setting: Setting, counts: Ints, placed: Ints, found: Mapping[str, int]) -> tuple[Ints, dict[str, int]]:
    """(G, C) people of each group in each class, and the best value of every tier that is allowed to be worse.

    placed: the same with nothing eased. found: the best values that the ladder found. Everybody is to be seated here.
    """
    problem = setting.problem
    order = [name for name in problem.tiers if name in PERSONAL]
    values = _measured(setting, placed)
    bests = {name: min(found.get(name, values[name]), values[name]) for name in problem.tolerances}
    prices: dict[str, int] = {}
    for name in order[:-1]:
        if name not in bests or not (slack := problem.tolerances[name].slack(bests[name])):
            continue
        most, worth = bests[name] + slack, weights(setting, setting.groups.size, problem.tiers, prices)[name]
        low, high = 0, worth.bit_length()  # prices 2 ** n - 1; the highest keeps the tier as it is
        while low < high:
            tried = prices | {name: 2 ** (middle := (low + high) // 2) - 1}
            other = place_people(setting, setting.groups.size, counts, problem.tiers, tried)
            if _measured(setting, other)[name] <= most:
                high, placed, prices = middle, other, tried
            else:
                low = middle + 1
    return placed, bests


def _measured(setting: Setting, placed: Ints) -> dict[str, int]:
    return measure(setting.problem, deal_out(setting.groups, placed), setting.sessions)
