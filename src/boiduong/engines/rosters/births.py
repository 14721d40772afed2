"""Birth dates of a sheet: one column, or two under Nam and Nữ, or three of figures; day first unless the column itself proves otherwise."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from boiduong.engines.dates import Doubt, Precision, Reading, read_date, swapped
from boiduong.engines.rosters.layout import Layout
from boiduong.engines.rosters.model import Field, Sex
from boiduong.engines.rosters.notes import Notes
from boiduong.engines.rosters.values import is_mark, read_sex, text_of
from boiduong.engines.sheets import Cell

YOUNGEST, OLDEST = 18, 75  # years; outside them a birth date is worth a second look
_FEWEST_PROOFS = 3
_BARE_YEAR = re.compile(r"\d\d")  # in a column of births 80 can only be 1980


@dataclass(frozen=True, slots=True)
class Born:
    value: date | None
    precision: Precision | None
    sex: Sex | None = None  # told by the column that the date stands in


@dataclass(frozen=True, slots=True)
class Births:
    """on: the day from which ages count. Then what the whole column showed of the machine that wrote it."""

    on: date
    is_month_first: bool = False  # text such as 12/25/1980 stands there, and nothing like 25/12/1980
    is_typed_swapped: bool = False  # real dates all have a day up to 12, while 25/12/1980 stayed text: a US Excel opened the file

    @classmethod
    def of_column(cls, on: date, rows: Iterable[tuple[Sequence[Cell], Layout]]) -> "Births":
        """What all dates of a sheet together say about their order."""
        cells = [cell for row, layout in rows for _column, cell, _sex in birth_cells(row, layout)]
        readings = [(cell, read_date(cell)) for cell in cells if cell is not None]
        texts = [reading for cell, reading in readings if reading and isinstance(cell, str) and reading.precision == "day"]
        typed = [reading for cell, reading in readings if reading and isinstance(cell, date)]
        month_first = sum(reading.doubt is Doubt.MONTH_FIRST for reading in texts)
        day_first = sum(reading.doubt is not Doubt.MONTH_FIRST and _day(reading) > 12 for reading in texts)
        return cls(
            on,
            is_month_first=month_first >= _FEWEST_PROOFS and day_first == 0,
            is_typed_swapped=day_first >= _FEWEST_PROOFS
            and len(typed) >= _FEWEST_PROOFS
            and all(_day(reading) <= 12 for reading in typed + _short(texts)),
        )

    def read(self, row: Sequence[Cell], layout: Layout, notes: Notes) -> Born:
        """The birth date of one row, its problems told."""
        found = [(column, cell, sex) for column, cell, sex in birth_cells(row, layout) if cell is not None and text_of(cell).strip()]
        if not found:
            self._tell_unread(row, layout, notes)
            return Born(None, None)
        column, cell, sex = found[0]
        if len(found) > 1:
            notes.add(column, "ambiguous", "warning", text_of(cell), "date_twice")
            sex = None
        bare_year = f"00/00/{text_of(cell)}" if _BARE_YEAR.fullmatch(text_of(cell)) else cell
        reading = read_date(bare_year, latest=date(self.on.year - YOUNGEST + 2, 12, 31))
        if reading is None:
            return Born(None, None, sex)
        return self._judged(reading, column, cell, sex, notes)

    def _tell_unread(self, row: Sequence[Cell], layout: Layout, notes: Notes) -> None:
        """Where births stand under Nam and Nữ, text that is neither a mark nor a date was meant as one."""
        if layout.has(Field.BIRTH):
            return
        for field in (Field.MALE, Field.FEMALE):
            for column in layout.columns.get(field, ()):
                shown = text_of(row[column] if column < len(row) else None).strip()
                if len(shown) > 1 and any(map(str.isalnum, shown)) and not is_mark(shown) and not read_sex(shown):
                    notes.add(column, "bad_date", "error", shown, "date_unreadable")

    def _judged(self, reading: Reading, column: int, cell: Cell, sex: Sex | None, notes: Notes) -> Born:
        shown, value = _shown(cell), reading.value
        if value is None:
            reason = "date_wrong" if reading.doubt is Doubt.IMPOSSIBLE else "date_unreadable"
            notes.add(column, "bad_date", "error", shown, reason)
            return Born(None, None, sex)
        if value > self.on:
            notes.add(column, "bad_date", "error", shown, "date_future", proposal=self._century_before(value))
            return Born(None, None, sex)
        if other := self._other_order(reading, cell):
            value = other
            notes.add(column, "ambiguous", "warning", shown, "date_swapped", proposal=_written(value), date=_written(value))
        elif reading.doubt is Doubt.MONTH_FIRST:
            notes.add(column, "ambiguous", "warning", shown, "date_month_first", proposal=_written(value), date=_written(value))
        elif reading.doubt is Doubt.MENDED:
            notes.add(column, "repaired_date", "notice", shown, "date_mended", date=_written(value))
        self._tell_age(value, column, shown, notes)
        return Born(value, reading.precision, sex)

    def _other_order(self, reading: Reading, cell: Cell) -> date | None:
        if not reading.month_could_be_first or reading.value is None:
            return None
        is_suspect = self.is_typed_swapped if isinstance(cell, date) else self.is_month_first
        return swapped(reading.value) if is_suspect else None

    def _tell_age(self, value: date, column: int, shown: str, notes: Notes) -> None:
        age = self.on.year - value.year - ((self.on.month, self.on.day) < (value.month, value.day))
        if age < YOUNGEST:
            notes.add(column, "doubtful_date", "warning", shown, "date_young")
        elif age > OLDEST:
            notes.add(column, "doubtful_date", "warning", shown, "date_old")

    def _century_before(self, value: date) -> str | None:
        try:
            earlier = value.replace(year=value.year - 100)
        except ValueError:
            return None
        return _written(earlier) if YOUNGEST <= self.on.year - earlier.year <= OLDEST else None


def birth_cells(row: Sequence[Cell], layout: Layout) -> Iterator[tuple[int, Cell, Sex | None]]:
    """Every cell of a row that may hold its birth date: column, cell, and the sex that the column tells."""
    if layout.has(Field.DAY) and layout.has(Field.YEAR):
        columns = [layout.columns[field][0] for field in (Field.DAY, Field.MONTH, Field.YEAR) if layout.has(field)]
        figures = [text_of(row[column] if column < len(row) else None).strip() for column in columns]
        yield columns[0], "/".join(filter(None, figures)), None
        return
    told: tuple[tuple[Field, Sex | None], ...] = ((Field.BIRTH, None), (Field.YEAR, None), (Field.MALE, "M"), (Field.FEMALE, "F"))
    for field, sex in told:
        for column in layout.columns.get(field, ()):
            cell = row[column] if column < len(row) else None
            if sex is None or _is_date_like(cell):
                yield column, cell, sex


def _is_date_like(cell: Cell) -> bool:
    """In a column of men or women stands a mark or the date itself."""
    if isinstance(cell, date):
        return True
    shown = text_of(cell)
    return not is_mark(cell) and sum(letter.isdigit() for letter in shown) >= 2


def _day(reading: Reading) -> int:
    return reading.value.day if reading.value else 0


def _short(texts: list[Reading]) -> list[Reading]:
    """Text dates that a US Excel would have taken for its own: where there are any, it never touched this column."""
    return [Reading(date(2000, 1, 31), "day") for reading in texts if _day(reading) <= 12 and reading.doubt is not Doubt.MONTH_FIRST][:1]


def _shown(cell: Cell) -> str:
    return _written(cell) if isinstance(cell, date) else text_of(cell)


def _written(value: date) -> str:
    return f"{value:%d/%m/%Y}"
