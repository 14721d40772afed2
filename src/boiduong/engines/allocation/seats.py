"""Seats inside a hall: whole rows to the units that fill them, what is left over side by side in the rows that are left.

A unit that sits together is found at a glance by its coordinator and by whoever counts heads.
"""

from collections import Counter
from collections.abc import Hashable, Sequence

type Place = tuple[int, int]  # row, seat in the row; both from 0


def seat_units[Unit: Hashable](rows: Sequence[int], units: Sequence[Unit]) -> list[Place | None]:
    """A place for each person, by unit.

    rows: usable seats of each row, the front row first. units: each person's unit, in the order in which a unit's people are to sit.
    Returns one place a person, all different; None for those who find the hall full.
    The largest unit chooses first: as many rows whole as it fills, then the tightest gap that holds its rest; a rest that no row holds is cut up.
    """
    free = list(rows)
    taken: dict[Unit, list[Place]] = {}
    left = Counter(units)
    for unit, size in sorted(left.items(), key=lambda item: -item[1]):  # ties stay in the order of the list
        taken[unit] = _whole_rows(rows, free, size)
        left[unit] -= len(taken[unit])
    for unit, size in sorted(left.items(), key=lambda item: -item[1]):
        taken[unit] += _rest(rows, free, size)
    places = {unit: iter(sorted(found)) for unit, found in taken.items()}
    return [next(places[unit], None) for unit in units]


def _whole_rows(rows: Sequence[int], free: list[int], size: int) -> list[Place]:
    """Rows from the front that this unit fills to the last seat."""
    found: list[Place] = []
    for row, seats in enumerate(rows):
        if 0 < seats == free[row] <= size - len(found):
            found += _take(rows, free, row, seats)
    return found


def _rest(rows: Sequence[int], free: list[int], size: int) -> list[Place]:
    """The row with the tightest gap that holds all, else the widest gaps until all sit or the hall is full."""
    found: list[Place] = []
    while size > len(found) and any(free):
        wanted = size - len(found)
        fits = [row for row, gap in enumerate(free) if gap >= wanted]
        row = min(fits, key=lambda row: (free[row], row)) if fits else max(range(len(free)), key=lambda row: (free[row], -row))
        found += _take(rows, free, row, min(wanted, free[row]))
    return found


def _take(rows: Sequence[int], free: list[int], row: int, count: int) -> list[Place]:
    first = rows[row] - free[row]
    free[row] -= count
    return [(row, first + seat) for seat in range(count)]
