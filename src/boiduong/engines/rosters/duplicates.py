"""The same person twice: in one file, and across files."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from boiduong.engines.names import match_key
from boiduong.engines.rosters.messages import MESSAGES
from boiduong.engines.rosters.model import Duplicate, Field, Problem, RosterFile, RosterRow, Severity

_CERTAIN: tuple[str, Severity] = ("duplicate", "error")
_MAYBE: tuple[str, Severity] = ("duplicate_maybe", "warning")

type Where = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class _Seen:
    row: RosterRow
    why: str
    is_same_person: bool
    is_certain: bool


def mark_duplicates(rows: Iterable[RosterRow]) -> list[RosterRow]:
    """The same rows; each that repeats an earlier one carries an error that says which."""
    first: dict[tuple[str, ...], RosterRow] = {}
    marked = []
    for row in rows:
        seen = _earlier(row, first)
        marked.append(replace(row, problems=(*row.problems, _problem(row, seen))) if seen else row)
        if row.name:
            for key in (*(key for key, _why in _keys(row)), _faint_key(row)):
                first.setdefault(key, row)
    return marked


def find_duplicates(files: Iterable[RosterFile]) -> list[Duplicate]:
    """Rows of all these files that are about one person: one identity number, or one name and one birth date."""
    found: dict[tuple[str, ...], list[Where]] = {}
    whys: dict[tuple[str, ...], str] = {}
    for file in files:
        for row in file.rows:
            for key, why in _keys(row):
                found.setdefault(key, []).append((file.file, row.sheet, row.row))
                whys[key] = why
    made: dict[tuple[Where, ...], str] = {}
    for key, places in found.items():
        if len(places) > 1:
            made.setdefault(tuple(places), whys[key])
    return [Duplicate(places, why) for places, why in made.items()]


def _earlier(row: RosterRow, first: dict[tuple[str, ...], RosterRow]) -> _Seen | None:
    for key, why in _keys(row):
        if other := first.get(key):
            return _Seen(other, why, match_key(other.name) == match_key(row.name), True)
    if (other := first.get(_faint_key(row))) and not _differ(row, other):
        return _Seen(other, MESSAGES["same_name"], True, False)
    return None


def _faint_key(row: RosterRow) -> tuple[str, ...]:
    """Name and year, of rows that tell no day of birth."""
    return ("faint", match_key(row.name), str(row.birth_date.year if row.birth_date else ""))


def _differ(one: RosterRow, other: RosterRow) -> bool:
    """Whether they are certainly two people: two numbers, or two days of birth."""
    both_told = one.birth_precision == other.birth_precision == "day"
    return both_told or bool(one.national_id and other.national_id) or bool(one.phone and other.phone)


def _keys(row: RosterRow) -> list[tuple[tuple[str, ...], str]]:
    if not row.name:
        return []
    keys: list[tuple[tuple[str, ...], str]] = []
    if row.national_id:
        keys.append((("id", row.national_id), MESSAGES["same_number"]))
    if row.birth_date and row.birth_precision == "day":
        keys.append((("born", match_key(row.name), row.birth_date.isoformat()), MESSAGES["same_birth"]))
    if row.phone:
        keys.append((("phone", match_key(row.name), row.phone), MESSAGES["same_phone"]))
    return keys


def _elsewhere(row: RosterRow, other: RosterRow) -> str:
    """Where to look for the other row, if not in the table of this one."""
    sheet = f"trang {other.sheet}" if other.sheet != row.sheet else ""
    table = f"bảng ở cột {other.table}" if other.table and (sheet or other.table != row.table) else ""
    place = ", ".join(filter(None, (sheet, table)))
    return f" ({place})" if place else ""


def _problem(row: RosterRow, seen: _Seen) -> Problem:
    sheet = _elsewhere(row, seen.row)
    if seen.is_same_person:
        reason, severity = _CERTAIN if seen.is_certain else _MAYBE
        column = row.columns.get(Field.NAME) or row.columns.get(Field.FAMILY)
        return Problem(column, "duplicate", severity, row.name, MESSAGES[reason].format(row=seen.row.row, sheet=sheet, why=seen.why))
    return Problem(
        row.columns.get(Field.ID), "duplicate", "error", row.national_id or "", MESSAGES["duplicate_id"].format(row=seen.row.row, sheet=sheet)
    )
