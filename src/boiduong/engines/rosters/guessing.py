"""What a column is about whose heading says nothing here, told by what stands in it: names, or phones."""

from collections.abc import Callable, Mapping, Sequence

from boiduong.engines.names import is_common, is_syllable
from boiduong.engines.rosters.model import Field
from boiduong.engines.rosters.values import read_phone, text_of
from boiduong.engines.sheets import Cell

BY_CONTENT = (Field.NAME, Field.PHONE)
_NEARLY_ALL, _FEWEST = 0.8, 2


def by_content(head: Sequence[Cell], below: Sequence[Sequence[Cell]], known: Mapping[int, Field]) -> dict[int, Field]:
    """The columns under unknown headings that hold names or phones, where no known heading is about these."""
    fields = set(known.values())
    found: dict[int, Field] = {}
    if not fields & {Field.NAME, Field.FAMILY, Field.GIVEN}:
        found |= _first(head, below, known, Field.NAME, _is_name)
    if Field.PHONE not in fields and Field.EMAIL not in fields | set(found.values()):
        found |= _first(head, below, {**known, **found}, Field.PHONE, _is_mobile)
    return found


def _first(
    head: Sequence[Cell], below: Sequence[Sequence[Cell]], known: Mapping[int, Field], field: Field, holds: Callable[[Cell], bool]
) -> dict[int, Field]:
    for column, heading in enumerate(head):
        if column in known or not isinstance(heading, str) or not heading:
            continue
        cells = [cell for row in below if column < len(row) and (cell := row[column]) not in (None, "")]
        if len(cells) >= _FEWEST and sum(map(holds, cells)) >= _NEARLY_ALL * len(cells):
            return {column: field}
    return {}


def _is_name(cell: Cell) -> bool:
    """Two to five words of Vietnamese, the first of them a family name and written large."""
    words = cell.split() if isinstance(cell, str) else []
    return 2 <= len(words) <= 5 and is_common(words[0]) and all(is_syllable(word) and word[:1].isupper() for word in words)


def _is_mobile(cell: Cell) -> bool:
    number = read_phone(cell).text if sum(letter.isdigit() for letter in text_of(cell)) >= 9 else None
    return number is not None and len(number) == 10 and number[1] != "2"
