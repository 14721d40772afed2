"""Small tables written out in full, for tests that are about one habit."""

from datetime import date

from boiduong.engines.rosters import RosterFile, RosterRow, read
from boiduong.engines.sheets import Cell
from boiduong.rehearsal.sheet_files import Grid, as_workbook

ON = date(2026, 7, 1)


def book(*rows: list[Cell], name: str = "Sheet1", font: str = "Times New Roman") -> bytes:
    return as_workbook([Grid(name, [list(row) for row in rows])], font=font)


def books(sheets: dict[str, list[list[Cell]]]) -> bytes:
    """A workbook of several sheets."""
    return as_workbook([Grid(name, rows) for name, rows in sheets.items()])


def read_rows(*rows: list[Cell], filename: str = "ds.xlsx", font: str = "Times New Roman") -> RosterFile:
    return read(book(*rows, font=font), filename, on=ON)


def only(*rows: list[Cell], font: str = "Times New Roman") -> RosterRow:
    """The one person of this table."""
    (person,) = read_rows(*rows, font=font).rows
    return person


def told(row: RosterRow) -> list[tuple[str | None, str, str]]:
    return [(problem.column, problem.kind, problem.severity) for problem in row.problems]
