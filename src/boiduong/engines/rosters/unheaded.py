"""A list that somebody sent without its heading row: which column is what, told by what stands in them."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from boiduong.engines.names import is_syllable
from boiduong.engines.rosters.layout import Layout
from boiduong.engines.rosters.model import Field
from boiduong.engines.rosters.roles import role_of
from boiduong.engines.rosters.values import is_mark, read_sex, text_of
from boiduong.engines.sheets import Cell

_FEWEST_PEOPLE = 2
_DATE = re.compile(r"'?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(19|20)?\d{2}|\d{4}-\d{2}-\d{2}")
_FIRM = (Field.BIRTH, Field.PHONE, Field.ID, Field.EMAIL)


def layout_by_content(rows: Sequence[Sequence[Cell]]) -> Layout | None:
    """The columns of a table without a head, or None where no rows look like people.

    Asked only where no sheet of the file has a head, for a stray table beside the list would look the same.
    """
    people = [at for at, row in enumerate(rows) if _is_like_a_person(row)]
    if len(people) < _FEWEST_PEOPLE:
        return None
    columns: dict[Field, tuple[int, ...]] = {}
    for column in range(max(len(rows[at]) for at in people)):
        cells = [cell for at in people if column < len(rows[at]) and (cell := rows[at][column]) not in (None, "")]
        field = _field(cells) if cells else None
        if field and field not in columns:
            columns[field] = (column,)
    return Layout(people[0], people[0], columns, {}) if Field.NAME in columns and any(field in columns for field in _FIRM) else None


def _is_like_a_person(row: Sequence[Cell]) -> bool:
    return any(_is_name(cell) for cell in row) and any(test(cell) for cell in row for test in (_is_date, _is_phone, _is_id, _is_address))


def _field(cells: Sequence[Cell]) -> Field | None:
    """What most of these cells are."""
    return next((field for field, test in _TESTS if 10 * sum(map(test, cells)) >= 6 * len(cells)), None)


def _is_name(cell: Cell) -> bool:
    words = cell.split() if isinstance(cell, str) else []
    is_large = all(word[0].isupper() and word.replace("'", "").isalpha() for word in words)
    return 2 <= len(words) <= 6 and is_large and role_of(str(cell)) is None and sum(map(is_syllable, words)) * 2 >= len(words)


def _is_date(cell: Cell) -> bool:
    return isinstance(cell, date) or bool(_DATE.match(text_of(cell)))


def _is_phone(cell: Cell) -> bool:
    return bool(re.match(r"'?(\+?84|0)?[35789]\d{8}\b", re.sub(r"[\s.()-]", "", text_of(cell))))


def _is_id(cell: Cell) -> bool:
    return len(re.sub(r"\D", "", text_of(cell))) in (9, 11, 12) and not _is_phone(cell)


def _is_address(cell: Cell) -> bool:
    return "@" in text_of(cell)


def _is_ordinal(cell: Cell) -> bool:
    return bool(re.fullmatch(r"\d{1,3}", text_of(cell)))


_TESTS: tuple[tuple[Field, Callable[[Cell], bool]], ...] = (
    (Field.ORDINAL, _is_ordinal),
    (Field.BIRTH, _is_date),
    (Field.PHONE, _is_phone),
    (Field.ID, _is_id),
    (Field.EMAIL, _is_address),
    (Field.SEX, lambda cell: read_sex(cell) is not None),
    (Field.POSITION, lambda cell: role_of(text_of(cell)) is not None and not is_mark(cell)),
    (Field.NAME, _is_name),
)
