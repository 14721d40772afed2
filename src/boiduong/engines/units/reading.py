"""Finds the table of units in a workbook, whatever stands above it and in whatever order its columns are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from boiduong.engines.names import clean, search_key
from boiduong.engines.sheets import Cell, Sheet, Unreadable, read_sheets
from boiduong.engines.units.beside import is_group, is_total

# field -> headings, as search keys. The first is the template's.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "legacy_code": ("ma don vi", "ma", "ma truong", "ma cu", "ma so", "legacy code", "code"),
    "name": ("ten don vi", "don vi", "ten truong", "ten", "truong", "co quan don vi", "name"),
    "kind": ("loai don vi", "loai", "kind"),
    "level": ("cap hoc", "cap", "bac hoc", "level"),
    "ownership": ("loai hinh", "cong lap", "ownership"),
    "parent": ("don vi cap tren", "truc thuoc", "cap tren", "don vi chu quan", "parent"),
    "staff_count": ("so can bo giao vien nhan vien", "so nguoi", "so cbgvnv", "si so", "staff"),
    "email": ("email", "e mail", "thu dien tu"),
    "phone": ("dien thoai", "so dien thoai", "phone"),
    "valid_from": ("tu ngay", "ngay thanh lap", "valid from"),
    "valid_to": ("den ngay", "ngay ket thuc", "giai the", "valid to"),
    "successor": ("don vi ke tiep", "sap nhap vao", "successor"),
    "aliases": ("ten goi khac", "ten khac", "ten viet tat", "aliases"),
}
_BY_HEADING = {heading: name for name, headings in FIELDS.items() for heading in headings}
LOOKED_AT = 30  # rows in which a heading is looked for
NO_TABLE = "Không thấy bảng nào có cột “Tên đơn vị”. Hãy dùng tệp mẫu, hoặc đặt tên cột như trong tệp mẫu."
TOO_MANY, MOST = "Tệp có hơn 20.000 dòng. Hãy chia thành nhiều tệp.", 20_000


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit as a file says it. row: Excel's own. values: field -> text as written; a field that is not here says nothing."""

    sheet: str
    row: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UnitFile:
    """What was read. problem: a sentence for the sender where nothing could be."""

    lines: tuple[UnitLine, ...] = ()
    problem: str = ""
    ignored: tuple[str, ...] = field(default=())  # headings that mean nothing here


def read(data: bytes) -> UnitFile:
    """Every line of every sheet that has a column of unit names. Never raises for what is in the file."""
    try:
        sheets = read_sheets(data)
    except Unreadable as reason:
        return UnitFile(problem=str(reason))
    lines: list[UnitLine] = []
    ignored: list[str] = []
    has_table = False
    for sheet in sheets:
        found = _heading(sheet)
        if found is None or sheet.is_hidden:
            continue
        has_table = True
        top, columns = found
        ignored += [clean(_text(cell)) for at, cell in enumerate(sheet.rows[top]) if at not in columns and _ignored(cell)]
        lines += _lines(sheet, top, columns)
    if len(lines) > MOST:
        return UnitFile(problem=TOO_MANY)
    return UnitFile(tuple(lines), "" if has_table else NO_TABLE, tuple(ignored))


def _heading(sheet: Sheet) -> tuple[int, dict[int, str]] | None:
    """The row of headings: the first with a name column and another that is known."""
    for at, row in enumerate(sheet.rows[:LOOKED_AT]):
        columns: dict[int, str] = {}
        for place, cell in enumerate(row):
            name = _BY_HEADING.get(search_key(_text(cell)))
            if name and name not in columns.values():
                columns[place] = name
        if "name" in columns.values() and len(columns) >= 2:
            return at, columns
    return None


def _ignored(cell: Cell) -> bool:
    return search_key(_text(cell)) not in ("", "tt", "stt", "so tt", "so thu tu")


def _lines(sheet: Sheet, top: int, columns: Mapping[int, str]) -> list[UnitLine]:
    lines: list[UnitLine] = []
    ended = 0  # so many lines stood above the last total
    for at, row in enumerate(sheet.rows[top + 1 :], top + 1):
        if is_total([clean(_text(cell)) for cell in row]):
            ended = len(lines)
            continue
        values = {columns[place]: text for place, cell in enumerate(row) if place in columns and (text := clean(_text(cell)))}
        if values and not _is_heading_again(values) and not is_group(values):
            lines.append(UnitLine(sheet.name, at + 1, values))
    return lines[:ended] if ended and all(len(line.values) == 1 for line in lines[ended:]) else lines  # who signed, where and when


def _is_heading_again(values: Mapping[str, str]) -> bool:
    return all(_BY_HEADING.get(search_key(text)) == name for name, text in values.items())


def _text(cell: Cell) -> str:
    """A cell as a person reads it: a day as they write it, a whole number without its point."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def lines_of(rows: Sequence[tuple[str, int, dict[str, str]]]) -> tuple[UnitLine, ...]:
    return tuple(UnitLine(*row) for row in rows)
