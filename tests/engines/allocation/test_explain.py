from dataclasses import replace

import numpy as np
import pytest
from engines.allocation.strategies import problems
from engines.allocation.test_check import SESSIONS, a_problem
from hypothesis import HealthCheck, given, settings

from boiduong.engines.allocation.causes import Cause
from boiduong.engines.allocation.cuts import left_out
from boiduong.engines.allocation.explain import explain
from boiduong.engines.allocation.model import Budget, Problem, Status, class_seats
from boiduong.engines.allocation.solve import solve
from boiduong.engines.allocation.timetable import make_timetable


def only(problem: Problem, kind: str) -> Cause:
    (cause,) = (cause for cause in explain(problem).causes if cause.kind == kind)
    return cause


def test_a_problem_that_can_be_solved_needs_no_words() -> None:
    roomy = replace(a_problem(), schools=tuple(replace(school, max_absent_percent=100.0) for school in a_problem().schools))

    assert explain(roomy).causes == ()


def test_half_days_are_counted_first() -> None:
    problem = replace(a_problem(), days=a_problem().days[:2], class_window_days=2, opening=None)
    speakers = tuple(replace(speaker, slots=frozenset(range(4))) for speaker in problem.speakers)
    problem = replace(problem, halls=(replace(problem.halls[0], closed_slots=frozenset([3])),), speakers=speakers)
    people = replace(problem.learners, is_unavailable=problem.learners.is_unavailable[:, :2])

    found = explain(replace(problem, learners=people))

    assert [cause.text for cause in found.causes] == ["Hội trường: 2 lớp × 2 chuyên đề là 4 buổi, chỉ có 3 nửa ngày mở cửa: thiếu 1 buổi."]
    assert [(option.text, option.solves) for option in found.relaxations] == [
        ("Bỏ điều kiện: Hội trường không mở một số buổi", True),
        ("Thêm một hội trường như Hội trường, lớp nào cũng dùng được", True),
    ]


def test_a_topic_whose_speakers_cannot_come_is_named() -> None:
    problem = a_problem()
    speakers = (problem.speakers[0], replace(problem.speakers[1], slots=frozenset([2])))

    assert only(replace(problem, speakers=speakers), "speakers").numbers == {"needed": 2, "there": 1, "short": 1}


def test_rules_that_clash_are_named_and_each_is_priced() -> None:
    problem = a_problem()
    speakers = (replace(problem.speakers[0], slots=frozenset([0, 4])), replace(problem.speakers[1], slots=frozenset([1, 7])))

    found = explain(replace(problem, speakers=speakers, class_window_days=1))

    assert found.causes[0].kind == "rules"
    assert "mỗi lớp học xong trong 1 ngày" in found.causes[0].certificate["rules"]
    assert [option.text for option in found.relaxations if option.solves] == [
        "Bỏ điều kiện: mỗi lớp học xong trong 1 ngày",
        "Bỏ điều kiện: Ông Một chỉ đến được những buổi đã báo",
    ]


def test_people_who_can_only_go_where_seats_are_short_are_counted() -> None:
    problem = replace(a_problem(), sessions=SESSIONS)
    allowed = np.zeros((4, 2), dtype=np.bool_)
    allowed[:, 0] = True
    people = replace(problem.learners, is_allowed=allowed, is_locked=np.zeros(4, dtype=np.bool_), is_unavailable=np.zeros((4, 4), dtype=np.bool_))

    found = explain(replace(problem, learners=people))

    assert found.causes[0].text == "4 người chỉ học được các lớp A; các lớp ấy có 3 chỗ: thiếu 1 chỗ."
    assert found.causes[0].people == ("a", "b", "c", "d")
    assert ("Dùng cả 1 ghế dự phòng của hội trường ở mỗi lớp", True, 0) in [(one.text, one.solves, one.remaining) for one in found.relaxations]


def test_one_with_no_class_at_all_is_named() -> None:
    problem = replace(a_problem(), sessions=SESSIONS)
    away = problem.learners.is_unavailable.copy()
    away[3] = True

    cause = only(replace(problem, learners=replace(problem.learners, is_unavailable=away)), "nowhere")

    assert (cause.people, cause.numbers) == (("d",), {"people": 1, "short": 1})


def test_a_school_over_its_limit_however_it_is_cut_up_is_named() -> None:
    problem = a_problem()
    two_at_home = replace(problem.schools[0], staff=1)

    cause = only(replace(problem, sessions=SESSIONS, schools=(two_at_home, problem.schools[1])), "coverage")

    assert cause.numbers == {"schools": 1, "people": 2, "over": 2, "limit": 0, "runs": 1}


def test_what_a_school_allows_solves_nothing_while_somebody_can_go_nowhere() -> None:
    problem = a_problem()
    strict = replace(problem, sessions=SESSIONS, schools=(replace(problem.schools[0], staff=1), problem.schools[1]))
    away = problem.learners.is_unavailable.copy()
    away[3] = True

    alone, beside = explain(strict), explain(replace(strict, learners=replace(strict.learners, is_unavailable=away)))

    assert {cause.kind for cause in beside.causes} == {"coverage", "nowhere"}
    (allows,) = [one for one in alone.relaxations if one.solves and one.text in {other.text for other in beside.relaxations}]
    (still,) = [one for one in beside.relaxations if one.text == allows.text]
    assert (allows.remaining, still.solves, still.remaining) == (0, False, 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(most_people=40))
def test_certificates_add_up(problem: Problem) -> None:
    """People that a cause of seats counts are at least that many, can go nowhere else, and all such causes together explain who is left out."""
    sessions = problem.sessions or make_timetable(problem, Budget()).sessions
    causes = [cause for cause in explain(problem).causes if cause.kind in ("seats", "nowhere", "locked_away")]

    if sessions and not any(cause.kind == "timetable" for cause in explain(problem).causes):
        assert sum(cause.numbers["short"] for cause in causes) == left_out(problem, sessions)
        for cause in causes:
            assert len(cause.people) == cause.numbers["people"]
            if cause.kind == "seats":
                assert class_seats(problem, sessions)[cause.certificate["classes"]].sum() == cause.numbers["seats"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(most_people=6))
def test_what_has_no_plan_has_a_cause(problem: Problem) -> None:
    if solve(problem, Budget(nodes=20)).status == Status.INFEASIBLE:
        assert explain(problem).causes != ()


@pytest.mark.parametrize("people", [3, 4])
def test_a_class_promised_to_more_than_it_seats(people: int) -> None:
    problem = replace(a_problem(), sessions=SESSIONS)
    locked = replace(
        problem.learners,
        previous=np.zeros(4, dtype=np.int64),
        is_locked=np.arange(4) < people,
        is_unavailable=np.zeros((4, 4), dtype=np.bool_),
        is_allowed=np.ones((4, 2), dtype=np.bool_),
    )

    # the same people and the same seats are told once: no second cause beside it
    causes = [cause.numbers for cause in explain(replace(problem, learners=locked)).causes if cause.kind in ("locked", "seats")]

    assert causes == ([] if people == 3 else [{"people": 4, "seats": 3, "short": 1}])
    assert (solve(replace(problem, learners=locked)).status == Status.INFEASIBLE) == (people == 4)
