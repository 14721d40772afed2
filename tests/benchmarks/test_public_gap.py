"""Readers and checker of generalized assignment, and the solver on problems small enough to try every assignment."""

import zipfile
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.public_gap import Assignment, BrokenFile, check, read_bounds, read_file, read_problem
from bench.public_gap_solver import price, solve

TINY = "2 3\n 5 1 4\n 2 6 3\n 2 2 2\n 3 3 3\n 4 6\n"


def test_a_file_that_is_cut_short_is_refused() -> None:
    with pytest.raises(BrokenFile, match="2 agents and 3 jobs need 16 numbers, and 15 are there"):
        read_problem(TINY.removesuffix(" 6\n"), "tiny")


def test_a_file_with_words_is_refused() -> None:
    with pytest.raises(BrokenFile, match="no whole number"):
        read_problem(TINY.replace("5", "five"), "tiny")


def test_a_file_without_sizes_is_refused() -> None:
    with pytest.raises(BrokenFile, match="how many agents and jobs"):
        read_problem("0 3", "tiny")


def test_a_negative_capacity_is_refused() -> None:
    with pytest.raises(BrokenFile, match="below nothing"):
        read_problem(TINY.replace(" 4 6", " -4 6"), "tiny")


def test_what_is_no_zip_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tiny.zip").write_text(TINY)
    with pytest.raises(BrokenFile, match="is no zip file"):
        read_file(tmp_path / "tiny.zip")


def test_bounds_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(BrokenFile, match="a name and two numbers"):
        read_bounds("tiny_Min\t6\tunknown")


def test_a_problem_is_read_from_a_zip_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "tiny.zip", "w") as packed:
        packed.writestr("tiny", TINY)

    problem = read_file(tmp_path / "tiny.zip")

    assert problem.cost.tolist() == [[5, 1, 4], [2, 6, 3]]
    assert problem.weight.tolist() == [[2, 2, 2], [3, 3, 3]]
    assert problem.capacity.tolist() == [4, 6]


def test_bounds_of_the_least_cost_are_read() -> None:
    assert read_bounds("tiny_Max\t9\t9\ntiny_Min\t5\t6\n") == {"tiny": (5, 6)}


def test_the_checker_adds_up_the_cost() -> None:
    assert check(read_problem(TINY, "tiny"), [1, 0, 1]) == (6, [])


def test_the_checker_finds_an_agent_with_too_much() -> None:
    assert check(read_problem(TINY, "tiny"), [0, 0, 0]) == (10, ["agent 0 carries 6 of 4"])


def test_the_checker_finds_a_job_left_out_and_an_agent_who_is_not_there() -> None:
    problem = read_problem(TINY, "tiny")
    assert check(problem, [1, 0]) == (0, ["2 jobs are assigned, 3 are asked for"])
    assert check(problem, [1, 0, 2]) == (0, ["job 2 goes to agent 2, who is not there"])


def least(problem: Assignment) -> int | None:
    agents, jobs = problem.cost.shape
    told = [check(problem, list(one)) for one in product(range(agents), repeat=jobs)]
    return min((cost for cost, broken in told if not broken), default=None)


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 3), st.integers(2, 6), st.integers(0, 10_000), st.integers(30, 90))
def test_no_assignment_is_missed_and_the_bound_holds(agents: int, jobs: int, seed: int, tightness: int) -> None:
    dice = np.random.default_rng(seed)
    weight = dice.integers(1, 20, (agents, jobs))
    problem = Assignment(dice.integers(1, 50, (agents, jobs)), weight, weight.sum(axis=1) * tightness // 100)
    best, answer = least(problem), solve(problem, 2.0)
    if best is None:
        assert answer.agents is None
        return
    assert price(problem).bound <= best + 1e-6
    assert answer.agents is not None
    assert check(problem, answer.agents) == (best, [])
