"""A file in which two tables stand beside each other: managers on the left, teachers on the right."""

import io

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from make import NOON
from make import rosters as make

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.engines.sheets import Cell
from boiduong.rehearsal.sheet_files import Grid, as_workbook
from boiduong.rosters import actions, bridge, jobs
from boiduong.rosters.models import RosterImport, RosterRow

HEAD: list[Cell] = ["TT", "Họ và tên", "Ngày sinh", "Chức vụ"]
ANH: list[Cell] = [1, "Nguyễn Thị Ánh", "15/08/1979", "Hiệu trưởng"]
BINH: list[Cell] = [1, "Lê Văn Bình", "16/09/1980", "Giáo viên"]
CUC: list[Cell] = [2, "Đỗ Thị Cúc", "31/02/1980", "Giáo viên"]


@pytest.fixture
def file(campaign: Campaign) -> RosterImport:
    rows: list[list[Cell]] = [[*HEAD, None, *HEAD], [*ANH, None, *BINH], [*[None] * 5, *CUC]]
    made = make.roster_import(make.call(campaign), RosterImport.State.QUEUED, as_workbook([Grid("Sheet1", rows)]))
    jobs.read_imports([made.pk], at=NOON)
    made.refresh_from_db()
    return made


def test_one_table_holds_a_row_of_the_sheet_once(file: RosterImport) -> None:
    known = file.rows.get(table="F", row=3)

    with pytest.raises(IntegrityError, match="roster_row_once"), transaction.atomic():
        RosterRow.objects.create(roster_import=file, sheet="Sheet1", table="F", row=3, values=known.values, status=known.status)


def test_both_tables_are_kept_and_their_rows_told_apart_on_the_pages(file: RosterImport, organiser_client: Client) -> None:
    assert [(row.table, row.row, row.values["name"], row.status) for row in file.rows.order_by("pk")] == [
        ("A", 2, "Nguyễn Thị Ánh", "NEW"),
        ("F", 2, "Lê Văn Bình", "NEW"),
        ("F", 3, "Đỗ Thị Cúc", "WRONG"),
    ]
    page = organiser_client.get(f"/rosters/files/{file.code}/").content.decode()
    assert [page.count(f"{place} (bảng ở cột {column})") for place, column in (("2", "A"), ("2", "F"), ("Dòng 3", "F"))] == [1, 1, 1]
    assert "Dòng 3 (bảng ở cột F)" in organiser_client.get(f"/rosters/rows/{file.rows.get(row=3).code}/mend/").content.decode()


def test_the_workbook_given_back_marks_the_cells_of_the_table_they_stand_in(file: RosterImport) -> None:
    twice = file.rows.get(table="F", row=2)
    twice.problems = [{"column": None, "kind": "x", "severity": "error", "value": "", "message": "Xem lại người này.", "proposal": None}]
    twice.save()

    page = openpyxl.load_workbook(io.BytesIO(bridge.marked_file(file)[1]))["Sheet1"]

    marked = {cell.coordinate for row in page.iter_rows() for cell in row if cell.comment}
    assert marked == {"G2", "H3"}
    assert [page.cell(row, 10).value for row in (1, 2, 3)] == ["Việc cần sửa", "G: Xem lại người này.", "H: Không có ngày này trong lịch."]


def test_confirming_calls_the_people_of_both_tables(file: RosterImport) -> None:
    by = Actor(None, via="test")
    actions.mend_row(actor=by, row=file.rows.get(row=3), typed={"birth_date": "28/02/1980"}, at=NOON)

    actions.confirm_import(actor=by, roster_import=file, at=NOON)

    called = Enrollment.objects.called().filter(campaign=file.campaign).order_by("person__full_name")
    assert {(one.person.full_name, one.role) for one in called} == {
        ("Nguyễn Thị Ánh", "MANAGER"),
        ("Lê Văn Bình", "TEACHER"),
        ("Đỗ Thị Cúc", "TEACHER"),
    }


def test_the_units_page_says_how_many_rows_of_a_file_must_be_mended_and_the_file_which_row_is_repeated(
    file: RosterImport, organiser_client: Client
) -> None:
    assert file.call
    assert "1 dòng phải sửa" in organiser_client.get(f"/rosters/calls/{file.call.code}/").content.decode()

    rows: list[list[Cell]] = [[*HEAD, None, *HEAD], [*ANH, None, *ANH]]
    twice = make.roster_import(file.call, RosterImport.State.QUEUED, as_workbook([Grid("Sheet1", rows)]))
    jobs.read_imports([twice.pk], at=NOON)
    page = organiser_client.get(f"/rosters/files/{twice.code}/").content.decode()
    assert "Trùng với dòng 2 (bảng ở cột A): cùng họ tên và ngày sinh." in page
