"""Small problems of every kind: roomy, tight, impossible, contradictory."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from boiduong.engines.allocation.model import TIERS, Budget, Day, Hall, Klass, Learners, Mode, Opening, Problem, School, Speaker, Status
from boiduong.engines.allocation.timetable import make_timetable


@st.composite
def problems(draw: st.DrawFn, most_people: int = 24) -> Problem:
    days = draw(st.integers(1, 5))
    topics, halls, classes = draw(st.integers(1, 2)), draw(st.integers(1, 2)), draw(st.integers(1, 4))
    slots = st.frozensets(st.integers(0, 2 * days - 1))
    made = Problem(
        name="drawn",
        days=tuple(Day(f"2019-07-{22 + n}", draw(st.integers(0, 5)) > 0) for n in range(days)),
        topics=tuple(f"Chuyên đề {n}" for n in range(topics)),
        topic_order=draw(st.booleans()),
        class_window_days=draw(st.integers(1, days)),
        opening=draw(st.none() | st.just(Opening(0, 0))),
        halls=tuple(
            Hall(f"Hội trường {n}", draw(st.integers(2, 12)), draw(st.integers(0, 2)), float(9 * n), 0.0, draw(st.just(frozenset()) | slots))
            for n in range(halls)
        ),
        classes=tuple(
            Klass(f"Lớp {n}", draw(st.none() | st.integers(0, halls - 1)), n // 2, draw(st.none() | st.just(n % 2))) for n in range(classes)
        ),
        speakers=tuple(_speaker(draw, n, topics, days) for n in range(topics + draw(st.integers(0, 2)))),
        sessions=None,
        schools=tuple(_school(draw, n) for n in range(draw(st.integers(1, 4)))),
        learners=no_learners(days, classes),
        balance_tolerance_percent=draw(st.sampled_from([2.0, 20.0, 100.0])),
        tiers=tuple(draw(st.just(TIERS) | st.permutations(TIERS))),
    )
    made = replace(made, learners=_learners(draw, made, draw(st.integers(0, most_people))))
    return draw(st.just(made) | st.just(with_sessions(made)))


def with_sessions(problem: Problem) -> Problem:
    """The same with a timetable given, where there is one."""
    found = make_timetable(problem, Budget())
    return replace(problem, sessions=found.sessions) if found.status in (Status.OPTIMAL, Status.FEASIBLE) else problem


def no_learners(days: int, classes: int) -> Learners:
    none, no = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
    return Learners((), none, none, no, np.zeros((0, days), dtype=np.bool_), none, np.zeros((0, classes), dtype=np.bool_), none, no)


def _speaker(draw: st.DrawFn, number: int, topics: int, days: int) -> Speaker:
    every = frozenset(range(2 * days))
    slots = draw(st.just(every) | st.frozensets(st.sampled_from(sorted(every))))
    return Speaker(f"Báo cáo viên {number}", frozenset([number % topics]), slots, draw(st.integers(1, 2)))


def _school(draw: st.DrawFn, number: int) -> School:
    staff, percent = draw(st.integers(1, 30)), draw(st.sampled_from([0.0, 34.0, 50.0, 100.0]))
    mode = draw(st.sampled_from(list(Mode)))
    return School(f"Trường {number}", number % 3, staff, percent, mode, 40.0, draw(st.booleans()), float(draw(st.integers(0, 12))), 0.0)


def _learners(draw: st.DrawFn, problem: Problem, people: int) -> Learners:
    dice = np.random.default_rng(draw(st.integers(0, 2**32)))
    classes, days = len(problem.classes), len(problem.days)
    busy, bound = draw(st.sampled_from([0.0, 0.1, 0.4])), draw(st.sampled_from([0.0, 0.3]))
    school = dice.integers(0, len(problem.schools), people)
    allowed = dice.random((people, classes)) >= bound
    previous = dice.integers(-1, classes, people) if draw(st.booleans()) else np.full(people, -1)
    return Learners(
        ids=tuple(f"p{n}" for n in range(people)),
        school=school.astype(np.int64),
        level=np.array([problem.schools[s].level for s in school], dtype=np.int64),
        is_manager=dice.random(people) < 0.2,
        is_unavailable=dice.random((people, days)) < busy,
        wish=dice.integers(0, 3, people),
        is_allowed=allowed | ~allowed.any(axis=1, keepdims=True),
        previous=previous.astype(np.int64),
        is_locked=dice.random(people) < draw(st.sampled_from([0.0, 0.2])),
    )
