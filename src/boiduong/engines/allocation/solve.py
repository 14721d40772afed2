"""From a problem to a plan: timetable, halls, counts, persons, and what each tier is worth."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from boiduong.engines.allocation.bounds import grouping_bound
from boiduong.engines.allocation.check import timetable_faults
from boiduong.engines.allocation.cuts import largest_flow
from boiduong.engines.allocation.design import design_levels
from boiduong.engines.allocation.drafts import Drafts, Found
from boiduong.engines.allocation.easing import ease
from boiduong.engines.allocation.groups import deal_out, group_people
from boiduong.engines.allocation.halfdays import shortage
from boiduong.engines.allocation.halls import parts_of, share_out, whole
from boiduong.engines.allocation.highs import Limits
from boiduong.engines.allocation.ladder import Counted, climb, ladder_order
from boiduong.engines.allocation.later import make_timetable
from boiduong.engines.allocation.model import Budget, Ints, Problem, Session, Solution, Status, Tier, class_seats, open_classes
from boiduong.engines.allocation.options import Tolerance
from boiduong.engines.allocation.patterns import choose_patterns
from boiduong.engines.allocation.people import comfort_bound, place_people
from boiduong.engines.allocation.regions import Setting, first_setting, make_region
from boiduong.engines.allocation.repair import seat_the_rest
from boiduong.engines.allocation.sound import must_be_sound
from boiduong.engines.allocation.staying import moves_bound, stay
from boiduong.engines.allocation.tidying import better, tidy
from boiduong.engines.allocation.tiers import Band, balance_band, measure

WIDE = 300  # schools x classes
WORTH_A_FLOW = 400_000  # groups x classes; above it the bound of comfort costs more than it says

type Bests = dict[str, int]
type Report = Callable[[str, int, int], None]  # what is being done, how many parts are done, of how many


@dataclass(frozen=True, slots=True)
class Placed:
    counts: Ints  # (G, C)
    found: tuple[Counted, ...]
    was_stopped_by_clock: bool
    bests: Bests  # of tiers with a tolerance, before it was used


def solve(
    problem: Problem,
    budget: Budget = Budget(),  # noqa: B008 - a frozen value
    report: Report = lambda *_: None,
    found: Found | None = None,
) -> Solution:
    """The best plan found within the budget. Never raises on a problem that has no plan: its status says so; Unusable for what is no problem at all.

    Without `budget.seconds` the same problem gives the same plan, on any machine, however busy.
    found: is handed plans as they come, each better than the one before. What `report` or `found` raises ends the work.
    """
    must_be_sound(problem, budget)
    started = monotonic()
    until = None if budget.seconds is None else started + budget.seconds
    report("timetable", 0, 1)
    sessions, status, stopped = _sessions(problem, budget, until)
    if sessions is None or _is_contradictory(problem, sessions):
        return _nothing(problem, Status.INFEASIBLE if sessions is not None else status, monotonic() - started, stopped)
    groups = group_people(problem, sessions)
    setting = first_setting(problem, sessions, groups, balance_band(problem, sessions))
    limits = Limits(nodes=budget.nodes, threads=budget.threads, seed=budget.seed, until=until)
    placed = _place(setting, budget, limits, report, Drafts(setting, found))
    assign = deal_out(groups, placed.counts)
    tiers = _tiers(setting, assign, placed)
    proven = all(tier.is_proven for tier in tiers.values())
    stopped |= placed.was_stopped_by_clock
    return Solution(assign, sessions, Status.OPTIMAL if proven else Status.FEASIBLE, tiers, monotonic() - started, not stopped)


def _sessions(problem: Problem, budget: Budget, until: float | None) -> tuple[tuple[Session, ...] | None, Status, bool]:
    """The sessions to go by, or None and why not."""
    if problem.sessions is not None:
        return (None if timetable_faults(problem, problem.sessions) else problem.sessions), Status.INFEASIBLE, False
    if shortage(problem):
        return None, Status.INFEASIBLE, False
    made = make_timetable(problem, budget, until)
    if made.status in (Status.INFEASIBLE, Status.UNKNOWN):
        return None, made.status, made.was_stopped_by_clock
    return made.sessions, made.status, made.was_stopped_by_clock


def _is_contradictory(problem: Problem, sessions: tuple[Session, ...]) -> bool:
    """Whether people who are locked cannot all keep their class; locked without a class is locked to nothing and binds nobody."""
    people = problem.learners
    locked = people.is_locked & (people.previous >= 0)
    if not locked.any():
        return False
    kept = np.bincount(people.previous[locked], minlength=len(problem.classes))
    return bool((kept > class_seats(problem, sessions)).any() or not open_classes(problem, sessions)[locked].any(axis=1).all())


def _nothing(problem: Problem, status: Status, seconds: float, stopped: bool) -> Solution:
    return Solution(np.full(len(problem.learners), -1, dtype=np.int64), (), status, {}, seconds, not stopped)


def _place(setting: Setting, budget: Budget, limits: Limits, report: Report, drafts: Drafts) -> Placed:
    """Each hall by itself, then whoever is left anywhere."""
    before = setting
    reach = whole(setting) if len(setting.seats) <= budget.classes_at_once else parts_of(setting)
    shares = setting.groups.size[:, None] if len(reach.classes) == 1 else share_out(setting, reach)
    total = np.zeros_like(setting.groups.is_open, dtype=np.int64)
    found: list[Counted] = []
    bests: Bests = {}
    for part, classes in enumerate(reach.classes):
        report("classes", part, len(reach.classes))
        ahead = replace(setting, away=setting.away + _promised(setting, shares[:, part + 1 :].sum(axis=1)))
        counted, placed, bests = _place_part(ahead, shares[:, part], classes, limits, drafts)
        found += [counted] if counted else []
        total += placed
        setting = _after(setting, placed)
    if len(reach.classes) > 1:
        total = seat_the_rest(setting, total)
        drafts.offer(total)
        report("tidying", 0, 1)
        total = better(before, tidy(before, total), stay(before))
    stopped = any(step.was_stopped_by_clock for counted in found for step in counted.steps.values())
    return Placed(total, tuple(found), stopped, bests)


def _place_part(setting: Setting, sizes: Ints, classes: tuple[int, ...], limits: Limits, drafts: Drafts) -> tuple[Counted | None, Ints, Bests]:
    inside = np.zeros(len(setting.seats), dtype=np.bool_)
    inside[list(classes)] = True
    sizes = np.where((setting.groups.is_open & inside).any(axis=1), sizes, 0)
    band = setting.band if len(classes) == len(inside) else _narrowed(setting, int(sizes.sum()), classes)
    part = replace(setting, band=band)
    region, numbers = make_region(part, sizes, classes)
    counts = np.zeros((len(setting.problem.schools), len(inside)), dtype=np.int64)
    if region.schools and (len(classes) < len(inside) or _is_wide_and_short(setting)):
        counts = _whole_table(counts, numbers, choose_patterns(region, design_levels(region, limits)))
        return None, place_people(part, sizes, counts, setting.problem.tiers), {}
    if drafts.are_wanted and region.schools:
        drafts.offer_counts(_whole_table(counts, numbers, choose_patterns(region, design_levels(region, limits))))
    hear = lambda found: drafts.offer_counts(_whole_table(counts, numbers, found))  # noqa: E731 - two words of a call
    counted = climb(region, setting.problem.tiers, limits, setting.problem.tolerances, hear) if region.schools else None
    if counted is None:
        return None, np.zeros_like(setting.groups.is_open, dtype=np.int64), {}
    counts = _whole_table(counts, numbers, counted.counts)
    placed = place_people(part, sizes, counts, setting.problem.tiers)
    if not setting.problem.tolerances:
        return counted, placed, {}
    return counted, *ease(part, counts, placed, {name: step.value for name, step in counted.steps.items()})


def _whole_table(shape: Ints, numbers: tuple[int, ...], counts: Ints) -> Ints:
    """(S, C) counts of a region's schools among all schools."""
    table = np.zeros_like(shape)
    table[list(numbers)] = counts
    return table


