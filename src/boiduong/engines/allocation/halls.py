"""Schools to halls, where there are several: a school stays in one hall if it can, near it, and halls fill alike.

Relax and fix: the fractional answer already puts nearly every school whole into one hall; those are fixed and the rest solved in whole numbers.
Source: relax-and-fix for generalized assignment, Wolsey 1998, ch. 12.
"""

from dataclasses import dataclass

import numpy as np

from boiduong.engines.allocation.highs import Columns, Limits, LinearModel, Reals
from boiduong.engines.allocation.model import Bools, Ints, Mode, class_halls
from boiduong.engines.allocation.people import Network
from boiduong.engines.allocation.regions import Setting
from boiduong.engines.allocation.tiers import discomfort

ONE_MORE_HALL = 300.0  # in kilometres of one person: what a school together pays for each hall it uses
LEFT_OUT = 10_000.0
OUT_OF_BAND = 30.0
LOCKED = 1_000_000_000  # gain of a seat for one who was promised it
WHOLE = 1 - 1e-6


@dataclass(frozen=True, slots=True)
class Reach:
    """What groups and halls have to do with each other; H halls that hold classes."""

    classes: tuple[tuple[int, ...], ...]  # of each hall
    is_open: Bools  # (G, H)
    km: Ints  # (S, H)


def whole(setting: Setting) -> Reach:
    """All halls as one, for problems that are small enough to be solved at once."""
    is_open, km = setting.groups.is_open.any(axis=1, keepdims=True), np.zeros((len(setting.problem.schools), 1), dtype=np.int64)
    return Reach((tuple(range(len(setting.seats))),), is_open, km)


def parts_of(setting: Setting) -> Reach:
    """The halls with their classes. A group that was in a hall before stays there where it may: people learn their hall once."""
    where = class_halls(setting.problem, setting.sessions)
    halls = sorted(set(where[where >= 0].tolist()))
    classes = tuple(tuple(np.flatnonzero(where == hall).tolist()) for hall in halls)
    groups = setting.groups
    is_open = np.stack([groups.is_open[:, list(inside)].any(axis=1) for inside in classes], axis=1)
    for g in np.flatnonzero(groups.previous >= 0).tolist():
        home = halls.index(int(where[groups.previous[g]]))
        if is_open[g, home]:
            is_open[g] = np.arange(len(halls)) == home
    km, _ = discomfort(setting.problem, setting.sessions)
    return Reach(classes, is_open, np.stack([km[:, inside[0]] for inside in classes], axis=1))


def share_out(setting: Setting, reach: Reach, limits: Limits) -> Ints:
    """(G, H) people of each group for each hall; one who finds no room is in none."""
    schools = _schools_to_halls(setting, reach, limits)
    groups = setting.groups
    net = Network()
    at_hall = [net.node() for _ in reach.classes]
    for node, inside in zip(at_hall, reach.classes, strict=True):
        net.arc(node, 1, int(setting.seats[list(inside)].sum()), 0)
    pairs: dict[tuple[int, int], int] = {}
    flows = []
    for g in range(len(groups)):
        node, school = net.node(), int(groups.school[g])
        net.arc(0, node, int(groups.size[g]), -LOCKED if groups.is_locked[g] else -int(ONE_MORE_HALL) if groups.previous[g] >= 0 else 0)
        for h in np.flatnonzero(reach.is_open[g]).tolist():
            if (school, h) not in pairs:
                pairs[school, h] = net.node()
                planned = round(schools[school, h])
                net.arc(pairs[school, h], at_hall[h], planned, 0)
                net.arc(pairs[school, h], at_hall[h], int(groups.size.sum()), int(ONE_MORE_HALL) + int(reach.km[school, h]))
            flows.append((g, h, net.arc(node, pairs[school, h], int(groups.size[g]), 0)))
    shares = np.zeros_like(reach.is_open, dtype=np.int64)
    if found := net.solve(int(groups.size.sum())):
        for g, h, arc in flows:
            shares[g, h] = found[0][arc]
    return shares


