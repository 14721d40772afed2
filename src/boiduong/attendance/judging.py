"""What a session's touches of one learner amount to, under rules that are data. Pure: rows come in as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from boiduong.attendance.models import Attendance

Verdict = Attendance.Verdict


@dataclass(frozen=True, slots=True)
class Touch:
    kind: Literal["in", "out", "mid"]
    at: datetime  # by the corrected clock
    check_in_id: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of a campaign, laid on one session's hours."""

    starts_at: datetime
    ends_at: datetime
    needs_check_out: bool
    late_after_minutes: int
    is_late_present: bool
    leaves_early_before_minutes: int
    is_excused_present: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Attendance.Verdict
    is_present: bool
    in_at: datetime | None = None
    out_at: datetime | None = None
    entry_id: int | None = None  # the check-in that `in_at` is taken from


def judge(touches: Sequence[Touch], terms: Terms, *, is_excused: bool, corrected: Attendance.Verdict | None) -> Judgement:
    """One learner in one session.

    touches: those that count, in any order. A round in the middle proves presence like an entry, never an exit.
    corrected: what a person last said; it stands above the touches, which are told all the same.
    """
    in_order = sorted(touches, key=lambda touch: touch.at)
    entry = next((touch for touch in in_order if touch.kind != "out"), None)
    after = [touch for touch in in_order if entry is not None and touch.at >= entry.at]
    last_out = after[-1].at if after and after[-1].kind == "out" else None
    verdict = corrected or _verdict(entry, last_out, terms, is_excused=is_excused)
    return Judgement(
        verdict=verdict,
        is_present=verdict in _present_verdicts(terms),
        in_at=entry.at if entry else None,
        out_at=last_out,
        entry_id=entry.check_in_id if entry else None,
    )


def _present_verdicts(terms: Terms) -> set[Attendance.Verdict]:
    late = {Verdict.LATE} if terms.is_late_present else set()
    excused = {Verdict.EXCUSED} if terms.is_excused_present else set()
    return {Verdict.PRESENT} | late | excused


def _verdict(entry: Touch | None, last_out: datetime | None, terms: Terms, *, is_excused: bool) -> Attendance.Verdict:
    if entry is None:
        return Verdict.EXCUSED if is_excused else Verdict.ABSENT
    if terms.needs_check_out and last_out is None:
        return Verdict.NO_CHECK_OUT
    if last_out is not None and last_out < terms.ends_at - timedelta(minutes=terms.leaves_early_before_minutes):
        return Verdict.LEFT_EARLY
    is_late = entry.at > terms.starts_at + timedelta(minutes=terms.late_after_minutes)
    return Verdict.LATE if is_late else Verdict.PRESENT
