"""Workbooks out. Text stays text: a number that begins with 0 keeps it, and nothing that begins with = is ever a formula."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from boiduong.engines.sheets.grid import Cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table that is written."""

    heading: str
    width: int = 16  # in characters


def write_table(sheet_name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, title: str = "") -> bytes:
    """One sheet: a title if there is one, a heading that stays in sight and repeats on paper, the rows.

    Returns the bytes of an .xlsx file. A row may be shorter than the heading.
    """
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(sheet_name[:31])
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#E8EEF5"})
        look = {"border": 1, "valign": "top"}
        formats = [book.add_format(look | {"num_format": shown}) for shown in ("@", "General", "dd/mm/yyyy")]
        top = 0
        if title:
            sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
            top = 2
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(top, at, column.heading, head)
        for r, row in enumerate(rows, top + 1):
            for c, cell in enumerate(row):
                _write(sheet, (r, c), cell, formats)
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        sheet.fit_to_pages(1, 0)
    return held.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, at: tuple[int, int], cell: Cell, formats: list[object]) -> None:
    text, figure, day = formats
    if isinstance(cell, date):
        sheet.write_datetime(*at, cell, day)
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        sheet.write_number(*at, cell, figure)
    else:
        sheet.write_string(*at, "" if cell is None else str(cell), text)
