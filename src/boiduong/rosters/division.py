"""A file with people of several units: who of them belongs where, as far as the file tells."""

from collections.abc import Sequence
from dataclasses import dataclass

from boiduong.engines.rosters import KnownUnit, recognise
from boiduong.rosters.judging import known_units
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow

_OPEN = (RosterRow.Status.WRONG, RosterRow.Status.AMBIGUOUS)


@dataclass(frozen=True, slots=True)
class Share:
    """Rows that go to one unit together: all that name it alike, or one row that names none."""

    key: str  # code of its first row
    told: str  # what the rows say their unit is called; "" if they say nothing
    rows: list[RosterRow]
    call: RosterCall | None  # of the unit that this is, if it is known

    @property
    def field(self) -> str:
        return f"to-{self.key}"

    @property
    def open_count(self) -> int:
        return sum(row.status in _OPEN for row in self.rows)

    @property
    def name(self) -> str:
        """What to call it on a page."""
        return self.told or str(self.rows[0].values.get("name") or "…")


def shares_of(roster_import: RosterImport) -> list[Share]:
    """The rows of a file whose unit is not told, by the units that they name, in the order of the file. Four queries."""
    rows = list(roster_import.rows.exclude(status=RosterRow.Status.LEFT_OUT).order_by("pk"))
    grouped: dict[str, list[RosterRow]] = {}
    for row in rows:
        grouped.setdefault(str(row.values.get("unit") or "") or f"\0{row.code}", []).append(row)
    known = known_units(roster_import.campaign)
    calls = {call.unit.code: call for call in RosterCall.objects.filter(campaign=roster_import.campaign).select_related("unit", "campaign")}
    return [_share(told, group, known, calls) for told, group in grouped.items()]


def _share(told: str, rows: list[RosterRow], known: Sequence[KnownUnit], calls: dict[str, RosterCall]) -> Share:
    name = "" if told.startswith("\0") else told
    unit = recognise([name], known) if name else None
    return Share(rows[0].code, name, rows, calls.get(unit.code) if unit else None)
