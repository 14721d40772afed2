"""Jobs to agents by what carries schools to halls: relax, fix what comes out whole, solve the rest, then free a few agents at a time (`highs`).

Prices of capacity (Lagrange multipliers, by subgradient) tell which pairs are worth a column: most never are. They also give the bound.
Overload is a column with a price, so every step has a point to start from; a plan that still carries overload is no plan.
Source: Fisher, Jaikumar and Van Wassenhove 1986 (prices); Wolsey 1998, ch. 12 (relax and fix); Shaw 1998 (neighbourhoods).
"""

import random
from dataclasses import dataclass

import numpy as np

from bench.public_clock import Clock
from bench.public_gap import Assignment, Ints
from boiduong.engines.allocation.highs import Limits, LinearModel, Reals
from boiduong.engines.allocation.model import Bools

STEPS = 1500  # of the prices
COLUMNS = 10  # pairs kept for a job at first
NODES = 400  # of one visit
VISIT_SECONDS = 2.0
WIDTHS, SHARE = (1.3, 1.7, 2.2), 0.12  # pairs of a job when all jobs are free, and the part of the time for each width
MOST_VISITS = 10_000
SMALLEST, LARGEST = 2, 12  # agents freed at once


@dataclass(frozen=True, slots=True)
class Prices:
    reduced: Reals  # (agents, jobs) cost with capacity paid for
    bound: float


@dataclass(frozen=True, slots=True)
class Core:
    """The pairs that are worth a column, and the model over them."""

    model: LinearModel
    cost: Reals
    agent: Ints  # of each pair
    job: Ints
    regret: Reals  # how much dearer a pair is than the job's best, with capacity paid for

    def start(self, agents: Ints, problem: Assignment) -> Reals:
        """The point of the model for an assignment over its pairs."""
        load = np.bincount(agents, weights=problem.weight[agents, np.arange(len(agents))], minlength=len(problem.capacity))
        return np.concatenate([self.sits(agents), np.maximum(load - problem.capacity, 0)]).astype(np.float64)

    def sits(self, agents: Ints) -> Bools:
        """(pairs,) which of them an assignment uses."""
        is_used: Bools = agents[self.job] == self.agent
        return is_used

    def agents(self, values: Reals) -> Ints:
        chosen = np.flatnonzero(values[: len(self.agent)] > 0.5)
        told = np.zeros(int(self.job.max()) + 1, dtype=np.int64)
        told[self.job[chosen]] = self.agent[chosen]
        return told


@dataclass(frozen=True, slots=True)
class Answer:
    agents: list[int] | None  # None: nothing within the capacities
    bound: float
    visits: int


def solve(problem: Assignment, seconds: float, seed: int = 1) -> Answer:
    """The best assignment found in so many processor seconds, and a bound that the prices prove."""
    clock = Clock(seconds)
    prices = price(problem)
    core = build(problem, prices, COLUMNS)
    values = relax_and_fix(core, problem, prices, clock)
    values = widen(core, values, prices.bound, clock)
    values, visits = improve(core, values, prices.bound, clock, seed)
    has_overload = values[len(core.agent) :].max() > 1e-6
    return Answer(None if has_overload else core.agents(values).tolist(), prices.bound, visits)


def price(problem: Assignment) -> Prices:
    """Prices of capacity by subgradient with halving steps. The bound holds for whatever prices come out."""
    count, jobs = problem.cost.shape
    multipliers, best, best_bound = np.zeros(count), np.zeros(count), -np.inf
    scale, idle, target = 1.0, 0, float(problem.cost.mean(axis=0).sum())
    for _ in range(STEPS):
        reduced = problem.cost + multipliers[:, None] * problem.weight
        chosen = reduced.argmin(axis=0)
        bound = float(reduced[chosen, np.arange(jobs)].sum() - multipliers @ problem.capacity)
        over = np.bincount(chosen, weights=problem.weight[chosen, np.arange(jobs)], minlength=count) - problem.capacity
        if bound > best_bound + 1e-9:
            best, best_bound, idle = multipliers, bound, 0
        else:
            idle += 1
        norm = float(over @ over)
        if norm == 0:
            break
        if idle == 5:
            scale, idle, multipliers = scale / 1.7, 0, best
        multipliers = np.maximum(multipliers + scale * (max(target, 1.01 * best_bound) - bound) / norm * over, 0.0)
    return Prices(problem.cost + best[:, None] * problem.weight, best_bound)


