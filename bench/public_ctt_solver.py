"""A university's week by CP-SAT with one worker: first when, then where, then both for a few courses at a time.

When lectures are depends on rooms by counting alone: lectures sorted by students into rooms sorted by seats overflow least (no exchange is better),
so the first model has no rooms and yet prices missing seats exactly. A visit then frees some courses and keeps all others.
Limits of a visit are deterministic time. Source: Lach and Luebbecke 2012 (two stages); Shaw 1998 (neighbourhoods).
"""

import math
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from ortools.sat.python import cp_model

from bench.public_clock import Clock
from bench.public_ctt import ALONE, DAY_SHORT, ROOM_MORE, Lecture, Week, check

FIRST, VISIT, ROOMS = 25.0, 1.0, 10.0  # deterministic time of the first model, of a visit, of all rooms at once
WHEN = 0.3  # of the time, before rooms are looked at
SMALLEST, LARGEST = 4.0, 30.0  # courses freed at once

type Linear = cp_model.LinearExpr | int
type Groups = dict[int, list[tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Answer:
    timetable: list[Lecture] | None  # None: no timetable that keeps the hard rules was found
    bound: int  # no timetable costs less
    visits: int


@dataclass
class Draft:
    """A model of the free courses among the lectures that stay."""

    week: Week
    free: frozenset[int]
    stays: dict[tuple[int, int], int]  # course, period: room
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    held: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)  # course, period
    placed: dict[tuple[int, int, int], cp_model.IntVar] = field(default_factory=dict)  # course, period, room
    price: list[Linear] = field(default_factory=list)

    def at(self, course: int, period: int) -> Linear:
        return self.held.get((course, period), 1 if (course, period) in self.stays else 0)


def solve(week: Week, seconds: float, seed: int = 1) -> Answer:
    """The best timetable found in so many processor seconds, and the bound of the first model, in which rooms beyond the first cost nothing."""
    clock, order = Clock(seconds), random.Random(seed)
    first, bound = _visit(week, frozenset(range(len(week.courses))), [], min(FIRST, WHEN * seconds), seed, with_rooms=False)
    if first is None:
        return Answer(None, bound, 0)
    now, visits, size, with_rooms = first, 0, 8.0, False
    while clock.left > 0 and check(week, now).cost > bound:
        if not with_rooms and (clock.used > WHEN * seconds or _price(week, now, with_rooms=False) <= bound):
            now, with_rooms = place(week, now, min(ROOMS, clock.left), seed), True
            continue
        free = _neighbourhood(week, now, order, round(size))
        after, _ = _visit(week, free, now, min(VISIT, clock.left), seed + visits, with_rooms=with_rooms)
        visits += 1
        if after is None or _price(week, after, with_rooms=with_rooms) > _price(week, now, with_rooms=with_rooms):
            size = max(size - 0.5, SMALLEST)
        else:
            now, size = after, min(size + 0.25, LARGEST)
    return Answer(now, bound, visits)


def _price(week: Week, timetable: list[Lecture], *, with_rooms: bool) -> int:
    told = check(week, timetable)
    return told.cost if with_rooms else told.cost - told.stability


def into_rooms(week: Week, pairs: Iterable[tuple[int, int]]) -> list[Lecture]:
    """Most students into most seats, period by period."""
    rooms, at = sorted(range(len(week.rooms)), key=lambda room: -week.rooms[room]), defaultdict(list)
    for course, period in pairs:
        at[period].append(course)
    return [
        Lecture(course, period, room)
        for period, courses in at.items()
        for course, room in zip(sorted(courses, key=lambda one: (-week.courses[one].students, one)), rooms, strict=False)
    ]


def place(week: Week, timetable: list[Lecture], work: float, seed: int) -> list[Lecture]:
    """Other rooms for the same lectures at the same times."""
    draft = Draft(week, frozenset(range(len(week.courses))), {})
    for one in timetable:
        draft.held[one.course, one.period] = draft.model.new_int_var(1, 1, "")  # each its own: a constant is one for all, and takes one hint
    _add_rooms(draft)
    _hint(draft, timetable)
    after, _ = _solved(draft, work, seed)
    return timetable if after is None or check(week, after).cost > check(week, timetable).cost else after


def _visit(week: Week, free: frozenset[int], now: list[Lecture], work: float, seed: int, *, with_rooms: bool) -> tuple[list[Lecture] | None, int]:
    """The free courses anew. Every other visit goes without a hint, so that it may come back with something else that costs the same."""
    draft = Draft(week, free, {(one.course, one.period): one.room for one in now if one.course not in free})
    groups = _groups(week)
    _add_times(draft, groups)
    _add_days(draft)
    _add_compactness(draft)
    if with_rooms:
        _add_rooms(draft)
    else:
        _add_room_counts(draft)
    if now and seed % 2:
        _hint(draft, now)
    return _solved(draft, work, seed)


def _groups(week: Week) -> Groups:
    """For each course, whoever cannot be at the same time: by curriculum, by teacher."""
    teachers = defaultdict(list)
    for number, course in enumerate(week.courses):
        teachers[course.teacher].append(number)
    told: Groups = defaultdict(list)
    for group in dict.fromkeys([*week.curricula, *(tuple(mine) for mine in teachers.values())]):
        for member in group:
            told[member].append(group)
    return told


def _add_times(draft: Draft, groups: Groups) -> None:
    week, model = draft.week, draft.model
    for c in sorted(draft.free):
        others = {other for group in groups[c] for other in group if other not in draft.free}
        for p in range(week.periods):
            if (c, p) not in week.closed and not any((other, p) in draft.stays for other in others):
                draft.held[c, p] = model.new_bool_var("")
        model.add(sum(draft.at(c, p) for p in range(week.periods)) == week.courses[c].lectures)
    for group in dict.fromkeys(group for c in sorted(draft.free) for group in groups[c]):
        for p in range(week.periods):
            model.add_at_most_one(draft.held[c, p] for c in group if (c, p) in draft.held)


def _add_days(draft: Draft) -> None:
    week = draft.week
    for c in sorted(draft.free):
        used = []
        for day in range(week.days):
            inside = [draft.at(c, p) for p in range(day * week.day_periods, (day + 1) * week.day_periods)]
            used.append(draft.model.new_bool_var(""))
            draft.model.add(used[-1] <= sum(inside))
        short = draft.model.new_int_var(0, week.days, "")
        draft.model.add(short + sum(used) >= week.courses[c].least_days)
        draft.price.append(DAY_SHORT * short)


def _add_compactness(draft: Draft) -> None:
    week = draft.week
    for curriculum in week.curricula:
        if not draft.free.intersection(curriculum):
            continue
        busy: list[Linear] = [sum(draft.at(c, p) for c in curriculum) for p in range(week.periods)]
        for p in range(week.periods):
            near = [busy[q] for q in (p - 1, p + 1) if q // week.day_periods == p // week.day_periods]
            if isinstance(busy[p], int) and busy[p] == 0:
                continue
            alone = draft.model.new_bool_var("")
            draft.model.add(alone >= busy[p] - sum(near))
            draft.price.append(ALONE * alone)


def _add_room_counts(draft: Draft) -> None:
    """As many lectures as rooms; for each step of sizes, who is larger beyond the rooms that are pays the step."""
    week = draft.week
    steps = sorted({0, *week.rooms, *(course.students for course in week.courses)})
    for p in range(week.periods):
        draft.model.add(sum(draft.at(c, p) for c in range(len(week.courses))) <= len(week.rooms))
        for low, high in pairwise(steps):
            larger = [draft.at(c, p) for c, course in enumerate(week.courses) if course.students > low]
            roomy = sum(seats > low for seats in week.rooms)
            if low >= min(week.rooms) and len([one for one in larger if not isinstance(one, int) or one]) > roomy:
                over = draft.model.new_int_var(0, len(week.rooms), "")
                draft.model.add(over >= sum(larger) - roomy)
                draft.price.append((high - low) * over)


def _add_rooms(draft: Draft) -> None:
    week, model = draft.week, draft.model
    taken = {(period, room) for (_, period), room in draft.stays.items()}
    in_room: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    used: dict[tuple[int, int], cp_model.IntVar] = {}
    for (c, p), held in draft.held.items():
        for room, seats in enumerate(week.rooms):
            if (p, room) not in taken:
                here = draft.placed[c, p, room] = model.new_bool_var("")
                in_room[p, room].append(here)
                used.setdefault((c, room), model.new_bool_var(""))
                model.add_implication(here, used[c, room])
                draft.price.append(max(week.courses[c].students - seats, 0) * here)
        model.add(sum(draft.placed[c, p, room] for room in range(len(week.rooms)) if (c, p, room) in draft.placed) == held)
    for sharing in in_room.values():
        model.add_at_most_one(sharing)
    for c in sorted({c for c, _ in used}):
        model.add(sum(one for (d, _), one in used.items() if d == c) >= 1)
    draft.price += [ROOM_MORE * one for one in used.values()]


def _hint(draft: Draft, now: list[Lecture]) -> None:
    times, places = {(one.course, one.period) for one in now}, {(one.course, one.period, one.room) for one in now}
    for pair, held in draft.held.items():
        draft.model.add_hint(held, pair in times)
    for key, placed in draft.placed.items():
        draft.model.add_hint(placed, key in places)


def _solved(draft: Draft, work: float, seed: int) -> tuple[list[Lecture] | None, int]:
    """The lectures, those that stay included, and what the terms of this model cost at least."""
    draft.model.minimize(sum(draft.price))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed, solver.parameters.max_deterministic_time = 1, seed, work
    state = solver.solve(draft.model)
    if state == cp_model.MODEL_INVALID:
        raise ValueError(draft.model.validate())
    if state not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, 0
    bound = math.ceil(solver.best_objective_bound - 1e-6)
    if draft.placed:
        stays = [Lecture(c, p, room) for (c, p), room in draft.stays.items()]
        return [*stays, *(Lecture(c, p, room) for (c, p, room), one in draft.placed.items() if solver.boolean_value(one))], bound
    return into_rooms(draft.week, [*draft.stays, *(pair for pair, one in draft.held.items() if solver.boolean_value(one))]), bound


def _neighbourhood(week: Week, now: list[Lecture], order: random.Random, size: int) -> frozenset[int]:
    """A course and those of its curricula, then those that are held when they are: who could change places."""
    first = order.randrange(len(week.courses))
    kin = {c for curriculum in week.curricula if first in curriculum for c in curriculum} - {first}
    times = {one.period for one in now if one.course == first}
    beside = {one.course for one in now if one.period in times} - kin - {first}
    rest = set(range(len(week.courses))) - kin - beside - {first}
    rows = [order.sample(sorted(one), len(one)) for one in (kin, beside, rest)]
    many = max(size - 1, 0)
    chosen = [*rows[0][: many // 2 + 1], *rows[1][: many // 3 + 1], *rows[2]]
    return frozenset([first, *chosen[:many]])
