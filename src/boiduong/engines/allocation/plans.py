"""A hall as a plan of its seats: one text a row, one mark a place; drawn from rows and blocks, or read from a sheet.

Rows are named A, B, ... from the stage back; seats are numbered in their row from the left, whatever they are kept for.
A row without a seat is an aisle and has no name.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

MOST_ROWS = MOST_PLACES = 500
GUTTER = 1  # places between two blocks


class Mark(StrEnum):
    """What is at a place of a hall."""

    SEAT = "o"
    RESERVED = "d"  # kept for guests and stewards
    ACCESSIBLE = "u"  # reached without a step or a squeeze
    GAP = "."


SPELLINGS = {  # how a mark may be written in a sheet; any other text is refused
    Mark.SEAT: ("o", "0", "x", "1", "g", "ghế", "ghe"),
    Mark.RESERVED: ("d", "r", "dành", "dành riêng", "danh rieng", "k", "khách"),
    Mark.ACCESSIBLE: ("u", "a", "ưu", "ưu tiên", "uu tien"),
    Mark.GAP: ("", ".", "-", "_"),
}
_MARKS = {spelling: mark for mark, spellings in SPELLINGS.items() for spelling in spellings}

type HallPlan = tuple[str, ...]  # the row at the stage first; every row is as long as the longest


class PlanUnusable(ValueError):
    """This is no plan of a hall; the text says where and why, for the person who drew it."""


class Seat(NamedTuple):
    name: str
    row: int  # of the plan, from 0
    place: int
    mark: Mark


def draw_plan(rows: int, blocks: Sequence[int], *, reserved: int = 0, accessible: int = 0, seats: int | None = None) -> HallPlan:
    """A hall of equal rows.

    rows: how many, >= 1. blocks: seats of each block from the left, >= 1; an aisle lies between two of them.
    reserved: seats kept, from the front row's right end on. accessible: the seats beside an aisle or a wall, from the first row with none kept.
    seats: how many there are in all, if the last rows are not full.
    Raises PlanUnusable if nothing is left to sit on, or there are fewer seats than are kept.
    """
    row = ("." * GUTTER).join(Mark.SEAT * block for block in blocks)
    plan = [list(row) for _ in range(rows)]
    _take_away(plan, 0 if seats is None else sum(blocks) * rows - seats)
    places = [(at, place) for at, line in enumerate(plan) for place in reversed(range(len(line))) if line[place] == Mark.SEAT]
    if reserved >= len(places):
        raise PlanUnusable(f"Hội trường có {len(places)} ghế, không thể dành riêng {reserved} ghế.")
    for at, place in places[:reserved]:
        plan[at][place] = Mark.RESERVED
    ends = [(at, place) for at, line in enumerate(plan) if Mark.RESERVED not in line for place in _ends(line)]
    for at, place in ends[:accessible]:
        plan[at][place] = Mark.ACCESSIBLE
    return _trimmed(["".join(line) for line in plan])


def _take_away(plan: list[list[str]], missing: int) -> None:
    """Seats that are not there, from the right end of the last row."""
    for line in reversed(plan):
        for place in reversed(range(len(line))):
            if missing > 0 and line[place] == Mark.SEAT:
                line[place] = Mark.GAP
                missing -= 1


def _ends(line: Sequence[str]) -> list[int]:
    """Seats with no seat on one side."""
    inside = ["." if place < 0 or place >= len(line) else line[place] for place in range(-1, len(line) + 1)]
    return [place for place, mark in enumerate(line) if mark == Mark.SEAT and Mark.GAP in (inside[place], inside[place + 2])]


def read_plan(cells: Sequence[Sequence[object]]) -> HallPlan:
    """The plan that a sheet shows: a cell a place. Empty rows and columns around it are left off.

    cells: rows of a sheet, ragged; text, or a number where somebody wrote 1 for a seat.
    Raises PlanUnusable with the cell that cannot be read, or what is missing.
    """
    return checked_plan(["".join(_mark_in(cell, row, place) for place, cell in enumerate(line)) for row, line in enumerate(cells)])


def _mark_in(cell: object, row: int, place: int) -> Mark:
    text = "" if cell is None else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    mark = _MARKS.get(text.strip().casefold())
    if mark is None:
        raise PlanUnusable(f"Dòng {row + 1}, cột {place + 1} ghi “{text.strip()[:20]}”: chỉ ghi o, d, u hoặc để trống.")
    return mark


def checked_plan(rows: Sequence[str]) -> HallPlan:
    """These rows as a plan, without empty margins. Raises PlanUnusable without seats for learners, or where the hall is beyond all halls."""
    known = {mark.value for mark in Mark}
    if strange := {mark for row in rows for mark in row if mark not in known}:
        raise PlanUnusable(f"Sơ đồ có ký hiệu lạ: {', '.join(sorted(strange))[:40]}.")
    plan = _trimmed(rows)
    if len(plan) > MOST_ROWS or max(map(len, plan), default=0) > MOST_PLACES:
        raise PlanUnusable(f"Sơ đồ chỉ được tối đa {MOST_ROWS} hàng, mỗi hàng {MOST_PLACES} ô.")
    if not any(mark in (Mark.SEAT, Mark.ACCESSIBLE) for row in plan for mark in row):
        raise PlanUnusable("Sơ đồ chưa có ghế nào cho học viên.")
    return plan


def _trimmed(rows: Sequence[str]) -> HallPlan:
    filled = [number for number, row in enumerate(rows) if row.strip(".")]
    kept = list(rows[filled[0] : filled[-1] + 1]) if filled else []
    width = max((len(row.rstrip(".")) for row in kept), default=0)
    left = min((len(row) - len(row.lstrip(".")) for row in kept if row.strip(".")), default=0)
    return tuple(row.ljust(width, ".")[left:width] for row in kept)


def seats_of(plan: HallPlan) -> list[Seat]:
    """Every seat of a plan, row by row from the stage, from the left."""
    return [seat for _label, row in named_rows(plan) for seat in row if seat is not None]


def named_rows(plan: HallPlan) -> Iterator[tuple[str, list[Seat | None]]]:
    """Each row with its name, and its places from the left; None is a gap. An aisle across has the name "" and gaps alone."""
    named = 0
    for at, line in enumerate(plan):
        if not line.strip("."):
            yield "", [None] * len(line)
            continue
        label, number, row = row_name(named), 0, list[Seat | None]()
        named += 1
        for place, mark in enumerate(line):
            number += mark != Mark.GAP
            row.append(None if mark == Mark.GAP else Seat(f"{label}-{number}", at, place, Mark(mark)))
        yield label, row


def row_name(number: int) -> str:
    """A, B, ... Z, AA, AB, ...: the rows of a hall from the front, from 0."""
    name = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def count_of(plan: HallPlan, *marks: Mark) -> int:
    """How many places bear one of these marks."""
    return sum(row.count(mark) for row in plan for mark in marks)
