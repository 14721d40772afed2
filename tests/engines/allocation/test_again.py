from dataclasses import replace

import numpy as np
import pytest
from engines.allocation.oracle import every_plan, rank, told
from engines.allocation.strategies import problems
from engines.allocation.test_check import SESSIONS, a_problem
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from boiduong.engines.allocation.again import as_told, price_list, resolve
from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.model import Budget, Problem, Solution, Status
from boiduong.engines.allocation.moving import Move
from boiduong.engines.allocation.solve import solve

QUICK = Budget(nodes=20)
some = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
tiny = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def roomy() -> Problem:
    """Nobody bound to anything: four people of two schools, two classes of three."""
    problem = replace(a_problem(), sessions=SESSIONS)
    people = replace(
        problem.learners,
        previous=np.full(4, -1),
        is_locked=np.zeros(4, dtype=np.bool_),
        is_allowed=np.ones((4, 2), dtype=np.bool_),
        is_unavailable=np.zeros((4, 4), dtype=np.bool_),
    )
    return replace(problem, learners=people, schools=tuple(replace(one, max_absent_percent=100.0) for one in problem.schools))


def test_a_row_that_is_not_there_is_refused() -> None:
    with pytest.raises(IndexError):
        resolve(roomy(), told(roomy(), [0, 0, 1, 1], SESSIONS), locked=[4])


def test_one_who_registers_late_is_seated_and_nobody_moves() -> None:
    plan = told(replace(roomy(), learners=roomy().learners), [0, 0, 1, -1], SESSIONS)

    found = resolve(roomy(), replace(plan, assign=plan.assign[:3]))

    assert (found.moved, found.seated, found.left_out) == ((), (Move(3, 1),), ())
    assert found.solution.tiers["moves"].is_proven
    assert check(found.problem, found.solution) == []


def test_seats_that_are_gone_move_no_more_people_than_they_held() -> None:
    problem = roomy()
    plan = told(problem, [0, 0, 0, 1], SESSIONS)
    shrunk = replace(problem, halls=(replace(problem.halls[0], capacity=3), problem.halls[1]))

    found = resolve(shrunk, plan)

    assert len(found.moved) == 1
    assert found.solution.tiers["moves"].bound == 1


def test_more_who_are_locked_than_seats_have_no_plan_and_nobody_is_moved() -> None:
    problem = replace(roomy(), halls=(replace(roomy().halls[0], capacity=3), roomy().halls[1]))

    found = resolve(problem, told(problem, [0, 0, 0, 1], SESSIONS), locked=[0, 1, 2])

    assert found.solution.status == Status.INFEASIBLE
    assert found.moved == ()


def test_absentees_go_to_the_make_up_class_and_nobody_else_moves() -> None:
    plan = told(roomy(), [0, 0, 0, 0], SESSIONS)
    problem = replace(roomy(), halls=(replace(roomy().halls[0], capacity=5), roomy().halls[1]))

    found = resolve(problem, plan, locked=np.ones(4, dtype=np.bool_), absentees=[1, 3], classes=[1])

    assert found.solution.assign.tolist() == [0, 1, 0, 1]
    assert (found.moved, [move.person for move in found.seated]) == ((), [1, 3])


def test_one_move_buys_what_it_is_worth() -> None:
    """One of a school sits apart; moving her makes the school whole."""
    problem = roomy()

    found = price_list(problem, told(problem, [0, 1, 1, 1], SESSIONS), [1, 4])

    assert [(one.allowed, one.moved, one.gains.get("grouping", 0)) for one in found.prices] == [(0, 0, 0), (1, 1, 1), (4, 1, 1)]


@st.composite
def planned(draw: st.DrawFn, most_people: int = 16) -> tuple[Problem, Solution]:
    """A problem that has a plan, and that plan with some of its people forgotten."""
    problem = draw(problems(most_people=most_people))
    plan = solve(problem, QUICK)
    assume(plan.tiers)
    late = np.array(draw(st.lists(st.booleans(), min_size=len(plan.assign), max_size=len(plan.assign))), dtype=np.bool_)
    return replace(problem, sessions=plan.sessions), replace(plan, assign=np.where(late, -1, plan.assign))


@some
@given(planned(), st.data())
def test_locked_people_never_move_and_the_answer_passes_the_check(drawn: tuple[Problem, Solution], data: st.DataObject) -> None:
    problem, plan = drawn
    locked = data.draw(st.sets(st.integers(0, max(len(plan.assign) - 1, 0)), max_size=len(plan.assign)))

    found = resolve(problem, plan, locked, budget=QUICK)

    assert check(found.problem, found.solution) == []
    assert not {move.person for move in found.moved} & {row for row in locked if plan.assign[row] >= 0}
    assert len(found.moved) == (found.solution.tiers["moves"].value if found.solution.tiers else 0)


@some
@given(planned())
def test_prices_never_rise_and_nobody_moves_beyond_what_is_allowed(drawn: tuple[Problem, Solution]) -> None:
    problem, plan = drawn

    found = price_list(problem, plan, [1, 2, 5], budget=QUICK)

    ranks = [rank(found.problem, one.plan) for one in found.prices]
    assert ranks == sorted(ranks, reverse=True)
    for one in found.prices:
        assert one.moved <= one.allowed
        assert check(replace(found.problem, most_moves=one.allowed), one.plan) == []


DECIDED = ("unassigned", "coverage", "balance", "grouping", "levels")


@tiny
@given(problems(most_people=5).filter(lambda one: len(one.classes) <= 3 and one.sessions is not None), st.integers(0, 2))
def test_no_plan_at_all_is_better_than_a_price_that_is_proven(problem: Problem, most: int) -> None:
    """Against every plan there is, in an order of aims that counts decide."""
    problem = replace(problem, tiers=(*DECIDED, "moves", "managers", "comfort"))
    plan = told(problem, [min(i % 2, len(problem.classes) - 1) for i in range(len(problem.learners))], problem.sessions or ())
    asked = as_told(problem, plan)

    found = price_list(problem, plan, [most])

    every = [one for one in every_plan(asked, problem.sessions or ()) if one.tiers["moves"].value <= most]
    best = min((rank(asked, one) for one in every), default=None)
    for one in found.prices:
        if one.allowed == most:
            assert best is not None
            if all(one.tiers[name].is_proven for name in DECIDED):
                assert rank(asked, one.plan)[: len(DECIDED)] == best[: len(DECIDED)]