def _schools_to_halls(setting: Setting, reach: Reach, limits: Limits) -> Reals:
    """(S, H) people of each school in each hall."""
    size = (len(setting.problem.schools), len(reach.classes))
    model = LinearModel()
    x = model.add_columns(size[0] * size[1], is_whole=False).reshape(size)
    uses = model.add_columns(size[0] * size[1], 0, 1).reshape(size)
    own = [np.flatnonzero(setting.groups.school == s) for s in range(size[0])]
    sizes_open = [(setting.groups.size[groups], reach.is_open[groups]) for groups in own]
    for s in range(size[0]):
        _add_school(model, sizes_open[s], x[s], uses[s])
    slack = _add_halls(model, setting, reach, x)
    out = model.add_columns(size[0], is_whole=False)
    for s in range(size[0]):
        people = _people(setting, reach, s)
        model.add_row([*x[s], out[s]], low=people, high=people)
    cost = np.zeros(model.size)
    cost[x.reshape(-1)] = reach.km.reshape(-1)
    together = np.array([one.mode == Mode.TOGETHER for one in setting.problem.schools])
    cost[uses.reshape(-1)] = np.where(together[:, None], ONE_MORE_HALL, 1.0).repeat(size[1], axis=1).reshape(-1)
    cost[slack] = OUT_OF_BAND
    cost[out] = LEFT_OUT
    return _relax_and_fix(model, cost, x, uses, limits)


def _people(setting: Setting, reach: Reach, school: int) -> int:
    own = (setting.groups.school == school) & reach.is_open.any(axis=1)
    return int(setting.groups.size[own].sum())


def _add_school(model: LinearModel, groups: tuple[Ints, Bools], x: Columns, uses: Columns) -> None:
    """No more people in a hall than may go there, and only where the school is; who can go to one hall only must.

    groups: (g,) sizes of the school's groups and (g, H) which halls are open to them.
    """
    sizes, is_open = groups
    only = is_open.sum(axis=1) == 1
    for h in range(len(x)):
        model.add_row([x[h], uses[h]], [1, -float(sizes[is_open[:, h]].sum())], high=0)
        must = int(sizes[only & is_open[:, h]].sum())
        if must:
            model.add_row([uses[h]], low=1)


def _add_halls(model: LinearModel, setting: Setting, reach: Reach, x: Columns) -> list[int]:
    """Seats, and a share of people in the band of all its classes or at a price."""
    slack = []
    for h, inside in enumerate(reach.classes):
        seats, low, high = (float(table[list(inside)].sum()) for table in (setting.seats, setting.band.low, setting.band.high))
        below, above = model.add_columns(2, is_whole=False).tolist()
        slack += [below, above]
        model.add_row(x[:, h], high=seats)
        model.add_row([*x[:, h], below], low=low)
        model.add_row([*x[:, h], above], [1.0] * len(x) + [-1.0], high=high)
    return slack


def _relax_and_fix(model: LinearModel, cost: Reals, x: Columns, uses: Columns, limits: Limits) -> Reals:
    """The fractional answer, then whole numbers for the schools it cuts up; nothing is fixed where that has no answer."""
    relaxed = model.relaxed().minimise(cost, limits)
    if relaxed.values is None:
        return np.zeros(x.shape)
    people, is_cut = relaxed.values[x], np.zeros(len(x), dtype=np.bool_)
    is_cut[:] = people.max(axis=1) < people.sum(axis=1) * WHOLE
    start = relaxed.values.copy()
    start[uses] = np.ceil(start[uses] - 1e-9)
    free = np.ones(model.size, dtype=np.bool_)
    free[x[~is_cut]] = free[uses[~is_cut]] = False
    for where in (free, None):
        outcome = model.minimise(cost, limits, start, where)
        if outcome.values is not None:
            return outcome.values[x]
    return people
