import json
from pathlib import Path
from typing import Any

import pytest
from engines.allocation.strategies import problems
from engines.allocation.test_check import a_problem
from hypothesis import HealthCheck, given, settings

from boiduong.engines.allocation.__main__ import main
from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.files import read_problem, read_solution, write_problem
from boiduong.engines.allocation.model import Problem


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(problems())
def test_a_problem_is_read_back_as_it_was_written(tmp_path: Path, problem: Problem) -> None:
    write_problem(problem, tmp_path)

    again = read_problem(tmp_path)

    assert repr(again) == repr(problem)


def test_solve_writes_a_plan_that_passes_the_check_and_ends_with_its_tiers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_problem(a_problem(), tmp_path / "problem")

    assert main(["solve", str(tmp_path / "problem"), "--out", str(tmp_path / "solution.json")]) == 0

    found = read_solution(tmp_path / "solution.json")
    assert check(a_problem(), found) == []
    tiers = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert {name: tier["value"] for name, tier in tiers.items()} == {name: tier.value for name, tier in found.tiers.items()}
    assert found.is_reproducible


def test_two_runs_differ_in_nothing_but_seconds(tmp_path: Path) -> None:
    write_problem(a_problem(), tmp_path)
    for name in ("one.json", "two.json"):
        main(["solve", str(tmp_path), "--out", str(tmp_path / name)])

    one, two = (json.loads((tmp_path / name).read_text()) for name in ("one.json", "two.json"))

    assert (one["assign"], one["sessions"], one["status"]) == (two["assign"], two["sessions"], two["status"])


def test_explain_ends_with_the_causes_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_problem(a_problem(), tmp_path)

    assert main(["explain", str(tmp_path)]) == 0

    *_, last = capsys.readouterr().out.splitlines()
    assert set(json.loads(last)) == {"causes", "relaxations"}


def spoil(folder: Path, old: str, new: str, name: str = "inst.json") -> None:
    write_problem(a_problem(), folder)
    path = folder / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ('{"format"', '["format"', "inst.json"),
        ('"topics": ["Một"', '"topiks": ["Một"', "inst.json"),
        ('"mode": "together"', '"mode": "altogether"', "inst.json"),
        ('"hall": 0', '"hall": 7', "inst.json"),
        ('"tiers": ["unassigned"', '"tiers": ["unhappy"', "inst.json"),
        ("id,school", "id,skool", "learners.csv"),
        ("a,0,", "a,99,", "learners.csv"),
        ("a,0,", "a,x,", "learners.csv"),
    ],
)
def test_unusable_input_is_one_clear_line_and_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, name: str) -> None:
    spoil(tmp_path, old, new, name)

    assert main(["solve", str(tmp_path), "--out", str(tmp_path / "out.json")]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert not (tmp_path / "out.json").exists()


def test_a_folder_that_is_not_there_and_one_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_problem(a_problem(), tmp_path)

    assert main(["solve", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out.json")]) == 2
    assert main(["solve", str(tmp_path), "--out", str(tmp_path / "no" / "such" / "out.json")]) == 2
    assert "Traceback" not in capsys.readouterr().err


def solved(folder: Path) -> tuple[Path, Path]:
    """A problem's folder and a plan of it."""
    problem, plan = folder / "problem", folder / "plan.json"
    write_problem(a_problem(), problem)
    main(["solve", str(problem), "--out", str(plan)])
    return problem, plan


def last_line(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        ["why", "{problem}", "{plan}", "nobody"],
        ["why", "{problem}", "{problem}/inst.json", "a"],
        ["moves", "{problem}", "{plan}", "a"],
        ["moves", "{problem}", "{plan}", "a=9"],
        ["moves", "{problem}", "{plan}", "a=first"],
        ["resolve", "{problem}", "{plan}", "--out", "{plan}", "--classes", "7"],
        ["prices", "{problem}", "{plan}.not-there"],
    ],
)
def test_a_question_that_makes_no_sense_is_one_clear_line_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    problem, plan = solved(tmp_path)
    capsys.readouterr()

    assert main([text.format(problem=problem, plan=plan) for text in arguments]) == 2

    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)


def test_a_plan_of_other_people_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, plan = solved(tmp_path)
    found = json.loads(plan.read_text())
    plan.write_text(json.dumps(found | {"assign": [0, 5, 1, 1]}))

    assert main(["why", str(problem), str(plan), "a"]) == 2


def test_why_ends_with_every_class_and_what_it_would_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, plan = solved(tmp_path)
    capsys.readouterr()

    assert main(["why", str(problem), str(plan), "a"]) == 0

    found = last_line(capsys)
    assert [(one["class"], one["present"], one["open"]) for one in found["choices"]] == [(0, True, True), (1, False, False)]
    assert [rule["rule"] for rule in found["choices"][1]["broken"]] == ["required"]


def test_moves_end_with_what_they_would_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, plan = solved(tmp_path)
    capsys.readouterr()

    assert main(["moves", str(problem), str(plan), "d=-1"]) == 0

    assert last_line(capsys)["changes"]["unassigned"] == 1


def test_prices_end_with_a_row_for_each_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, plan = solved(tmp_path)
    capsys.readouterr()

    assert main(["prices", str(problem), str(plan), "--moves", "2"]) == 0

    assert [row["allowed"] for row in last_line(capsys)["prices"]] == [0, 2]


def test_resolve_writes_a_plan_and_the_question_it_answers(tmp_path: Path) -> None:
    problem, plan = solved(tmp_path)

    assert (
        main(["resolve", str(problem), str(plan), "--out", str(tmp_path / "again.json"), "--problem-out", str(tmp_path / "asked"), "--locked", "a"])
        == 0
    )

    asked = read_problem(tmp_path / "asked")
    assert check(asked, read_solution(tmp_path / "again.json")) == []
    assert asked.learners.is_locked.tolist() == [True, False, True, False]
