"""What was known of a person before: kept column by column, told in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import now

from boiduong.audit.trail import Actor
from boiduong.people.merging import FACTS, NAMES, plain, shown, unplain
from boiduong.people.models import Merge, Person, PersonChange, Unit

_DERIVED = ("sort_key", "search_key", "match_key")  # follow from the name; nobody wrote them
COLUMNS = [column for columns in FACTS.values() for column in columns if column not in _DERIVED]


def columns_of(person: Person) -> dict[str, Any]:
    return {column: plain(getattr(person, column)) for column in COLUMNS}


def change_of(person: Person, before: Mapping[str, Any], actor: Actor) -> PersonChange | None:
    """What has changed in a person since `before`, not saved yet; None if nothing has."""
    after = columns_of(person)
    changed = [column for column in COLUMNS if before[column] != after[column]]
    if not changed:
        return None
    told = {"before": {column: before[column] for column in changed}, "after": {column: after[column] for column in changed}}
    return PersonChange(person=person, at=now(), by=actor.user, via=actor.via, **told)


@dataclass(frozen=True, slots=True)
class FactChanged:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a person's row. kind: CHANGED, MERGED (another row was found to be this person) or PARTED (that was undone)."""

    at: datetime
    kind: str
    by: str  # a name; empty: the machine
    via: str
    facts: tuple[FactChanged, ...] = ()
    other: Person | None = None
    change: str = ""  # stands for a change in a URL, where all of it still stands and it can be undone
    moves: bool = False  # to another unit: for keepers alone


def history_of(person: Person) -> list[Event]:
    """Newest first. Four queries, however long it is."""
    changes = list(person.changes.select_related("by"))
    merges = list(Merge.objects.filter(kept=person).select_related("made_by", "merged__unit"))
    units = _units([*((one.before, one.after) for one in changes), *((one.before, one.after) for one in merges)])
    stands = columns_of(person)
    events = [_changed(one, stands, tuple(_facts(one.before, one.after, units))) for one in changes]
    events += [Event(one.made_at, "MERGED", _name(one.made_by), "", tuple(_facts(one.before, one.after, units)), one.merged) for one in merges]
    events += [Event(one.undone_at, "PARTED", "", "", (), one.merged) for one in merges if one.undone_at]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _changed(one: PersonChange, stands: Mapping[str, Any], facts: tuple[FactChanged, ...]) -> Event:
    is_whole = all(stands[column] == value for column, value in one.after.items())
    return Event(one.at, "CHANGED", _name(one.by), one.via, facts, change=str(one.pk) if is_whole else "", moves="unit_id" in one.after)


def spellings_of(person: Person) -> list[str]:
    """Every other way in which this person's name was written: before a change, and in rows merged into this one. In the order of the alphabet."""
    written = {change.before["full_name"] for change in person.changes.all() if "full_name" in change.before}
    written |= set(person.merged_from.values_list("full_name", flat=True))
    written |= {merge.before["full_name"] for merge in person.merges.filter(undone_at=None) if "full_name" in merge.before}
    return sorted(written - {person.full_name})


@dataclass(frozen=True, slots=True)
class Stay:
    """A unit in which somebody was. until: when they were known to be in another; None: now."""

    unit: Unit
    until: datetime | None


def stays_of(person: Person) -> list[Stay]:
    """The units a person was known in, newest first. Two queries."""
    moves = [change for change in person.changes.order_by("-at") if "unit_id" in change.before]
    units = Unit.objects.in_bulk([change.before["unit_id"] for change in moves])
    return [Stay(person.unit, None), *(Stay(units[move.before["unit_id"]], move.at) for move in moves)]


def _name(user: Any) -> str:
    return (user.get_full_name() or user.username) if user else ""


def _units(told: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> dict[int, Unit]:
    keys = {side["unit_id"] for both in told for side in both if side.get("unit_id")}
    return Unit.objects.in_bulk(keys) if keys else {}


def _facts(before: Mapping[str, Any], after: Mapping[str, Any], units: Mapping[int, Unit]) -> Iterator[FactChanged]:
    for name, columns in FACTS.items():
        if any(column in after for column in columns):
            yield FactChanged(str(NAMES[name]), _told(name, columns, before, units), _told(name, columns, after, units))


def _told(name: str, columns: Sequence[str], side: Mapping[str, Any], units: Mapping[int, Unit]) -> str:
    """One side of a change in the same words as elsewhere: by way of a person who has these columns alone."""
    values = {column: unplain(column, side[column]) for column in columns if column in side}
    if name == "unit":
        unit = units.get(values.get("unit_id", 0))
        return unit.name if unit else ""
    if name == "birth_date" and values.get("birth_date") is None:
        return ""
    return shown(Person(**values), name)
