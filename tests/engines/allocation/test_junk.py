"""Whatever stands in the folder: a plan, a cause in words, or one line that says what is wrong. Never a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from engines.allocation.test_check import a_problem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boiduong.engines.allocation.__main__ import main
from boiduong.engines.allocation.files import write_problem

JUNK: tuple[Any, ...] = (
    None,
    -1,
    0,
    1e308,
    float("nan"),
    float("inf"),
    10**30,
    True,
    "",
    "x",
    "𠀀",
    [],
    [[]],
    {},
    {"a": 1},
    [None],
    [1, 2, 3],
    "2019-02-30",
)


def paths(found: Any, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place inside a JSON value."""
    rows = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [here, *(path for key, value in rows for path in paths(value, (*here, key)))]


def put(found: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    place = found
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return found


def answered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["solve", str(folder), "--out", str(folder / "out.json"), "--seconds", "20"], ["explain", str(folder)]):
        code = main(command)
        told = capsys.readouterr()
        assert code in (0, 2)
        assert "Traceback" not in told.err
        if code == 2:
            assert (told.out, told.err.count("\n")) == ("", 1)


junk = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@junk
@given(st.data())
def test_junk_anywhere_in_the_problem_is_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: st.DataObject) -> None:
    write_problem(a_problem(), tmp_path)
    path = tmp_path / "inst.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 2))):
        found = put(found, data.draw(st.sampled_from(paths(found)[1:])), data.draw(st.sampled_from(JUNK)))
    path.write_text(json.dumps(found), encoding="utf-8")

    answered(tmp_path, capsys)


@junk
@given(st.data())
def test_junk_anywhere_among_the_people_is_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: st.DataObject) -> None:
    write_problem(a_problem(), tmp_path)
    path = tmp_path / "learners.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[0]) - 1))
    rows[row][column] = data.draw(st.sampled_from(["", "-1", "-9", "99", "1;1", "0;9", "x", "1e3", "nan", '"', "\x00", "1" * 30, ";", " 1 ", "½"]))
    path.write_text("\n".join(",".join(row) for row in rows[: data.draw(st.sampled_from([0, 1, len(rows)]))]), encoding="utf-8")

    answered(tmp_path, capsys)


@pytest.mark.parametrize("key", ["days", "topics", "halls", "classes", "speakers", "schools", "tiers", "sessions"])
def test_an_empty_list_is_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str], key: str) -> None:
    write_problem(a_problem(), tmp_path)
    path = tmp_path / "inst.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {key: []}), encoding="utf-8")

    answered(tmp_path, capsys)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("halls", 0, "capacity"), -5, "capacity"),
        (("halls", 0, "reserved"), -1, "reserved"),
        (("schools", 0, "staff"), -1, "staff"),
        (("speakers", 0, "max_per_day"), -1, "max_per_day"),
        (("class_window_days",), -2, "class_window_days"),
        (("balance_tol_pct",), float("nan"), "balance_tol_pct"),
        (("schools", 0, "max_absent_pct"), float("inf"), "max_absent_pct"),
        (("days", 0, "date"), "2019-02-30", "2019-02-30"),
    ],
)
def test_a_number_that_makes_no_sense_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], path: tuple[str | int, ...], value: Any, named: str
) -> None:
    write_problem(a_problem(), tmp_path)
    file = tmp_path / "inst.json"
    file.write_text(json.dumps(put(json.loads(file.read_text(encoding="utf-8")), path, value)), encoding="utf-8")

    assert main(["solve", str(tmp_path), "--out", str(tmp_path / "out.json")]) == 2
    assert named in capsys.readouterr().err


def test_two_people_of_one_id_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_problem(a_problem(), tmp_path)
    path = tmp_path / "learners.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\nb,", "\na,"), encoding="utf-8")

    assert main(["explain", str(tmp_path)]) == 2
    assert "twice" in capsys.readouterr().err


def test_keys_that_nobody_knows_are_passed_over(tmp_path: Path) -> None:
    write_problem(a_problem(), tmp_path)
    path = tmp_path / "inst.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"colour": "red"}), encoding="utf-8")

    assert main(["explain", str(tmp_path)]) == 0
