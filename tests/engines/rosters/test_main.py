import json
from pathlib import Path

import pytest
from engines.rosters.books import book

from boiduong.engines.rosters.__main__ import main


def test_a_file_that_is_not_there_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "/nowhere.xlsx", "--json"]) == 2
    assert capsys.readouterr().err == "rosters: no such file: /nowhere.xlsx\n"


def test_one_unreadable_file_among_many_is_a_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    good.write_bytes(book(["TT", "Họ và tên", "Ngày sinh"], [1, "Nguyễn Thị Ánh", "15/08/1979"]))
    bad.write_bytes(b"%PDF-1.7")

    assert main(["read", str(good), str(bad), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert [(file["file"], len(file["rows"]), [problem["kind"] for problem in file["problems"]]) for file in told["files"]] == [
        ("a.xlsx", 1, []),
        ("b.xlsx", 0, ["unreadable"]),
    ]
    assert told["files"][0]["rows"][0]["birth_date"] == "1979-08-15"
    assert told["duplicates"] == []
