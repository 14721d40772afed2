"""Reads for the board of units and the preview of a file."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from boiduong.accounts.models import User
from boiduong.campaigns.models import Campaign, Enrollment, EnrollmentQuerySet
from boiduong.people.models import Person, PersonalLink, Unit
from boiduong.people.queries import recognise_people
from boiduong.rosters.judging import TYPED, are_many_gone, gone_enrollments, said_of, shown
from boiduong.rosters.models import AWAITED, RosterCall, RosterImport, RosterRow
from boiduong.rosters.obstacles import Obstacle, standing_on

Status = RosterRow.Status
OPEN = (Status.WRONG, Status.AMBIGUOUS)  # rows that wait for a person
LATE = "LATE"  # beside the states of a call: a choice of the board


@dataclass(frozen=True, slots=True)
class CallLine:
    """One unit on the board, with its newest file."""

    code: str
    unit_name: str
    state: str
    state_name: str
    due_on: date
    import_code: str
    row_count: int
    open_count: int  # rows that wait for a person
    is_late: bool  # the day has passed and the unit has still to send something


@dataclass(frozen=True, slots=True)
class StateCount:
    state: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Board:
    """All units that were called for, and what to do next."""

    lines: list[CallLine]  # of the state asked for
    states: list[StateCount]
    total: int
    confirmed: int
    late: int
    person_count: int  # called to the campaign by now
    unread: int  # files that wait to be read
    ready: int  # files that can be confirmed as they are
    lost: list[RosterImport]  # files that could not be read, or whose unit is not known


def board_of(campaign: Campaign, state: str = "", *, on: date) -> Board:
    """The board of a campaign. A handful of queries, however many units. state: one of the calls', LATE, or empty for all."""
    lines = _lines(campaign, on)
    counts = Counter(line.state for line in lines)
    files = RosterImport.objects.filter(campaign=campaign)
    lost = files.filter(Q(state=RosterImport.State.FAILED) | Q(state=RosterImport.State.READ, call=None))
    open_rows = RosterRow.objects.open().values("roster_import")
    return Board(
        lines=[line for line in lines if state in ("", line.state) or (state == LATE and line.is_late)],
        states=[StateCount(value, str(name), counts[value]) for value, name in RosterCall.State.choices],
        total=len(lines),
        confirmed=counts[RosterCall.State.CONFIRMED],
        late=sum(line.is_late for line in lines),
        person_count=Enrollment.objects.called().filter(campaign=campaign).count(),
        unread=files.filter(state__in=(RosterImport.State.QUEUED, RosterImport.State.READING)).count(),
        ready=files.filter(state=RosterImport.State.READ, call__isnull=False).exclude(pk__in=open_rows).count(),
        lost=list(lost.for_list()),
    )


def files_of(call: RosterCall) -> QuerySet[RosterImport]:
    """What a unit sent, newest first, each with `open_count`: its rows that wait for a person."""
    return call.imports.for_list().annotate(open_count=Count("rows", filter=Q(rows__status__in=OPEN)))


def file_before(roster_import: RosterImport) -> RosterImport | None:
    """The unit's file that was confirmed before this one and would hold again without it."""
    earlier = RosterImport.objects.filter(call=roster_import.call_id, state=RosterImport.State.SUPERSEDED, confirmed_at__isnull=False)
    return earlier.exclude(pk=roster_import.pk).select_related("campaign").defer("content").order_by("-confirmed_at", "-pk").first()


def called_by_alone(roster_import: RosterImport, before: RosterImport | None) -> EnrollmentQuerySet:
    """Learners on the list because of this file and not of the one before it: who would leave if it were undone."""
    mine = Enrollment.objects.called().filter(pk__in=roster_import.rows.exclude(enrollment=None).values("enrollment"))
    return mine.exclude(pk__in=before.rows.exclude(enrollment=None).values("enrollment")) if before else mine


def in_the_way(roster_import: RosterImport) -> list[Obstacle]:
    """What was done with those who would leave, and must be undone first."""
    return standing_on(list(called_by_alone(roster_import, file_before(roster_import)).for_list()))


