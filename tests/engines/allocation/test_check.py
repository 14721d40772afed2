"""A checker is worth what it finds: every rule is broken on purpose here."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.model import (
    TIERS,
    Day,
    Hall,
    Klass,
    Learners,
    Mode,
    Opening,
    Problem,
    School,
    Session,
    Solution,
    Speaker,
    Status,
    Tier,
)
from boiduong.engines.allocation.solve import solve


def a_problem() -> Problem:
    """Four people of two schools, two classes of two topics in a hall of three seats; a must be in class A, b is away on the last day."""
    unavailable, allowed = np.zeros((4, 4), dtype=np.bool_), np.ones((4, 2), dtype=np.bool_)
    unavailable[1, 3], allowed[0, 1] = True, False
    learners = Learners(
        ("a", "b", "c", "d"),
        np.array([0, 0, 1, 1]),
        np.array([0, 0, 1, 1]),
        np.array([True, True, False, False]),
        unavailable,
        np.array([1, 0, 0, 2]),
        allowed,
        np.array([-1, -1, 1, -1]),
        np.array([False, False, True, False]),
    )
    return Problem(
        name="four",
        days=tuple(Day(f"2019-07-{22 + n}", True) for n in range(4)),
        topics=("Một", "Hai"),
        topic_order=True,
        class_window_days=2,
        opening=Opening(0, 0),
        halls=(Hall("Hội trường", 4, 1, 0.0, 0.0, frozenset([5])), Hall("Phòng nhỏ", 9, 0, 3.0, 4.0, frozenset())),
        classes=(Klass("A", 0, 0, 0), Klass("B", 0, 1, 0)),
        speakers=(Speaker("Ông Một", frozenset([0]), frozenset(range(8)), 1), Speaker("Bà Hai", frozenset([1]), frozenset(range(7)), 2)),
        sessions=None,
        schools=(
            School("Trường Đông", 0, 10, 10.0, Mode.TOGETHER, 40.0, True, 0.0, 0.0),
            School("Trường Tây", 1, 9, 100.0, Mode.NONE, 40.0, False, 3.0, 4.0),
        ),
        learners=learners,
        balance_tolerance_percent=2.0,
        tiers=TIERS,
    )


SESSIONS = (Session(0, 0, 0, 0, 0), Session(0, 1, 2, 0, 1), Session(1, 0, 4, 0, 0), Session(1, 1, 6, 0, 1))
COUNTED = {"unassigned": 0, "coverage": 2, "moves": 0, "grouping": 0, "levels": 0, "managers": 1, "balance": 0, "comfort": 20}


def a_plan(assign: tuple[int, ...] = (0, 0, 1, 1), sessions: tuple[Session, ...] = SESSIONS) -> Solution:
    tiers = {name: Tier(value, None, False, 0.0) for name, value in COUNTED.items()}
    return Solution(np.array(assign), sessions, Status.FEASIBLE, tiers, 0.0, True)


def test_a_sound_plan_has_no_faults() -> None:
    assert check(a_problem(), a_plan()) == []


def test_the_solver_finds_a_plan_for_it_too() -> None:
    found = solve(a_problem())

    assert check(a_problem(), found) == []
    assert found.tiers["unassigned"].value == 0


def moved(number: int, **to: int) -> Callable[[], Solution]:
    return lambda: a_plan(sessions=tuple(s._replace(**to) if n == number else s for n, s in enumerate(SESSIONS)))


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda: a_plan((0, 0, 1)), "3 người"),
        (lambda: a_plan((1, 0, 1, 1)), "Người a không được xếp vào lớp B"),
        (lambda: a_plan((0, 1, 1, 1)), "Người b bận"),
        (lambda: a_plan((0, 0, 0, 1)), "Người c đã chốt lớp khác"),
        (lambda: a_plan((0, 0, -1, 1)), "Người c đã chốt lớp B mà không được xếp"),
        (lambda: a_plan((0, 0, 0, 0)), "có 4 người mà chỉ có 3 chỗ"),
        (lambda: a_plan((0, 0, 9, 1)), "không có trong bài toán"),
        (lambda: a_plan(sessions=SESSIONS[:3]), "không học đủ mỗi chuyên đề"),
        (lambda: a_plan(sessions=(*SESSIONS, Session(1, 1, 7, 0, 1))), "không học đủ mỗi chuyên đề"),
        (moved(1, slot=0), "hai buổi trùng giờ"),
        (moved(2, slot=7), "không đúng thứ tự"),
        (moved(1, slot=6), "kéo dài quá 2 ngày"),
        (moved(1, hall=1), "nhiều hơn một hội trường"),
        (moved(2, slot=5), "khi hội trường không mở"),
        (moved(2, slot=2), "Hội trường có 2 buổi cùng lúc"),
        (moved(2, slot=0), "Ông Một có 2 buổi cùng lúc"),
        (moved(2, slot=1), "Ông Một có 2 buổi trong ngày"),
        (moved(1, speaker=0), "Ông Một không báo cáo"),
        (moved(3, slot=7), "Bà Hai không đến được"),
        (moved(0, slot=1), "Không lớp nào khai giảng"),
        (lambda: replace(a_plan(), status=Status.INFEASIBLE), "vẫn xếp người vào lớp"),
    ],
)
def test_a_planted_fault_is_found(broken: Callable[[], Solution], words: str) -> None:
    assert any(words in fault for fault in check(a_problem(), broken()))


@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_told_wrongly_is_found(tier: str) -> None:
    plan = a_plan()
    plan.tiers[tier] = replace(plan.tiers[tier], value=COUNTED[tier] + 1)

    assert any(f"“{tier}”" in fault for fault in check(a_problem(), plan))


def test_a_bound_above_the_value_is_found() -> None:
    plan = a_plan()
    plan.tiers["comfort"] = Tier(COUNTED["comfort"], COUNTED["comfort"] + 1, False, 0.0)

    assert any("cận" in fault for fault in check(a_problem(), plan))


def test_a_timetable_that_was_given_may_not_be_changed() -> None:
    given = replace(a_problem(), sessions=(*SESSIONS[:3], Session(1, 1, 5, 0, 1)))

    assert "Lịch học khác với lịch đã cho." in check(given, a_plan())
