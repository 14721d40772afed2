"""Tables that stand beside each other on one sheet, each taken as a sheet of its own with the rows and columns it has in the file.

A head names its columns from left to right; where it begins anew (a second "STT", a second "Họ và tên"), another table begins. The two need not
begin in the same row, nor be equally long, and below them a single wide table may follow: a sheet is cut into bands where that changes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from boiduong.engines.names import search_key
from boiduong.engines.rosters.encoding import DecodedSheet
from boiduong.engines.rosters.headings import field_of, is_heading_row
from boiduong.engines.rosters.model import Field
from boiduong.engines.rosters.table import person_rows
from boiduong.engines.sheets import Cell, column_letter

_NAMING = re.compile(r"\b(họ|tên|ho|ten)\b|ho(va)?ten", re.IGNORECASE)  # in every heading above names: few other cells need a closer look
_NAMES = frozenset({Field.NAME, Field.FAMILY, Field.GIVEN})
_OF_LEARNERS = frozenset({Field.BIRTH, Field.YEAR, Field.DAY, Field.ID})  # asked of nobody but those whom the list is about
_FEWEST_ALIKE = 2  # headings that a table without ordinals shares with the one on its left, the name among them
_TITLES = 2  # rows above a head that belong to it

type _Fields = dict[int, Field]


@dataclass(frozen=True, slots=True)
class _Strip:
    """Columns of one table, from its first heading to its last; both from 0."""

    first: int
    last: int

    def meets(self, other: "_Strip") -> bool:
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class _Band:
    """From this row on, to where the next band begins, these tables stand beside each other."""

    row: int
    strips: tuple[_Strip, ...]


def side_by_side(sheet: DecodedSheet) -> list[DecodedSheet]:
    """The sheet itself, or one for each of the tables that stand beside each other in it; these know the column in which they begin."""
    bands = _bands(sheet.rows)
    if all(len(band.strips) < 2 for band in bands):
        return [sheet]
    ends = [*(band.row for band in bands[1:]), len(sheet.rows)]
    return [one for band, end in zip(bands, ends, strict=True) for one in _cut(sheet, band, end)]


def _bands(rows: Sequence[Sequence[Cell]]) -> list[_Band]:
    bands: list[_Band] = []
    for at, row in enumerate(rows):
        strips = tuple(_heads(rows, at, row))
        if not strips:
            continue
        joined = _joined(bands[-1].strips, strips) if bands else strips
        if joined:
            bands[-1:] = [_Band(bands[-1].row if bands else 0, joined)]
        else:
            bands.append(_Band(_above(rows, at), strips))
    return bands


def _joined(known: tuple[_Strip, ...], found: tuple[_Strip, ...]) -> tuple[_Strip, ...] | None:
    """The tables so far with these heads counted in, or None where the columns are divided anew."""
    made = list(known)
    for strip in found:
        met = [one for one in made if one.meets(strip)]
        if len(met) > 1:
            return None
        made = [one for one in made if one not in met]
        made.append(_Strip(min(strip.first, *(one.first for one in met)), max(strip.last, *(one.last for one in met))) if met else strip)
    is_divided = any(sum(one.meets(strip) for strip in found) > 1 for one in known)
    return None if is_divided else tuple(sorted(made, key=lambda strip: strip.first))


def _above(rows: Sequence[Sequence[Cell]], at: int) -> int:
    """The first of the titles that stand just above this head."""
    first = at
    while first > max(0, at - _TITLES) and sum(cell not in (None, "") for cell in rows[first - 1]) <= 1:
        first -= 1
    return first


def _cut(sheet: DecodedSheet, band: _Band, end: int) -> Iterator[DecodedSheet]:
    """A sheet for each table of a band, in which the cells of the others are empty. A head above nobody leaves its columns to the table before."""
    strips = list(band.strips)
    while True:
        starts = [0, *(strip.first for strip in strips[1:])]
        cuts = list(zip(starts, [*starts[1:], None], strict=True))
        made = [_within(sheet, band.row, end, first, last) for first, last in cuts]
        empty = next((place for place, rows in enumerate(made) if not any(True for _ in person_rows(rows))), None)
        if empty is None or len(strips) == 1:
            break
        del strips[empty]
    for strip, rows in zip(strips, made, strict=True):
        yield replace(sheet, rows=rows, table=column_letter(strip.first) if len(strips) > 1 else "")


def _within(sheet: DecodedSheet, top: int, end: int, first: int, last: int | None) -> list[list[Cell]]:
    """The rows of the sheet with nothing but what stands in these rows and columns."""
    return [[*[None] * min(first, len(row)), *row[first:last]] if top <= at < end else [] for at, row in enumerate(sheet.rows)]


def _heads(rows: Sequence[Sequence[Cell]], at: int, row: Sequence[Cell]) -> Iterator[_Strip]:
    """The heads of tables that begin in this row, from left to right."""
    if not any(isinstance(cell, str) and _NAMING.search(cell) for cell in row):
        return
    fields = {column: field for column, cell in enumerate(row) if isinstance(cell, str) and cell and (field := field_of(cell))}
    before: _Fields = {}
    for segment in _segments(fields, row):
        if not before:
            before = segment
        elif _is_of_its_own(segment, before, rows, at):
            yield from _strip(before)
            before = segment
        else:
            before = before | segment
    yield from _strip(before)


def _strip(fields: _Fields) -> Iterator[_Strip]:
    if is_heading_row(fields):
        yield _Strip(min(fields), max(fields))


def _segments(fields: Mapping[int, Field], row: Sequence[Cell]) -> Iterator[_Fields]:
    """The named columns of a row, cut where an ordinal or a name comes for the second time."""
    here: _Fields = {}
    for column in sorted(fields):
        if _begins_anew(fields[column], set(here.values())):
            moved = {} if fields[column] is Field.ORDINAL else _begun_before(here, column, row)
            yield {one: field for one, field in here.items() if one not in moved}
            here = moved
        here[column] = fields[column]
    yield here


def _begins_anew(field: Field, kinds: set[Field]) -> bool:
    if field is Field.ORDINAL:
        return bool(kinds)  # what stands left of it is another table's, or somebody's row
    if field is Field.FAMILY:
        return bool(kinds & {Field.NAME, Field.GIVEN})
    return field is Field.NAME and bool(kinds & {Field.NAME, Field.FAMILY})


def _begun_before(here: _Fields, column: int, row: Sequence[Cell]) -> _Fields:
    """Headings left of a second name that belong to it: those up to an empty column, else those that the first table has already."""
    near: _Fields = {}
    right = column
    for one in sorted(here, reverse=True):
        if any(row[between] in (None, "") for between in range(one + 1, right)):
            return near
        if here[one] in _NAMES:
            break
        near[one], right = here[one], one
    seen = {one: field for one, field in near.items() if field in (here[other] for other in here if other not in near)}
    return {one: field for one, field in seen.items() if all(other in seen for other in near if other > one)}


def _is_of_its_own(segment: _Fields, before: _Fields, rows: Sequence[Sequence[Cell]], at: int) -> bool:
    """Whether this is a second list of people, not the second name in one list (whom to call, a spouse)."""
    if not is_heading_row(segment):
        return False
    first, kinds, known = min(segment), set(segment.values()), set(before.values())
    if Field.ORDINAL in kinds or kinds & known & _OF_LEARNERS or not is_heading_row(before):
        return True
    if first - max(before) > 1 and all(row[first - 1] in (None, "") for row in rows[at : at + 12] if first <= len(row)):
        return True
    said = {search_key(str(rows[at][column])) for column in before}
    alike = [field for column, field in segment.items() if search_key(str(rows[at][column])) in said]
    return len(alike) >= _FEWEST_ALIKE and bool(_NAMES & set(alike))
