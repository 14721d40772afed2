from dataclasses import replace

import numpy as np
from engines.allocation.strategies import problems
from hypothesis import HealthCheck, given, settings

from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.model import Budget, Problem, Status
from boiduong.engines.allocation.solve import solve

slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
QUICK = Budget(nodes=20)


@slow
@given(problems())
def test_a_solution_always_passes_the_independent_check(problem: Problem) -> None:
    assert check(problem, solve(problem, QUICK)) == []


@slow
@given(problems())
def test_so_does_one_that_was_solved_hall_by_hall(problem: Problem) -> None:
    assert check(problem, solve(problem, replace(QUICK, classes_at_once=0))) == []


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_the_same_problem_gives_the_same_plan(problem: Problem) -> None:
    first, second = solve(problem, QUICK), solve(problem, QUICK)

    assert first.assign.tolist() == second.assign.tolist()
    assert first.sessions == second.sessions
    assert first.is_reproducible


@slow
@given(problems())
def test_nobody_who_could_be_seated_is_left_out_when_that_comes_first(problem: Problem) -> None:
    problem = replace(problem, tiers=("unassigned", *(name for name in problem.tiers if name != "unassigned")))

    found = solve(problem, QUICK)

    if found.status in (Status.OPTIMAL, Status.FEASIBLE):
        assert found.tiers["unassigned"].is_proven


@slow
@given(problems())
def test_who_has_a_class_that_can_be_kept_keeps_it(problem: Problem) -> None:
    """Solved again from its own answer, nobody moves: the answer is there, and moving costs."""
    found = solve(problem, QUICK)
    people = replace(problem.learners, previous=found.assign, is_locked=np.zeros_like(problem.learners.is_locked))
    order = ("unassigned", "coverage", "moves", *(name for name in problem.tiers if name not in ("unassigned", "coverage", "moves")))
    first = solve(replace(problem, learners=people, sessions=found.sessions or None, tiers=order), QUICK)

    if (
        found.tiers
        and first.tiers["unassigned"].value == found.tiers["unassigned"].value
        and first.tiers["coverage"].value == found.tiers["coverage"].value
    ):
        assert first.tiers["moves"].value == 0
