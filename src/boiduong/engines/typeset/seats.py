"""A hall's seats as a plan: who sits where, for the wall beside the door."""

from dataclasses import dataclass
from datetime import date

from boiduong.engines.typeset.heads import Head
from boiduong.engines.typeset.press import press


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One row of the hall; an empty name is an empty seat."""

    label: str  # "A"
    names: tuple[str, ...]  # from seat 1 on


def seat_map(head: Head, *, course: str, training_class: str, hall: str, rows: tuple[SeatRow, ...], on: date) -> bytes:
    """One A4 landscape page, or more if the hall is deep; the stage is at the top, rows in the order given.

    Raises ValueError without rows.
    """
    if not rows:
        raise ValueError("a hall without rows has no plan")
    data = {
        "head": head.data(),
        "course": course,
        "training_class": training_class,
        "hall": hall,
        "seats": max(len(row.names) for row in rows),
        "rows": [{"label": row.label, "names": list(row.names)} for row in rows],
    }
    return press("seats.typ", data, on=on, tagged=False)
