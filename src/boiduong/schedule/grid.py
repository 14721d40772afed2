"""The timetable as the editor lays it out: half-days down, halls or classes across. Reads; writes nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boiduong.campaigns.models import TrainingClass
from boiduong.schedule.board import Board, Weighed, weigh
from boiduong.schedule.hours import half_of
from boiduong.schedule.models import ClassSession, Half, Venue

COLUMNS = 6  # as many as stand beside each other on a screen


@dataclass(frozen=True, slots=True)
class Cell:
    key: str  # half-day and column, as the page and `places_for` name it
    sessions: list[ClassSession]
    label: str  # of its column, for screens that show no columns
    note: str  # why nothing can be put here: the hall is closed, another campaign has it


@dataclass(frozen=True, slots=True)
class Line:
    on: date
    half: Half
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    by: str  # "halls" or "classes"
    columns: list[Venue] | list[TrainingClass]
    lines: list[Line]
    page: int
    pages: list[int]


def grid_of(board: Board, classes: list[TrainingClass], *, by: str, page: int) -> Grid:
    """One page of columns; no query of its own."""
    everything: list[Any] = classes if by == "classes" else board.venues
    count = max(1, -(-len(everything) // COLUMNS))
    page = min(max(page, 1), count)
    columns = everything[(page - 1) * COLUMNS : page * COLUMNS]
    held = _by_cell(board.sessions, by=by)
    also = _also_there(board) if by == "halls" else {}

    def cell(day: date, half: Half, one: Venue | TrainingClass) -> Cell:
        return Cell(cell_key(day, half, one.code), held[day, half, one.pk], one.name, _note(board, also, day, half, one))

    lines = [Line(day, half, [cell(day, half, one) for one in columns]) for day in board.days for half in Half]
    return Grid(by, columns, lines, page, list(range(1, count + 1)))


def cell_key(on: date, half: Half, code: str) -> str:
    return f"{on.isoformat()} {half} {code}"


def _by_cell(sessions: Iterable[ClassSession], *, by: str) -> dict[tuple[date, Half, int], list[ClassSession]]:
    found: dict[tuple[date, Half, int], list[ClassSession]] = defaultdict(list)
    for row in sessions:
        column = row.training_class_id if by == "classes" else row.venue_id
        found[localtime(row.starts_at).date(), half_of(row.starts_at), column].append(row)
    return found


def _also_there(board: Board) -> dict[tuple[int, date, Half], str]:
    """Halls that are taken otherwise than by a session that the editor shows in them: by another campaign, as a connected place."""
    found = {}
    for (venue, on), uses in board.uses.items():
        for use in uses:
            if use.class_session.campaign_id != board.campaign.pk:
                found[venue, on, half_of(use.starts_at)] = _("another campaign")
            elif use.connected_place:
                found[venue, on, half_of(use.starts_at)] = _("connected: %(training_class)s") % {"training_class": use.class_session.training_class}
    return found


def _note(board: Board, also: dict[tuple[int, date, Half], str], day: date, half: Half, column: Venue | TrainingClass) -> str:
    if day in board.campaign.closed_days:
        return _("nothing held")
    if isinstance(column, Venue) and (column.pk, day, half) in board.closed:
        return _("not to be had")
    return also.get((column.pk, day, half), "")


def places_for(board: Board, session: ClassSession, *, by: str) -> dict[str, dict[str, Any]]:
    """For each cell of the editor where this session could be asked for: the place, what forbids it, and what is to be known.

    Among classes a session keeps its column and its hall; among halls it may go anywhere.
    """
    found = {}
    for place in board.places():
        if by == "classes" and place.venue.pk != session.venue_id:
            continue
        code = session.training_class.code if by == "classes" else place.venue.code
        weighed = weigh(board, session, place)
        found[cell_key(place.on, place.half, code)] = {"place": place.key, "troubles": weighed.troubles, "note": away_words(weighed)}
    return found


def away_words(weighed: Weighed) -> str:
    if not weighed.away_count:
        return ""
    return _("%(count)d learners said that they cannot come on that day.") % {"count": weighed.away_count}
