"""Turns one row of a table into one person, with everything worth saying about it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from boiduong.engines.names import search_key
from boiduong.engines.rosters.births import Births
from boiduong.engines.rosters.encoding import DecodedSheet
from boiduong.engines.rosters.layout import Layout
from boiduong.engines.rosters.model import Field, Role, RosterRow, Sex
from boiduong.engines.rosters.notes import Notes
from boiduong.engines.rosters.person_names import read_name
from boiduong.engines.rosters.roles import role_of, role_of_sheet
from boiduong.engines.rosters.values import Value, is_mark, is_unticked, read_email, read_id, read_phone, read_sex, sex_of_id, text_of
from boiduong.engines.sheets import Cell, column_letter

_GIVEN = re.compile(r"([^\W\d_]|['’])*|[^\W\d_]\S*( [^\W\d_]\S*){1,3}")  # one word, or a few that all begin large


@dataclass(frozen=True, slots=True)
class Group:
    """What the last group row said."""

    title: str = ""
    role: Role | None = None
    unit: str = ""  # where the file is of several schools, one under another


@dataclass(frozen=True, slots=True)
class PersonReader:
    """Reads the rows of one sheet. has_marks: whether the column of women is ticked anywhere, so that a blank in it means a man."""

    sheet: DecodedSheet
    births: Births
    has_marks: bool

    def read(self, at: int, layout: Layout, group: Group) -> RosterRow:
        row: Sequence[Cell] = self.sheet.rows[at]
        notes = Notes()
        name, aside = self._name(at, row, layout, notes)
        born = self.births.read(row, layout, notes)
        national_id = self._number(row, layout, notes, born.value)
        row, layout = _parted(row, layout)
        phone = _plain(row, layout, Field.PHONE, read_phone, notes)
        email = _plain(row, layout, Field.EMAIL, read_email, notes)
        position = _text(row, layout, Field.POSITION) or next((part for part in aside.split("; ") if role_of(part)), "")
        role = self._role(row, layout, position, group, notes)
        if at in self.sheet.hidden_rows:
            notes.add(None, "hidden_row", "notice", "", "hidden_row")
        return RosterRow(
            sheet=self.sheet.name,
            row=at + 1,
            name=name,
            birth_date=born.value,
            birth_precision=born.precision,
            sex=self._sex(row, layout) or born.sex or sex_of_id(national_id),
            role=role,
            position=position,
            team=_text(row, layout, Field.TEAM) or ("" if group.role == "manager" else group.title),
            unit=_text(row, layout, Field.UNIT) or group.unit,
            phone=phone,
            national_id=national_id,
            staff_code=_text(row, layout, Field.STAFF_CODE),
            email=email,
            note="; ".join(filter(None, (_text(row, layout, Field.NOTE), aside, _leave(row, layout)))),
            problems=tuple(notes.found),
            table=self.sheet.table,
            columns={which.value: column_letter(columns[0]) for which, columns in layout.columns.items()},
        )

    def _name(self, at: int, row: Sequence[Cell], layout: Layout, notes: Notes) -> tuple[str, str]:
        columns = name_columns(layout)
        parts = [text_of(cell_at(row, column)) for column in columns]
        if len(parts) > 1 and columns[1] not in layout.headings and not _is_given(parts[1]):
            parts, columns = parts[:1], columns[:1]  # a column without a heading holds something else
        repaired = next((self.sheet.repaired[at, column] for column in columns if (at, column) in self.sheet.repaired), None)
        read = read_name(parts, is_split=layout.has(Field.FAMILY), has_lost_capitals=repaired is not None)
        for doubt in read.doubts:
            notes.add(
                columns[min(doubt.part, len(columns) - 1)], doubt.kind, doubt.severity, " ".join(parts).strip(), doubt.reason, proposal=doubt.proposal
            )
        if any((at, column) in self.sheet.guessed for column in columns):
            notes.add(columns[0], "encoding", "warning", read.name, "encoding_guess")
        elif repaired:
            notes.add(columns[0], "encoding", "notice", read.name, "encoding", encoding=repaired.value)
        return read.name, read.aside

    def _number(self, row: Sequence[Cell], layout: Layout, notes: Notes, born: date | None) -> str | None:
        column = _filled(row, layout, Field.ID)
        if column is None:
            return None
        value = read_id(cell_at(row, column), birth_year=born.year if born else None)
        _tell(value, column, cell_at(row, column), notes)
        return value.text

    def _sex(self, row: Sequence[Cell], layout: Layout) -> Sex | None:
        if (column := layout.first(Field.SEX)) is not None and (sex := read_sex(cell_at(row, column))):
            return sex
        if (column := layout.first(Field.FEMALE)) is not None and (sex := read_sex(cell_at(row, column))):
            return sex
        if self._ticked(row, layout, Field.FEMALE):
            return "F"
        if self._ticked(row, layout, Field.MALE):
            return "M"
        only_women_ticked = layout.has(Field.FEMALE) and not layout.has(Field.MALE) and self.has_marks
        return "M" if only_women_ticked and is_unticked(cell_at(row, layout.columns[Field.FEMALE][0])) else None

    def _ticked(self, row: Sequence[Cell], layout: Layout, which: Field) -> bool:
        column = layout.first(which)
        return column is not None and is_mark(cell_at(row, column))

    def _role(self, row: Sequence[Cell], layout: Layout, position: str, group: Group, notes: Notes) -> Role | None:
        others = [*(text_of(cell_at(row, column)) for column in layout.columns.get(Field.POSITION, ())), position]
        others += [layout.headings[column] for column in layout.columns.get(Field.MARKED, ()) if is_mark(cell_at(row, column))]
        role = next((role for text in others if (role := role_of(text))), None) or group.role or role_of_sheet(self.sheet.name)
        if role is None and position:
            notes.add(layout.first(Field.POSITION), "unknown_role", "notice", position, "role_unknown")
        return role


def _is_given(text: str) -> bool:
    return bool(_GIVEN.fullmatch(text)) and role_of(text) is None and (" " not in text or text == text.title() or text.isupper())


def name_columns(layout: Layout) -> list[int]:
    """The columns that hold the name, in order: one, or family (with middle names apart or not) and given name, or one heading over two columns."""
    if layout.has(Field.FAMILY) and layout.has(Field.GIVEN):
        return [*layout.columns[Field.FAMILY], layout.columns[Field.GIVEN][0]]
    first = layout.columns[Field.NAME][0]
    beside = first + 1
    taken = {column for columns in layout.columns.values() for column in columns}
    if layout.has(Field.GIVEN):
        return [first, layout.columns[Field.GIVEN][0]]
    return [first] if beside in taken or layout.headings.get(beside) else [first, beside]


def cell_at(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else None


def _text(row: Sequence[Cell], layout: Layout, which: Field) -> str:
    found = (text_of(cell_at(row, column)).strip() for column in layout.columns.get(which, ()))
    return re.sub(r"^[-–.]+$", "", next(filter(None, found), ""))


def _leave(row: Sequence[Cell], layout: Layout) -> str:
    """What a column such as "Đang nghỉ dài hạn" says, in words that make sense away from it."""
    column = layout.first(Field.LEAVE)
    shown = _text(row, layout, Field.LEAVE)
    if column is None or search_key(shown) in {"", "khong", "ko", "k", "0", "no"}:
        return ""
    return layout.headings[column] if is_mark(shown) else f"{layout.headings[column]}: {shown}"


def _plain(row: Sequence[Cell], layout: Layout, which: Field, read: Callable[[Cell], Value], notes: Notes) -> str | None:
    column = _filled(row, layout, which)
    if column is None:
        return None
    value = read(cell_at(row, column))
    _tell(value, column, cell_at(row, column), notes)
    return value.text


def _parted(row: Sequence[Cell], layout: Layout) -> tuple[Sequence[Cell], Layout]:
    """Where a phone and an address stand in one cell, the row with the address in a cell of its own behind the last."""
    column = layout.first(Field.EMAIL, Field.PHONE)
    if column is None or (layout.has(Field.EMAIL) and layout.has(Field.PHONE)):
        return row, layout
    pieces = re.split(r"[\s;,]+", text_of(cell_at(row, column)))
    addresses = [piece for piece in pieces if "@" in piece]
    others = " ".join(piece for piece in pieces if "@" not in piece)
    if not addresses or sum(letter.isdigit() for letter in others) < 8:
        return row, layout
    parted = [*row, addresses[0]]
    parted[column] = others
    return parted, replace(layout, columns={**layout.columns, Field.PHONE: (column,), Field.EMAIL: (len(row),)})


def _filled(row: Sequence[Cell], layout: Layout, which: Field) -> int | None:
    """The first column of a field in which something stands here; the first of all where nothing does."""
    columns = layout.columns.get(which, ())
    return next((column for column in columns if text_of(cell_at(row, column)).strip(" -–.")), layout.first(which))


def _tell(value: Value, column: int, cell: Cell, notes: Notes) -> None:
    if value.kind:
        notes.add(column, value.kind, "notice" if value.is_repaired else "warning", text_of(cell), value.reason, proposal=value.proposal)
