"""Seats inside a hall: whole rows to the units that fill them, what is left over side by side in the rows that are left.

A unit that sits together is found at a glance by its coordinator and by whoever counts heads.
Whoever needs a seat that is easily reached is seated first, and the rest of their unit as near as can be.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from boiduong.engines.allocation.plans import HallPlan, Mark, Seat, seats_of

type Place = tuple[int, int]  # row, seat in the row; both from 0


@dataclass(frozen=True, slots=True)
class Sitter[Unit: Hashable]:
    unit: Unit
    needs_access: bool = False


@dataclass(frozen=True, slots=True)
class FreeSeats:
    """What of a hall can be given: row by row from the stage, from the left."""

    ordinary: tuple[tuple[str, ...], ...]  # names; a row with none is empty
    accessible: tuple[Seat, ...]

    @property
    def count(self) -> int:
        return sum(map(len, self.ordinary)) + len(self.accessible)


def free_seats(plan: HallPlan, *, reserved: int | None = None, taken: Collection[str] = ()) -> FreeSeats:
    """The seats that learners can have.

    reserved: how many stay kept, if not those that the plan marks. Fewer: the last ones marked are freed; more: others from the front row on.
    taken: names of seats that somebody has already.
    """
    kept, seats = kept_seats(plan, reserved), [seat for seat in seats_of(plan) if seat.name not in taken]
    rows: list[list[str]] = [[] for _ in plan]
    for seat in seats:
        if seat.mark != Mark.ACCESSIBLE and seat.name not in kept:
            rows[seat.row].append(seat.name)
    return FreeSeats(tuple(map(tuple, rows)), tuple(seat for seat in seats if seat.mark == Mark.ACCESSIBLE and seat.name not in kept))


def kept_seats(plan: HallPlan, reserved: int | None = None) -> frozenset[str]:
    """Names of the seats kept for guests and stewards; reserved: as free_seats takes it."""
    seats = seats_of(plan)
    marked = [seat.name for seat in seats if seat.mark == Mark.RESERVED]
    if reserved is None or reserved <= len(marked):
        return frozenset(marked[:reserved])
    others = [seat for seat in seats if seat.mark == Mark.SEAT] + [seat for seat in seats if seat.mark == Mark.ACCESSIBLE]
    others.sort(key=lambda seat: (seat.mark == Mark.ACCESSIBLE, seat.row, -seat.place))  # the easily reached ones last
    return frozenset([*marked, *(seat.name for seat in others[: reserved - len(marked)])])


def seat_people[Unit: Hashable](free: FreeSeats, people: Sequence[Sitter[Unit]]) -> list[str | None]:
    """The name of a seat for each person, all different; None for those who find the hall full.

    Seats easily reached go to those who need one, in their order; to others only when nothing else is left.
    """
    given: dict[int, str] = {}
    near: dict[Unit, int] = {}
    first: dict[Unit, int] = {}
    for at, one in enumerate(people):
        first.setdefault(one.unit, at)
    needing = [at for at, one in enumerate(people) if one.needs_access]
    needing.sort(key=lambda at: (first[people[at].unit], at))  # those of one unit side by side
    for at, seat in zip(needing, free.accessible, strict=False):
        given[at] = seat.name
        near.setdefault(people[at].unit, seat.row)
    others = [at for at in range(len(people)) if at not in given]
    places = seat_units([len(row) for row in free.ordinary], [people[at].unit for at in others], near)
    given |= {at: free.ordinary[place[0]][place[1]] for at, place in zip(others, places, strict=True) if place is not None}
    standing = [at for at in others if at not in given]
    last = [seat.name for seat in free.accessible if seat.name not in set(given.values())]
    return [(given | dict(zip(standing, last, strict=False))).get(at) for at in range(len(people))]


def seat_units[Unit: Hashable](rows: Sequence[int], units: Sequence[Unit], near: Mapping[Unit, int] | None = None) -> list[Place | None]:
    """A place for each person, by unit.

    rows: usable seats of each row, the front row first. units: each person's unit, in the order in which a unit's people are to sit.
    near: the row that a unit wants to be close to, if any.
    Returns one place a person, all different; None for those who find the hall full.
    The largest unit chooses first: as many rows whole as it fills, then the tightest gap that holds its rest; a rest that no row holds is cut up.
    """
    free, wanted = list(rows), near or {}
    taken: dict[Unit, list[Place]] = {}
    left = Counter(units)
    by_size = sorted(left.items(), key=lambda item: (item[0] not in wanted, -item[1]))  # ties stay in the order of the list
    for unit, size in by_size:
        taken[unit] = _whole_rows(rows, free, size, wanted.get(unit))
        left[unit] -= len(taken[unit])
    for unit, size in sorted(left.items(), key=lambda item: (item[0] not in wanted, -item[1])):
        taken[unit] += _rest(rows, free, size, wanted.get(unit))
    places = {unit: iter(sorted(found)) for unit, found in taken.items()}
    return [next(places[unit], None) for unit in units]


def _whole_rows(rows: Sequence[int], free: list[int], size: int, near: int | None) -> list[Place]:
    """Rows, from the front or from the one wanted, that this unit fills to the last seat."""
    found: list[Place] = []
    for row in sorted(range(len(rows)), key=lambda row: 0 if near is None else abs(row - near)):
        if 0 < rows[row] == free[row] <= size - len(found):
            found += _take(rows, free, row, rows[row])
    return found


def _rest(rows: Sequence[int], free: list[int], size: int, near: int | None) -> list[Place]:
    """The row with the tightest gap that holds all (for a unit that wants one row: the nearest), else the widest gaps until all sit."""
    found: list[Place] = []
    while size > len(found) and any(free):
        wanted = size - len(found)
        away = [0 if near is None else abs(row - near) for row in range(len(rows))]
        fits = [row for row, gap in enumerate(free) if gap >= wanted]
        open_rows = [row for row, gap in enumerate(free) if gap]
        row = min(fits, key=lambda row: (away[row], free[row], row)) if fits else min(open_rows, key=lambda row: (away[row], -free[row], row))
        found += _take(rows, free, row, min(wanted, free[row]))
    return found


def _take(rows: Sequence[int], free: list[int], row: int, count: int) -> list[Place]:
    first = rows[row] - free[row]
    free[row] -= count
    return [(row, first + seat) for seat in range(count)]


def keep_told[Key: Hashable](plan: HallPlan, told: Mapping[Key, str], needing: Collection[Key], *, reserved: int | None = None) -> dict[Key, str]:
    """Of the seats that people were told, those they keep: all that can still be had.

    Who needs an easily reached seat and was told another gives theirs up, as long as such a seat is free.
    """
    free = free_seats(plan, reserved=reserved)
    easy = {seat.name for seat in free.accessible}
    usable = easy.union(*free.ordinary)
    kept = {key: seat for key, seat in told.items() if seat in usable}
    better = len(easy.difference(kept.values()))
    for key in [key for key, seat in kept.items() if key in needing and seat not in easy][:better]:
        del kept[key]
    return kept
