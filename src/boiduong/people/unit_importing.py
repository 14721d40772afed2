"""The verbs of a list of units: received, confirmed as a whole, undone."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.engines.names import match_key, search_key, sort_key
from boiduong.engines.units import UnitFile
from boiduong.people.models import Unit, UnitAlias, UnitImport
from boiduong.people.unit_judging import PLAIN, Line, Status, counts_of, judge

COLUMNS = [*PLAIN, "sort_key", "search_key", "parent_id", "successor_id"]


class NothingRead(Refusal):
    pass


class SettledAlready(Refusal):
    pass


class RegisterMoved(Refusal):
    pass


class UnitsInUse(Refusal):
    pass


@transaction.atomic
def receive_units(*, actor: Actor, file_name: str, file: UnitFile, at: datetime) -> UnitImport:
    """Keep what was read of a workbook, to be looked at before anything is written.

    Refuses: NothingRead, in the reader's words. Audits: people.unit_import.received.
    """
    if file.problem or not file.lines:
        raise NothingRead(file.problem or _("The table has no line."))
    lines = [[line.sheet, line.row, dict(line.values)] for line in file.lines]
    made = UnitImport.objects.create(file_name=file_name[-200:], lines=lines, ignored=list(file.ignored), uploaded_at=at, uploaded_by=actor.user)
    record(actor, "people.unit_import.received", made, lines=len(lines))
    return made


@transaction.atomic
def confirm_units(*, actor: Actor, unit_import: UnitImport, seen: tuple[int, int], at: datetime) -> UnitImport:
    """Write every line that is not wrong, all or none. A new name leaves the old one as an alias.

    seen: how many were new and changed on the page.
    Refuses: SettledAlready, RegisterMoved (the register changed since: look again). Audits: people.unit_import.confirmed.
    Locks: the import, the units changed.
    """
    row = _locked(unit_import, UnitImport.State.READ)
    lines = judge(row)
    counts = counts_of(lines)
    if (counts["NEW"], counts["CHANGED"]) != seen:
        raise RegisterMoved(_("The register has changed since this page was shown. Please look at it again."))
    news = [line for line in lines if line.status == Status.NEW]
    changed = [line for line in lines if line.status == Status.CHANGED]
    made = _add(news)
    before, after = _change(changed)
    _follow(news)
    row.made = {"units": made, "before": before, "after": after, "aliases": _name_also([*news, *changed], before)}
    row.state, row.settled_at = UnitImport.State.CONFIRMED, at
    row.save()
    record(actor, "people.unit_import.confirmed", row, new=len(news), changed=len(changed), left_out=counts["WRONG"])
    return row


def _locked(unit_import: UnitImport, state: UnitImport.State) -> UnitImport:
    row = UnitImport.objects.select_for_update().get(pk=unit_import.pk)
    if row.state != state:
        raise SettledAlready(_("Somebody has decided this already. Please look at the list again."))
    return row


def _add(news: Sequence[Line]) -> list[int]:
    """Make the new units, those above before those below. Returns their keys."""
    made: list[int] = []
    waiting = list(news)
    while waiting:
        ready = [line for line in waiting if not isinstance(line.parent, Line) or line.parent.unit is not None]
        rows = [_write(Unit(), line) for line in ready]
        for line, unit in zip(ready, Unit.objects.bulk_create(rows, batch_size=1000), strict=True):
            line.unit = unit
            made.append(unit.pk)
        waiting = [line for line in waiting if line.unit is None]
    return made


def _change(changed: Sequence[Line]) -> tuple[dict[str, Any], dict[str, Any]]:
    units = {unit.pk: unit for unit in Unit.objects.select_for_update().filter(pk__in=[line.unit.pk for line in changed if line.unit])}
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for line in changed:
        unit = units[line.unit.pk] if line.unit else Unit()
        was = _columns(unit)
        _write(unit, line)
        unit.successor = _unit(line.successor) if line.successor is not None else unit.successor
        become = _columns(unit)
        moved = [column for column in COLUMNS if was[column] != become[column]]
        before[str(unit.pk)], after[str(unit.pk)] = {one: was[one] for one in moved}, {one: become[one] for one in moved}
    Unit.objects.bulk_update(units.values(), COLUMNS, batch_size=500)
    return before, after


def _follow(news: Sequence[Line]) -> None:
    """What comes after a new unit, once every one has its row."""
    rows = []
    for line in news:
        if line.unit is not None and line.successor is not None:
            line.unit.successor = _unit(line.successor)
            rows.append(line.unit)
    Unit.objects.bulk_update(rows, ["successor"], batch_size=500)


def _write(unit: Unit, line: Line) -> Unit:
    for name in PLAIN:
        if name in line.said:
            setattr(unit, name, line.said[name])
    if line.parent is not None:
        unit.parent = _unit(line.parent)
    unit.sort_key, unit.search_key = sort_key(unit.name, unit.name), search_key(unit.name)
    return unit


def _unit(meant: Unit | Line | None) -> Unit | None:
    return meant.unit if isinstance(meant, Line) else meant


def _name_also(lines: Sequence[Line], before: dict[str, Any]) -> list[int]:
    """Other names, and the name of before where it changed. Returns the keys of those that are new."""
    rows = []
    for line in lines:
        if line.unit is None:
            continue
        old = before.get(str(line.unit.pk), {}).get("name")
        names = [*line.aliases, *([old] if old else [])]
        rows += [UnitAlias(unit_id=line.unit.pk, name=name, match_key=match_key(name)) for name in names]
    known = set(UnitAlias.objects.filter(unit__in={row.unit_id for row in rows}).values_list("unit_id", "match_key"))
    fresh = {(row.unit_id, row.match_key): row for row in rows if (row.unit_id, row.match_key) not in known}
    return [alias.pk for alias in UnitAlias.objects.bulk_create(fresh.values(), batch_size=1000)]


@transaction.atomic
def undo_units(*, actor: Actor, unit_import: UnitImport, at: datetime) -> UnitImport:
    """Take a confirmed list back: units it made go, what it changed is as before. What somebody wrote since stays.

    Refuses: SettledAlready, UnitsInUse (a unit it made has people, units below or campaigns by now). Audits: people.unit_import.undone.
    Locks: the import, the units changed.
    """
    row = _locked(unit_import, UnitImport.State.CONFIRMED)
    UnitAlias.objects.filter(pk__in=row.made["aliases"]).delete()
    units = {str(unit.pk): unit for unit in Unit.objects.select_for_update().filter(pk__in=row.made["before"])}
    for key, unit in units.items():
        now_is, after = _columns(unit), row.made["after"][key]
        if all(now_is[column] == value for column, value in after.items()):
            for column, value in row.made["before"][key].items():
                setattr(unit, column, date.fromisoformat(value) if column.startswith("valid_") and value else value)
    Unit.objects.bulk_update(units.values(), COLUMNS, batch_size=500)
    _take_away(row.made["units"])
    row.state, row.settled_at = UnitImport.State.UNDONE, at
    row.save(update_fields=["state", "settled_at"])
    record(actor, "people.unit_import.undone", row, taken_away=len(row.made["units"]), restored=len(units))
    return row


def _take_away(keys: Sequence[int]) -> None:
    """Those below first: the database lets nothing go that something stands below."""
    Unit.objects.filter(pk__in=keys).update(successor=None)
    left = Unit.objects.filter(pk__in=keys)
    try:
        while lowest := list(left.exclude(children__in=left).values_list("pk", flat=True)):
            Unit.objects.filter(pk__in=lowest).delete()
    except ProtectedError as reason:
        names = sorted({str(row) for row in reason.protected_objects})[:5]
        raise UnitsInUse(_("Units of this list are in use by now: %(names)s. Undo that first.") % {"names": ", ".join(names)}) from None


def _columns(unit: Unit) -> dict[str, Any]:
    values = {column: getattr(unit, column) for column in COLUMNS}
    return {column: value.isoformat() if isinstance(value, date) else value for column, value in values.items()}
