"""A hall's seats as a plan: who sits where, for the wall beside the door."""

from dataclasses import dataclass
from datetime import date

from boiduong.engines.typeset.heads import Head
from boiduong.engines.typeset.press import press


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One row of the hall. A place is a name, "" for a free seat, KEPT for one that is kept, None where no seat is."""

    label: str  # "A"; "" for an aisle across
    places: tuple[str | None, ...]  # from the left


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One person of the list beside the plan."""

    seat: str
    name: str
    unit: str


KEPT = "×"


def seat_map(head: Head, *, course: str, training_class: str, hall: str, rows: tuple[SeatRow, ...], lines: tuple[SeatLine, ...], on: date) -> bytes:
    """One A4 landscape page of the hall, or more if it is deep, then the list of seats; the stage is at the top, rows and lines in the order given.

    Raises ValueError without rows.
    """
    if not rows:
        raise ValueError("a hall without rows has no plan")
    data = {
        "head": head.data(),
        "course": course,
        "training_class": training_class,
        "hall": hall,
        "seats": max(len(row.places) for row in rows),
        "kept": KEPT,
        "rows": [{"label": row.label, "places": _numbered(row)} for row in rows],
        "lines": [[line.seat, line.name, line.unit] for line in lines],
    }
    return press("seats.typ", data, on=on, tagged=False)


def _numbered(row: SeatRow) -> list[list[str] | None]:
    """Each place with its seat's number; None where no seat is."""
    found: list[list[str] | None] = []
    number = 0
    for name in row.places:
        number += name is not None
        found.append(None if name is None else [str(number), name])
    return found
