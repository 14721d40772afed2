"""The soft rules, measured on a plan: one whole number a tier, lower is better."""

import math
from dataclasses import dataclass

import numpy as np

from boiduong.engines.allocation.model import MISSED_WISH, Ints, Mode, Problem, Session, away_times, class_halls, class_halves, class_seats


@dataclass(frozen=True, slots=True)
class Band:
    """The sizes a class may have without being out of balance."""

    low: Ints  # (C,)
    high: Ints


def balance_band(problem: Problem, sessions: tuple[Session, ...]) -> Band:
    """Ideal size +- tolerance; the ideal shares all people out by seats, so that halls of one size get classes of one size."""
    seats = class_seats(problem, sessions)
    ideal = len(problem.learners) * seats / max(int(seats.sum()), 1)
    slack = ideal * problem.balance_tolerance_percent / 100
    low, high = np.ceil(ideal - slack - 1e-9), np.floor(ideal + slack + 1e-9)
    between = low > high  # a band too narrow to hold a whole number holds the two around the ideal
    low[between], high[between] = np.floor(ideal[between]), np.ceil(ideal[between])
    return Band(low.astype(np.int64), high.astype(np.int64))


def spread_cap(problem: Problem, school: int) -> int:
    """How many of a spread school's people may sit in one class."""
    people = int((problem.learners.school == school).sum())
    return math.ceil(problem.schools[school].spread_percent * people / 100 - 1e-9)


def spread_caps(problem: Problem) -> Ints:
    """(S,) the same for all schools."""
    people = np.bincount(problem.learners.school, minlength=len(problem.schools))
    percent = np.array([school.spread_percent for school in problem.schools])
    return np.ceil(percent * people / 100 - 1e-9).astype(np.int64)


def discomfort(problem: Problem, sessions: tuple[Session, ...]) -> tuple[Ints, Ints]:
    """(S, C) rounded km from school to class, and (3, C) points by wish: 10 where a wished half-day is missed."""
    halls = class_halls(problem, sessions)
    halves = class_halves(problem, sessions)
    where = np.array([(problem.halls[h].x, problem.halls[h].y) if h >= 0 else (0.0, 0.0) for h in halls]).reshape(-1, 2)
    homes = np.array([(school.x, school.y) for school in problem.schools]).reshape(-1, 2)
    km = np.rint(np.hypot(homes[:, None, 0] - where[None, :, 0], homes[:, None, 1] - where[None, :, 1])).astype(np.int64)
    km[:, halls < 0] = 0
    missed = np.zeros((3, len(problem.classes)), dtype=np.int64)
    for wish in (1, 2):
        missed[wish] = MISSED_WISH * (halves != wish - 1)
    return km, missed


def measure(problem: Problem, assign: Ints, sessions: tuple[Session, ...]) -> dict[str, int]:
    """Every tier's value, in the problem's order."""
    people = problem.learners
    placed = np.flatnonzero(assign >= 0)
    chosen, school = assign[placed], people.school[placed]
    size = (len(problem.schools), len(problem.classes))
    counts, managers = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    np.add.at(counts, (school, chosen), 1)
    np.add.at(managers, (school, chosen), people.is_manager[placed].astype(np.int64))
    band = balance_band(problem, sessions)
    sizes = counts.sum(axis=0)
    km, missed = discomfort(problem, sessions)
    apart = np.array([one.managers_apart for one in problem.schools], dtype=np.bool_)
    levels = np.unique(np.stack([people.level[placed], chosen], axis=1), axis=0)
    values = {
        "unassigned": len(people) - len(placed),
        "coverage": _coverage(problem, counts, sessions),
        "moves": int(((people.previous >= 0) & (assign != people.previous)).sum()),
        "grouping": _grouping(problem, counts),
        "levels": len(levels) - len(np.unique(chosen)),
        "managers": int(np.maximum(managers[apart] - 1, 0).sum()),
        "balance": int((np.maximum(sizes - band.high, 0) + np.maximum(band.low - sizes, 0)).sum()),
        "comfort": int(km[school, chosen].sum() + missed[people.wish[placed], chosen].sum()),
    }
    return {name: values[name] for name in problem.tiers}


def _coverage(problem: Problem, counts: Ints, sessions: tuple[Session, ...]) -> int:
    away = counts @ away_times(problem, sessions).astype(np.int64)
    over = 0
    for number, school in enumerate(problem.schools):
        if (limit := school.daily_limit) is not None:
            over += int(np.maximum(away[number] - limit, 0).sum())
    return over


def _grouping(problem: Problem, counts: Ints) -> int:
    points = 0
    for number, school in enumerate(problem.schools):
        if school.mode == Mode.TOGETHER:
            points += max(int((counts[number] > 0).sum()) - 1, 0)
        elif school.mode == Mode.SPREAD:
            points += int(np.maximum(counts[number] - spread_cap(problem, number), 0).sum())
    return points
