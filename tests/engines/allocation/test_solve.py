from dataclasses import replace

import numpy as np
from engines.allocation.strategies import problems
from hypothesis import HealthCheck, given, settings

from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.model import Budget, Day, Hall, Klass, Learners, Mode, Opening, Problem, School, Session, Speaker, Status
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


def test_a_plan_in_which_nobody_moves_is_found_where_the_solver_hands_back_its_start() -> None:
    """HiGHS 1.16.0 told the objective of this plan, called it optimal, and handed back the worse point it had been started from."""
    days, classes = 4, 3
    allowed = [(0, 1, 2), (0, 2), (0,), (0, 1), (1, 2), (0,), (0, 1, 2), (1,)]
    schools = [
        School(f"Trường {n}", n, staff, percent, Mode.TOGETHER, 40.0, False, 0.0, 0.0) for n, (staff, percent) in enumerate([(1, 0.0), (4, 50.0)])
    ]
    problem = Problem(
        name="start",
        days=tuple(Day(f"2019-07-{22 + n}", n != 1) for n in range(days)),
        topics=("Chuyên đề",),
        topic_order=False,
        class_window_days=1,
        opening=Opening(0, 0),
        halls=(Hall("Hội trường", 6, 0, 9.0, 0.0, frozenset()),),
        classes=tuple(Klass(f"Lớp {n}", 0, n // 2, None) for n in range(classes)),
        speakers=tuple(Speaker(f"Báo cáo viên {n}", frozenset([0]), frozenset(range(8)), 1) for n in range(2)),
        sessions=(Session(0, 0, 0, 0, 1), Session(1, 0, 1, 0, 0), Session(2, 0, 7, 0, 1)),
        schools=tuple(schools),
        learners=Learners(
            ids=tuple(f"p{n}" for n in range(8)),
            school=np.array([0, 1, 0, 1, 1, 0, 1, 0]),
            level=np.array([0, 1, 0, 1, 1, 0, 1, 0]),
            is_manager=np.zeros(8, dtype=np.bool_),
            is_unavailable=np.zeros((8, days), dtype=np.bool_),
            wish=np.array([2, 0, 1, 0, 0, 1, 1, 1]),
            is_allowed=np.array([[c in open_to for c in range(classes)] for open_to in allowed]),
            previous=np.array([2, 2, 0, 1, 2, 0, 1, 1]),
            is_locked=np.zeros(8, dtype=np.bool_),
        ),
        balance_tolerance_percent=2.0,
        tiers=("unassigned", "coverage", "moves", "grouping", "levels", "managers", "balance", "comfort"),
    )

    found = solve(problem, QUICK)

    assert found.tiers["coverage"].value == 4
    assert (found.tiers["moves"].value, found.assign.tolist()) == (0, problem.learners.previous.tolist())
