"""How often a sheet may repeat its head before it is no list of people."""

import pytest
from engines.rosters.books import ON, read_rows

from boiduong.engines.rosters import in_english, read
from boiduong.engines.rosters.layout import has_heads_without_end
from boiduong.engines.sheets import Cell

HEAD: list[Cell] = ["TT", "Họ và tên", "Ngày sinh"]
ANH: list[Cell] = [1, "Nguyễn Thị Ánh", "15/08/1979"]
FREE = 1_000  # heads of any sheet


@pytest.mark.parametrize("between", [[], [ANH], [ANH, []]])
def test_a_head_over_every_row_is_without_end(between: list[list[Cell]]) -> None:
    assert has_heads_without_end([HEAD, *between] * 2 * FREE)


def test_no_head_and_few_heads_end() -> None:
    assert not has_heads_without_end([])
    assert not has_heads_without_end([ANH] * 3 * FREE)
    assert not has_heads_without_end([HEAD, ANH] * FREE)


def test_a_head_on_every_printed_page_ends_however_long_the_list() -> None:
    assert not has_heads_without_end([HEAD, *[ANH] * 19] * 3 * FREE)
    assert has_heads_without_end([HEAD, *[ANH] * 9] * 3 * FREE)


def test_a_file_of_heads_without_end_is_refused_whole_and_told_how_to_mend_it() -> None:
    file = read_rows(HEAD, ANH, *[HEAD] * 2 * FREE, ANH)

    assert file.rows == ()
    assert [(problem.kind, problem.severity, problem.value) for problem in file.problems] == [("heads_without_end", "error", "Sheet1")]
    assert "Keep one heading row" in in_english(file.problems[0].message)


def test_heads_without_end_in_an_old_encoding_are_the_same() -> None:
    file = read("TT,Hä vµ tªn,Ngµy sinh\n".encode("cp1252") * 2 * FREE, "ds.csv", on=ON)

    assert [problem.kind for problem in file.problems] == ["heads_without_end"]


def test_a_head_over_each_person_of_a_school_is_read() -> None:
    assert [row.row for row in read_rows(*[HEAD, ANH] * 3).rows] == [2, 4, 6]
