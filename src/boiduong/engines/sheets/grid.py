"""What every kind of spreadsheet is turned into."""

from dataclasses import dataclass, field
from datetime import date

type Cell = str | float | int | bool | date | None
"""Text, a number, yes or no, a date (or datetime); None and "" are empty."""


OLD_FONTS = (".vn", "vni")  # how the names of fonts begin that draw an old encoding, in small letters


class Unreadable(Exception):
    """This file is not read. Its one argument is a sentence for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a cell's text in one font; None: that of its cell."""

    text: str
    font: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Rows and columns are counted from 0 here; Excel's own row is the index + 1."""

    name: str
    rows: list[list[Cell]]  # ragged: a row ends where its last cell ends
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)  # (row, column) -> font, only of fonts that draw an old encoding
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    runs: dict[tuple[int, int], tuple[Run, ...]] = field(default_factory=dict)  # of cells in several fonts, one of them old: all their text
    covered: frozenset[tuple[int, int]] = frozenset()  # cells under one that is merged down over them


def column_letter(column: int) -> str:
    """Excel's name of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
