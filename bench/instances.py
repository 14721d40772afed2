"""Allocation problems of the size of a district and of a province, made up from typical figures; the same seed is the same problem.

`python -m bench.instances NAME FOLDER` writes one as the format's folder; names stand in CASES.
"""

import datetime
import math
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from boiduong.engines.allocation.files import write_problem
from boiduong.engines.allocation.model import TIERS, Bools, Day, Hall, Ints, Klass, Learners, Mode, Opening, Problem, School, Session, Speaker
from boiduong.engines.allocation.solve import solve

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
        learners=_learners(dice, made, people, (len(days), len(classes)), [0] * schools),
        balance_tolerance_percent=2.0,
        tiers=TIERS,
    )


def _school(dice: random.Random, number: int, schools: int, kilometres: float = 12.0) -> School:
    share, level, low, high = number / schools * 80, 0, 22, 40
    for level, count, low, high in LEVELS:  # noqa: B007 - the last one found is used
        share -= count
        if share < 0:
            break
    staff = dice.randint(low, high) + dice.randint(2, 10)
    mode = dice.choices(list(Mode), [85, 8, 7])[0]
    limit, apart = dice.choice([34, 40, 50, 60]), dice.random() < 0.8
    return School(f"Trường {number + 1}", level, staff, limit, mode, 40.0, apart, dice.uniform(0, kilometres), dice.uniform(0, kilometres))


