"""Chains of single moves through all classes, each of which seats one person more.

A chain ends at a free seat; whoever is on it moves one class on. When no chain is left, no plan seats more people (Ford and Fulkerson 1956).
"""

import numpy as np

from boiduong.engines.allocation.model import Bools, Ints
from boiduong.engines.allocation.regions import Setting

MOST_CHAINS = 5000
BEGINNING, UNREACHED = -1, -2


class Chains:
    """Tables for one kind of chain, kept up to date while people move: making them anew for each chain takes a minute in a large province."""

    def __init__(self, setting: Setting, placed: Ints, *, keeps_limit: bool, stays_together: bool, moves_told: bool = True) -> None:
        groups, schools = setting.groups, setting.problem.schools
        self.setting, self.placed = setting, placed
        self.keeps_limit, self.stays_together = keeps_limit, stays_together
        self.may_move = np.ones(len(groups), dtype=np.bool_) if moves_told else groups.previous < 0  # (G,)
        self.days = setting.days.astype(np.int64)
        most = np.iinfo(np.int64).max
        self.limits = np.array([most if one.daily_limit is None else one.daily_limit for one in schools], dtype=np.int64)
        self.counts = np.zeros((len(schools), placed.shape[1]), dtype=np.int64)  # (S, C)
        np.add.at(self.counts, groups.school, placed)
        self.waiting = groups.size - placed.sum(axis=1)
        self.moves: list[tuple[int, int, int]] = []  # group, from, to
        self.free = setting.seats - placed.sum(axis=0)
        self.starts = np.searchsorted(groups.school, np.arange(len(schools) + 1))  # groups stand in the order of schools
        self.is_bound = groups.is_open.sum(axis=1) == 1  # (G,)
        self.targets = np.zeros_like(groups.is_open)  # (G, C) where one more of each group may go
        self._refresh(list(range(len(schools))))

    def _may(self, schools: Ints) -> Bools:
        """(s, C) where one more of each school may go, together or not."""
        counts = self.counts[schools]
        if not self.keeps_limit:
            return np.ones_like(counts, dtype=np.bool_)
        is_full = counts @ self.days >= self.limits[schools][:, None]
        may: Bools = (is_full.astype(np.int64) @ self.days.T) == 0
        return may

    def seat_all(self) -> None:
        """Whoever can be, one after the other."""
        for _ in range(MOST_CHAINS):
            if not self.seat_one():
                break

    def seat_one(self, among: slice | None = None) -> bool:
        """Move along a shortest chain; False when there is none. among: groups one of whom is to be seated; None: whoever waits."""
        first_of = 0 if among is None else int(among.start)
        waiting = first_of + np.flatnonzero(self.waiting[among or slice(None)] > 0)
        first = self.targets[waiting].any(axis=0)
        before = np.where(first, BEGINNING, UNREACHED)
        frontier = np.flatnonzero(first)
        while len(frontier) and not (self.free[frontier] > 0).any():
            frontier = self._next(frontier, before)
        ends = frontier[self.free[frontier] > 0]
        if not len(ends):
            return False
        at, touched = int(ends[0]), set[int]()
        while before[at] >= 0:
            origin = int(before[at])
            members = np.flatnonzero((self.placed[:, origin] > 0) & self.may_move)
            touched.add(self._shift(int(members[self.targets[members, at]][0]), origin, at))
            at = origin
        touched.add(self._shift(int(waiting[self.targets[waiting, at]][0]), -1, at))
        self._refresh(sorted(touched))
        return True

    def _next(self, frontier: Ints, before: Ints) -> Ints:
        """Classes one move further on; notes in `before` where each was reached from."""
        found = []
        for c in frontier.tolist():
            members = (self.placed[:, c] > 0) & self.may_move
            reached = np.flatnonzero(self.targets[members].any(axis=0) & (before == UNREACHED))
            before[reached] = c
            found += reached.tolist()
        return np.array(sorted(found), dtype=np.int64)

    def empty(self, school: int, klass: int) -> bool:
        """Seat all of the school who sit in the class in others; False, and nothing is changed, where that cannot be done within every limit."""
        own, done = slice(int(self.starts[school]), int(self.starts[school + 1])), len(self.moves)
        for group in own.start + np.flatnonzero(self.placed[own, klass]):
            for _ in range(int(self.placed[group, klass])):
                self._shift(int(group), klass, -1)
        self._refresh([school])
        number = int(self.waiting[own].sum())
        if all(self.seat_one(own) for _ in range(number)) and self._keeps_limits(done):
            return True
        self.undo(done)
        return False

    def carry(self, school: int, origin: int, to: int, number: int) -> None:
        """So many people of the school, told no class, go from one class to another, whatever it uses already. There must be as many, and seats."""
        own = slice(int(self.starts[school]), int(self.starts[school + 1]))
        untold = self.setting.groups.previous[own] < 0
        able = own.start + np.flatnonzero((self.placed[own, origin] > 0) & untold & self.setting.groups.is_open[own, to])
        for group in able.tolist():
            for _ in range(min(number, int(self.placed[group, origin]))):
                self._shift(group, origin, to)
                number -= 1
        self._refresh([school])

    def undo(self, number: int) -> None:
        """Take back all moves but the first so many."""
        taken, self.moves = self.moves[number:], self.moves[:number]
        touched = {self._shift(group, to, origin) for group, origin, to in reversed(taken)}
        del self.moves[number:]
        self._refresh(sorted(touched))

    def _keeps_limits(self, since: int) -> bool:
        """Whether schools that moved are within their limits: two of one school on a chain are each looked at alone."""
        schools = sorted({int(self.setting.groups.school[group]) for group, _, _ in self.moves[since:]})
        return bool((self.counts[schools] @ self.days <= self.limits[schools][:, None]).all())

    def _shift(self, group: int, origin: int, to: int) -> int:
        """One person of the group moves, a class or -1 for waiting; returns the school."""
        school = int(self.setting.groups.school[group])
        self.moves.append((group, origin, to))
        for c, sign in ((origin, -1), (to, 1)):
            if c < 0:
                self.waiting[group] += sign
                continue
            self.placed[group, c] += sign
            self.counts[school, c] += sign
            self.free[c] -= sign
        return school

    def _refresh(self, schools: list[int]) -> None:
        may = self._may(np.array(schools, dtype=np.int64))
        for row, school in zip(may, schools, strict=True):
            own = slice(self.starts[school], self.starts[school + 1])
            rows = row & (self.counts[school] > 0) | row & self.is_bound[own, None] if self.stays_together else row  # who is bound splits nobody
            self.targets[own] = self.setting.groups.is_open[own] & rows
