"""Finds the heads of the tables in a sheet, of one to three rows, wherever they stand and in any order of columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from boiduong.engines.names import search_key
from boiduong.engines.rosters.guessing import BY_CONTENT, by_content
from boiduong.engines.rosters.headings import field_of, is_heading_row
from boiduong.engines.rosters.model import Field
from boiduong.engines.sheets import Cell

_SUBHEADINGS = {Field.MALE, Field.FEMALE, Field.DAY, Field.MONTH, Field.YEAR, Field.FAMILY, Field.GIVEN, Field.MARKED}
_NO_HEADING = re.compile(r"\d{6}|@")  # what only a person's row has: most rows need no closer look
_SURE = {Field.ORDINAL, Field.BIRTH, Field.POSITION, Field.SEX, Field.PHONE, Field.ID, Field.NAME, Field.FAMILY, Field.EMAIL}
_FEWEST_SURE = 3  # known headings that make a row a head, whatever the others are called
_CAPTION = re.compile(r"\(?\s*(\d{1,2}|[a-z])\s*\)?", re.IGNORECASE)  # of the row of column numbers: (1) (2) (3), A B C
_HEADS, _PAGE = 1_000, 20  # heads that any sheet may have; beyond them one to a printed page, which holds at least so many rows
_WORSE = {Field.PHONE: re.compile(r"\b(co quan|ban|truong|don vi|nha|may ban)\b"), Field.ID: re.compile(r"\b(cmnd|cmtnd|cmt|chung minh|cu)\b")}
# Two meanings in one: a phone (ĐT) typed without its stroke, or the people somebody is of; told apart by what stands below.
_DOUBTFUL: dict[str, tuple[Field, Field]] = {"dt": (Field.SENSITIVE, Field.PHONE)}


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column holds what, from one head of a table to the next."""

    head_row: int  # first row of the head, from 0
    first_row: int  # first row under the head
    columns: dict[Field, tuple[int, ...]]
    headings: dict[int, str]
    guessed: tuple[int, ...] = ()  # columns whose headings say nothing here, understood by what stands in them

    def first(self, *fields: Field) -> int | None:
        return next((self.columns[field][0] for field in fields if field in self.columns), None)

    def has(self, field: Field) -> bool:
        return field in self.columns


def has_heads_without_end(rows: list[list[Cell]]) -> bool:
    """Whether a sheet repeats its head more often than on every printed page: no list of people, and long work for nobody."""
    heads = 0
    for at in range(len(rows)):
        heads += bool(_head_fields(rows, at))
        if heads > _HEADS + at // _PAGE:
            return True
    return False


def layout_at(rows: list[list[Cell]], at: int) -> Layout | None:
    """The layout whose head begins in this row, or None if no head does."""
    fields = _head_fields(rows, at)
    if not fields:
        return None
    headings = {column: str(cell) for column, cell in enumerate(rows[at]) if isinstance(cell, str) and cell}
    after = at + 1
    while after < min(len(rows), at + 3) and (sub := _subheadings(rows[after], fields)):
        headings |= {column: f"{headings.get(column, '')} {rows[after][column]}".strip() for column in sub}
        fields |= sub
        after += 1
    if after < len(rows) and is_caption_row(rows[after]):
        after += 1
    named = _fields(rows[at])
    guessed = tuple(
        column
        for column, field in fields.items()
        if named.get(column) is None
        and field in BY_CONTENT
        and column < len(rows[at])
        and bool(rows[at][column])
        and field_of(headings[column]) is None
    )
    return Layout(at, after, _best_first(_by_field(fields), headings), headings, guessed)


def _best_first(columns: dict[Field, tuple[int, ...]], headings: dict[int, str]) -> dict[Field, tuple[int, ...]]:
    """Of two phones or numbers of a person, their own and the newer first."""
    for field, worse in _WORSE.items():
        if len(columns.get(field, ())) > 1:
            columns[field] = tuple(sorted(columns[field], key=lambda column: bool(worse.search(search_key(headings.get(column, ""))))))
    return columns


