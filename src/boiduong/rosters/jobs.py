from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, record, report_progress
from boiduong.campaigns.models import Campaign
from boiduong.engines.rosters import KnownUnit, Reader, RosterFile
from boiduong.rosters.judging import judge_rows, known_units, problem_of, values_of, without_number
from boiduong.rosters.keeping import keep_corrections
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow

MACHINE = Actor(None, via="job")
_OF_NUMBERS = ("bad_id", "duplicate")  # problems that quote an ID number
KEPT = timedelta(days=90)  # after the campaign's last day: by then certificates are out and complaints are answered


def read_imports(import_ids: Sequence[int], *, at: datetime, takes_over: bool = False) -> int:
    """Read queued files, telling how far it is. A file that was claimed by another worker is passed over. Returns how many were read."""
    known: dict[int, list[KnownUnit]] = {}
    done = 0
    with Reader() as reader:
        for place, import_id in enumerate(import_ids, 1):
            claimed = RosterImport.objects.claim(import_id, takes_over=takes_over)
            if claimed is None:
                continue
            units = known.setdefault(claimed.campaign_id, known_units(claimed.campaign))
            file = reader.read(bytes(claimed.content), claimed.file_name, known_units=units, on=localdate(claimed.uploaded_at))
            store_reading(claimed, file, at=at)
            done += 1
            if place % 10 == 0 or place == len(import_ids):
                report_progress(claimed.campaign, _("Reading rosters"), done=place, total=len(import_ids), campaign_code=claimed.campaign.code)
    return done


@transaction.atomic
def store_reading(claimed: RosterImport, file: RosterFile, *, at: datetime) -> None:
    """Keep what was read, find whose it is, judge every row; an older file of the unit that nobody confirmed makes way.

    A file that was given to another worker meanwhile is left to that one. Audits: rosters.import.read. Locks: the file, the call.
    """
    if not RosterImport.objects.still_held(claimed.pk, claimed.claimed_at):
        return
    if claimed.call is None and file.unit_code:
        claimed.call = RosterCall.objects.filter(campaign=claimed.campaign, unit__code=file.unit_code).first()
    call = RosterCall.objects.select_for_update(of=["self"]).select_related("unit").get(pk=claimed.call_id) if claimed.call_id else None
    problems = [problem for problem in file.problems if not (call and problem.kind == "unit_unknown")]
    severities = Counter[str](problem.severity for problem in [*problems, *(one for row in file.rows for one in row.problems)])
    claimed.state = RosterImport.State.READ if file.rows else RosterImport.State.FAILED
    claimed.read_at, claimed.row_count = at, len(file.rows)
    claimed.problems = [problem_of(problem) for problem in problems]
    claimed.error_count, claimed.warning_count, claimed.notice_count = severities["error"], severities["warning"], severities["notice"]
    claimed.save(update_fields=["call", "state", "read_at", "row_count", "problems", "error_count", "warning_count", "notice_count"])
    rows = [
        RosterRow(
            roster_import=claimed,
            sheet=row.sheet,
            table=row.table,
            row=row.row,
            values=values_of(row),
            problems=[problem_of(problem) for problem in row.problems],
            status=RosterRow.Status.NEW,
        )
        for row in file.rows
    ]
    if call:
        keep_corrections(rows, call, on=localdate(claimed.uploaded_at))
    judge_rows(rows, call.unit if call else None, claimed.campaign)
    RosterRow.objects.bulk_create(rows)
    if call and rows:
        supersede(claimed, call)
        settle_call(call, rows, at=at, is_delivery=True)
    record(MACHINE, "rosters.import.read", claimed, rows=len(rows), **severities)


def supersede(newer: RosterImport, call: RosterCall) -> None:
    """Older files of this call that wait for a decision make way for this one."""
    waiting = RosterImport.objects.filter(call=call, state=RosterImport.State.READ).exclude(pk=newer.pk)
    waiting.update(state=RosterImport.State.SUPERSEDED)


def settle_call(call: RosterCall, rows: Sequence[RosterRow], *, at: datetime, is_delivery: bool) -> None:
    """Where the unit stands after its file was read or mended.

    A delivery after it was sent back is CORRECTED; otherwise it is CHECKED once no row needs a person, RECEIVED before.
    """
    open_rows = any(row.status in (RosterRow.Status.WRONG, RosterRow.Status.AMBIGUOUS) for row in rows)
    state = RosterCall.State.RECEIVED if open_rows else RosterCall.State.CHECKED
    if is_delivery and call.state == RosterCall.State.SENT_BACK:
        state = RosterCall.State.CORRECTED
    elif not is_delivery and call.state == RosterCall.State.CORRECTED:
        return
    call.state, call.changed_at = state, at
    call.save(update_fields=["state", "changed_at"])


def forget_files(*, on: date) -> int:
    """Three months after a campaign's end, drop the files as they came and the ID numbers of rows that nobody confirmed.

    Who was called, and how each row was read, stays. Audits: rosters.files.forgotten, once a campaign. Returns how many files were dropped.
    """
    ended = Campaign.objects.filter(ends_on__lt=on - KEPT).order_by("pk")
    return sum(_forget(campaign) for campaign in ended)


@transaction.atomic
def _forget(campaign: Campaign) -> int:
    files = RosterImport.objects.filter(campaign=campaign, forgotten_at=None)
    rows = list(RosterRow.objects.filter(roster_import__in=files))
    for row in rows:
        row.values = without_number(row.values)
        row.problems = [problem | {"value": "", "proposal": None} if problem["kind"] in _OF_NUMBERS else problem for problem in row.problems]
    RosterRow.objects.bulk_update(rows, ["values", "problems"], batch_size=500)
    count = files.update(content=b"", forgotten_at=now())
    if count:
        record(MACHINE, "rosters.files.forgotten", campaign, count=count)
    return count
