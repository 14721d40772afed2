"""Whether a Problem made in Python is one at all. Files are read by `files`, which is as strict; what gets past both no solver can stumble over."""

import math
from collections.abc import Callable, Iterable
from datetime import date

import numpy as np

from boiduong.engines.allocation.model import TIERS, Budget, Learners, Mode, Problem, Unusable
from boiduong.engines.allocation.options import CoverageBy
from boiduong.engines.allocation.values import MANY

NO_SENSE = (TypeError, ValueError, AttributeError, IndexError, KeyError, OverflowError)

type Row = tuple[str, object, Callable[[object], bool]]


def must_be_sound(problem: Problem, budget: Budget) -> None:
    """Raises Unusable with one line that says what is wrong."""
    try:
        _look_at([*_frame(problem), *_halls(problem), *_speakers(problem), *_schools(problem), *_options(problem), *_work(budget)])
        _learners(problem.learners, (len(problem.schools), len(problem.days), len(problem.classes)))
    except Unusable:
        raise
    except NO_SENSE as reason:
        raise Unusable(f"a part of the problem is of another kind than its type says: {' '.join(str(reason).split())}") from reason


def _look_at(rows: Iterable[Row]) -> None:
    for what, value, fits in rows:
        if not fits(value):
            raise Unusable(f"{what}: {str(value)[:60]!r} makes no sense there")


def _whole(low: int = 0, high: int = MANY) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(low <= value <= high)


def _real(low: float = 0.0) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and low <= value <= MANY


def _or_none(fits: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or fits(value)


def _some(fits: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda values: isinstance(values, frozenset | tuple) and all(fits(value) for value in values)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_truth(value: object) -> bool:
    return isinstance(value, bool)


def _is_date(value: object) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def _frame(problem: Problem) -> Iterable[Row]:
    lists = (problem.days, problem.topics, problem.halls, problem.classes, problem.speakers, problem.schools, problem.required)
    yield from (("a list", value, lambda value: isinstance(value, tuple)) for value in lists)
    yield "sessions", problem.sessions, _or_none(lambda value: isinstance(value, tuple))
    topics, slots, halls = len(problem.topics), 2 * len(problem.days), len(problem.halls)
    yield from (("a day", day.date, _is_date) for day in problem.days)
    yield from (("is_open of a day", day.is_open, _is_truth) for day in problem.days)
    yield from (("a topic", topic, _is_text) for topic in problem.topics)
    yield "topic_order", problem.topic_order, _is_truth
    yield "class_window_days", problem.class_window_days, _whole()
    yield "the tolerance of balance", problem.balance_tolerance_percent, _real()
    yield "tiers", problem.tiers, lambda names: isinstance(names, tuple) and sorted(names) == sorted(TIERS)
    if problem.opening is not None:
        yield "slot of the opening", problem.opening.slot, _whole(0, slots - 1)
        yield "topic of the opening", problem.opening.topic, _whole(0, topics - 1)
    for klass in problem.classes:
        yield "name of a class", klass.name, _is_text
        yield "hall of a class", klass.hall, _or_none(_whole(0, halls - 1))
        yield "block of a class", klass.block, _or_none(_whole(-MANY))
        yield "half of a class", klass.half, _or_none(_whole(0, 1))
    sizes = (len(problem.classes), topics, slots, halls, len(problem.speakers))
    for session in problem.sessions or ():
        yield from (("a session", value, _whole(0, size - 1)) for value, size in zip(session, sizes, strict=True))


def _halls(problem: Problem) -> Iterable[Row]:
    for hall in problem.halls:
        yield "name of a hall", hall.name, _is_text
        yield "capacity of a hall", hall.capacity, _whole()
        yield "reserved of a hall", hall.reserved, _whole()
        yield from (("place of a hall", value, _real(-MANY)) for value in (hall.x, hall.y))
        yield "closed slots of a hall", hall.closed_slots, _some(_whole(0, 2 * len(problem.days) - 1))


def _speakers(problem: Problem) -> Iterable[Row]:
    for speaker in problem.speakers:
        yield "name of a speaker", speaker.name, _is_text
        yield "topics of a speaker", speaker.topics, _some(_whole(0, len(problem.topics) - 1))
        yield "slots of a speaker", speaker.slots, _some(_whole(0, 2 * len(problem.days) - 1))
        yield "max_per_day of a speaker", speaker.max_per_day, _whole()


def _schools(problem: Problem) -> Iterable[Row]:
    for school in problem.schools:
        yield "name of a school", school.name, _is_text
        yield "level of a school", school.level, _whole(-MANY)
        yield "staff of a school", school.staff, _whole()
        yield "mode of a school", school.mode, lambda value: isinstance(value, Mode)
        yield "managers_apart of a school", school.managers_apart, _is_truth
        yield from (("percentage of a school", value, _real()) for value in (school.max_absent_percent, school.spread_percent))
        yield from (("place of a school", value, _real(-MANY)) for value in (school.x, school.y))


def _options(problem: Problem) -> Iterable[Row]:
    yield "most_moves", problem.most_moves, _or_none(_whole())
    yield "most_km", problem.fairness.most_km, _or_none(_real())
    yield "coverage_by", problem.coverage_by, lambda value: isinstance(value, CoverageBy)
    for name, allowed in problem.tolerances.items():
        yield "a tolerance", name, lambda value: value in TIERS
        yield "points of a tolerance", allowed.points, _whole()
        yield "percent of a tolerance", allowed.percent, _real()
    for rule in problem.required:
        yield "classes of a requirement", rule.classes, _some(_whole(0, len(problem.classes) - 1))
        yield "role of a requirement", rule.is_manager, _or_none(_is_truth)
        yield "level of a requirement", rule.level, _or_none(_whole(-MANY))


def _work(budget: Budget) -> Iterable[Row]:
    yield "seconds of the budget", budget.seconds, _or_none(_real())
    yield "threads of the budget", budget.threads, _whole(1, 64)
    yield "seed of the budget", budget.seed, _whole(0, 2**31 - 1)
    yield "nodes of the budget", budget.nodes, _whole(1)
    yield "classes_at_once of the budget", budget.classes_at_once, _whole()


def _learners(people: Learners, sizes: tuple[int, int, int]) -> None:
    schools, days, classes = sizes
    count = len(people.ids)
    if len(set(people.ids)) != count or not all(_is_text(name) and name for name in people.ids):
        raise Unusable("learners: every id is a text of its own")
    tables = {"is_unavailable": (people.is_unavailable, days), "is_allowed": (people.is_allowed, classes)}
    for name, (table, width) in tables.items():
        if table.shape != (count, width) or table.dtype != np.bool_:
            raise Unusable(f"learners: {name} is no table of {count} x {width} truth values")
    for name, marks in {"is_manager": people.is_manager, "is_locked": people.is_locked}.items():
        if marks.shape != (count,) or marks.dtype != np.bool_:
            raise Unusable(f"learners: {name} is no row of {count} truth values")
    ranges = {"school": (0, schools - 1), "level": (-MANY, MANY), "wish": (0, 2), "previous": (-1, classes - 1)}
    for name, (low, high) in ranges.items():
        row = getattr(people, name)
        if row.shape != (count,) or not np.issubdtype(row.dtype, np.integer) or (count and not low <= row.min() <= row.max() <= high):
            raise Unusable(f"learners: {name} is no row of {count} whole numbers from {low} to {high}")
