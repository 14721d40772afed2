from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from boiduong.allocation.models import AIMS, ClassAssignment, HandMove, Run
from boiduong.audit.models import Progress
from boiduong.audit.trail import subject_of
from boiduong.campaigns.models import Enrollment, TrainingClass
from boiduong.engines.names import search_key
from boiduong.schedule.models import ClassSession


@dataclass(frozen=True, slots=True)
class TierLine:
    """One aim of the division: how it came out, and what could not be beaten."""

    text: str
    value: int
    bound: int | None
    is_proven: bool
    best: int | None  # what it could have been by itself, where it was told to give way


@dataclass(frozen=True, slots=True)
class ClassLine:
    code: str
    name: str
    learner_count: int
    unit_count: int
    manager_count: int
    seat_count: int  # of the hall, without those kept


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's people by class, in the order of the classes; `class_count` above 1 means that they are split."""

    name: str
    counts: tuple[int, ...]
    total: int
    class_count: int
    shares: tuple[tuple[str, int], ...]  # the classes they are in, by name


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One relaxation, tried by itself: whether it would do, and how much would still be short. key: for the button that does it."""

    text: str
    solves: bool
    remaining: int
    key: str


@dataclass(frozen=True, slots=True)
class RunView:
    tiers: list[TierLine]
    classes: list[ClassLine]
    units: list[UnitLine]
    split_unit_count: int
    left_out_count: int
    causes: list[str]
    options: list[OptionLine]


@dataclass(frozen=True, slots=True)
class ClassView:
    members: list[Enrollment]  # by unit, then by name
    sessions: list[ClassSession]
    unit_count: int
    run_code: str  # of the published version that seats them; empty for a make-up class


def run_view(run: Run) -> RunView:
    """What a version looks like, counted from its rows. Three queries, however many people."""
    rows = list(
        ClassAssignment.objects.filter(run=run)
        .order_by("training_class__number")
        .values_list("training_class__code", "training_class__name", "enrollment__unit__name", "enrollment__unit__sort_key", "enrollment__role")
    )
    seats = max((venue.capacity - venue.reserved_count for venue in run.venues.all()), default=0)
    classes = list(dict.fromkeys((code, name) for code, name, *_rest in rows))
    units: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    managers: Counter[str] = Counter()
    for code, _name, unit, sort_key, role in rows:
        units[sort_key, unit][code] += 1
        managers[code] += role == "MANAGER"
    sizes = Counter(code for code, *_rest in rows)
    unit_lines = [_unit_line(name, counts, classes) for (_key, name), counts in sorted(units.items())]
    return RunView(
        tiers=[_tier_line(name, run.tiers[name]) for name in run.order or AIMS if name in run.tiers and name in _words()],
        classes=[
            ClassLine(code, name, sizes[code], sum(1 for found in units.values() if found[code]), managers[code], seats) for code, name in classes
        ],
        units=unit_lines,
        split_unit_count=sum(line.class_count > 1 for line in unit_lines),
        left_out_count=int(run.tiers.get("unassigned", {}).get("value", 0)),
        causes=[str(cause["text"]) for cause in run.causes if "kind" in cause],
        options=[_option_line(one) for one in run.causes if "solves" in one],
    )


def progress_of(run: Run) -> Progress | None:
    """How far the work on a version has come, as its job told last."""
    return Progress.objects.filter(subject=subject_of(run)).first()


def _option_line(told: Mapping[str, object]) -> OptionLine:
    return OptionLine(str(told["text"]), bool(told["solves"]), int(str(told["remaining"])), str(told.get("key", "")))


def class_view(training_class: TrainingClass) -> ClassView:
    published = Run.objects.filter(state=Run.State.PUBLISHED, assignments__training_class=training_class)
    members = list(training_class.enrollments.called().select_related("person", "unit").order_by("unit__sort_key", "person__sort_key", "pk"))
    return ClassView(
        members=members,
        sessions=list(ClassSession.objects.held().filter(training_class=training_class).for_list()),
        unit_count=len({row.unit_id for row in members}),
        run_code=published.values_list("code", flat=True).first() or "",
    )


def _unit_line(name: str, counts: Counter[str], classes: list[tuple[str, str]]) -> UnitLine:
    shares = tuple((title, counts[code]) for code, title in classes if counts[code])
    return UnitLine(name, tuple(counts[code] for code, _title in classes), counts.total(), len(shares), shares)


def _tier_line(name: str, found: dict[str, object]) -> TierLine:
    value = int(str(found["value"]))
    return TierLine(_words()[name](value), value, _number(found.get("bound")), bool(found.get("proven")), _number(found.get("best")))


def _number(found: object) -> int | None:
    return None if found is None else int(str(found))


def _words() -> dict[str, Callable[[int], str]]:
    """Each tier in the organiser's words; comfort is left out, since it mixes units."""
    return {
        "unassigned": lambda n: _("%(n)d people without a class") % {"n": n},
        "coverage": lambda n: _("%(n)d people away above the schools' daily limit") % {"n": n},
        "moves": lambda n: _("%(n)d people moved from the class they were told") % {"n": n},
        "grouping": lambda n: _("%(n)d times a school's people are split over one more class") % {"n": n},
        "levels": lambda n: _("%(n)d times one more school level is mixed into a class") % {"n": n},
        "managers": lambda n: _("%(n)d managers away together with another of their school") % {"n": n},
        "balance": lambda n: _("%(n)d people off an even size of the classes") % {"n": n},
    }


def aim_in_words(name: str, value: int) -> str:
    """Empty for comfort, which mixes units."""
    return _words()[name](value) if name in _words() else ""


def change_words(changes: Mapping[str, int]) -> list[tuple[str, bool]]:
    """What a move changes, each with whether it is for the better."""
    said = _words() | {"comfort": lambda n: _("%(n)d points of long ways and missed half-days") % {"n": n}}
    return [((_("Fewer: %(what)s") if by < 0 else _("More: %(what)s")) % {"what": said[name](abs(by))}, by < 0) for name, by in changes.items()]


def learners_like(run: Run, words: str) -> list[ClassAssignment]:
    """Learners of a version with all these words in their name or unit, the first 50. One query."""
    rows = run.assignments.select_related("enrollment__person", "enrollment__unit", "training_class")
    for word in search_key(words).split():
        rows = rows.filter(Q(enrollment__person__search_key__contains=word) | Q(enrollment__unit__search_key__contains=word))
    return list(rows.order_by("enrollment__person__sort_key", "pk")[:50]) if words.strip() else []


def left_out_of(run: Run) -> list[Enrollment]:
    """Learners without a class in a version that has a plan, the first 50. One query."""
    if not run.tiers:
        return []
    called = run.campaign.enrollments.called().exclude(assignments__run=run).select_related("person", "unit")
    return list(called.order_by("unit__sort_key", "person__sort_key", "pk")[:50])


def hand_moves_of(run: Run) -> list[HandMove]:
    shown = run.hand_moves.filter(undone_at=None).select_related("enrollment__person", "enrollment__unit", "from_class", "to_class", "other__person")
    return list(shown.order_by("-pk"))
