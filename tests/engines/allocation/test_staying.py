from dataclasses import replace

import numpy as np
from engines.allocation.oracle import every_plan
from engines.allocation.strategies import problems
from engines.allocation.test_repair import setting_of
from engines.allocation.test_tidying import six_people
from hypothesis import HealthCheck, given, settings

from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.groups import deal_out
from boiduong.engines.allocation.model import Budget, Hall, Problem
from boiduong.engines.allocation.solve import solve
from boiduong.engines.allocation.staying import moves_bound, stay

HALL_BY_HALL = Budget(nodes=20, classes_at_once=0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(most_people=5))
def test_no_plan_moves_fewer_people_than_the_bound_says(problem: Problem) -> None:
    found = solve(problem, Budget(nodes=20))

    if found.tiers:
        least = min((plan.tiers["moves"].value for plan in every_plan(problem, found.sessions)), default=None)
        assert least is None or moves_bound(setting_of(replace(problem, sessions=found.sessions))) <= least


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_solved_hall_by_hall_from_its_own_answer_nobody_moves(problem: Problem) -> None:
    found = solve(problem, HALL_BY_HALL)
    people = replace(problem.learners, previous=found.assign, is_locked=np.zeros_like(problem.learners.is_locked))
    order = ("unassigned", "coverage", "moves", *(name for name in problem.tiers if name not in ("unassigned", "coverage", "moves")))
    again = solve(replace(problem, learners=people, sessions=found.sessions or None, tiers=order), HALL_BY_HALL)

    if found.tiers and all(again.tiers[name].value == found.tiers[name].value for name in ("unassigned", "coverage")):
        assert (again.tiers["moves"].value, again.tiers["moves"].is_proven) == (0, True)


def test_only_as_many_leave_a_class_as_it_has_lost_seats() -> None:
    """Two of three seats of class A are left, and class B has one more."""
    base = six_people()
    told = replace(base.learners, previous=np.array([0, 0, 0, 1, 1, 1]))
    sessions = tuple(session._replace(hall=session.klass) for session in base.sessions or ())
    halls = (Hall("Nhỏ", 2, 0, 0.0, 0.0, frozenset()), Hall("Lớn", 4, 0, 0.0, 0.0, frozenset()))
    classes = tuple(replace(klass, hall=c) for c, klass in enumerate(base.classes))
    problem = replace(base, learners=told, sessions=sessions, halls=halls, classes=classes)

    found = solve(problem, HALL_BY_HALL)

    assert check(problem, found) == []
    assert (found.tiers["unassigned"].value, found.tiers["moves"].value, found.tiers["moves"].bound) == (0, 1, 1)


def test_without_anybody_told_there_is_no_plan_to_stay_in() -> None:
    assert stay(setting_of(six_people())) is None


def test_who_is_locked_is_seated_before_newcomers() -> None:
    base = six_people()
    locked = np.array([True] * 3 + [False] * 3)
    told = replace(base.learners, previous=np.array([1, 1, 1, 1, -1, -1]), is_locked=locked)
    setting = setting_of(replace(base, learners=told))

    placed = stay(setting)

    assert placed is not None
    assert deal_out(setting.groups, placed)[:3].tolist() == [1, 1, 1]
