"""What somebody corrected in a unit's file is not asked for again when the unit sends the same mistake once more."""

from collections.abc import Sequence
from datetime import date

from boiduong.engines.names import match_key
from boiduong.engines.rosters import MESSAGES
from boiduong.rosters.judging import as_sent, mended, shown
from boiduong.rosters.models import RosterCall, RosterRow

type _Key = tuple[str, str, str]  # the name as sent (its match key), the field, what the file says in it


def keep_corrections(rows: Sequence[RosterRow], call: RosterCall, *, on: date) -> int:
    """Apply to rows just read what was corrected in earlier files of this call. One query. Returns how many rows were changed.

    Only where the file says again, of the same name, exactly what was corrected; of two different corrections none is taken.
    on: the day on which the new file came.
    """
    known = _corrections(call)
    kept = 0
    for row in rows:
        name = match_key(as_sent(row, "name"))
        typed = {field: text for (whose, field, sent), text in known.items() if whose == name and as_sent(row, field) == sent and text is not None}
        if not typed:
            continue
        row.values, row.problems = mended(row, typed, on=on)
        row.problems = [*row.problems, *(_notice(row, field) for field in sorted(typed))]
        kept += 1
    return kept


def _corrections(call: RosterCall) -> dict[_Key, str | None]:
    """None: two rows of one name were corrected in different ways."""
    known: dict[_Key, str | None] = {}
    earlier = RosterRow.objects.filter(roster_import__call=call, mended_at__isnull=False, values__has_key="corrected").order_by("mended_at", "pk")
    for row in earlier:
        name = match_key(as_sent(row, "name"))
        for field, (sent, text) in row.values["corrected"].items():
            key = (name, field, sent)
            known[key] = text if known.get(key, text) == text else None
    return known


def _notice(row: RosterRow, field: str) -> dict[str, object]:
    said = MESSAGES["kept"].format(value=shown(row.values, field))
    return {"column": None, "kind": "kept", "severity": "notice", "value": as_sent(row, field), "message": said, "proposal": None}
