"""Reads one file: sheets, encodings, tables, people."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from boiduong.engines.rosters.births import Births
from boiduong.engines.rosters.dittos import without_dittos
from boiduong.engines.rosters.duplicates import mark_duplicates
from boiduong.engines.rosters.encoding import DecodedSheet, decode_sheet
from boiduong.engines.rosters.examples import is_guidance, without_examples
from boiduong.engines.rosters.layout import Layout, has_heads_without_end
from boiduong.engines.rosters.messages import MESSAGES
from boiduong.engines.rosters.model import Field, KnownUnit, Problem, RosterFile, RosterRow
from boiduong.engines.rosters.people import Group, PersonReader, cell_at
from boiduong.engines.rosters.strips import side_by_side
from boiduong.engines.rosters.table import PersonRow, person_rows
from boiduong.engines.rosters.unheaded import layout_by_content
from boiduong.engines.rosters.units import recognise, told_units, unit_key
from boiduong.engines.rosters.values import is_mark
from boiduong.engines.sheets import Cell, Sheet, Unreadable, column_letter, read_sheets

_NEARLY_ALL = 0.9  # of a file's rows: the others are guests in one unit's list

type _Found = tuple[DecodedSheet, list[PersonRow]]


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
    if endless := _with_heads_without_end(sheets):  # asked first: to decode them all is most of the work
        return endless
    decoded = [decode_sheet(sheet) for sheet in sheets]
    if endless := _with_heads_without_end(decoded):
        return endless
    return _read_decoded([table for sheet in decoded for table in side_by_side(sheet)], filename, on)


def _with_heads_without_end(sheets: Sequence[Sheet | DecodedSheet]) -> Book | None:
    """The refusal of a file that repeats its head without end: whole, so that nobody in it is passed over in silence."""
    name = next((sheet.name for sheet in sheets if has_heads_without_end(sheet.rows)), None)
    return None if name is None else Book((), (_file_problem("heads_without_end", "error", name),))


def _read_decoded(sheets: Sequence[DecodedSheet], filename: str, on: date) -> Book:
    is_all_hidden = all(sheet.is_hidden for sheet in sheets)
    rows: list[RosterRow] = []
    problems: list[Problem] = []
    found = [(sheet, list(person_rows(sheet.rows))) for sheet in sheets]
    if not any(people for _sheet, people in found):
        found = [(sheet, list(person_rows(sheet.rows, layout)) if (layout := layout_by_content(sheet.rows)) else []) for sheet in sheets]
        problems += [_file_problem("no_head", "warning", sheet.name) for sheet, people in found if people]
    found, passed_over = _without_guidance([(without_dittos(sheet, people), people) for sheet, people in found])
    problems += passed_over
    has_marks = any(_has_marks(sheet, people) for sheet, people in found)
    units = _unit_of_each_sheet([(sheet, people) for sheet, people in found if people and (not sheet.is_hidden or is_all_hidden)])
    for sheet, people in found:
        if not sheet.is_hidden or is_all_hidden:
            rows += [row if row.unit else replace(row, unit=units.get(sheet.name, "")) for row in _people(sheet, people, has_marks, on)]
            problems += [*_dropped(people), *_guessed(people)]
        elif people:
            problems.append(_not_read("hidden_sheet", sheet, len(people)))
    rows, of_examples = without_examples(rows)
    problems += of_examples
    if not rows:
        problems.append(_file_problem("no_rows" if of_examples else "no_table", "error", filename))
    above = [sheet.rows[: people[0].layout.head_row] if people else sheet.rows for sheet, people in found if not sheet.is_hidden or is_all_hidden]
    told = [] if units else told_units(filename, above, [row.unit for row in rows])
    problems += [_several_units(len(set(units.values())))] if units else []
    return Book(tuple(mark_duplicates(rows)), tuple(problems), tuple(told))


def settle(book: Book, filename: str, known_units: Sequence[KnownUnit]) -> RosterFile:
    """The file with the unit that it comes from, if it is one of those known; a file of several known units comes from none of them."""
    known = recognise(book.told, known_units) or _of_nearly_all(book, known_units)
    problems = tuple(problem for problem in book.problems if problem.kind != "several_units" or not known_units)
    if count := _several(book, known, known_units):
        rows = tuple(row if row.unit or known is None else replace(row, unit=known.name) for row in book.rows)
        return RosterFile(filename, None, None, rows, (*problems, _several_units(count)))
    if book.rows and known_units and known is None:
        problems = (*problems, _file_problem("unit_unknown", "warning", book.told[0] if book.told else ""))
    name = known.name if known else (book.told[0] if book.told else None)
    return RosterFile(filename, name, known.code if known else None, book.rows, problems)


def _several_units(count: int) -> Problem:
    return Problem(None, "several_units", "warning", "", MESSAGES["several_units"].format(count=count))


def _unit_of_each_sheet(found: Sequence[_Found]) -> dict[str, str]:
    """Sheet -> the unit that it names above its table or by its own name, where the sheets of a file name different ones; else nothing."""
    above: dict[str, list[list[list[Cell]]]] = {}
    for sheet, people in found:
        above.setdefault(sheet.name, []).append(sheet.rows[: people[0].layout.head_row])
    told = {name: told_units(f"{name}.xlsx", rows)[:1] for name, rows in above.items()}
    units = {name: units[0] for name, units in told.items() if units}
    return units if len({unit_key(unit) for unit in units.values()}) > 1 else {}


def _of_nearly_all(book: Book, known_units: Sequence[KnownUnit]) -> KnownUnit | None:
    """The known unit that nearly all rows name, where nothing else in the file tells one."""
    units = Counter(row.unit for row in book.rows)
    told, count = units.most_common(1)[0] if units else ("", 0)
    return recognise([told], known_units) if told and count >= _NEARLY_ALL * len(book.rows) else None


def _several(book: Book, of_file: KnownUnit | None, known_units: Sequence[KnownUnit]) -> int:
    """How many known units the rows name, where no single one accounts for nearly all of them; else 0."""
    if not known_units:
        return 0
    by_text = {text: recognise([text], known_units) for text in {row.unit for row in book.rows if row.unit}}
    units = Counter(unit.code for row in book.rows if (unit := by_text.get(row.unit) or (None if row.unit else of_file)))
    is_one = not units or units.most_common(1)[0][1] >= _NEARLY_ALL * len(book.rows)
    return 0 if is_one or len(units) < 2 else len(units)


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
    return [_told_bare(reader.read(person.at, person.layout, person.group), is_bare=person.is_bare) for person in found]


def _told_bare(row: RosterRow, *, is_bare: bool) -> RosterRow:
    if not is_bare:
        return row
    told = Problem(row.columns.get(Field.NAME) or row.columns.get(Field.FAMILY), "only_name", "warning", row.name, MESSAGES["only_name"])
    return replace(row, problems=(*row.problems, told))


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


def _guessed(found: list[PersonRow]) -> list[Problem]:
    """Columns understood by what stands in them alone, told once."""
    told = {column: person.layout.headings.get(column, "") for person in found for column in person.layout.guessed}
    return [
        Problem(column_letter(column), "column_guessed", "warning", heading, MESSAGES["column_guessed"].format(heading=heading))
        for column, heading in sorted(told.items())
    ]


def _without_guidance(found: list[_Found]) -> tuple[list[_Found], list[Problem]]:
    """The sheets without those that only show how a list is made, and what is to be said of these."""
    guidance = [
        (sheet, people) for sheet, people in found if people and is_guidance(sheet.name, sheet.rows[: people[0].layout.head_row], len(people))
    ]
    if len(guidance) == sum(bool(people) for _sheet, people in found):
        return found, []
    problems = [_not_read("guidance_sheet", sheet, len(people)) for sheet, people in guidance]
    return [one for one in found if one not in guidance], problems


def _not_read(reason: str, sheet: DecodedSheet, count: int) -> Problem:
    return Problem(None, reason, "warning", sheet.name, MESSAGES[reason].format(sheet=sheet.name, count=count))


def _file_problem(reason: str, severity: str, value: str) -> Problem:
    return Problem(None, reason, "error" if severity == "error" else "warning", value, MESSAGES[reason])
