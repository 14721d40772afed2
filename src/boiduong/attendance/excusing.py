"""A person's verbs over the papers that excuse an absence."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.attendance import jobs
from boiduong.attendance.counting import rules_now
from boiduong.attendance.models import Excuse
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Enrollment
from boiduong.schedule.models import ClassSession

BEGINNINGS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class PaperMissing(Refusal):
    pass


class PaperUnknown(Refusal):
    pass


class DecisionMissing(Refusal):
    pass


@transaction.atomic
def hand_in_excuse(
    *, actor: Actor, enrollment: Enrollment, sessions: Collection[ClassSession], kind: Excuse.Kind, paper_name: str, paper: bytes, at: datetime
) -> list[Excuse]:
    """Attach a paper to a learner's absence from these sessions; a later paper replaces an earlier one. Judged sessions are judged again.

    One that comes within the rules' days after its session excuses at once; a later one waits for the organisers.
    Refuses: PaperMissing, PaperUnknown (neither PDF, Word, picture nor plain text). Audits: attendance.excuse.handed_in.
    """
    if not paper:
        raise PaperMissing(_("An excuse needs its paper: a scan, a photograph or a file."))
    if not _is_paper(paper):
        raise PaperUnknown(_("The paper is a PDF, a Word file, a photograph or plain text. Please choose another file."))
    until = timedelta(days=rules_now(enrollment.campaign).excuse_days)
    excuses = [
        Excuse(
            enrollment=enrollment,
            class_session=session,
            kind=kind,
            paper_name=paper_name,
            paper=paper,
            paper_sha256=hashlib.sha256(paper).hexdigest(),
            received_at=at,
            handed_in_by=actor.user,
            is_in_time=at <= session.ends_at + until,
        )
        for session in sessions
    ]
    kept = [
        "kind",
        "paper_name",
        "paper",
        "paper_sha256",
        "received_at",
        "handed_in_by",
        "is_in_time",
        "accepted",
        "decided_by",
        "decided_at",
        "decision",
    ]
    made = Excuse.objects.bulk_create(excuses, update_conflicts=True, unique_fields=["enrollment", "class_session"], update_fields=kept)
    told = {"kind": kind, "sha256": excuses[0].paper_sha256} if excuses else {"kind": kind}
    record(actor, "attendance.excuse.handed_in", enrollment, sessions=[session.code for session in sessions], **told)
    jobs.judge_again({session.pk for session in sessions}, at)
    return made


@transaction.atomic
def decide_excuse(*, actor: Actor, excuse: Excuse, accepted: bool, decision: str, at: datetime) -> Excuse:
    """Let a paper excuse, or not, whenever it came; said again, the last word holds. A judged session is judged again.

    Refuses: DecisionMissing. Audits: attendance.excuse.decided. Locks: the excuse.
    """
    if not decision.strip():
        raise DecisionMissing(_("Write down what was decided."))
    excuse = Excuse.objects.select_for_update().defer("paper").get(pk=excuse.pk)
    excuse.accepted, excuse.decision, excuse.decided_by, excuse.decided_at = accepted, decision.strip(), actor.user, at
    excuse.save(update_fields=["accepted", "decision", "decided_by", "decided_at"])
    record(actor, "attendance.excuse.decided", excuse, accepted=accepted, decision=excuse.decision)
    jobs.judge_again({excuse.class_session_id}, at)
    return excuse


@transaction.atomic
def decide_waiting(*, actor: Actor, enrollment: Enrollment, accepted: bool, decision: str, at: datetime) -> int:
    """Decide all papers of a learner that came late and wait: one paper excuses several sessions and is read once. Returns how many sessions.

    Refuses: DecisionMissing. Audits: attendance.excuse.decided, each. Locks: the excuses.
    """
    waiting = list(enrollment.excuses.waiting().select_for_update().defer("paper").order_by("pk"))
    for excuse in waiting:
        decide_excuse(actor=actor, excuse=excuse, accepted=accepted, decision=decision, at=at)
    return len(waiting)


def _is_paper(paper: bytes) -> bool:
    """By what it begins with, whatever its name says; plain text is what has no control letters in it."""
    if paper.startswith(BEGINNINGS) or paper[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"} or (paper[:4] == b"RIFF" and paper[8:12] == b"WEBP"):
        return True
    try:
        text = paper.decode()
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter in "\r\n\t" for letter in text)
