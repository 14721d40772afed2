"""Solving again when people already know their class: late registrations, seats that are gone, absentees to a make-up class; and what a move buys."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from boiduong.engines.allocation.model import Bools, Budget, Ints, Problem, Solution, Tier, allowed_classes
from boiduong.engines.allocation.moving import Move
from boiduong.engines.allocation.solve import Report, solve

BOUGHT = ("unassigned", "coverage", "grouping", "levels")  # tiers that moves are allowed for; a price list has them before the moves
FEW = (0, 5, 15)

type Solver = Callable[[Problem, Budget, Report], Solution]


@dataclass(frozen=True, slots=True)
class Resolved:
    """problem: the question that was asked, with the people's previous classes and locks in it: `check(problem, solution)` doubts the answer.

    moved: people who had a class and have another one now, or none. seated: people who had none and have one now. left_out: rows without a class.
    """

    problem: Problem
    solution: Solution
    moved: tuple[Move, ...]
    seated: tuple[Move, ...]
    left_out: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """The best plan found with at most `allowed` moves. All in people.

    moved: how many it takes. tiers: value, bound and proof of every tier when so many may move. gains: for each tier that differs, how much better
    (above 0) or worse (below 0) it is than when nobody moves.
    """

    allowed: int
    moved: int
    tiers: dict[str, Tier]
    gains: dict[str, int]
    plan: Solution


@dataclass(frozen=True, slots=True)
class PriceList:
    problem: Problem  # the question asked, with the plan as everybody's previous class
    prices: tuple[Price, ...]  # by moves allowed; a number for which no plan was found is not in it


def as_told(
    problem: Problem, plan: Solution, locked: Collection[int] | Bools = (), absentees: Collection[int] = (), classes: Sequence[int] = ()
) -> Problem:
    """The problem in which everybody has been told the class of this plan.

    Rows beyond the plan's are people who registered since. locked: rows, or a mask, of people who never move; people whom the problem itself locks
    stay locked. absentees: rows that count as new, free to sit in `classes` alone (the make-up classes), or anywhere when it is empty.
    Raises IndexError for a row or class that is not there.
    """
    people, size = problem.learners, len(problem.learners)
    was = np.full(size, -1, dtype=np.int64)
    was[: len(plan.assign)] = plan.assign[:size]
    is_locked = people.is_locked & (people.previous >= 0)
    was = np.where(is_locked, people.previous, was)
    is_locked |= _mask(locked, size)
    again = _mask(absentees, size)
    was[again], is_locked[again] = -1, False
    allowed = people.is_allowed
    if len(classes):  # what roles and levels require was of the classes of old: it holds for all but the absentees
        allowed, problem = allowed_classes(problem).copy(), replace(problem, required=())
        allowed[again] = np.isin(np.arange(len(problem.classes)), list(classes))
    sessions = problem.sessions if problem.sessions is not None else plan.sessions or None
    learners = replace(people, previous=was, is_locked=is_locked & (was >= 0), is_allowed=allowed)
    return replace(problem, learners=learners, sessions=sessions)


def _mask(rows: Collection[int] | Bools, size: int) -> Bools:
    if isinstance(rows, np.ndarray) and rows.dtype == np.bool_:
        return np.pad(rows, (0, size - len(rows)))
    mask = np.zeros(size, dtype=np.bool_)
    mask[sorted(rows)] = True
    return mask


def resolve(
    problem: Problem,
    plan: Solution,
    locked: Collection[int] | Bools = (),
    *,
    absentees: Collection[int] = (),
    classes: Sequence[int] = (),
    budget: Budget = Budget(),  # noqa: B008 - a frozen value
    report: Report = lambda *_: None,
) -> Resolved:
    """The best plan when everybody has been told the class of `plan`; moves count in the organiser's order of tiers, locked people never move.

    Arguments as in `as_told`. A timetable that the plan has and the problem has not is kept. Never raises on a problem without a plan.
    """
    asked = as_told(problem, plan, locked, absentees, classes)
    solution = solve(asked, budget, report)
    was, now = asked.learners.previous, solution.assign
    found = bool(solution.tiers)
    moved = np.flatnonzero((was >= 0) & (was != now)) if found else np.zeros(0, dtype=np.int64)
    seated = np.flatnonzero((was < 0) & (now >= 0))
    return Resolved(asked, solution, _moves(moved, now), _moves(seated, now), tuple(np.flatnonzero(now < 0).tolist()))


def _moves(rows: Ints, now: Ints) -> tuple[Move, ...]:
    return tuple(Move(int(i), int(now[i])) for i in rows)


def price_list(
    problem: Problem,
    plan: Solution,
    allowed: Sequence[int] = FEW,
    locked: Collection[int] | Bools = (),
    *,
    budget: Budget = Budget(),  # noqa: B008 - a frozen value
    report: Report = lambda *_: None,
) -> PriceList:
    """What so many moves of people already told would buy, for each number in `allowed` (people, >= 0).

    Tiers keep the organiser's order, but moves stand behind grouping and levels, so that allowed moves are made where they gain something and nowhere
    else. The first price is that of nobody moving at all. A larger number is never worse than a smaller one.
    """
    asked = _for_prices(as_told(problem, plan, locked))
    prices: list[Price] = []
    for most in sorted({0, *(int(number) for number in allowed if number >= 0)}):
        found = solve(replace(asked, most_moves=most), budget, report)
        if not found.tiers or found.tiers["moves"].value > most:
            continue
        if prices and _rank(asked, prices[-1].plan) <= _rank(asked, found):
            found = prices[-1].plan
        gains = {name: prices[0].tiers[name].value - tier.value for name, tier in found.tiers.items() if name != "moves"} if prices else {}
        prices.append(Price(most, found.tiers["moves"].value, found.tiers, {name: gain for name, gain in gains.items() if gain}, found))
    return PriceList(asked, tuple(prices))


def _for_prices(problem: Problem) -> Problem:
    order = [name for name in problem.tiers if name != "moves"]
    after = max((order.index(name) for name in BOUGHT if name in order), default=-1) + 1
    return replace(problem, tiers=(*order[:after], "moves", *order[after:]))


def _rank(problem: Problem, plan: Solution) -> tuple[int, ...]:
    return tuple(plan.tiers[name].value for name in problem.tiers)
