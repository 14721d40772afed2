"""A workbook for its sender to correct: the same sheets, rows and columns, what is wrong coloured and said in a column of its own.

Not among what the package exports: openpyxl is slow to load, and a child that only reads does without.
"""

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import openpyxl
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from boiduong.engines.sheets.grid import Sheet
from boiduong.engines.sheets.reading import read_sheets

_ERROR, _WARNING, _HEAD = (PatternFill("solid", fgColor=colour) for colour in ("FFC7CE", "FFEB9C", "DDEBF7"))
_WIDTH = 60  # characters of the added column


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to correct. row: Excel's own; column: Excel's letters, or None where it is about the row as a whole."""

    sheet: str
    row: int
    column: str | None
    is_error: bool
    text: str


def mark_workbook(data: bytes, marks: Iterable[Mark], *, heading: str) -> bytes:
    """The file as .xlsx with these marks in it.

    data: a file that read_sheets reads; an .xlsx keeps its looks and formulas, every other kind gives its values.
    heading: of the added column; where a row of the sheet holds it already, its column is used again and what stood there is gone.
    Raises Unreadable as read_sheets does.
    """
    sheets = read_sheets(data)
    book = _opened(data) or _copied(sheets)
    by_sheet: defaultdict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_sheet[mark.sheet].append(mark)
    for sheet in sheets:
        if sheet.name in book.sheetnames:
            _mark_sheet(book[sheet.name], sheet, by_sheet[sheet.name], heading)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _opened(data: bytes) -> Workbook | None:
    """The workbook as its sender made it, or None where it is of another kind, or openpyxl cannot keep what is in it."""
    if not data.startswith(b"PK"):
        return None
    try:
        return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    except Exception:  # openpyxl fails in many ways on files that Excel opens; their values are still at hand
        return None


def _copied(sheets: Sequence[Sheet]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        for r, row in enumerate(sheet.rows, 1):
            for c, value in enumerate(row, 1):
                if value not in (None, ""):
                    cell = page.cell(r, c, value)
                    if isinstance(value, str):
                        cell.data_type, cell.number_format = "s", "@"  # no text becomes a formula, no zero is lost
        for hidden in sheet.hidden_rows:
            page.row_dimensions[hidden + 1].hidden = True
    return book


def _mark_sheet(page: Worksheet, sheet: Sheet, marks: Sequence[Mark], heading: str) -> None:
    head, column = _place(sheet, marks, heading)
    for row in range(1, len(sheet.rows) + 1):
        if column <= len(sheet.rows[row - 1]) and row >= head:
            page.cell(row, column).value = None
    if not marks:
        return
    title = page.cell(head, column, heading)
    title.font, title.fill = Font(bold=True), _HEAD
    page.column_dimensions[title.column_letter].width = _WIDTH
    told: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        told[mark.row].append(mark)
    for row, here in told.items():
        cell = page.cell(row, column, "; ".join(_said(mark) for mark in here))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.data_type, cell.fill = "s", _ERROR if any(mark.is_error for mark in here) else _WARNING
        for mark in here:
            if mark.column:
                _colour(page, row, mark)


def _place(sheet: Sheet, marks: Sequence[Mark], heading: str) -> tuple[int, int]:
    """Row and column (from 1) of the added column's heading: where it stands already, else beside the table, above its first mark."""
    for r, row in enumerate(sheet.rows, 1):
        if heading in row:
            return r, row.index(heading) + 1
    widest = max((c for row in sheet.rows for c, value in enumerate(row, 1) if value not in (None, "")), default=0)
    return max(min((mark.row for mark in marks), default=2) - 1, 1), widest + 1


def _said(mark: Mark) -> str:
    return f"{mark.column}: {mark.text}" if mark.column else mark.text


def _colour(page: Worksheet, row: int, mark: Mark) -> None:
    cell = page.cell(row, column_index_from_string(mark.column or "A"))
    if isinstance(cell, MergedCell):
        return  # the column of problems says it; a merged cell cannot be coloured by itself
    assert isinstance(cell, BookCell)
    cell.fill = _ERROR if mark.is_error else _WARNING
    cell.comment = Comment(mark.text, "Bồi Dưỡng", width=320, height=80)
