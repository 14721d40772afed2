"""Lists of units by the engine alone: hostile files first, then what offices write."""

import pytest
from engines.rosters.books import book, books
from engines.rosters.hostile import Hostile, hostile_files
from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.sheets import Cell
from boiduong.engines.units import UnitFile, UnitLine, read, read_apart, template
from boiduong.engines.units.reading import MOST, NO_TABLE, TOO_MANY

SLOW = {"headings without end", "cells of a thousand strange letters", "brackets in names", "entities in a page"}  # over a second for rosters


@pytest.mark.parametrize("file", [file for file in hostile_files() if file.name not in SLOW], ids=lambda file: file.name)
def test_a_hostile_file_is_answered_in_a_sentence_or_read(file: Hostile) -> None:
    found = read_apart(file.make())

    assert not (found.problem and found.lines)
    assert not found.problem or found.problem.endswith((".", "?"))


@given(st.binary(max_size=400))
def test_no_bytes_whatever_raise(data: bytes) -> None:
    assert isinstance(read(data), UnitFile)


@pytest.mark.parametrize("data", [book(["Họ và tên", "Ngày sinh"], ["Nguyễn Thị Ánh", "15/8/1979"]), book(["Tên đơn vị"], ["Trường A"])])
def test_a_table_without_a_column_of_names_and_a_second_one_that_is_known_is_none(data: bytes) -> None:
    assert read(data) == UnitFile(problem=NO_TABLE)


def test_more_lines_than_are_taken_are_refused_whole() -> None:
    rows = "\n".join(["Tên đơn vị;Cấp học", *(f"Trường {number};Tiểu học" for number in range(MOST + 1))])

    assert read(rows.encode()) == UnitFile(problem=TOO_MANY)


def test_the_template_is_read_back_as_it_was_written() -> None:
    found = read(template())

    assert [line.values["legacy_code"] for line in found.lines] == ["PGD01", "MN001", "TH002"]
    assert (found.problem, found.ignored, found.lines[0].values["phone"]) == ("", (), "02438000000")


def test_titles_above_columns_in_any_order_and_headings_again_on_each_page_are_passed_over() -> None:
    heading: list[Cell] = ["TT", "Cấp học", "TÊN TRƯỜNG", "Hiệu trưởng"]
    data = book(["DANH SÁCH TRƯỜNG"], [], heading, [1, "Tiểu học", "Trường A", "Ông B"], heading, [2, "THCS", " Trường  C ", ""])

    found = read(data)

    expected = (UnitLine("Sheet1", 4, {"level": "Tiểu học", "name": "Trường A"}), UnitLine("Sheet1", 6, {"level": "THCS", "name": "Trường C"}))
    assert (found.lines, found.ignored) == (expected, ("Hiệu trưởng",))


def test_every_sheet_with_such_a_table_is_read_and_the_others_are_not() -> None:
    table: list[list[Cell]] = [["Mã", "Tên đơn vị"], [1, "Trường A"]]
    found = read(books({"Hướng dẫn": [["Điền vào bảng"]], "Quận 1": list(table), "Quận 2": list(table)}))

    assert [(line.sheet, line.values["legacy_code"]) for line in found.lines] == [("Quận 1", "1"), ("Quận 2", "1")]


@pytest.mark.parametrize(
    "total",
    [
        ["", "Tổng cộng", "", 85],
        ["", "TỔNG CỘNG: 85 trường"],
        ["Cộng", "", "", 85],
        ["", "Tổng số trường: 85", "", ""],
        ["", "Tong cong: 85"],
        [2, "Cộng (3 trường)"],
        ["", "Toàn huyện", "", 85],
    ],
)
def test_a_total_is_no_unit_nor_who_signs_below_it(total: list[Cell]) -> None:
    table: list[list[Cell]] = [["TT", "Tên đơn vị", "Cấp học", "Số người"], [1, "Trường Tiểu học Sao Mai", "Tiểu học", 40], total]
    signed: list[list[Cell]] = [[], ["", "", "", "Hoa Sen, ngày 5 tháng 6 năm 2026"], ["", "Người lập bảng"], [], ["", "Nguyễn Thị Ánh"]]

    assert [line.values["name"] for line in read(book(*table, *signed)).lines] == ["Trường Tiểu học Sao Mai"]


def test_bodies_whose_names_begin_like_a_total_are_units_and_so_is_what_follows_a_sum_of_a_group() -> None:
    names = ["Tổng công ty Hoa Sen", "Công đoàn ngành Giáo dục", "Công an phường Sao Mai", "Công ty Hướng Dương"]
    rows: list[list[Cell]] = [["", name, "Khác"] for name in names]
    table: list[list[Cell]] = [["Mã", "Tên đơn vị", "Loại"], *rows[:2], ["", "Cộng: 2"], ["", "II. Khối mầm non"], *rows[2:], ["", "Cộng: 2"]]

    assert [line.values["name"] for line in read(book(*table)).lines] == names


@pytest.mark.parametrize(
    "title", ["I. KHỐI MẦM NON", "A. Trường Tiểu học công lập (12)", "Cấp THCS", "3. Các trường trung học phổ thông", "TH VÀ THCS"]
)
def test_the_title_of_a_group_is_no_unit(title: str) -> None:
    found = read(book(["Mã", "Tên đơn vị", "Cấp học"], ["", title], ["A1", "Trường Mầm non Sao Mai", "Mầm non"]))

    assert [line.values["name"] for line in found.lines] == ["Trường Mầm non Sao Mai"]
