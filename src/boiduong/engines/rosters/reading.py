"""Reads one file: sheets, encodings, tables, people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from boiduong.engines.rosters.births import Births
from boiduong.engines.rosters.duplicates import mark_duplicates
from boiduong.engines.rosters.encoding import DecodedSheet, decode_sheet
from boiduong.engines.rosters.layout import Layout
from boiduong.engines.rosters.messages import MESSAGES
from boiduong.engines.rosters.model import Field, KnownUnit, Problem, RosterFile, RosterRow
from boiduong.engines.rosters.people import Group, PersonReader, cell_at
from boiduong.engines.rosters.table import PersonRow, person_rows
from boiduong.engines.rosters.unheaded import layout_by_content
from boiduong.engines.rosters.units import recognise, told_units
from boiduong.engines.rosters.values import is_mark
from boiduong.engines.sheets import Unreadable, column_letter, read_sheets


@dataclass(frozen=True, slots=True)
class Book:
    """What one file says by itself. told: what it says its unit is called, best witness first."""

    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]
    told: tuple[str, ...] = ()


def read(source: Path | bytes, filename: str, *, known_units: Sequence[KnownUnit] = (), on: date | None = None) -> RosterFile:
    """What a school's workbook says, read in this very process: for files of one's own making.

    source: the file, or its bytes. filename: as it was sent; it may tell the unit, never the format.
    known_units: to recognise the unit among. on: the day from which ages count; today if none is given.
    Never raises for a bad file: it has no rows and one problem that says why. A stranger's file goes to a `Reader`.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    return settle(read_book(data, filename, on=on or date.today()), filename, known_units)  # noqa: DTZ011  the reader's own day


def read_book(data: bytes, filename: str, *, on: date, parsed: Callable[[int], None] = lambda _cells: None) -> Book:
    """The rows and problems of one file. parsed: told how many cells it has, once its format is behind us."""
    try:
        sheets = read_sheets(data)
    except Unreadable as reason:
        return Book((), (unreadable(filename, str(reason)),))
    parsed(sum(len(row) for sheet in sheets for row in sheet.rows))
    return _read_decoded([decode_sheet(sheet) for sheet in sheets], filename, on)


def _read_decoded(sheets: Sequence[DecodedSheet], filename: str, on: date) -> Book:
    shown = [sheet for sheet in sheets if not sheet.is_hidden] or sheets
    rows: list[RosterRow] = []
    problems: list[Problem] = []
    found = [(sheet, list(person_rows(sheet.rows))) for sheet in sheets]
    if not any(people for _sheet, people in found):
        found = [(sheet, list(person_rows(sheet.rows, layout)) if (layout := layout_by_content(sheet.rows)) else []) for sheet in sheets]
        problems += [_file_problem("no_head", "warning", sheet.name) for sheet, people in found if people]
    has_marks = any(_has_marks(sheet, people) for sheet, people in found)
    for sheet, people in found:
        if sheet in shown:
            rows += _people(sheet, people, has_marks, on)
            problems += _dropped(people)
        elif people:
            problems.append(_hidden(sheet, len(people)))
    if not rows:
        problems.append(_file_problem("no_table", "error", filename))
    above = [sheet.rows[: people[0].layout.head_row] if people else sheet.rows for sheet, people in found if sheet in shown]
    told = told_units(filename, above, [row.unit for row in rows])
    return Book(tuple(mark_duplicates(rows)), tuple(problems), tuple(told))


def settle(book: Book, filename: str, known_units: Sequence[KnownUnit]) -> RosterFile:
    """The file with the unit that it comes from, if it is one of those known."""
    known = recognise(book.told, known_units)
    problems = book.problems
    if book.rows and known_units and known is None:
        problems = (*problems, _file_problem("unit_unknown", "warning", book.told[0] if book.told else ""))
    name = known.name if known else (book.told[0] if book.told else None)
    return RosterFile(filename, name, known.code if known else None, book.rows, problems)


def unreadable(filename: str, sentence: str) -> Problem:
    """The one problem of a file that is not read."""
    return Problem(None, "unreadable", "error", filename, sentence)


def reread(fields: Mapping[Field, str], *, on: date) -> RosterRow:
    """One row again, after a person mended it by hand: what they typed, judged by the same rules as a file.

    fields: NAME, BIRTH, SEX, POSITION, PHONE, ID, EMAIL, NOTE, TEAM as typed; one left out is empty. Problems name the field in place of a column.
    """
    places = list(enumerate(fields))
    layout = Layout(0, 1, {field: (column,) for column, field in places}, {column: field.value for column, field in places})
    sheet = DecodedSheet("", [list(fields.values())], {}, frozenset(), frozenset(), False)
    row = PersonReader(sheet, Births(on), has_marks=False).read(0, layout, Group())
    by_letter = {letter: field for field, letter in row.columns.items()}
    told = tuple(replace(problem, column=by_letter.get(problem.column or "")) for problem in row.problems)
    return replace(row, problems=told)


def _people(sheet: DecodedSheet, found: list[PersonRow], has_marks: bool, on: date) -> list[RosterRow]:
    births = Births.of_column(on, [(sheet.rows[person.at], person.layout) for person in found])
    reader = PersonReader(sheet, births, has_marks)
    return [reader.read(person.at, person.layout, person.group) for person in found]


def _has_marks(sheet: DecodedSheet, found: list[PersonRow]) -> bool:
    """Whether the column of women is ticked anywhere in the file; if nobody ever did, its blanks say nothing."""
    return any(is_mark(cell_at(sheet.rows[person.at], column)) for person in found for column in person.layout.columns.get(Field.FEMALE, ()))


def _dropped(found: list[PersonRow]) -> list[Problem]:
    """Columns that must not be kept, told once."""
    told = {column: person.layout.headings.get(column, "") for person in found for column in person.layout.columns.get(Field.SENSITIVE, ())}
    return [
        Problem(column_letter(column), "sensitive", "notice", heading, MESSAGES["sensitive"].format(heading=heading))
        for column, heading in sorted(told.items())
    ]


def _hidden(sheet: DecodedSheet, count: int) -> Problem:
    return Problem(None, "hidden_sheet", "warning", sheet.name, MESSAGES["hidden_sheet"].format(sheet=sheet.name, count=count))


def _file_problem(reason: str, severity: str, value: str) -> Problem:
    return Problem(None, reason, "error" if severity == "error" else "warning", value, MESSAGES[reason])