def _lines(campaign: Campaign, on: date) -> list[CallLine]:
    newest = RosterImport.objects.filter(call=OuterRef("pk")).exclude(state=RosterImport.State.SUPERSEDED).order_by("-pk")
    waiting = RosterRow.objects.open().filter(roster_import=OuterRef("newest"), roster_import__state=RosterImport.State.READ)
    counted = waiting.order_by().values("roster_import").annotate(n=Count("pk")).values("n")
    calls = (
        RosterCall.objects.filter(campaign=campaign)
        .annotate(newest=Subquery(newest.values("pk")[:1]), import_code=Subquery(newest.values("code")[:1]))
        .annotate(row_count=Subquery(newest.values("row_count")[:1]), open_count=Subquery(counted), unit_name=F("unit__name"))
        .order_by("unit__sort_key", "pk")
    )
    names = dict(RosterCall.State.choices)
    fields = ("code", "unit_name", "state", "due_on", "import_code", "row_count", "open_count")
    return [
        CallLine(
            code,
            unit,
            state,
            str(names[RosterCall.State(state)]),
            due_on,
            import_code or "",
            rows or 0,
            waiting or 0,
            due_on < on and state in AWAITED,
        )
        for code, unit, state, due_on, import_code, rows, waiting in calls.values_list(*fields)
    ]


def calls_to_remind(campaign: Campaign) -> QuerySet[RosterCall]:
    """Units that have still to send something, with when they were reminded last and how often. Two queries with their links."""
    rows = RosterCall.objects.filter(campaign=campaign).awaited().select_related("unit", "campaign")
    counted = {"reminded_at": Max("reminders__reminded_at"), "reminder_count": Count("reminders")}
    return rows.annotate(**counted).order_by("due_on", "unit__sort_key", "pk")


def units_without_link(campaign: Campaign) -> QuerySet[Unit]:
    """Units called for and not confirmed yet, whose clerk has no address of their own."""
    calls = RosterCall.objects.filter(campaign=campaign).exclude(state=RosterCall.State.CONFIRMED)
    return Unit.objects.filter(pk__in=calls.values("unit")).exclude(links__in=PersonalLink.objects.filter(revoked_at=None)).order_by("sort_key", "pk")


def link_of(unit: Unit) -> PersonalLink | None:
    """The address that works now, to say since when; what it is, nobody knows but its holder."""
    return unit.links.filter(revoked_at=None).order_by("-pk").first()


def rows_of_unit(unit: Unit) -> QuerySet[RosterRow]:
    """Rows that a unit's clerk can still correct."""
    return RosterRow.objects.filter(roster_import__call__unit=unit, roster_import__state=RosterImport.State.READ).select_related("roster_import")


def files_of_unit(unit: Unit) -> QuerySet[RosterImport]:
    return RosterImport.objects.filter(call__unit=unit)


def own_calls(user: User) -> QuerySet[RosterCall]:
    """The calls to the units that this user answers for."""
    mine = RosterCall.objects.filter(unit__coordinators__user=user).select_related("campaign", "unit")
    return mine.order_by("-campaign__starts_on", "unit__sort_key")