def _is_wide_and_short(setting: Setting) -> bool:
    """Whether somebody must be left out of a problem of some size: the exact model then has a price on every rule, and finds little in minutes."""
    groups = setting.groups
    if len(setting.problem.schools) * len(setting.seats) < WIDE or (groups.previous >= 0).any():
        return False
    return largest_flow(groups, setting.seats)[0] < int(groups.size[groups.is_open.any(axis=1)].sum())


def _narrowed(setting: Setting, people: int, classes: tuple[int, ...]) -> Band:
    """The band of all, shifted where a hall got more or fewer people than its classes can hold inside it."""
    low, high = setting.band.low.copy(), setting.band.high.copy()
    inside = list(classes)
    if not low[inside].sum() <= people <= high[inside].sum():
        share = people / len(inside)
        low[inside], high[inside] = np.minimum(low[inside], int(share)), np.maximum(high[inside], int(share) + 1)
    return Band(low, high)


def _promised(setting: Setting, sizes: Ints) -> Ints:
    """(S, T) people of other halls, still to be seated, who can sit in one class alone: on its days they count towards their school's limit."""
    away = np.zeros_like(setting.away)
    bound = np.flatnonzero((sizes > 0) & (setting.groups.is_open.sum(axis=1) == 1))
    np.add.at(away, setting.groups.school[bound], sizes[bound, None] * setting.days[setting.groups.is_open[bound].argmax(axis=1)])
    return away


