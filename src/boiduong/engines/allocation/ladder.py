"""The tiers that counts decide, one after the other in the organiser's order, each with its bound."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from time import monotonic

from boiduong.engines.allocation.counts import INSIDE, CountModel, Region
from boiduong.engines.allocation.highs import Limits, Outcome, Reals
from boiduong.engines.allocation.model import Ints
from boiduong.engines.allocation.neighbourhoods import improve
from boiduong.engines.allocation.options import Tolerance

COSTLY = ("grouping", "levels")  # before the first of these, what can be 0 is made hard: the model shrinks to a third
NEAR = 2  # within so much of the bound a longer walk is not worth its time
WEAK = frozenset({"levels"})  # the whole model finds little here: walk first, then let it give the bound
NONE: Mapping[str, Tolerance] = {}

type Hear = Callable[[Ints], None]


@dataclass(frozen=True, slots=True)
class Step:
    value: int  # the best that was found, before its tolerance is used
    bound: int  # given the tiers before it within their tolerances and, for grouping and levels, given sizes in their band
    seconds: float
    was_stopped_by_clock: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """(schools, C) people of each school of the region in each class, and how good that is."""

    counts: Ints
    steps: dict[str, Step]


def climb(
    region: Region, tiers: Sequence[str], limits: Limits, tolerances: Mapping[str, Tolerance] = NONE, hear: Hear = lambda _: None
) -> Counted | None:
    """Solve the region. None only when no counts were found within the limits.

    tolerances: how much worse than its best a tier may be in the end. hear: is told the counts after every tier.
    Sizes belong in their band from the start: balanced last, they cost far more than they do here. So `balance` is settled before `grouping`.
    """
    order = ladder_order(tiers)
    first = min((order.index(name) for name in COSTLY if name in order), default=len(order))
    soft = (at for at, name in enumerate(order[:first]) if _slack(tolerances, name, 0))
    hard = frozenset(order[: next(soft, first)])  # what comes after a tier that may be worse must not make it so
    found = _climb(CountModel(region, hard), order, limits, tolerances, hear)
    return found or _climb(CountModel(region, frozenset()), order, limits, tolerances, hear)


def ladder_order(tiers: Sequence[str]) -> list[str]:
    """The tiers of the ladder as they are settled: the organiser's order, but balance before grouping and levels."""
    order = [name for name in tiers if name in INSIDE and name != "balance"]
    first = min((order.index(name) for name in COSTLY if name in order), default=len(order))
    own = sum(name in order for name in tiers[: tiers.index("balance")]) if "balance" in tiers else len(order)
    order.insert(min(first, own), "balance")
    return order


def _slack(tolerances: Mapping[str, Tolerance], name: str, best: int) -> int:
    return tolerances[name].slack(best) if name in tolerances else 0


def _climb(model: CountModel, order: Sequence[str], limits: Limits, tolerances: Mapping[str, Tolerance], hear: Hear) -> Counted | None:
    values: Reals | None = None
    steps = {}
    for name in order:
        if name in model.hard:
            steps[name] = Step(0, 0, 0.0)
            continue
        started, cost = monotonic(), model.cost(name)
        outcome = _solve(model, name, cost, values, limits)
        if outcome.values is None:
            return None
        values, base = outcome.values, model.constant[name]
        hear(model.counts(values))
        value = round(outcome.objective + base)
        bound = value if outcome.is_optimal else max(0, ceil(max(outcome.bound, -base) + base - 1e-6))
        steps[name] = Step(value, min(bound, value), monotonic() - started, outcome.was_stopped_by_clock)
        model.model.add_row(cost.nonzero()[0], cost[cost.nonzero()], high=value - base + _slack(tolerances, name, value))
    return None if values is None else Counted(model.counts(values), steps)


def _solve(model: CountModel, name: str, cost: Reals, values: Reals | None, limits: Limits) -> Outcome:
    """One tier: walk, the whole model, and a longer walk where that was not the end of it."""
    goal = -model.constant[name]
    if values is not None and cost @ values <= goal + 1e-6:
        return Outcome(values, float(cost @ values), goal, True, False, False)
    stopped, walks = False, values is not None and name in WEAK
    if values is not None and walks:
        walk = improve(model, cost, values, limits, goal=goal, size=3)
        values, stopped, limits = walk.values, walk.was_stopped_by_clock, replace(limits, nodes=1)
    outcome = model.model.minimise(cost, limits, values, seeks=not walks)
    stopped |= outcome.was_stopped_by_clock
    if outcome.values is not None and outcome.objective > outcome.bound + NEAR:
        walk = improve(model, cost, outcome.values, limits, goal=outcome.bound + NEAR, size=4)
        stopped |= walk.was_stopped_by_clock
        outcome = replace(outcome, values=walk.values, objective=walk.objective)
    return replace(outcome, was_stopped_by_clock=stopped)
