"""Writes grids of cells as the files that a school sends: workbooks in any font, text tables in any encoding."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import xlsxwriter

from boiduong.engines.names import Encoding, from_unicode
from boiduong.engines.sheets import Cell
from boiduong.rehearsal.mess import decomposed

_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(slots=True)
class Grid:
    """A sheet that is being filled. hidden: rows (from 0); merged: row, first and last column."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, *cells: Cell) -> int:
        self.rows.append(list(cells))
        return len(self.rows) - 1


def encoded(grids: Sequence[Grid], encoding: Encoding) -> list[Grid]:
    """The same sheets with every text in an old encoding."""
    return [
        Grid(
            grid.name,
            [[from_unicode(cell, encoding) if isinstance(cell, str) else cell for cell in row] for row in grid.rows],
            grid.hidden,
            grid.merged,
        )
        for grid in grids
    ]


def as_workbook(grids: Sequence[Grid], *, font: str = "Times New Roman") -> bytes:
    """An .xlsx file with all its cells in one font. Numbers are numbers and dates are dates, as Excel leaves them."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        plain = book.add_format({"font_name": font})
        day = book.add_format({"font_name": font, "num_format": "dd/mm/yyyy"})
        for grid in grids:
            sheet = book.add_worksheet(grid.name)
            for r, row in enumerate(grid.rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(r, c, cell, day)
                    elif cell not in ("", None):
                        sheet.write(r, c, cell, plain)
            for r in grid.hidden:
                sheet.set_row(r, None, None, {"hidden": True})
            for r, first, last in grid.merged:
                sheet.merge_range(r, first, r, last, grid.rows[r][first], plain)
    return held.getvalue()


def as_text_table(grid: Grid, *, delimiter: str = ",", codec: str = "utf-8-sig") -> bytes:
    """A .csv file as Excel saves one: dates as dd/mm/yyyy, numbers bare. codec "cp1258" writes Windows-1258."""
    held = io.StringIO()
    writer = csv.writer(held, delimiter=delimiter, lineterminator="\r\n")
    for row in grid.rows:
        writer.writerow([f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row])
    text = held.getvalue()
    if codec != "cp1258":
        return text.encode(codec)
    return "".join(_windows(letter) for letter in text).encode("cp1258", errors="replace")


def _windows(letter: str) -> str:
    """Windows-1258 has some letters whole and the rest as a letter followed by its tone."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        base, *marks = list(decomposed(letter))
        tones = [mark for mark in marks if mark in _TONES]
        whole = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in _TONES))
        return whole + "".join(tones)
    return letter