def units_to_call(campaign: Campaign) -> QuerySet[Unit]:
    """Schools that were not asked for their people yet."""
    return Unit.objects.schools().exclude(roster_calls__campaign=campaign).order_by("level", "sort_key")


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One value of a row that can be mended. problem: what is said about it, or None."""

    name: str
    value: str
    problem: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class RowShown:
    row: RosterRow
    fields: list[FieldShown]  # those with a problem; the name always
    told: list[dict[str, Any]]  # problems that are of no field: duplicates, hidden rows, encodings
    candidates: tuple[Person, ...]
    before: str = ""  # the place (an id of the page) that needs a person last before this row, and first after it
    after: str = ""

    @property
    def stops(self) -> list[str]:
        """The ids of what a person has to look at here: each cell with a problem, or the row as a whole."""
        return [f"{field.name}-{self.row.code}" for field in self.fields if field.problem] or [f"row-{self.row.code}"]

    @property
    def is_stop(self) -> bool:
        """Whether no single cell can be pointed at."""
        return not any(field.problem for field in self.fields)


@dataclass(frozen=True, slots=True)
class Preview:
    """What confirming a file would do, row by row. Nothing is changed by looking."""

    open_rows: list[RowShown]
    rows: list[RosterRow]
    counts: list[StateCount]
    gone: list[Enrollment]
    needs_care: bool  # so many are gone that a person should look twice
    in_the_way: list[Obstacle]  # what keeps a confirmed file from being undone

    @property
    def first_stop_link(self) -> str:
        return f"#{self.open_rows[0].stops[0]}" if self.open_rows else ""


def preview_of(roster_import: RosterImport) -> Preview:
    """Six queries at most, however many rows."""
    rows = list(roster_import.rows.order_by("pk"))
    unit = roster_import.call.unit if roster_import.call else None
    candidates = _candidates(rows, unit)
    counts = Counter(row.status for row in rows)
    is_open = unit is not None and roster_import.state == RosterImport.State.READ
    gone = gone_enrollments(rows, unit, roster_import.campaign) if unit and is_open else []
    return Preview(
        open_rows=_linked([_shown(row, candidates.get(row.pk, ())) for row in rows if row.status in OPEN]),
        rows=rows,
        counts=[StateCount(value, str(name), counts[value]) for value, name in Status.choices if counts[value]],
        gone=gone,
        needs_care=are_many_gone(rows, len(gone)),
        in_the_way=in_the_way(roster_import) if roster_import.state == RosterImport.State.CONFIRMED else [],
    )


def stop_after(row: RosterRow) -> str:
    """Where on the page somebody goes on who has just dealt with this row: to what is still wrong in it, else to the next row that waits,
    from the top again behind the last, and to the decision about the file where none is left. One query."""
    rows = list(RosterRow.objects.filter(roster_import=row.roster_import_id).order_by("pk"))
    here = next((place for place, one in enumerate(rows) if one.pk == row.pk), 0)
    waiting = (one for one in [*rows[here:], *rows[:here]] if one.status in OPEN)
    following = next(waiting, None)
    return _shown(following, ()).stops[0] if following else f"decision-{row.roster_import.code}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a unit's clerk sees of one campaign: what is asked, and the newest file."""

    call: RosterCall
    file: RosterImport | None
    preview: Preview | None  # while the file waits to be corrected or confirmed


def deliveries_of(unit: Unit) -> list[Delivery]:
    """What was asked of a unit lately, the newest campaign first."""
    calls = RosterCall.objects.filter(unit=unit).select_related("campaign", "unit").order_by("-campaign__starts_on", "-pk")
    return [_delivery(call) for call in calls[:3]]


def _delivery(call: RosterCall) -> Delivery:
    files = call.imports.exclude(state=RosterImport.State.SUPERSEDED).select_related("campaign", "call__unit").defer("content")
    file = files.order_by("-pk").first()
    return Delivery(call, file, preview_of(file) if file and file.state == RosterImport.State.READ else None)


def _linked(rows: list[RowShown]) -> list[RowShown]:
    """Each row with the stops on both sides of it."""
    before = ["", *(row.stops[-1] for row in rows)]
    after = [*(row.stops[0] for row in rows[1:]), ""]
    return [replace(row, before=one, after=other) for row, one, other in zip(rows, before, after, strict=False)]


def _candidates(rows: list[RosterRow], unit: Unit | None) -> dict[int, tuple[Person, ...]]:
    """Who an ambiguous row could be about."""
    asked = [row for row in rows if row.status == Status.AMBIGUOUS]
    if unit is None or not asked:
        return {}
    found = recognise_people([said_of(row.values, unit) for row in asked])
    return {row.pk: one.candidates or ((one.person,) if one.person else ()) for row, one in zip(asked, found, strict=True)}


def _shown(row: RosterRow, candidates: tuple[Person, ...]) -> RowShown:
    letters = {letter: _name(field) for field, letter in reversed(row.values.get("columns", {}).items())}
    by_field: dict[str, dict[str, Any]] = {}
    told = []
    for problem in row.told:
        name = letters.get(problem["column"] or "")
        if name and problem["kind"] not in ("encoding", "duplicate") and problem["severity"] != "notice":
            by_field.setdefault(name, problem)
        elif problem["severity"] != "notice":
            told.append(problem)
    names = [name for name in TYPED if name == "name" or name in by_field]
    return RowShown(row, [FieldShown(name, _proposed(row, name, by_field.get(name)), by_field.get(name)) for name in names], told, candidates)


def _proposed(row: RosterRow, name: str, problem: dict[str, Any] | None) -> str:
    """What stands in the box: the proposal where there is one, so that Enter accepts it."""
    value = shown(row.values, name)
    return value or str((problem or {}).get("proposal") or "") or (str(problem["value"]) if problem else "")


def _name(field: str) -> str:
    return {"family": "name", "given": "name", "male": "birth_date", "female": "birth_date", "day": "birth_date"}.get(field, field)
