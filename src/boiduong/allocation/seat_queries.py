"""A class's seats as they are shown: the hall row by row, who sits where, and what an exchange would mean."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from boiduong.accounts.models import User
from boiduong.allocation import rules as sentences
from boiduong.allocation.bridge import hall_of, plan_of, reserved_in
from boiduong.allocation.models import ClassAssignment, Run, SeatNeed
from boiduong.campaigns.models import Enrollment, TrainingClass
from boiduong.engines.allocation.plans import HallPlan, Mark, Seat, named_rows
from boiduong.engines.allocation.seats import kept_seats
from boiduong.people.models import Unit
from boiduong.schedule.models import Venue

TINTS = 6  # looks of units beside each other


@dataclass(frozen=True, slots=True)
class SeatedUnit:
    """A unit of the class by its number on the plan."""

    number: int
    unit: Unit
    people: int
    rows: str  # "A, C" where they sit

    @property
    def tint(self) -> int:
        return (self.number - 1) % TINTS


@dataclass(frozen=True, slots=True)
class SeatCell:
    """A seat of the hall, with whoever has it in this version."""

    name: str
    is_kept: bool
    is_easy: bool
    sitter: Enrollment | None
    unit: SeatedUnit | None

    @property
    def number(self) -> str:
        return self.name.partition("-")[2]


@dataclass(frozen=True, slots=True)
class SeatRow:
    label: str  # "" for an aisle across
    cells: list[SeatCell | None]  # None is a gap


@dataclass(frozen=True, slots=True)
class SeatView:
    venue: Venue | None
    classes: list[TrainingClass]
    rows: list[SeatRow]
    units: list[SeatedUnit]
    standing: list[Enrollment]  # in the class, and without a seat of this plan
    in_need: list[Enrollment]  # of an easy seat, on one that is not
    free_count: int
    kept_count: int
    easy_count: int

    def cell(self, name: str) -> SeatCell | None:
        return next((cell for row in self.rows for cell in row.cells if cell is not None and cell.name == name), None)

    def mates(self, person: Enrollment, cell: SeatCell | None) -> int:
        """How many others of their unit sit in the row of a seat."""
        label = cell.name.partition("-")[0] if cell else None
        row = next((row.cells for row in self.rows if row.label == label), [])
        return sum(one is not None and one.sitter is not None and one.sitter.unit_id == person.unit_id and one.sitter != person for one in row)


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who is to sit elsewhere, and where. words: what the exchange means, before it is made."""

    person: Enrollment
    cell: SeatCell | None  # None: they have no seat now
    to: SeatCell | None
    words: list[str]


def choice_of(view: SeatView, *, seat: str, learner: str, to: str) -> Choice | None:
    """What was pressed on the plan, as far as it makes sense."""
    cell = view.cell(seat)
    person = cell.sitter if cell else next((one for one in view.standing if one.code == learner), None)
    if person is None:
        return None
    target = view.cell(to)
    if target is None or target.is_kept or target == cell:
        return Choice(person, cell, None, [])
    words = [_moved(view, person, cell, target)]
    if target.sitter:
        words.append(_moved(view, target.sitter, target, cell))
    return Choice(person, cell, target, words)


def _moved(view: SeatView, person: Enrollment, old: SeatCell | None, new: SeatCell | None) -> str:
    said = {"name": person.person.full_name, "old": old.name if old else "–", "new": new.name if new else "–"}
    said |= {"before": str(view.mates(person, old)), "after": str(view.mates(person, new))}
    return _("%(name)s: from %(old)s to %(new)s; of the same unit in the row: %(before)s now, %(after)s then") % said


def class_of(run: Run, code: str) -> TrainingClass | None:
    """The class asked for, else the first that has people in this version."""
    classes = classes_of(run)
    return next((row for row in classes if row.code == code), classes[0] if classes else None)


def classes_of(run: Run) -> list[TrainingClass]:
    there = run.assignments.values("training_class")
    return list(TrainingClass.objects.filter(pk__in=there).order_by("number"))


def seat_view(run: Run, training_class: TrainingClass) -> SeatView:
    """The class's hall as this version fills it. A fixed number of queries, however many people."""
    venue = hall_of(run, training_class)
    rows = run.assignments.filter(training_class=training_class).select_related("enrollment__person", "enrollment__unit")
    seated = list(rows.order_by("enrollment__unit__sort_key", "enrollment__person__sort_key", "pk"))
    needing = set(SeatNeed.objects.filter(enrollment__assignments__run=run).values_list("enrollment", flat=True))
    plan = plan_of(venue) if venue else ()
    kept = kept_seats(plan, reserved_in(venue, sentences.read(run.rules))) if venue else frozenset()
    units = _units(seated)
    shown = _rows(plan, kept, {row.seat: row for row in seated if row.seat}, {one.unit.pk: one for one in units})
    cells = {cell.name: cell for row in shown for cell in row.cells if cell is not None}
    return SeatView(
        venue=venue,
        classes=classes_of(run),
        rows=shown,
        units=units,
        standing=[row.enrollment for row in seated if row.seat not in cells],
        in_need=[row.enrollment for row in seated if row.enrollment_id in needing and not (row.seat in cells and cells[row.seat].is_easy)],
        free_count=sum(cell.sitter is None and not cell.is_kept for cell in cells.values()),
        kept_count=sum(cell.is_kept for cell in cells.values()),
        easy_count=sum(cell.is_easy for cell in cells.values()),
    )


def empty_rows(venue: Venue) -> list[SeatRow]:
    """The hall with nobody in it."""
    plan = plan_of(venue)
    return _rows(plan, kept_seats(plan), {}, {})


def _units(seated: list[ClassAssignment]) -> list[SeatedUnit]:
    units = {row.enrollment.unit_id: row.enrollment.unit for row in seated}
    counts = Counter(row.enrollment.unit_id for row in seated)
    labels = {key: sorted({row.seat.partition("-")[0] for row in seated if row.seat and row.enrollment.unit_id == key}, key=_far) for key in units}
    return [SeatedUnit(number, unit, counts[unit.pk], ", ".join(labels[unit.pk])) for number, unit in enumerate(units.values(), 1)]


def _far(label: str) -> tuple[int, str]:
    """Row Z comes before row AA."""
    return len(label), label


def _rows(plan: HallPlan, kept: frozenset[str], sitting: dict[str, ClassAssignment], units: dict[int, SeatedUnit]) -> list[SeatRow]:
    def cell(seat: Seat | None) -> SeatCell | None:
        if seat is None:
            return None
        row = sitting.get(seat.name)
        sitter = row.enrollment if row else None
        return SeatCell(seat.name, seat.name in kept, seat.mark == Mark.ACCESSIBLE, sitter, units[sitter.unit_id] if sitter else None)

    return [SeatRow(label, [cell(seat) for seat in row]) for label, row in named_rows(plan)]


def own_learners(user: User, on: date) -> list[Enrollment]:
    """People of the units that a coordinator answers for, in campaigns that are not over; those in need first. One query."""
    is_in_need = Exists(SeatNeed.objects.filter(enrollment=OuterRef("pk")))
    called = Enrollment.objects.called().filter(unit__coordinators__user=user, campaign__ends_on__gte=on)
    shown = called.select_related("person", "unit", "campaign", "training_class").annotate(is_in_need=is_in_need)
    return list(shown.order_by(is_in_need.desc(), "-campaign__starts_on", "unit__sort_key", "person__sort_key", "pk"))
