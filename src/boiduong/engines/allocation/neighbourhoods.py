"""Better plans near a good one: free a few classes, keep all others, solve that small model, and go on from there.

Where the whole model needs minutes, a part of three or four classes is solved to the end in a tenth of a second. Each visit is a whole-number
programme with a node limit, and the order of visits is fixed by the seed, so the same input walks the same way.
Source: large neighbourhood search, Shaw 1998.
"""

import random
from dataclasses import dataclass, replace
from math import comb
from time import monotonic

from boiduong.engines.allocation.counts import CountModel
from boiduong.engines.allocation.highs import Limits, Reals

MOST_IDLE = 25  # visits in a row that gain nothing
MOST_VISITS = 60
NODES = 10  # of one visit
LEAST_GAIN = 0.5  # tiers are whole numbers


@dataclass(frozen=True, slots=True)
class Walk:
    values: Reals
    objective: float
    was_stopped_by_clock: bool


def improve(model: CountModel, cost: Reals, values: Reals, limits: Limits, *, goal: float, size: int) -> Walk:
    """Lower `cost` from `values`, which must satisfy the model's rows.

    goal: nothing can be below it, so it ends the walk. size: classes freed at once.
    """
    order = random.Random(limits.seed)  # noqa: S311 - an order of visits, no secret
    classes = model.region.classes
    best, visit, size = float(cost @ values), replace(limits, nodes=NODES), min(size, len(classes))
    seen, every = set[frozenset[int]](), comb(len(classes), size)  # places in which nothing was gained since the last gain
    for _ in range(MOST_VISITS):
        if len(seen) in (MOST_IDLE, every) or best <= goal + 1e-6:
            break
        if limits.until is not None and monotonic() >= limits.until:
            return Walk(values, best, True)
        while (place := frozenset(order.sample(classes, size))) in seen:
            pass
        outcome = model.model.minimise(cost, visit, values, model.columns_of(place))
        seen = set() if outcome.objective < best - LEAST_GAIN else seen | {place}
        if outcome.values is not None:
            values, best = outcome.values, min(best, outcome.objective)
    return Walk(values, best, False)
