import csv
import io

import openpyxl
import pytest
from openpyxl.styles import Font

from boiduong.engines.rosters import read
from boiduong.engines.sheets import Cell, Unreadable, read_sheets
from boiduong.engines.sheets.marking import Mark, mark_workbook

HEADING = "Việc cần sửa"
ROWS: list[list[Cell]] = [
    ["TRƯỜNG TIỂU HỌC SAO MAI", "", "", ""],
    ["TT", "Họ và tên", "Ngày sinh", "Số điện thoại"],
    ["1", "Nguyễn Thị Ánh", "31/02/1980", "0912345678"],
    ["2", "=Lê Văn Bình", "16/09/1980", "0912345679"],
]
MARKS = [Mark("Sheet1", 3, "C", True, "Không có ngày này trong lịch."), Mark("Sheet1", 4, None, False, "Trùng tên với dòng 9.")]


def as_xlsx() -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Sheet1"
    for row in ROWS:
        page.append(list(row))
    page["B4"].data_type = "s"
    page["A1"].font = Font(name="Times New Roman", bold=True)
    page["E9"] = None
    page["D4"] = "=1+1"
    page.merge_cells("A1:D1")
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def as_csv() -> bytes:
    held = io.StringIO()
    csv.writer(held, delimiter=";").writerows(ROWS)
    return held.getvalue().encode()


def test_what_is_no_table_is_refused_in_words() -> None:
    with pytest.raises(Unreadable):
        mark_workbook(b"%PDF-1.7", MARKS, heading=HEADING)


@pytest.mark.parametrize("data", [as_xlsx(), as_csv()])
def test_every_cell_stays_where_it_was_and_the_problems_stand_beside(data: bytes) -> None:
    before = read_sheets(data)[0]

    after = read_sheets(mark_workbook(data, MARKS, heading=HEADING))[0]

    assert [row[: len(ROWS[0])] for row in after.rows if row[:3] != before.rows[-1][:3]] == [
        [*row, *[""] * (4 - len(row))] for row in before.rows if row[:3] != before.rows[-1][:3]
    ]
    assert after.rows[3][:3] == before.rows[3][:3]
    assert [row[4] if len(row) > 4 else "" for row in after.rows] == ["", HEADING, "C: Không có ngày này trong lịch.", "Trùng tên với dòng 9."]


def test_a_cell_with_a_problem_is_coloured_and_says_why() -> None:
    page = openpyxl.load_workbook(io.BytesIO(mark_workbook(as_xlsx(), MARKS, heading=HEADING)))["Sheet1"]

    cell = page["C3"]
    assert cell.comment is not None
    assert (cell.fill.fgColor.rgb, cell.comment.text) == ("00FFC7CE", "Không có ngày này trong lịch.")
    assert page["C4"].comment is None


def test_an_excel_file_keeps_its_looks_and_its_formulas() -> None:
    page = openpyxl.load_workbook(io.BytesIO(mark_workbook(as_xlsx(), MARKS, heading=HEADING)))["Sheet1"]

    assert (page["A1"].font.name, page["A1"].font.bold, page["D4"].value) == ("Times New Roman", True, "=1+1")
    assert [str(merged) for merged in page.merged_cells.ranges] == ["A1:D1"]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    page = openpyxl.load_workbook(io.BytesIO(mark_workbook(as_csv(), MARKS, heading=HEADING)))["Sheet1"]

    assert (page["B4"].value, page["B4"].data_type, page["D3"].value) == ("=Lê Văn Bình", "s", "0912345678")


def test_marked_again_the_old_problems_are_gone_and_no_second_column_is_made() -> None:
    once = mark_workbook(as_csv(), MARKS, heading=HEADING)

    twice = read_sheets(mark_workbook(once, [Mark("Sheet1", 4, "D", True, "Sai số.")], heading=HEADING))[0]

    assert [row[4] if len(row) > 4 else "" for row in twice.rows] == ["", HEADING, "", "D: Sai số."]


@pytest.mark.parametrize("data", [as_xlsx(), as_csv()])
def test_a_marked_workbook_reads_as_the_same_people(data: bytes) -> None:
    before, after = read(data, "a.xlsx"), read(mark_workbook(data, MARKS, heading=HEADING), "a.xlsx")

    assert [(row.row, row.name, row.birth_date, row.note) for row in after.rows] == [
        (row.row, row.name, row.birth_date, row.note) for row in before.rows
    ]
    assert [problem.kind for row in after.rows for problem in row.problems] == [problem.kind for row in before.rows for problem in row.problems]
    assert len(after.rows) == 2
