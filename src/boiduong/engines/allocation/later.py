"""The timetable's solver, loaded when it is first asked: its library takes a second to load, and most problems bring their sessions with them."""

from importlib import import_module
from typing import TYPE_CHECKING, cast

from boiduong.engines.allocation.model import Budget, Problem

if TYPE_CHECKING:
    from boiduong.engines.allocation.timetable import Timetable


def make_timetable(problem: Problem, budget: Budget, until: float | None = None, *, is_any_good: bool = False) -> "Timetable":
    """As `timetable.make_timetable`."""
    return cast("Timetable", import_module("boiduong.engines.allocation.timetable").make_timetable(problem, budget, until, is_any_good=is_any_good))