def build(problem: Assignment, prices: Prices, columns: int) -> Core:
    count, jobs = problem.cost.shape
    keep = np.argsort(prices.reduced, axis=0, kind="stable")[: min(columns, count)]
    job, agent = np.tile(np.arange(jobs), len(keep)), keep.ravel()
    model = LinearModel()
    model.add_columns(len(job), 0, 1)
    overload = model.add_columns(count, is_whole=False)
    for j in range(jobs):
        model.add_row(np.flatnonzero(job == j), 1.0, 1.0, 1.0)
    for i in range(count):
        mine = np.flatnonzero(agent == i)
        factors = np.append(problem.weight[i, job[mine]].astype(np.float64), -1.0)
        model.add_row(np.append(mine, overload[i]), factors, high=float(problem.capacity[i]))
    dear = 10.0 * float(problem.cost.max())
    cost = np.concatenate([problem.cost[agent, job].astype(np.float64), np.full(count, dear)])
    regret = prices.reduced[agent, job] - prices.reduced.min(axis=0)[job]
    return Core(model, cost, agent, job, regret)


def relax_and_fix(core: Core, problem: Assignment, prices: Prices, clock: Clock) -> Reals:
    """Jobs that the relaxation gives to one agent stay there; the others, few more than agents, are decided by whole numbers."""
    relaxed = core.model.relaxed().minimise(core.cost, _visit(clock, clock.seconds))
    if relaxed.values is None:
        return core.start(prices.reduced.argmin(axis=0), problem)
    main = np.zeros(problem.cost.shape)
    main[core.agent, core.job] = relaxed.values[: len(core.agent)]
    start = core.start(main.argmax(axis=0), problem)
    is_cut_up = main.max(axis=0) < 1 - 1e-6
    found = core.model.minimise(core.cost, _visit(clock, VISIT_SECONDS), start, _with_overload(core, is_cut_up[core.job]))
    return start if found.values is None else found.values


def widen(core: Core, values: Reals, bound: float, clock: Clock) -> Reals:
    """All jobs at once, each among its cheapest pairs only: about so many pairs a job, more each time."""
    jobs = int(core.job.max()) + 1
    for width in WIDTHS:
        best = float(core.cost @ values)
        kept = min(int(width * jobs), len(core.regret)) - 1
        cut = min(float(np.partition(core.regret, kept)[kept]), best - bound - 1 + 1e-6)
        free = (core.regret <= cut) | core.sits(core.agents(values))
        outcome = core.model.minimise(core.cost, _visit(clock, clock.seconds * SHARE), values, _with_overload(core, free))
        if outcome.values is not None and outcome.objective < best:
            values = outcome.values
    return values


def improve(core: Core, values: Reals, bound: float, clock: Clock, seed: int) -> tuple[Reals, int]:
    """Free the jobs of a few agents among these agents, all else as it is; more agents at once when visits gain nothing."""
    order = random.Random(seed)
    count = int(core.agent.max()) + 1
    size, idle, best = float(min(SMALLEST + 1, count)), 0, float(core.cost @ values)
    for visit in range(MOST_VISITS):
        if best < bound + 1 - 1e-6 or clock.left <= 0:
            return values, visit
        now = core.agents(values)
        may_gain = core.regret <= best - bound - 1 + 1e-6  # a pair dearer than that is in no better assignment
        free = (may_gain & _neighbourhood(core, now, order, round(size))) | core.sits(now)
        outcome = core.model.minimise(core.cost, _visit(clock, VISIT_SECONDS, seed + visit), values, _with_overload(core, free))
        if outcome.values is not None and outcome.objective < best - 0.5:
            values, best, idle = outcome.values, outcome.objective, 0
        else:
            idle += 1
        if outcome.is_optimal and idle and free[may_gain].all():
            return values, visit + 1  # nothing was held, so nothing over these pairs is better
        size = _next_size(size, idle, count, outcome.is_optimal)
    return values, MOST_VISITS


def _next_size(size: float, idle: int, count: int, was_finished: bool) -> float:
    if not was_finished:
        return max(size - 0.5, SMALLEST)
    return min(size + 0.5, LARGEST, count) if idle and idle % 4 == 0 else size


def _neighbourhood(core: Core, now: Ints, order: random.Random, size: int) -> Bools:
    """Pairs between some agents and their jobs; every other time, jobs that sit badly and whoever sits where they would go."""
    count, jobs = int(core.agent.max()) + 1, len(now)
    sits = now[core.job] == core.agent
    if order.random() < 0.5:
        chosen = order.sample(range(count), min(size, count))
    else:
        regret = np.zeros(jobs)
        regret[core.job[sits]] = core.regret[sits]
        bad = order.choices(range(jobs), weights=(regret + 1e-3).tolist(), k=size)
        near = [int(core.agent[one]) for job in bad for one in np.flatnonzero(core.job == job) if core.regret[one] <= regret[job]]
        chosen = list(dict.fromkeys([int(now[bad[0]]), *order.sample(near, len(near))]))[:size]
    inside = np.zeros(count, dtype=np.bool_)
    inside[chosen] = True
    return inside[core.agent] & inside[now[core.job]]


def _with_overload(core: Core, pairs: Bools) -> Bools:
    return np.concatenate([pairs, np.ones(core.model.size - len(pairs), dtype=np.bool_)])


def _visit(clock: Clock, most: float, seed: int = 1) -> Limits:
    return Limits(NODES, seed=seed, until=clock.until(most))
