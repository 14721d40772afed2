import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils.timezone import get_default_timezone, is_naive, make_aware

from boiduong.attendance.events import Event, Unreadable
from boiduong.attendance.models import CheckIn

LONGEST_CODE, LONGEST_REASON, LONGEST_NOTE = 200, 200, 300
GREATEST_SEQUENCE = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 1970, 2200  # a phone without a clock says 1970, and is believed to have seen what it saw


def parse_event(raw: object) -> Event | Unreadable:
    """One item of a batch. Never raises: what is no event comes back as Unreadable and stands in nobody's way.

    By hand, not by a Django form: at a door several hundred are parsed in one request, and a form costs ten times as much.
    """
    if not isinstance(raw, Mapping):
        return _unreadable(raw)
    try:
        return _event(raw)
    except (ValueError, TypeError, KeyError, OverflowError):
        return _unreadable(raw)


def parse_instant(text: str) -> datetime:
    """An ISO 8601 instant; without an offset it is Vietnam's. Raises ValueError for anything else."""
    found = datetime.fromisoformat(text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("no clock that was ever set says so")
    return make_aware(found, get_default_timezone()) if is_naive(found) else found


def _event(raw: Mapping[str, Any]) -> Event:
    kind = CheckIn.Kind(raw["kind"])
    voids = UUID(_text(raw, "voids")) if raw.get("voids") else None
    code, person, note = _text(raw, "code"), _text(raw, "person"), _text(raw, "note")
    sequence = raw.get("sequence", 0)
    if (kind == CheckIn.Kind.VOID) != (voids is not None) or not (code or person or note or voids):
        raise ValueError("an event names a code, a person or what it takes back")
    if not isinstance(sequence, int) or not 0 <= sequence <= GREATEST_SEQUENCE:
        raise ValueError("a sequence is a count")
    return Event(
        uuid=UUID(raw["uuid"]),
        kind=kind,
        seen_at=parse_instant(_text(raw, "seen_at")),
        sequence=sequence,
        code=code[:LONGEST_CODE],
        person=person[:LONGEST_CODE],
        voids=voids,
        is_offline=raw.get("offline") is True,
        manual_reason=_text(raw, "manual_reason")[:LONGEST_REASON],
        note=note[:LONGEST_NOTE],
        shown=_text(raw, "shown")[:10],
        session=_text(raw, "session")[:50],
    )


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{name} is a text")
    value.encode()  # half a surrogate pair is no text: UnicodeEncodeError, which is a ValueError
    return value.replace("\x00", "")  # PostgreSQL keeps no such letter


def _unreadable(raw: object) -> Unreadable:
    text = json.dumps(raw, sort_keys=True, default=str)  # plain ASCII: whatever it holds can be kept
    told = str(raw.get("uuid", "")) if isinstance(raw, Mapping) else ""
    return Unreadable(told_uuid=told[:100], uuid=uuid5(NAMESPACE_OID, text), raw=text[:LONGEST_NOTE])
