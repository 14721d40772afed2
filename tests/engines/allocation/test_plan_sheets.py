import io

import pytest
import xlsxwriter

from boiduong.engines.allocation.plan_sheets import MAX_BYTES, read_plan_file, write_plan
from boiduong.engines.allocation.plans import PlanUnusable, draw_plan


def test_a_file_that_is_no_workbook_is_refused_in_words() -> None:
    with pytest.raises(PlanUnusable):
        read_plan_file(b"%PDF-1.7 not a table")


def test_a_file_too_large_is_not_read_at_all() -> None:
    with pytest.raises(PlanUnusable, match="2 MB"):
        read_plan_file(b"x" * (MAX_BYTES + 1))


def test_a_mark_of_no_meaning_is_told_with_its_cell() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        book.add_worksheet().write_row(0, 0, ["o", "loa"])

    with pytest.raises(PlanUnusable, match="Dòng 1, cột 2 ghi “loa”"):
        read_plan_file(held.getvalue())


def test_a_plan_that_goes_out_comes_back_as_it_was() -> None:
    plan = draw_plan(4, [3, 5], reserved=6, accessible=2)

    assert read_plan_file(write_plan(plan)) == plan
