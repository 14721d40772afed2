"""What two rows say of a person, side by side; and the pairs that may be one person, found inside blocks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from boiduong.people.matching import ALIKE, NEAR, is_slip
from boiduong.people.models import Person, PersonPair

Basis = PersonPair.Basis
FACTS: Mapping[str, tuple[str, ...]] = {  # what a person settles -> the columns that go with it
    "full_name": ("full_name", "given_name", "sort_key", "search_key", "match_key"),
    "birth_date": ("birth_date", "birth_precision"),
    "sex": ("sex",),
    "national_id": ("national_id_digest", "national_id_tail"),
    "unit": ("unit_id",),
    "role": ("role",),
    "position": ("position",),
    "phone": ("phone",),
    "email": ("email",),
}
NAMES = {
    "full_name": _("Full name"),
    "birth_date": _("Birth date"),
    "sex": _("Sex"),
    "national_id": _("National ID number"),
    "unit": _("Unit"),
    "role": _("Role"),
    "position": _("Position"),
    "phone": _("Phone"),
    "email": _("E-mail"),
}


@dataclass(frozen=True, slots=True)
class FactShown:
    """One fact as both rows have it. A clash is for a person to settle; where one row says nothing, the other is taken."""

    name: str
    label: str
    first: str
    second: str

    @property
    def is_clash(self) -> bool:
        return bool(self.first and self.second and self.first != self.second)


def facts_of(first: Person, second: Person) -> list[FactShown]:
    return [FactShown(name, str(NAMES[name]), shown(first, name), shown(second, name)) for name in FACTS]


def shown(person: Person, name: str) -> str:
    """A fact in words. Of the number, the last digits are all that is kept."""
    match name:
        case "national_id":
            return f"…{person.national_id_tail}" if person.national_id_tail else ""
        case "birth_date":
            return birth_of(person)
        case "unit":
            return person.unit.name
        case "sex":
            return str(person.get_sex_display()) if person.sex else ""
        case "role":
            return str(person.get_role_display())
    return str(getattr(person, name))


def birth_of(person: Person) -> str:
    if person.birth_date is None:
        return ""
    return person.birth_date.strftime({"year": "%Y", "month": "%m/%Y"}.get(person.birth_precision, "%d/%m/%Y"))


def columns_taken(kept: Person, merged: Person, taken: Collection[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What merging changes in the person kept: the columns as they were, and as they become. A fact not known is filled, never emptied."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, columns in FACTS.items():
        if says(merged, name) and (name in taken or not says(kept, name)):
            for column in columns:
                old, new = plain(getattr(kept, column)), plain(getattr(merged, column))
                if old != new:
                    before[column], after[column] = old, new
    return before, after


def says(person: Person, name: str) -> bool:
    return bool(getattr(person, FACTS[name][0]))


def columns_back(kept: Person, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What undoing restores: every fact that still stands as the merge made it. What was written since stays."""
    back: dict[str, Any] = {}
    for columns in FACTS.values():
        touched = [column for column in columns if column in after]
        if all(plain(getattr(kept, column)) == after[column] for column in touched):
            back |= {column: unplain(column, before[column]) for column in touched}
    return back


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def unplain(column: str, value: Any) -> Any:
    return date.fromisoformat(value) if column == "birth_date" and value else value


# Of two current people in one block, the pairs not known yet. Two numbers that differ are two people.
_SUSPECTS = """
SELECT a.id, b.id, a.match_key = b.match_key, a.search_key, b.search_key
  FROM people_person a JOIN people_person b ON a.id < b.id AND {block}
 WHERE a.merged_into_id IS NULL AND b.merged_into_id IS NULL
   AND (a.national_id_digest = '' OR b.national_id_digest = '' OR a.national_id_digest = b.national_id_digest)
   AND NOT EXISTS (SELECT FROM people_personpair pair WHERE pair.first_id = a.id AND pair.second_id = b.id)
"""
_BLOCKS: Mapping[str, str] = {
    Basis.BIRTH: (
        "a.birth_date = b.birth_date AND a.birth_precision = 'day' AND b.birth_precision = 'day'"
        " AND (a.match_key = b.match_key OR {near}) AND (a.sex = b.sex OR a.sex = '' OR b.sex = '')"
    ),
    Basis.UNIT: (
        "a.unit_id = b.unit_id AND a.match_key = b.match_key AND (a.birth_precision <> 'day' OR b.birth_precision <> 'day')"
        " AND (a.birth_date IS NULL OR b.birth_date IS NULL OR extract(year FROM a.birth_date) = extract(year FROM b.birth_date))"
    ),
    Basis.PHONE: "a.phone = b.phone AND a.phone <> '' AND a.search_key = b.search_key",
}
UNITS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the register that is looked through in one query: a birth year, some units, or the phones."""

    basis: Basis
    low: date | int | None = None
    high: date | int | None = None


def pieces() -> list[Piece]:
    """All that has to be looked through. Two queries."""
    days = Person.objects.current().filter(birth_precision="day").dates("birth_date", "year")
    found = [Piece(Basis.BIRTH, date(day.year, 1, 1), date(day.year + 1, 1, 1)) for day in days]
    units = sorted(Person.objects.current().order_by().values_list("unit_id", flat=True).distinct())
    found += [Piece(Basis.UNIT, some[0], some[-1] + 1) for some in batched(units, UNITS_AT_ONCE, strict=False)]
    return [*found, Piece(Basis.PHONE)]


def suspects(piece: Piece) -> list[tuple[int, int, str]]:
    """Pairs of people who may be one and of whom nobody has said anything yet: keys in order, and why. One query."""
    near = NEAR.format(a="a.search_key", b="b.search_key", alike=ALIKE)
    sql, bounds = _SUSPECTS.format(block=_BLOCKS[piece.basis].format(near=near)), []
    if piece.low is not None:
        column = "a.birth_date" if piece.basis == Basis.BIRTH else "a.unit_id"
        sql, bounds = f"{sql} AND {column} >= %s AND {column} < %s", [piece.low, piece.high]
    with connection.cursor() as cursor:
        cursor.execute(sql, bounds)
        lines = cursor.fetchall()
    return sorted(
        (first, second, piece.basis if is_same_name or piece.basis != Basis.BIRTH else Basis.SPELLING)
        for first, second, is_same_name, one, other in lines
        if is_same_name or is_slip(one, other)
    )
