import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns import actions as campaigns
from boiduong.campaigns.actions import Call
from boiduong.campaigns.models import Campaign
from boiduong.people import actions as people
from boiduong.people.models import Person, Unit
from boiduong.rosters.jobs import settle_call, supersede
from boiduong.rosters.judging import are_many_gone, gone_enrollments, judge_rows, mended, said_of, without_number
from boiduong.rosters.keeping import keep_corrections
from boiduong.rosters.models import Reminder, RosterCall, RosterImport, RosterRow
from boiduong.rosters.obstacles import standing_on
from boiduong.rosters.queries import called_by_alone, file_before
from boiduong.rosters.tasks import read_imports

State, Status = RosterImport.State, RosterRow.Status
ADDED = (Status.NEW, Status.CHANGED, Status.UNCHANGED)  # rows that confirming calls to the campaign


class NotNow(Refusal):
    """The file is in a state in which this cannot be done."""


class RowsOpen(Refusal):
    pass


class NothingToDivide(Refusal):
    pass


class InUse(Refusal):
    pass


class ManyGone(Refusal):
    """So many people are missing from a unit's newest file that half a file is as likely as half a school."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it came. call: of the unit that sent it, where that is known."""

    name: str
    content: bytes
    call: RosterCall | None = None


@transaction.atomic
def call_for_rosters(*, actor: Actor, campaign: Campaign, units: Sequence[Unit], due_on: date, at: datetime) -> int:
    """Ask units for their people. Units asked before are left as they are. Audits: rosters.calls.made, once. Returns how many are new."""
    asked = set(RosterCall.objects.filter(campaign=campaign, unit__in=units).values_list("unit_id", flat=True))
    rows = [RosterCall(campaign=campaign, unit=unit, due_on=due_on, called_at=at, changed_at=at) for unit in units if unit.pk not in asked]
    RosterCall.objects.bulk_create(rows)
    if rows:
        record(actor, "rosters.calls.made", campaign, count=len(rows), due_on=due_on.isoformat())
    return len(rows)


@transaction.atomic
def note_reminders(*, actor: Actor, calls: Sequence[RosterCall], at: datetime) -> int:
    """Write down that these units were reminded. One that has nothing to send any more is passed over.

    Audits: rosters.units.reminded, once. Returns how many were written down.
    """
    awaited = list(RosterCall.objects.awaited().filter(pk__in=[call.pk for call in calls]).select_related("campaign").order_by("pk"))
    Reminder.objects.bulk_create([Reminder(call=call, reminded_at=at, reminded_by=actor.user) for call in awaited])
    if awaited:
        record(actor, "rosters.units.reminded", awaited[0].campaign, calls=[call.pk for call in awaited])
    return len(awaited)


@transaction.atomic
def receive_files(*, actor: Actor, campaign: Campaign, files: Sequence[Received], at: datetime) -> list[RosterImport]:
    """Keep files as they came and let them be read. A file that waits or was confirmed already is not taken twice.

    Audits: rosters.files.received, once. Returns the new imports, in the order given.
    """
    here = RosterImport.objects.filter(campaign=campaign, state__in=(State.QUEUED, State.READING, State.READ, State.CONFIRMED))
    known = set(here.values_list("sha256", flat=True))
    rows = []
    for file in files:
        sha256 = hashlib.sha256(file.content).hexdigest()
        if sha256 not in known:
            known.add(sha256)
            rows.append(_import_row(campaign, file, sha256, actor, at))
    made = RosterImport.objects.bulk_create(rows)
    if made:
        read_imports.defer(import_ids=[row.pk for row in made])
        record(actor, "rosters.files.received", campaign, count=len(made), names=[row.file_name for row in made][:20])
    return made


def _import_row(campaign: Campaign, file: Received, sha256: str, actor: Actor, at: datetime) -> RosterImport:
    return RosterImport(
        campaign=campaign,
        call=file.call,
        file_name=file.name[:255],
        content=file.content,
        sha256=sha256,
        uploaded_by=actor.user,
        uploaded_at=at,
    )


