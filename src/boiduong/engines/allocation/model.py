"""What a problem and its solution are. Indices are 0-based; slot = 2 x day + half (0 morning, 1 afternoon)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from boiduong.engines.allocation.options import NO_FAIRNESS, CoverageBy, Fairness, Required, Tolerance

TIERS = ("unassigned", "coverage", "moves", "grouping", "levels", "managers", "balance", "comfort")
NO_LIMIT_PERCENT = 100  # a school that may be away whole
MISSED_WISH = 10  # comfort points of a missed half-day; a kilometre is one point

type Ints = NDArray[np.int64]
type Bools = NDArray[np.bool_]


class Unusable(ValueError):
    """The input is no problem at all; the text says where, in one line."""


class Mode(StrEnum):
    """How a school's people are to be seated over classes."""

    TOGETHER = "together"
    SPREAD = "spread"
    NONE = "none"


class Status(StrEnum):
    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class Session(NamedTuple):
    klass: int
    topic: int
    slot: int
    hall: int
    speaker: int


class Opening(NamedTuple):
    slot: int
    topic: int


@dataclass(frozen=True, slots=True)
class Day:
    date: str  # ISO, local
    is_open: bool


@dataclass(frozen=True, slots=True)
class Hall:
    name: str
    capacity: int  # seats, >= 0
    reserved: int  # seats kept free, 0 to capacity
    x: float  # km, as `y`
    y: float
    closed_slots: frozenset[int]

    @property
    def seats(self) -> int:
        return max(self.capacity - self.reserved, 0)


@dataclass(frozen=True, slots=True)
class Klass:
    name: str
    hall: int | None  # None: the timetable chooses
    block: int | None  # classes of one block would like the same days
    half: int | None  # 0 mornings, 1 afternoons, None: as the timetable falls


@dataclass(frozen=True, slots=True)
class Speaker:
    name: str
    topics: frozenset[int]
    slots: frozenset[int]  # half-days on which the speaker can come
    max_per_day: int


@dataclass(frozen=True, slots=True)
class School:
    name: str
    level: int
    staff: int  # all who work there, called or not
    max_absent_percent: float
    mode: Mode
    spread_percent: float  # of the school's people in one class, when spread
    managers_apart: bool
    x: float
    y: float

    @property
    def daily_limit(self) -> int | None:
        """How many may be away on one day; None where nothing limits it."""
        if self.max_absent_percent >= NO_LIMIT_PERCENT:
            return None
        return int(self.staff * self.max_absent_percent / 100 + 1e-9)


@dataclass(frozen=True, slots=True)
class Learners:
    """The people, one row each in every array; n rows, D days, C classes."""

    ids: tuple[str, ...]
    school: Ints  # (n,)
    level: Ints
    is_manager: Bools
    is_unavailable: Bools  # (n, D)
    wish: Ints  # 0 none, 1 mornings, 2 afternoons
    is_allowed: Bools  # (n, C)
    previous: Ints  # class, -1 none
    is_locked: Bools

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Problem:
    name: str
    days: tuple[Day, ...]
    topics: tuple[str, ...]
    topic_order: bool
    class_window_days: int  # first and last session of a class are fewer than this many days apart
    opening: Opening | None
    halls: tuple[Hall, ...]
    classes: tuple[Klass, ...]
    speakers: tuple[Speaker, ...]
    sessions: tuple[Session, ...] | None  # None: to be made
    schools: tuple[School, ...]
    learners: Learners
    balance_tolerance_percent: float
    tiers: tuple[str, ...]  # most important first
    most_moves: int | None = None  # people, beyond those locked, who may change class at all
    tolerances: Mapping[str, Tolerance] = field(default_factory=dict)  # by tier
    required: tuple[Required, ...] = ()  # all that fit a person hold
    fairness: Fairness = NO_FAIRNESS
    coverage_by: CoverageBy = CoverageBy.DAY

    @property
    def slot_count(self) -> int:
        return 2 * len(self.days)


@dataclass(frozen=True, slots=True)
class Tier:
    value: int
    bound: int | None  # no plan that is as good in the tiers before can be below this
    is_proven: bool  # the bound is reached by the value, or by `best` where there is one
    seconds: float
    within: tuple[str, ...] = ()  # tiers that come later and were settled before: the bound is of plans that are as good in them too
    best: int | None = None  # what the tier could be if its tolerance were not used; None where it has none


@dataclass(frozen=True, slots=True)
class Solution:
    assign: Ints  # (n,) class, -1 left out
    sessions: tuple[Session, ...]
    status: Status
    tiers: dict[str, Tier]
    seconds: float
    is_reproducible: bool  # False where a wall clock stopped the work