def _head_fields(rows: list[list[Cell]], at: int) -> dict[int, Field]:
    """The fields that this row names, or nothing if it is no first row of a head."""
    texts = [cell for cell in rows[at] if isinstance(cell, str) and cell]
    if len(texts) < 2 or any(_NO_HEADING.search(text) for text in texts):
        return {}
    below = rows[at + 1 : at + 12]
    fields = _fields(rows[at], below)
    if len(set(fields.values()) & _SURE) >= _FEWEST_SURE:
        fields |= by_content(rows[at], below, fields)
    return fields if is_heading_row(fields) else {}


def is_caption_row(row: Sequence[Cell]) -> bool:
    """A row of column numbers, (1) (2) (3), or letters, which some offices put under the head."""
    texts = [_whole(cell) for cell in row if cell not in (None, "")]
    shown = [text for text in texts if _CAPTION.fullmatch(text)]
    if len(shown) < 3 or len(texts) - len(shown) > (len(shown) > 3):  # something left far on the right is not asked
        return False
    numbers = [int(found) for text in shown if (found := re.sub(r"\D", "", text))]
    return len(numbers) != 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True


def _whole(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _fields(row: Sequence[Cell], below: Sequence[Sequence[Cell]] = ()) -> dict[int, Field]:
    found = {}
    for column, cell in enumerate(row):
        if not isinstance(cell, str) or not cell:
            continue
        doubtful = _DOUBTFUL.get(cell.strip(" .").casefold())
        field = doubtful[_holds_numbers(below, column)] if doubtful else field_of(cell)
        if field:
            found[column] = field
    return found


def _holds_numbers(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    return any(sum(letter.isdigit() for letter in _whole(row[column])) >= 8 for row in rows if column < len(row))


def _subheadings(row: Sequence[Cell], above: dict[int, Field]) -> dict[int, Field]:
    """The fields of a second heading row, or nothing if this row is something else."""
    shown = {column: cell for column, cell in enumerate(row) if cell not in (None, "")}
    if not shown or not all(isinstance(cell, str) for cell in shown.values()):
        return {}
    fields = _fields(row)
    kinds = set(fields.values())
    if {Field.DAY, Field.MONTH} <= kinds and Field.YEAR not in kinds:  # "nam" without its accent is then the year
        fields = {column: Field.YEAR if field is Field.MALE else field for column, field in fields.items()}
    if kinds <= {Field.MARKED} and len(fields) < 2:  # "Giáo viên" alone is the title of a group
        return {}
    known = [field for column, field in fields.items() if field in _SUBHEADINGS or above.get(column) is None or above[column] is field]
    is_second_row = len(known) == len(fields) and 2 * len(fields) > len(shown) and not (set(fields.values()) <= {Field.TEAM, Field.POSITION})
    return fields if is_second_row else {}


def _by_field(fields: dict[int, Field]) -> dict[Field, tuple[int, ...]]:
    kinds = set(fields.values())
    made: dict[Field, tuple[int, ...]] = {}
    for column in sorted(fields):
        field = fields[column]
        if field is Field.BIRTH and kinds & {Field.MALE, Field.FEMALE, Field.DAY} and _is_overruled(field, column, fields):
            continue
        made[field] = (*made.get(field, ()), column)
    if Field.FAMILY in made and Field.GIVEN not in made and Field.NAME not in made:
        made[Field.NAME] = made.pop(Field.FAMILY)
    return made


def _is_overruled(field: Field, column: int, fields: dict[int, Field]) -> bool:
    """A heading whose own column got a second heading keeps no column of its own."""
    return fields.get(column) is not field


def unit_line(text: str) -> str | None:
    """What stands behind "Đơn vị:" or "Trường:", or None if this text is no such line."""
    head, colon, rest = text.partition(":")
    told = colon and re.fullmatch(r"(ten )?(don vi|truong|co quan)( cong tac| lap| gui| bao cao)?", search_key(head))
    return rest.strip(" .…_-") or None if told else None