@transaction.atomic
def assign_import(*, actor: Actor, roster_import: RosterImport, call: RosterCall, at: datetime) -> RosterImport:
    """Say whose file this is, where the machine could not tell. Refuses: NotNow. Audits: rosters.import.assigned. Locks: the file."""
    roster_import = _locked(roster_import, State.READ)
    roster_import.call = call
    roster_import.problems = [problem for problem in roster_import.problems if problem["kind"] != "unit_unknown"]
    roster_import.save(update_fields=["call", "problems"])
    _rejudge(roster_import, at, is_delivery=True)
    supersede(roster_import, call)
    record(actor, "rosters.import.assigned", roster_import, unit=call.unit.code)
    return roster_import


@transaction.atomic
def divide_import(
    *, actor: Actor, roster_import: RosterImport, parts: Sequence[tuple[RosterCall, Sequence[RosterRow]]], at: datetime, confirms: bool
) -> list[RosterImport]:
    """Make one import for each unit of a file with several. Rows given to nobody stay in the file.

    confirms: confirm at once those in which no row waits for a person. Each is undone by itself.
    Refuses: NotNow, NothingToDivide. Audits: rosters.import.divided; what is confirmed, as confirm_import does. Locks: the file and the calls.
    """
    roster_import = _locked(roster_import, State.READ)
    if roster_import.call_id is not None:
        raise NotNow(_("This file is of one unit."))
    if not any(rows for _call, rows in parts):
        raise NothingToDivide(_("Choose at least one unit first."))
    made = [_part(actor, roster_import, call, rows, at) for call, rows in sorted(parts, key=lambda part: part[0].pk) if rows]
    if not roster_import.rows.exists():
        roster_import.state = State.DIVIDED
        roster_import.problems = [problem for problem in roster_import.problems if problem["kind"] != "several_units"]
        roster_import.save(update_fields=["state", "problems"])
    record(actor, "rosters.import.divided", roster_import, parts={part.code: part.row_count for part in made})
    return [_confirmed_if_sound(actor, part, at) for part in made] if confirms else made


def _confirmed_if_sound(actor: Actor, part: RosterImport, at: datetime) -> RosterImport:
    try:
        return confirm_import(actor=actor, roster_import=part, at=at)
    except Refusal:
        return part  # it waits for a person


def _part(actor: Actor, whole: RosterImport, call: RosterCall, rows: Sequence[RosterRow], at: datetime) -> RosterImport:
    """The rows as a file of their own; what was given to the same unit before and still waits is joined with them."""
    part = RosterImport.objects.filter(part_of=whole, call=call, state=State.READ).defer("content").first()
    if part is None:
        part = _import_row(whole.campaign, Received(whole.file_name, b"", call), whole.sha256, actor, at)
        part.part_of, part.state, part.uploaded_at, part.read_at = whole, State.READ, whole.uploaded_at, whole.read_at
        part.save()
    whole.rows.filter(pk__in=[row.pk for row in rows]).update(roster_import=part)
    mine = list(part.rows.filter(mended_at=None))
    if keep_corrections(mine, call, on=localdate(whole.uploaded_at)):
        RosterRow.objects.bulk_update(mine, ["values", "problems"], batch_size=500)
    part.row_count = part.rows.count()
    part.save(update_fields=["row_count"])
    _rejudge(part, at, is_delivery=True)
    supersede(part, call)
    return part


@transaction.atomic
def mend_row(*, actor: Actor, row: RosterRow, typed: Mapping[str, str], at: datetime) -> RosterRow:
    """Correct a row in place; it is judged anew, and what repeated it too.

    typed: fields of judging.TYPED as a person writes them. Refuses: NotNow. Audits: rosters.row.mended (which fields, not what they hold).
    Locks: the file.
    """
    roster_import = _locked(row.roster_import, State.READ)
    row = roster_import.rows.get(pk=row.pk)
    row.values, row.problems = mended(row, typed, on=localdate(roster_import.uploaded_at))
    row.status, row.mended_at = Status.NEW, at
    row.save(update_fields=["values", "problems", "status", "mended_at"])
    _rejudge(roster_import, at)
    record(actor, "rosters.row.mended", row, fields=sorted(typed))
    row.refresh_from_db()
    return row


