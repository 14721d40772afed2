"""Allocation problems of the size of a district, made up from typical figures; the same seed is the same problem."""

import datetime
import random
from dataclasses import replace

import numpy as np

from boiduong.engines.allocation.model import TIERS, Day, Hall, Klass, Learners, Mode, Opening, Problem, School, Session, Speaker

LEVELS = ((0, 30, 22, 40), (1, 25, 28, 55), (2, 17, 30, 60), (3, 6, 45, 80), (4, 2, 20, 60))  # level, schools of 80, smallest, largest staff


def district(
    *, people: int = 2974, schools: int = 80, capacity: int = 400, reserved: int = 20, seed: int = 1, make_timetable: bool = False
) -> Problem:
    """One hall, 12 days, 8 classes of three mornings or three afternoons; Sunday open.

    Heads must come to the opening class more often than not; 6 in 100 people are away on some days; limits of a school's absence vary.
    """
    dice = random.Random(seed)
    days = tuple(Day((datetime.date(2019, 7, 23) + datetime.timedelta(n)).isoformat(), True) for n in range(12))
    classes = tuple(Klass(f"Lớp {n + 1}", 0, n // 2, n % 2) for n in range(8))
    sessions = tuple(Session(c, topic, 2 * (3 * (c // 2) + topic) + c % 2, 0, topic) for c in range(8) for topic in range(3))
    made = tuple(_school(dice, n, schools) for n in range(schools))
    return Problem(
        name=f"district-{people}-{seed}",
        days=days,
        topics=("Chuyên đề 1", "Chuyên đề 2", "Chuyên đề 3"),
        topic_order=True,
        class_window_days=3,
        opening=Opening(0, 0),
        halls=(Hall("Hội trường", capacity, reserved, 6.0, 6.0, frozenset()),),
        classes=classes,
        speakers=tuple(Speaker(f"BCV {n % 3 + 1}.{n // 3 + 1}", frozenset([n % 3]), frozenset(range(24)), 2) for n in range(6)),
        sessions=None if make_timetable else sessions,
        schools=made,
        learners=_learners(dice, made, people, len(days), len(classes)),
        balance_tolerance_percent=2.0,
        tiers=TIERS,
    )


def _school(dice: random.Random, number: int, schools: int) -> School:
    share, level, low, high = number / schools * 80, 0, 22, 40
    for level, count, low, high in LEVELS:  # noqa: B007 - the last one found is used
        share -= count
        if share < 0:
            break
    staff = dice.randint(low, high) + dice.randint(2, 10)
    mode = dice.choices(list(Mode), [85, 8, 7])[0]
    return School(
        f"Trường {number + 1}", level, staff, dice.choice([34, 40, 50, 60]), mode, 40.0, dice.random() < 0.8, dice.uniform(0, 12), dice.uniform(0, 12)
    )


def _learners(dice: random.Random, schools: tuple[School, ...], people: int, days: int, classes: int) -> Learners:
    weights = np.array([school.staff for school in schools], dtype=float)
    sizes = np.floor(weights / weights.sum() * people).astype(int)
    sizes[: people - int(sizes.sum())] += 1
    where = np.repeat(np.arange(len(schools)), sizes)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rank = np.arange(people) - np.repeat(first, sizes)
    unavailable, allowed = np.zeros((people, days), dtype=bool), np.ones((people, classes), dtype=bool)
    for i in range(people):
        if dice.random() < 0.06:
            start, length = dice.randrange(days), dice.choice([1, 1, 2, 3, 5])
            unavailable[i, start : start + length] = True
        elif rank[i] == 0 and dice.random() < 0.6:
            allowed[i] = np.arange(classes) == 0
    return Learners(
        ids=tuple(str(i) for i in range(people)),
        school=where.astype(np.int64),
        level=np.array([schools[s].level for s in where], dtype=np.int64),
        is_manager=rank < 2,
        is_unavailable=unavailable,
        wish=np.array(dice.choices([0, 1, 2], [70, 18, 12], k=people), dtype=np.int64),
        is_allowed=allowed,
        previous=np.full(people, -1, dtype=np.int64),
        is_locked=np.zeros(people, dtype=bool),
    )


def late(
    problem: Problem, assign: np.ndarray[tuple[int], np.dtype[np.int64]], *, newcomers: int = 50, locked_ratio: float = 0.8, seed: int = 2
) -> Problem:
    """The same campaign when some register late: they have no class yet, most others are told theirs for good."""
    dice = random.Random(seed)
    previous = assign.copy()
    previous[dice.sample(range(len(assign)), newcomers)] = -1
    locked = np.array([dice.random() < locked_ratio for _ in assign]) & (previous >= 0)
    return replace(problem, learners=replace(problem.learners, previous=previous, is_locked=locked))
