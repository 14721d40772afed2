"""Cells that mean what stands above them: "nt", "như trên", a pair of strokes, or a cell merged down over several people."""

from collections.abc import Sequence
from dataclasses import replace

from boiduong.engines.rosters.encoding import DecodedSheet
from boiduong.engines.rosters.model import Field
from boiduong.engines.rosters.people import cell_at
from boiduong.engines.rosters.table import PersonRow
from boiduong.engines.sheets import Cell

_FIELDS = (Field.POSITION, Field.TEAM, Field.UNIT, Field.NOTE)
_MARKS = frozenset(
    {"nt", "n/t", "n.t", "n.t.", "-nt-", "như trên", "-như trên-", "nhu tren", '"', '""', "''", "”", "“", "″", "〃", "//", "-//-", "- // -"}
)


def without_dittos(sheet: DecodedSheet, found: Sequence[PersonRow]) -> DecodedSheet:
    """The sheet with these cells filled from the last person above who has something there; nothing above leaves them empty."""
    above: dict[tuple[Field, int], Cell] = {}
    changed: dict[int, list[Cell]] = {}
    for person in found:
        for field in _FIELDS:
            for column in person.layout.columns.get(field, ()):
                cell = cell_at(sheet.rows[person.at], column)
                if _is_ditto(cell, field) or (cell in (None, "") and (person.at, column) in sheet.covered):
                    row = changed.setdefault(person.at, list(sheet.rows[person.at]))
                    row.extend([""] * (column + 1 - len(row)))
                    row[column] = above.get((field, column), "")
                elif cell not in (None, ""):
                    above[field, column] = cell
    if not changed:
        return sheet
    rows = [changed.get(at, row) for at, row in enumerate(sheet.rows)]
    return replace(sheet, rows=rows)


def _is_ditto(cell: Cell, field: Field) -> bool:
    """NT in the column of teams is a nursery (nhà trẻ), not a mark."""
    return isinstance(cell, str) and cell.strip().casefold() in _MARKS and not (field is Field.TEAM and cell.strip() == "NT")