@transaction.atomic
def leave_out_row(*, actor: Actor, row: RosterRow, at: datetime) -> RosterRow:
    """Do not import this row: it is nobody, or somebody who is not called. Refuses: NotNow. Audits: rosters.row.left_out. Locks: the file."""
    roster_import = _locked(row.roster_import, State.READ)
    row = roster_import.rows.get(pk=row.pk)
    row.status, row.mended_at = Status.LEFT_OUT, at
    row.save(update_fields=["status", "mended_at"])
    _rejudge(roster_import, at)
    record(actor, "rosters.row.left_out", row)
    return row


@transaction.atomic
def decide_row(*, actor: Actor, row: RosterRow, person: Person | None, at: datetime) -> RosterRow:
    """Say who an ambiguous row is about: one of those known, or (None) somebody new. Refuses: NotNow. Audits: rosters.row.decided."""
    roster_import = _locked(row.roster_import, State.READ)
    row = roster_import.rows.get(pk=row.pk)
    row.values |= {"decided": str(person.pk) if person else "new"}
    row.status, row.mended_at = Status.NEW, at
    row.save(update_fields=["values", "status", "mended_at"])
    _rejudge(roster_import, at)
    record(actor, "rosters.row.decided", row, person=person.pk if person else None)
    row.refresh_from_db()
    return row


@transaction.atomic
def send_back(*, actor: Actor, roster_import: RosterImport, note: str, at: datetime) -> RosterImport:
    """Ask the unit for a corrected file. Refuses: NotNow. Audits: rosters.import.sent_back. Locks: the file and its call."""
    roster_import = _locked(roster_import, State.READ)
    roster_import.state = State.SENT_BACK
    roster_import.save(update_fields=["state"])
    if roster_import.call_id:
        call = RosterCall.objects.select_for_update().get(pk=roster_import.call_id)
        call.state, call.changed_at, call.sent_back_note = RosterCall.State.SENT_BACK, at, note
        call.save(update_fields=["state", "changed_at", "sent_back_note"])
    record(actor, "rosters.import.sent_back", roster_import, note=note)
    return roster_import


@transaction.atomic
def confirm_import(
    *, actor: Actor, roster_import: RosterImport, at: datetime, withdraws_gone: bool = False, sure_of: int | None = None
) -> RosterImport:
    """Make the file's people known and call them to the campaign: all of them, or none.

    withdraws_gone: take those off the list whom the unit sent before and who are not in this file.
    sure_of: the number somebody agreed to, where they are many.
    Refuses: NotNow, RowsOpen (rows to be mended or decided), ManyGone, LearnerElsewhere.
    Audits: rosters.import.confirmed. Locks: the file and its call.
    National ID numbers leave the rows here: a keyed digest of them is all that is kept.
    """
    roster_import = _locked(roster_import, State.READ)
    if roster_import.call_id is None:
        raise NotNow(_("Say first which unit this file is from."))
    call = RosterCall.objects.select_for_update(of=["self"]).select_related("unit").get(pk=roster_import.call_id)
    rows = list(roster_import.rows.select_related("person__unit").order_by("pk"))
    judge_rows(rows, call.unit, roster_import.campaign)  # others may have been confirmed since it was read
    waiting = sum(row.status in (Status.WRONG, Status.AMBIGUOUS) for row in rows)
    if waiting:
        raise RowsOpen(_("%(count)d rows must be mended, decided or left out first.") % {"count": waiting})
    gone = gone_enrollments(rows, call.unit, roster_import.campaign)
    if withdraws_gone and sure_of != len(gone) and are_many_gone(rows, len(gone)):
        raise ManyGone(_("%(count)d people are not in this file any more. Confirm that you are sure, or keep them.") % {"count": len(gone)})
    _enroll(actor, roster_import, call, rows)
    if withdraws_gone and gone:
        campaigns.withdraw_people(actor=actor, enrollments=gone, reason=_("Not in the unit's newest roster"), at=at)
    RosterImport.objects.filter(call=call, state=State.CONFIRMED).update(state=State.SUPERSEDED)
    roster_import.state, roster_import.confirmed_at = State.CONFIRMED, at
    roster_import.save(update_fields=["state", "confirmed_at"])
    call.state, call.changed_at = RosterCall.State.CONFIRMED, at
    call.save(update_fields=["state", "changed_at"])
    record(actor, "rosters.import.confirmed", roster_import, unit=call.unit.code, gone=len(gone) if withdraws_gone else 0)
    return roster_import


