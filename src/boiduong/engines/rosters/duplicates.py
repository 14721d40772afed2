"""The same person twice: in one file, and across files."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from boiduong.engines.names import match_key
from boiduong.engines.rosters.messages import MESSAGES
from boiduong.engines.rosters.model import Duplicate, Field, Problem, RosterFile, RosterRow

type Where = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class _Seen:
    row: RosterRow
    why: str
    is_same_person: bool


def mark_duplicates(rows: Iterable[RosterRow]) -> list[RosterRow]:
    """The same rows; each that repeats an earlier one carries an error that says which."""
    first: dict[tuple[str, ...], RosterRow] = {}
    marked = []
    for row in rows:
        seen = _earlier(row, first)
        marked.append(replace(row, problems=(*row.problems, _problem(row, seen))) if seen else row)
        for key, _why in _keys(row):
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
            return _Seen(other, why, match_key(other.name) == match_key(row.name))
    return None


def _keys(row: RosterRow) -> list[tuple[tuple[str, ...], str]]:
    if not row.name:
        return []
    keys: list[tuple[tuple[str, ...], str]] = []
    if row.national_id:
        keys.append((("id", row.national_id), "cùng số CCCD"))
    if row.birth_date and row.birth_precision == "day":
        keys.append((("born", match_key(row.name), row.birth_date.isoformat()), "cùng họ tên và ngày sinh"))
    return keys


def _problem(row: RosterRow, seen: _Seen) -> Problem:
    sheet = f" (trang {seen.row.sheet})" if seen.row.sheet != row.sheet else ""
    if seen.is_same_person:
        column = row.columns.get(Field.NAME) or row.columns.get(Field.FAMILY)
        return Problem(column, "duplicate", "error", row.name, MESSAGES["duplicate"].format(row=seen.row.row, sheet=sheet, why=seen.why))
    return Problem(
        row.columns.get(Field.ID), "duplicate", "error", row.national_id or "", MESSAGES["duplicate_id"].format(row=seen.row.row, sheet=sheet)
    )