def province(
    *,
    people: int,
    schools: int,
    classes: int,
    halls: int,
    kilometres: float,
    free_percent: float = 9.0,
    seed: int = 1,
    make_timetable: bool = False,
) -> Problem:
    """Several halls, each with mornings and afternoons of three days in a row; the first class of every hall opens the campaign.

    Six heads in ten must come to the opening class of the hall that is nearest to their school.
    """
    dice = random.Random(seed)
    each = classes // halls
    blocks = (each + 1) // 2
    days = tuple(Day((datetime.date(2019, 7, 1) + datetime.timedelta(n)).isoformat(), True) for n in range(3 * blocks))
    seats = math.ceil(people / classes * (1 + free_percent / 100))
    places = tuple(
        Hall(f"Hội trường {n + 1}", seats + 20, 20, dice.uniform(0, kilometres), dice.uniform(0, kilometres), frozenset()) for n in range(halls)
    )
    made = tuple(_school(dice, n, schools, kilometres) for n in range(schools))
    nearest = [_nearest(school, places) for school in made]
    slots = len(days) * 2
    of_class = [(c // each, (c % each) // 2, c % 2 if each % 2 == 0 else (c % each) % 2) for c in range(classes)]
    sessions = tuple(
        Session(c, topic, 2 * (3 * block + topic) + half, hall, 2 * (topic * halls + hall) + half)
        for c, (hall, block, half) in enumerate(of_class)
        for topic in range(3)
    )
    return Problem(
        name=f"province-{people}-{seed}",
        days=days,
        topics=("Chuyên đề 1", "Chuyên đề 2", "Chuyên đề 3"),
        topic_order=True,
        class_window_days=3,
        opening=Opening(0, 0),
        halls=places,
        classes=tuple(Klass(f"Lớp {c + 1}", hall, block, half) for c, (hall, block, half) in enumerate(of_class)),
        speakers=tuple(Speaker(f"BCV {n + 1}", frozenset([n // (2 * halls)]), frozenset(range(slots)), 2) for n in range(6 * halls)),
        sessions=None if make_timetable else sessions,
        schools=made,
        learners=_learners(dice, made, people, (len(days), classes), [hall * each for hall in nearest]),
        balance_tolerance_percent=2.0,
        tiers=TIERS,
    )


def _nearest(school: School, places: tuple[Hall, ...]) -> int:
    return min(range(len(places)), key=lambda h: math.dist((school.x, school.y), (places[h].x, places[h].y)))


def _learners(dice: random.Random, schools: tuple[School, ...], people: int, shape: tuple[int, int], opening: list[int]) -> Learners:
    """shape: days and classes. opening: the class that each school's head may be bound to."""
    days, classes = shape
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
            allowed[i] = np.arange(classes) == opening[where[i]]
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


def late(problem: Problem, assign: Ints, *, newcomers: int = 50, locked_ratio: float = 0.8, seed: int = 2) -> Problem:
    """The same campaign when some register late: they have no class yet, most others are told theirs for good."""
    dice = random.Random(seed)
    previous = assign.copy()
    previous[dice.sample(range(len(assign)), newcomers)] = -1
    locked = np.array([dice.random() < locked_ratio for _ in assign]) & (previous >= 0)
    return replace(problem, learners=replace(problem.learners, previous=previous, is_locked=locked))


def lost(problem: Problem, assign: Ints, *, seats: int = 40) -> Problem:
    """All have been told their class, and then the hall of every class turns out to be smaller than what the fullest of them hold."""
    fullest = int(np.bincount(assign[assign >= 0]).max())
    halls = tuple(
        replace(hall, capacity=min(hall.capacity, fullest + hall.reserved - seats)) if n == 0 else hall for n, hall in enumerate(problem.halls)
    )
    return replace(problem, halls=halls, learners=replace(problem.learners, previous=assign))


def _solved_late(newcomers: int) -> Problem:
    problem = district()
    return late(problem, solve(problem).assign, newcomers=newcomers)


def _lost_seats() -> Problem:
    """Two halls of four classes; the first loses seats when everybody has been told."""
    base = district()
    first = base.halls[0]
    halls = (first, replace(first, name="Nhà văn hóa", capacity=first.capacity + 80))
    where = [0, 1] * 4
    sessions = tuple(session._replace(hall=where[session.klass]) for session in base.sessions or ())
    classes = tuple(replace(klass, hall=where[c]) for c, klass in enumerate(base.classes))
    problem = replace(base, halls=halls, classes=classes, sessions=sessions, balance_tolerance_percent=20.0)
    return lost(problem, solve(problem).assign, seats=30)


def _only(problem: Problem, count: int, allowed: Bools) -> Problem:
    """The first `count` people may sit in these classes alone."""
    table = problem.learners.is_allowed.copy()
    table[:count] = allowed
    return replace(problem, learners=replace(problem.learners, is_allowed=table))


def _sunday_closed() -> Problem:
    """Eight classes of three topics in eleven days: 24 sessions, 22 half-days."""
    base = district(make_timetable=True)
    return replace(base, days=tuple(replace(day, is_open=n != 5) for n, day in enumerate(base.days)))


def _speakers_clash() -> Problem:
    """The second topic has one speaker for the mornings of the first week alone."""
    base = district(make_timetable=True)
    speakers = tuple(
        replace(one, slots=frozenset(range(0, 12, 2)) if n == 1 else frozenset[int]()) if 1 in one.topics else one
        for n, one in enumerate(base.speakers)
    )
    return replace(base, speakers=speakers)


def _no_opening() -> Problem:
    """The hall is closed in the half-day that was told for the opening."""
    base = district(make_timetable=True, people=2600)
    return replace(
        base, classes=base.classes[:7], learners=_first_classes(base.learners, 7), halls=(replace(base.halls[0], closed_slots=frozenset([0])),)
    )


def _first_classes(people: Learners, count: int) -> Learners:
    return replace(people, is_allowed=people.is_allowed[:, :count])


def _locked_too_many() -> Problem:
    base = district()
    where = np.arange(len(base.learners), dtype=np.int64) % 4
    people = replace(base.learners, previous=where, is_locked=np.ones(len(base.learners), dtype=bool))
    return replace(base, learners=replace(people, is_allowed=np.ones_like(people.is_allowed), is_unavailable=np.zeros_like(people.is_unavailable)))


CASES: dict[str, Callable[[], Problem]] = {
    "S": district,
    "S-made": lambda: district(make_timetable=True),
    "S-tight": lambda: district(capacity=393),
    "S-late": lambda: _solved_late(50),
    "S-lost": _lost_seats,
    "S-seats": lambda: district(capacity=380),
    "S-allowed": lambda: _only(district(), 1917, np.arange(8) < 2),
    "S-sunday": _sunday_closed,
    "S-speakers": _speakers_clash,
    "S-opening": _no_opening,
    "S-locked": _locked_too_many,
    "S-halls": lambda: province(people=2974, schools=80, classes=8, halls=2, kilometres=12),
    "M": lambda: province(people=20_000, schools=540, classes=60, halls=6, kilometres=40),
    "M-made": lambda: province(people=20_000, schools=540, classes=60, halls=6, kilometres=40, make_timetable=True),
    "M-tight": lambda: province(people=20_000, schools=540, classes=60, halls=6, kilometres=40, free_percent=0.4),
    "L": lambda: province(people=100_000, schools=2459, classes=300, halls=20, kilometres=90),
    "L-made": lambda: province(people=100_000, schools=2459, classes=300, halls=20, kilometres=90, make_timetable=True),
}

if __name__ == "__main__":
    write_problem(CASES[sys.argv[1]](), Path(sys.argv[2]))
