"""Sessions for all classes: each class takes a template (its half-days), speakers take sessions. CP-SAT with one worker, so it ends alike.

A template is the half-days of one class in one hall, inside the window. Whole mornings or whole afternoons on days in a row come first, since people
can plan around them; broken patterns are there for tight calendars and cost more.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations
from time import monotonic

from ortools.sat.python import cp_model

from boiduong.engines.allocation.model import Budget, Problem, Session, Status

MOST_TEMPLATES = 3000  # of one hall
MOST_ORDERS = 6  # of topics, where their order is free
WORK = 30.0  # deterministic time of CP-SAT, about seconds
QUICK_WORK = 5.0  # when only asked whether there is one
WRONG_HALF, BROKEN, GAP_DAY = 20, 8, 2


type Kind = tuple[int | None, int | None]  # hall, half
type Takes = dict[Kind, dict[int, cp_model.IntVar]]  # which kind of class takes which template
type Speaks = dict[tuple[int, int, int], cp_model.IntVar]  # speaker, topic, slot


@dataclass(frozen=True, slots=True)
class Template:
    hall: int
    slots: tuple[int, ...]  # increasing
    topics: tuple[int, ...]  # topic of each slot
    half: int | None  # when all slots are of one half
    cost: int


@dataclass(frozen=True, slots=True)
class Timetable:
    sessions: tuple[Session, ...]
    status: Status  # optimal, feasible, infeasible, unknown
    was_stopped_by_clock: bool = False


def make_timetable(problem: Problem, budget: Budget, until: float | None = None, *, is_any_good: bool = False) -> Timetable:
    """A timetable that keeps every hard rule, or the proof that there is none (`infeasible`), or neither (`unknown`).

    is_any_good: the first one found will do, however broken up.
    """
    if not problem.classes or not problem.topics:
        return Timetable((), Status.OPTIMAL)
    templates = [template for hall in range(len(problem.halls)) for template in _templates(problem, hall)]
    model = cp_model.CpModel()
    takes, cost = _add_classes(model, problem, templates)
    if not is_any_good:
        model.minimize(cost)
    speaks = _add_speakers(model, problem, templates, takes)
    _add_opening(model, problem, templates, takes)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = budget.seed
    solver.parameters.max_deterministic_time = QUICK_WORK if is_any_good else WORK
    if until is not None:
        solver.parameters.max_time_in_seconds = max(until - monotonic(), 0.1)
    state = solver.solve(model)
    if state not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Timetable((), Status.INFEASIBLE if state == cp_model.INFEASIBLE else Status.UNKNOWN)
    sessions = _sessions(problem, solver, templates, takes, speaks)
    return Timetable(sessions, Status.OPTIMAL if state == cp_model.OPTIMAL else Status.FEASIBLE, until is not None and monotonic() >= until)


def _templates(problem: Problem, hall: int) -> Iterator[Template]:
    """Cheapest first, at most MOST_TEMPLATES; every choice of half-days when there are few enough."""
    free = [slot for slot in range(problem.slot_count) if problem.days[slot // 2].is_open and slot not in problem.halls[hall].closed_slots]
    found: dict[tuple[int, ...], int] = {}
    for first in range(len(problem.days)):
        inside = [slot for slot in free if first <= slot // 2 < first + problem.class_window_days]
        halves = [[slot for slot in inside if slot % 2 == half] for half in (0, 1)]
        for row in (inside, *halves):  # in a row: all half-days, mornings, afternoons
            for at in range(len(row) - len(problem.topics) + 1):
                found.setdefault(tuple(row[at : at + len(problem.topics)]), 0)
        for slots in combinations(inside, len(problem.topics)):
            if len(found) >= MOST_TEMPLATES:
                break
            found.setdefault(slots, 0)
    count = len(problem.topics)
    orders = [tuple(range(count))] if problem.topic_order else list(permutations(range(count)))[:MOST_ORDERS]
    for slots in found:
        for order in orders:
            halves_used = {slot % 2 for slot in slots}
            half = halves_used.pop() if len(halves_used) == 1 else None
            gaps = slots[-1] // 2 - slots[0] // 2 + 1 - len({slot // 2 for slot in slots})
            yield Template(hall, slots, order, half, (0 if half is not None else BROKEN) + GAP_DAY * gaps)


def _kinds(problem: Problem) -> dict[Kind, list[int]]:
    """Classes that are alike to a timetable, by hall and half, in the order in which they are to begin."""
    kinds: dict[Kind, list[int]] = defaultdict(list)
    for c in sorted(range(len(problem.classes)), key=lambda c: (problem.classes[c].block or 0, c)):
        kinds[problem.classes[c].hall, problem.classes[c].half].append(c)
    return kinds


def _add_classes(model: cp_model.CpModel, problem: Problem, templates: list[Template]) -> tuple[Takes, cp_model.LinearExprT]:
    """One yes-or-no for each kind of class and template; a hall holds one session at a time; seats enough if there can be."""
    takes: Takes = {}
    in_slot: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    costs, seats = [], []
    for kind, classes in _kinds(problem).items():
        hall, half = kind
        takes[kind] = {n: model.new_bool_var(f"x{kind}{n}") for n, one in enumerate(templates) if hall in (None, one.hall)}
        model.add(sum(takes[kind].values()) == len(classes))
        for n, take in takes[kind].items():
            costs.append((templates[n].cost + (WRONG_HALF if half not in (None, templates[n].half) else 0)) * take)
            seats.append(problem.halls[templates[n].hall].seats * take)
            for slot in templates[n].slots:
                in_slot[templates[n].hall, slot].append(take)
    for taken in in_slot.values():
        model.add_at_most_one(taken)
    short = model.new_int_var(0, len(problem.learners), "short")
    model.add(short + sum(seats) >= len(problem.learners))
    return takes, 1000 * short + sum(costs)


def _add_speakers(model: cp_model.CpModel, problem: Problem, templates: list[Template], takes: Takes) -> Speaks:
    """As many speakers of a topic as it has sessions, in every half-day; nobody twice at once, nobody too often in a day."""
    wanted: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for n, take in ((n, take) for chosen in takes.values() for n, take in chosen.items()):
        for slot, topic in zip(templates[n].slots, templates[n].topics, strict=True):
            wanted[topic, slot].append(take)
    speaks: Speaks = {}
    able: dict[tuple[int, int], list[cp_model.IntVar]] = {key: [] for key in wanted}
    for number, speaker in enumerate(problem.speakers):
        mine = [(topic, slot) for topic, slot in sorted(wanted) if topic in speaker.topics and slot in speaker.slots]
        for topic, slot in mine:
            speaks[number, topic, slot] = model.new_bool_var(f"y{number}.{topic}.{slot}")
            able[topic, slot].append(speaks[number, topic, slot])
        for slot in {slot for _, slot in mine}:
            model.add_at_most_one(speaks[number, topic, slot] for topic, at in mine if at == slot)
        for day in {slot // 2 for _, slot in mine}:
            model.add(sum(speaks[number, topic, slot] for topic, slot in mine if slot // 2 == day) <= speaker.max_per_day)
    for key, sessions in wanted.items():
        model.add(sum(sessions) == sum(able[key]))
    return speaks


def _add_opening(model: cp_model.CpModel, problem: Problem, templates: list[Template], takes: Takes) -> None:
    if problem.opening is None:
        return
    first = [take for chosen in takes.values() for n, take in chosen.items() if (templates[n].slots[0], templates[n].topics[0]) == problem.opening]
    model.add(sum(first) >= 1)


def _sessions(
    problem: Problem,
    solver: cp_model.CpSolver,
    templates: list[Template],
    takes: Takes,
    speaks: Speaks,
) -> tuple[Session, ...]:
    """Classes of a kind begin in their own order; speakers of one half-day go to the halls in order."""
    free: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (number, topic, slot), one in sorted(speaks.items()):
        if solver.boolean_value(one):
            free[topic, slot].append(number)
    sessions = []
    for kind, classes in _kinds(problem).items():
        chosen = sorted((templates[n] for n, take in takes[kind].items() if solver.boolean_value(take)), key=lambda one: (one.slots, one.hall))
        for c, template in zip(classes, chosen, strict=True):
            sessions += [(c, topic, slot, template.hall) for slot, topic in zip(template.slots, template.topics, strict=True)]
    return tuple(Session(c, topic, slot, hall, free[topic, slot].pop(0)) for c, topic, slot, hall in sorted(sessions))