def confirm_ready(*, actor: Actor, campaign: Campaign, at: datetime) -> int:
    """Confirm every file in which no row waits for a person, each by itself: one that refuses is left for a person. Returns how many were."""
    waiting = RosterRow.objects.open().values("roster_import")
    ready = RosterImport.objects.filter(campaign=campaign, state=State.READ, call__isnull=False).exclude(pk__in=waiting).defer("content")
    done = 0
    for roster_import in ready.order_by("pk"):
        try:
            confirm_import(actor=actor, roster_import=roster_import, at=at)
        except Refusal:
            continue
        done += 1
    return done


def _enroll(actor: Actor, roster_import: RosterImport, call: RosterCall, rows: Sequence[RosterRow]) -> None:
    added = [row for row in rows if row.status in ADDED]
    said = [said_of(row.values, call.unit) for row in added]
    made = people.upsert_people(actor=actor, people=list(zip([row.person for row in added], said, strict=True)))
    notes = [(row.values.get("note") or "")[:300] for row in added]
    calls = [Call(person, call.unit, one.role, one.position, note) for person, one, note in zip(made, said, notes, strict=True)]
    enrollments = campaigns.enroll_people(actor=actor, campaign=roster_import.campaign, calls=calls)
    for row, person, enrollment in zip(added, made, enrollments, strict=True):
        row.person, row.enrollment = person, enrollment
    for row in rows:
        row.values = without_number(row.values)
    RosterRow.objects.bulk_update(rows, ["person", "enrollment", "status", "values"], batch_size=500)


@transaction.atomic
def undo_import(*, actor: Actor, roster_import: RosterImport, at: datetime) -> RosterImport:
    """Make the list what it was before this file: those it called leave, what the unit's file before it said holds again.

    Refuses: NotNow, InUse (something was done with those who would leave).
    Audits: rosters.import.undone. Locks: the file and its call.
    """
    roster_import = _locked(roster_import, State.CONFIRMED)
    call = RosterCall.objects.select_for_update(of=["self"]).select_related("unit").get(imports=roster_import)
    before = file_before(roster_import)
    leaving = list(called_by_alone(roster_import, before).select_related("campaign", "person"))
    if ways := standing_on(leaving):
        raise InUse(_("This cannot be undone now: %(ways)s.") % {"ways": "; ".join(f"{way.name}: {way.count}" for way in ways)})
    if leaving:
        campaigns.withdraw_people(actor=actor, enrollments=leaving, reason=_("The import was undone"), at=at)
    if before:
        _enroll(actor, before, call, list(before.rows.select_related("person").order_by("pk")))
        before.state = State.CONFIRMED
        before.save(update_fields=["state"])
    roster_import.state = State.UNDONE
    roster_import.save(update_fields=["state"])
    call.state, call.changed_at = RosterCall.State.CONFIRMED if before else RosterCall.State.CALLED, at
    call.save(update_fields=["state", "changed_at"])
    record(actor, "rosters.import.undone", roster_import, left=len(leaving), before=before.code if before else None)
    return roster_import


def _locked(roster_import: RosterImport, *states: RosterImport.State) -> RosterImport:
    """The file, locked, in one of these states."""
    row = RosterImport.objects.select_for_update(of=["self"]).select_related("campaign", "call__unit").defer("content").get(pk=roster_import.pk)
    if row.state not in states:
        raise NotNow(_("This file is in the state “%(state)s” now.") % {"state": row.get_state_display()})
    return row


def _rejudge(roster_import: RosterImport, at: datetime, *, is_delivery: bool = False) -> None:
    rows = list(roster_import.rows.order_by("pk"))
    judge_rows(rows, roster_import.call.unit if roster_import.call else None, roster_import.campaign)
    RosterRow.objects.bulk_update(rows, ["status", "person"], batch_size=500)
    if roster_import.call:
        settle_call(roster_import.call, rows, at=at, is_delivery=is_delivery)
