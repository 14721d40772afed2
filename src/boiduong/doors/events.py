"""One thing that a phone says it saw, parsed; and what it is answered."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from boiduong.doors.models import CheckIn
from boiduong.doors.verdicts import Status

LONGEST_NOTE = 300  # letters of a check-in's note


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody on no list, as an operator took them down."""

    full_name: str
    unit_name: str = ""
    phone: str = ""

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.full_name, self.unit_name, self.phone)))

    @classmethod
    def of_note(cls, note: str) -> "Stranger | None":
        """What a note in one piece says: first the name, then a phone by its digits, the rest is the unit. A guess, for a form to begin with."""
        pieces = [piece.strip() for piece in re.split(r"[·,;\n]", note) if piece.strip()]
        if not pieces:
            return None
        phones = [piece for piece in pieces[1:] if len(re.sub(r"\D", "", piece)) >= 9]
        rest = [piece for piece in pieces[1:] if piece not in phones]
        return cls(pieces[0], ", ".join(rest), phones[0] if phones else "")


@dataclass(frozen=True, slots=True)
class Event:
    uuid: UUID
    kind: CheckIn.Kind
    seen_at: datetime  # by the phone's clock
    sequence: int
    code: str = ""  # the scanned text
    person: str = ""  # or the manifest's key, for a mark by name
    voids: UUID | None = None
    is_offline: bool = False
    manual_reason: str = ""
    note: str = ""  # anything more that the operator wrote
    unlisted: Stranger | None = None
    operator: str = ""  # who held the phone then; empty: whoever it was paired for
    shown: str = ""  # what the operator saw: verdicts.State; empty where the sender does not say
    clock_off: timedelta | None = None  # what the phone knew its clock to be wrong by when it saw this; None: it does not say
    session: str = ""  # the session that the phone thought it was at; empty where the sender does not say

    @property
    def is_by_name(self) -> bool:
        """A mark by name, which counts against the quota."""
        return bool(self.person) and not self.code and self.voids is None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something in a batch that is no event. It is kept as refused, so that nothing a phone sent is lost."""

    told_uuid: str  # as it was sent, to be named so in the answer
    uuid: UUID  # the same for the same content
    raw: str


@dataclass(frozen=True, slots=True)
class Answer:
    uuid: str
    status: Status
    reason: str
    first_seen_at: datetime | None = None
    name: str | None = None
    first_door: str | None = None  # where that first touch was