@dataclass(frozen=True, slots=True)
class Budget:
    """How much work to spend. Node limits are the same on every machine; a wall clock, if given, may stop earlier."""

    seconds: float | None = None
    threads: int = 1
    seed: int = 1
    nodes: int = 200  # branch-and-bound nodes a tier
    classes_at_once: int = 12  # with more classes than this, each hall is solved by itself


def class_halls(problem: Problem, sessions: tuple[Session, ...]) -> Ints:
    """The hall of each class by its sessions, else as the problem gives it; -1 where neither says."""
    halls = np.array([-1 if klass.hall is None else klass.hall for klass in problem.classes], dtype=np.int64)
    for session in sessions:
        halls[session.klass] = session.hall
    return halls


def class_seats(problem: Problem, sessions: tuple[Session, ...]) -> Ints:
    """Seats of each class; 0 for one without a hall."""
    return np.array([problem.halls[hall].seats if hall >= 0 else 0 for hall in class_halls(problem, sessions)], dtype=np.int64)


def class_days(problem: Problem, sessions: tuple[Session, ...]) -> Bools:
    """(C, D): on which days each class meets."""
    days = np.zeros((len(problem.classes), len(problem.days)), dtype=np.bool_)
    for session in sessions:
        days[session.klass, session.slot // 2] = True
    return days


def away_times(problem: Problem, sessions: tuple[Session, ...]) -> Bools:
    """(C, T): when each class keeps people away from their school; T days, or half-days where those are counted."""
    if problem.coverage_by == CoverageBy.DAY:
        return class_days(problem, sessions)
    times = np.zeros((len(problem.classes), problem.slot_count), dtype=np.bool_)
    for session in sessions:
        times[session.klass, session.slot] = True
    return times


def class_halves(problem: Problem, sessions: tuple[Session, ...]) -> Ints:
    """0 or 1 for a class of mornings or afternoons: as given, else as most of its sessions are; -1 for one that meets never."""
    afternoons = np.zeros(len(problem.classes))
    count = np.zeros(len(problem.classes))
    for session in sessions:
        afternoons[session.klass] += session.slot % 2
        count[session.klass] += 1
    made = np.where(count == 0, -1, (2 * afternoons > count).astype(np.int64))
    return np.array([made[c] if klass.half is None else klass.half for c, klass in enumerate(problem.classes)], dtype=np.int64)


def allowed_classes(problem: Problem) -> Bools:
    """(n, C): what each person is allowed by name, by role and by level."""
    people, allowed = problem.learners, problem.learners.is_allowed
    for rule in problem.required:
        who = np.ones(len(people), dtype=np.bool_) if rule.is_manager is None else people.is_manager == rule.is_manager
        if rule.level is not None:
            who = who & (people.level == rule.level)
        allowed = allowed & (~who[:, None] | np.isin(np.arange(len(problem.classes)), sorted(rule.classes))[None, :])
    return allowed


def near_classes(problem: Problem, sessions: tuple[Session, ...]) -> Bools:
    """(S, C): classes in halls that are not too far from the school."""
    most, size = problem.fairness.most_km, (len(problem.schools), len(problem.classes))
    if most is None:
        return np.ones(size, dtype=np.bool_)
    halls = class_halls(problem, sessions)
    where = np.array([(problem.halls[h].x, problem.halls[h].y) if h >= 0 else (0.0, 0.0) for h in halls]).reshape(-1, 2)
    homes = np.array([(school.x, school.y) for school in problem.schools]).reshape(-1, 2)
    near: Bools = np.hypot(homes[:, None, 0] - where[None, :, 0], homes[:, None, 1] - where[None, :, 1]) <= most + 1e-9
    return near


def open_classes(problem: Problem, sessions: tuple[Session, ...]) -> Bools:
    """(n, C): which classes each person could sit in, by hard rules about that person alone.

    Allowed and required, near enough, no session on an unavailable day, the class has a seat and meets; one who is locked keeps the previous class.
    """
    people = problem.learners
    days = class_days(problem, sessions)
    usable = (class_seats(problem, sessions) > 0) & days.any(axis=1)
    clash = people.is_unavailable.astype(np.float32) @ days.T.astype(np.float32) > 0
    fits: Bools = allowed_classes(problem) & near_classes(problem, sessions)[people.school] & ~clash & usable
    locked = np.flatnonzero(people.is_locked & (people.previous >= 0))  # locked without a class is locked to nothing
    keeps = np.zeros((len(locked), len(problem.classes)), dtype=np.bool_)
    keeps[np.arange(len(locked)), people.previous[locked]] = True
    fits[locked] &= keeps
    return fits
