"""Two versions beside each other, and a version as pictures: what changed for each school, and how many are away on each day."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from boiduong.allocation.models import Run
from boiduong.campaigns.models import Enrollment
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession

STEPS = 4  # shades of the picture, besides none


@dataclass(frozen=True, slots=True)
class Change:
    """One learner whose class or seat differs. Before or after None: not in that version."""

    enrollment: Enrollment
    before: str | None
    after: str | None
    is_seat_only: bool


@dataclass(frozen=True, slots=True)
class UnitDifference:
    unit: Unit
    added: list[Change]
    gone: list[Change]
    moved: list[Change]
    reseated: list[Change]


@dataclass(frozen=True, slots=True)
class Difference:
    against: Run | None
    units: list[UnitDifference]
    added_count: int
    gone_count: int
    moved_count: int
    reseated_count: int
    kept_count: int

    @property
    def told_count(self) -> int:
        """How many are to be told anew."""
        return self.added_count + self.moved_count + self.reseated_count


@dataclass(frozen=True, slots=True)
class Cell:
    away: int
    percent: int  # of those who work there
    step: int  # 0 nobody, 1 to STEPS by share of the limit, STEPS + 1 above it


@dataclass(frozen=True, slots=True)
class HeatRow:
    unit: Unit
    limit_percent: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class HeatMap:
    days: list[date]
    rows: list[HeatRow]
    over_count: int  # cells above the limit


def other_version(run: Run) -> Run | None:
    """What a version is to be compared with: the published one; for that one itself, the newest that was published before it."""
    others = Run.objects.filter(campaign=run.campaign_id).exclude(pk=run.pk)
    if run.state != Run.State.PUBLISHED:
        return others.filter(state=Run.State.PUBLISHED).first()
    return others.filter(state=Run.State.REPLACED).order_by("-published_at").first()


def difference_of(run: Run) -> Difference:
    """By school, whoever is in another class or seat than in the version it is compared with. Three queries."""
    against = other_version(run)
    before, after = _places(against), _places(run)
    people = Enrollment.objects.filter(pk__in=[key for key in before.keys() | after.keys() if before.get(key) != after.get(key)])
    by_unit: dict[Unit, list[Change]] = defaultdict(list)
    for row in people.select_related("person", "unit").order_by("unit__sort_key", "person__sort_key", "pk"):
        old, new = before.get(row.pk), after.get(row.pk)
        seat_only = old is not None and new is not None and old[0] == new[0]
        by_unit[row.unit].append(Change(row, _said(old), _said(new), seat_only))
    units = [_unit_difference(unit, changes) for unit, changes in by_unit.items()]
    return Difference(
        against=against,
        units=units,
        added_count=sum(len(one.added) for one in units),
        gone_count=sum(len(one.gone) for one in units),
        moved_count=sum(len(one.moved) for one in units),
        reseated_count=sum(len(one.reseated) for one in units),
        kept_count=sum(before.get(key) == place for key, place in after.items()),
    )


def _places(run: Run | None) -> dict[int, tuple[str, str]]:
    if run is None:
        return {}
    rows = run.assignments.filter(enrollment__withdrawn_at=None)
    return {key: (name, seat) for key, name, seat in rows.values_list("enrollment", "training_class__name", "seat")}


def _said(place: tuple[str, str] | None) -> str | None:
    return None if place is None else " · ".join(filter(None, place))


def _unit_difference(unit: Unit, changes: list[Change]) -> UnitDifference:
    both = [one for one in changes if one.before is not None and one.after is not None]
    return UnitDifference(
        unit=unit,
        added=[one for one in changes if one.before is None],
        gone=[one for one in changes if one.after is None],
        moved=[one for one in both if not one.is_seat_only],
        reseated=[one for one in both if one.is_seat_only],
    )


def heat_map_of(run: Run) -> HeatMap:
    """Each school's people away on each day of teaching. Three queries."""
    days_of = class_days(run)
    away: dict[Unit, Counter[date]] = defaultdict(Counter)
    called: Counter[int] = Counter()
    rows = run.assignments.select_related("enrollment__unit").order_by("enrollment__unit__sort_key", "enrollment__unit")
    for row in rows:
        called[row.enrollment.unit_id] += 1
        for day in days_of.get(row.training_class_id, ()):
            away[row.enrollment.unit][day] += 1
    days = sorted({day for found in days_of.values() for day in found})
    lines = [_heat_row(run, unit, called[unit.pk], counts, days) for unit, counts in away.items()]
    return HeatMap(days, lines, sum(cell.step > STEPS for line in lines for cell in line.cells))


def _heat_row(run: Run, unit: Unit, called: int, counts: Counter[date], days: list[date]) -> HeatRow:
    staff, limit = max(unit.staff_count or 0, called), limit_percent(run, unit)
    allowed = int(staff * limit / 100 + 1e-9)
    cells = [Cell(counts[day], round(100 * counts[day] / staff), _step(counts[day], allowed)) for day in days]
    return HeatRow(unit, limit, cells)


def limit_percent(run: Run, unit: Unit) -> int:
    told = [rule for rule in run.rules if rule["kind"] == "ABSENCE" and rule["unit"] in (None, unit.pk) and rule["level"] in ("", unit.level)]
    most = max(told, key=lambda rule: (rule["unit"] is not None, rule["level"] != ""), default=None)
    return int(most["amount"]) if most else run.campaign.rules.absence_limit_percent


def _step(away: int, allowed: int) -> int:
    if away > allowed:
        return STEPS + 1
    return 0 if not away else min(STEPS, 1 + int(STEPS * away / (allowed + 1)))


def class_days(run: Run) -> dict[int, set[date]]:
    """The days on which each class meets: as planned in a version that makes its own timetable, else as the timetable stands."""
    found: dict[int, set[date]] = defaultdict(set)
    if run.mode == Run.Mode.ANEW and run.solution:
        classes = list(run.campaign.classes.filter(is_makeup=False).order_by("number").values_list("pk", flat=True)[: run.class_count])
        for klass, _topic, slot, *_rest in run.solution["sessions"]:
            found[classes[klass]].add(run.campaign.starts_on + timedelta(days=slot // 2))
        return found
    held = ClassSession.objects.held().filter(campaign=run.campaign_id, training_class__is_makeup=False)
    for training_class, starts_at in held.values_list("training_class", "starts_at"):
        found[training_class].add(localdate(starts_at))
    return found