def _after(setting: Setting, placed: Ints) -> Setting:
    """What is left when these people are seated."""
    by_school = np.zeros((len(setting.problem.schools), placed.shape[1]), dtype=np.int64)
    np.add.at(by_school, setting.groups.school, placed)
    return replace(setting, away=setting.away + by_school @ setting.days.astype(np.int64))


def _tiers(setting: Setting, assign: Ints, placed: Placed) -> dict[str, Tier]:
    """Values counted on the plan itself; bounds from the ladder where one part was all, else those that need no search."""
    values = measure(setting.problem, assign, setting.sessions)
    bounds: dict[str, int | None] = {name: 0 if value == 0 else None for name, value in values.items()}
    steps = placed.found[0].steps if len(placed.found) == 1 else {}
    bounds |= {name: step.bound for name, step in steps.items()}
    started, groups = monotonic(), setting.groups
    bounds["unassigned"] = int(groups.size.sum()) - largest_flow(groups, setting.seats)[0]
    nowhere = groups.size[(groups.previous >= 0) & ~groups.is_open.any(axis=1)]
    bounds["moves"] = max((bounds["moves"] or 0) + int(nowhere.sum()), moves_bound(setting))
    bounds["managers"] = _managers_bound(setting, values["unassigned"])
    if bounds["grouping"] is None and _is_complete(setting, values):
        bounds["grouping"] = grouping_bound(setting)
    seated_first = _is_settled_before(setting.problem, "unassigned", "comfort")
    if seated_first and groups.is_open.size <= WORTH_A_FLOW and values["unassigned"] == int((groups.size * ~groups.is_open.any(axis=1)).sum()):
        bounds["comfort"] = comfort_bound(setting)
    seconds = {name: step.seconds for name, step in steps.items()} | {"comfort": monotonic() - started}
    tiers = {}
    for name, value in values.items():
        within = _within(setting.problem, name) if name in steps and bounds[name] else ()
        if any(values[one] > steps[one].value for one in within):
            within, bounds[name] = (), None  # persons were placed otherwise than the bound supposes
        best = _best(setting.problem, name, value, placed.bests)
        bound = bounds[name]
        bound = None if bound is None else min(bound, value if best is None else best)
        tiers[name] = Tier(value, bound, bound == (value if best is None else best), seconds.get(name, 0.0), within, best)
    return tiers


def _best(problem: Problem, name: str, value: int, bests: Bests) -> int | None:
    """What the tier was before its tolerance was used; None where persons could not be placed as well as the counts promised."""
    if name not in bests:
        return None
    best = min(bests[name], value)
    return best if value <= best + problem.tolerances[name].slack(best) else None


def _within(problem: Problem, name: str) -> tuple[str, ...]:
    """Tiers that the ladder settles before this one, and the organiser after it."""
    before, later = ladder_order(problem.tiers), problem.tiers[problem.tiers.index(name) :]
    return tuple(one for one in before[: before.index(name)] if one in later)


def _is_complete(setting: Setting, values: dict[str, int]) -> bool:
    """Whether this and every better plan seats all who have a class and keeps every limit, both being asked for before grouping."""
    nowhere = int((setting.groups.size * ~setting.groups.is_open.any(axis=1)).sum())
    first = all(_is_settled_before(setting.problem, name, "grouping") for name in ("unassigned", "coverage"))
    return first and values["unassigned"] == nowhere and values["coverage"] == 0


def _is_settled_before(problem: Problem, first: str, name: str) -> bool:
    """Whether a plan that is better in the one tier for being worse in the first is out of the question."""
    order, allowed = problem.tiers, problem.tolerances.get(first)
    return order.index(first) < order.index(name) and (allowed is None or allowed == Tolerance())


def _managers_bound(setting: Setting, left_out: int) -> int:
    """More managers than classes they could sit in must share one; true only of those who are seated, so 0 when anyone is left out."""
    groups, total = setting.groups, 0
    if not (groups.is_open.any(axis=1).all() and left_out == 0 and _is_settled_before(setting.problem, "unassigned", "managers")):
        return 0
    for number, school in enumerate(setting.problem.schools):
        heads = (groups.school == number) & groups.is_manager
        if school.managers_apart and heads.any():
            total += max(0, int(groups.size[heads].sum()) - int(groups.is_open[heads].any(axis=0).sum()))
    return total
