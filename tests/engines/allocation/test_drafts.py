"""Plans as they come from one solve."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from engines.allocation.strategies import problems
from engines.allocation.test_check import a_problem
from engines.allocation.test_tidying import six_people
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boiduong.engines.allocation.__main__ import main
from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.files import read_solution, write_problem
from boiduong.engines.allocation.model import Budget, Problem, Solution
from boiduong.engines.allocation.solve import solve


class CalledOff(Exception):
    pass


@pytest.mark.parametrize("classes_at_once", [0, 12])
def test_what_the_hearer_raises_ends_the_work(classes_at_once: int) -> None:
    def call_off(plan: Solution) -> None:
        raise CalledOff

    with pytest.raises(CalledOff):
        solve(six_people(), Budget(classes_at_once=classes_at_once), found=call_off)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(), st.sampled_from([0, 12]))
def test_each_plan_is_sound_and_better_than_the_one_before_and_changes_nothing_of_the_answer(problem: Problem, classes_at_once: int) -> None:
    heard: list[Solution] = []
    budget = Budget(nodes=20, classes_at_once=classes_at_once)

    answer = solve(problem, budget, found=heard.append)

    ranks = [[tier.value for tier in plan.tiers.values()] for plan in heard]
    assert ranks == sorted(ranks, reverse=True)
    assert all(check(problem, plan) == [] for plan in heard)
    alone = solve(problem, budget)
    assert (answer.assign.tolist(), answer.sessions) == (alone.assign.tolist(), alone.sessions)
    assert replace(answer, seconds=0.0).status == alone.status


def test_the_command_keeps_the_best_plan_so_far_in_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem = a_problem()
    write_problem(problem, tmp_path)

    assert main(["solve", str(tmp_path), "--out", str(tmp_path / "out.json"), "--best", str(tmp_path / "best.json")]) == 0

    assert check(problem, read_solution(tmp_path / "best.json")) == []
    assert not (tmp_path / "best.json.part").exists()
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["unassigned"]["value"] == 0
