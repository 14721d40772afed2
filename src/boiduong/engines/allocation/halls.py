"""Schools to halls, where there are several: a school stays in one hall if it can, near it, and halls fill alike.

People of a school are first sent to halls as a flow, which cuts up at most as many schools as there are halls; those are then made whole where halls
have room. A level with few people gathers in few halls, where it fills classes of its own.
Source: relax-and-fix for generalized assignment, Wolsey 1998, ch. 12; the relaxation is a transport problem here.
"""

from dataclasses import dataclass

import numpy as np

from boiduong.engines.allocation.model import Bools, Ints, class_halls
from boiduong.engines.allocation.people import Network
from boiduong.engines.allocation.regions import Setting
from boiduong.engines.allocation.tiers import discomfort

KM = 10  # costs are tenths of a kilometre of one person
ONE_MORE_HALL = 300 * KM  # what a school pays for each hall it uses
STRAY_LEVEL = 120 * KM  # what a school pays for a hall in which its level is rare
OUT_OF_BAND = 30 * KM
LOCKED = 1_000_000_000  # gain of a seat for one who was promised it
CLASSES_OF_A_LEVEL = 3  # so many at least, or schools of it that need days apart bring their level into the classes of others


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


def share_out(setting: Setting, reach: Reach) -> Ints:
    """(G, H) people of each group for each hall; one who finds no room is in none."""
    planned = _schools_to_halls(setting, reach)
    groups = setting.groups
    net = Network()
    at_hall = [net.node() for _ in reach.classes]
    for node, inside in zip(at_hall, reach.classes, strict=True):
        net.arc(node, 1, int(setting.seats[list(inside)].sum()), 0)
    pairs: dict[tuple[int, int], int] = {}
    flows = []
    is_home = (planned > 0)[groups.school] & reach.is_open
    halls_of = np.where(is_home.any(axis=1, keepdims=True), is_home, reach.is_open)
    for g in range(len(groups)):
        node, school = net.node(), int(groups.school[g])
        net.arc(0, node, int(groups.size[g]), -LOCKED if groups.is_locked[g] else -ONE_MORE_HALL if groups.previous[g] >= 0 else 0)
        for h in np.flatnonzero(halls_of[g]).tolist():
            if (school, h) not in pairs:
                pairs[school, h] = net.node()
                net.arc(pairs[school, h], at_hall[h], int(planned[school, h]), 0)
                net.arc(pairs[school, h], at_hall[h], int(groups.size.sum()), ONE_MORE_HALL + KM * int(reach.km[school, h]))
            flows.append((g, h, net.arc(node, pairs[school, h], int(groups.size[g]), 0)))
    shares = np.zeros_like(reach.is_open, dtype=np.int64)
    if found := net.solve(int(groups.size.sum())):
        for g, h, arc in flows:
            shares[g, h] = found[0][arc]
    return shares


def _schools_to_halls(setting: Setting, reach: Reach) -> Ints:
    """(S, H) people of each school in each hall."""
    groups, schools = setting.groups, setting.problem.schools
    people = np.zeros(len(schools), dtype=np.int64)
    welcome = np.zeros((len(schools), len(reach.classes)), dtype=np.int64)
    np.add.at(people, groups.school, groups.size * reach.is_open.any(axis=1))
    np.add.at(welcome, groups.school, groups.size[:, None] * reach.is_open)
    elsewhere = people[:, None] - welcome
    price = KM * reach.km + (ONE_MORE_HALL * (elsewhere > 0) + KM * elsewhere) // np.maximum(people, 1)[:, None]
    most = np.minimum(people[:, None], _most_by_days(setting, reach))
    first = _transport(setting, reach, people, most, price)
    price += _stray_levels(setting, reach, first) // np.maximum(people, 1)[:, None]
    return _make_whole(setting, reach, _transport(setting, reach, people, most, price), most)


def _most_by_days(setting: Setting, reach: Reach) -> Ints:
    """(S, H) how many of each school its daily limit lets into each hall."""
    table = np.full((len(setting.problem.schools), len(reach.classes)), len(setting.problem.learners), dtype=np.int64)
    for h, inside in enumerate(reach.classes):
        runs, left = 0, setting.days[list(inside)]
        while len(left):
            left = left[~left[:, int(left.sum(axis=0).argmax())]]
            runs += 1
        for s, school in enumerate(setting.problem.schools):
            if school.daily_limit is not None:
                table[s, h] = runs * school.daily_limit
    return table


def _transport(setting: Setting, reach: Reach, people: Ints, most: Ints, price: Ints) -> Ints:
    net = Network()
    at_hall = [net.node() for _ in reach.classes]
    for node, inside in zip(at_hall, reach.classes, strict=True):
        low, high, seats = _room(setting, inside)
        net.arc(node, 1, low, -OUT_OF_BAND)
        net.arc(node, 1, high - low, 0)
        net.arc(node, 1, seats - high, OUT_OF_BAND)
    flows = []
    for s in np.flatnonzero(people).tolist():
        node = net.node()
        net.arc(0, node, int(people[s]), 0)
        flows += [(s, h, net.arc(node, at_hall[h], int(most[s, h]), int(price[s, h]))) for h in range(len(reach.classes)) if most[s, h] > 0]
    sent = np.zeros(price.shape, dtype=np.int64)
    if found := net.solve(int(people.sum())):
        for s, h, arc in flows:
            sent[s, h] = found[0][arc]
    return sent


def _room(setting: Setting, inside: tuple[int, ...]) -> tuple[int, int, int]:
    """Least and most people of a hall by the band of its classes, and its seats."""
    seats = int(setting.seats[list(inside)].sum())
    high = min(int(np.minimum(setting.band.high, setting.seats)[list(inside)].sum()), seats)
    return min(max(int(setting.band.low[list(inside)].sum()), 0), high), max(high, 0), max(seats, 0)


def _stray_levels(setting: Setting, reach: Reach, sent: Ints) -> Ints:
    """(S, H) a price for schools of a rare level outside the halls in which most of it is."""
    levels = np.array([school.level for school in setting.problem.schools])
    price = np.zeros(sent.shape, dtype=np.int64)
    size = max(int(setting.seats.mean()), 1) if len(setting.seats) else 1
    for level in np.unique(levels).tolist():
        own = np.flatnonzero(levels == level)
        there = sent[own].sum(axis=0)
        keep = max(1, int(there.sum()) // (CLASSES_OF_A_LEVEL * size))
        if keep < len(reach.classes):
            order = np.argsort(-there, kind="stable")
            price[np.ix_(own, order[keep:])] = STRAY_LEVEL
    return price


def _make_whole(setting: Setting, reach: Reach, sent: Ints, most: Ints) -> Ints:
    """Schools that were cut up go to one of their halls whole, where both halls stay within their band and the days allow it."""
    load = sent.sum(axis=0)
    rooms = [_room(setting, inside) for inside in reach.classes]
    for s in np.flatnonzero((sent > 0).sum(axis=1) > 1).tolist():
        total = int(sent[s].sum())
        for h in np.argsort(-sent[s], kind="stable").tolist():
            after = load - sent[s]
            after[h] += total
            inside = all(after[k] >= min(rooms[k][0], load[k]) for k in np.flatnonzero(sent[s]).tolist())
            if sent[s, h] and total <= most[s, h] and after[h] <= rooms[h][1] and inside:
                load, sent[s] = after, np.where(np.arange(len(load)) == h, total, 0)
                break
    return sent
