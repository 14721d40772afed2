"""A person's verbs over odd cases: deciding, undoing, and finding out who somebody on no list is."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.attendance import jobs
from boiduong.attendance.models import Attendance, AttendanceCorrection, OddCase
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign, Enrollment


class CaseSettled(Refusal):
    pass


class CaseOpen(Refusal):
    pass


class DecisionMissing(Refusal):
    pass


class NoStranger(Refusal):
    pass


class OtherCampaign(Refusal):
    pass


@transaction.atomic
def settle_case(*, actor: Actor, case: OddCase, counts: bool, decision: str, at: datetime) -> OddCase:
    """Decide one odd case: whether its event counts, and why. The session is judged again if it was judged before.

    Refuses: CaseSettled, DecisionMissing. Audits: attendance.case.settled. Locks: the case.
    """
    case = OddCase.objects.select_for_update().get(pk=case.pk)
    if case.settled_at is not None:
        raise CaseSettled(_("Somebody has decided this already."))
    _settle(actor, [case], counts=counts, decision=decision, at=at)
    record(actor, "attendance.case.settled", case, kind=case.kind, counts=counts, decision=decision)
    return case


@transaction.atomic
def settle_cases(*, actor: Actor, campaign: Campaign, kind: OddCase.Kind, counts: bool, decision: str, at: datetime) -> int:
    """Decide all open cases of one kind alike, as a person does who has read down the list. Returns how many.

    Refuses: DecisionMissing. Audits: attendance.cases.settled. Locks: the cases.
    """
    cases = list(OddCase.objects.open().select_for_update().filter(campaign=campaign, kind=kind).order_by("pk"))
    _settle(actor, cases, counts=counts, decision=decision, at=at)
    record(actor, "attendance.cases.settled", campaign, kind=kind, counts=counts, decision=decision, count=len(cases))
    return len(cases)


@transaction.atomic
def match_stranger(*, actor: Actor, case: OddCase, enrollment: Enrollment, decision: str, at: datetime) -> OddCase:
    """Somebody taken down at a door as on no list was this learner: what was seen counts for them.

    Refuses: CaseSettled, NoStranger (the case is about somebody who is known), OtherCampaign, DecisionMissing.
    Audits: attendance.case.matched. Locks: the case.
    """
    case = OddCase.objects.select_for_update().get(pk=case.pk)
    if case.settled_at is not None:
        raise CaseSettled(_("Somebody has decided this already."))
    if case.kind != OddCase.Kind.NOT_LISTED or case.check_in_id is None:
        raise NoStranger(_("This case is not about somebody on no list."))
    if enrollment.campaign_id != case.campaign_id:
        raise OtherCampaign(_("This learner belongs to another campaign."))
    case.enrollment = enrollment
    case.save(update_fields=["enrollment"])
    _settle(actor, [case], counts=True, decision=decision, at=at)
    record(actor, "attendance.case.matched", case, learner=enrollment.code, decision=decision)
    return case


@transaction.atomic
def reopen_case(*, actor: Actor, case: OddCase, at: datetime) -> OddCase:
    """Take a decision back: the case lies in the inbox again, and the session is judged as if nobody had decided.

    What was decided stays in the trail, and a correction that came of it stays with its learner, marked as withdrawn.
    Refuses: CaseOpen. Audits: attendance.case.reopened, with what had been decided. Locks: the case.
    """
    case = OddCase.objects.select_for_update().get(pk=case.pk)
    if case.settled_at is None:
        raise CaseOpen(_("Nobody has decided this yet."))
    decided = {"decision": case.decision, "counts": case.counts}
    case.settled_at, case.settled_by, case.decision, case.counts = None, None, "", None
    if case.kind == OddCase.Kind.NOT_LISTED:
        case.enrollment = None
    case.save(update_fields=["settled_at", "settled_by", "decision", "counts", "enrollment"])
    case.corrections.filter(withdrawn_at=None).update(withdrawn_at=at)
    record(actor, "attendance.case.reopened", case, **decided)
    jobs.judge_again({case.class_session_id}, at)
    return case


def _settle(actor: Actor, cases: Collection[OddCase], *, counts: bool, decision: str, at: datetime) -> None:
    if not decision.strip():
        raise DecisionMissing(_("Write down what was decided."))
    for case in cases:
        case.settled_at, case.settled_by, case.decision, case.counts = at, actor.user, decision.strip(), counts
    OddCase.objects.bulk_update(cases, ["settled_at", "settled_by", "decision", "counts"])
    if counts:
        AttendanceCorrection.objects.bulk_create(_stayed(actor, case, at) for case in cases if case.kind == OddCase.Kind.NO_CHECK_OUT)
    jobs.judge_again({case.class_session_id for case in cases}, at)


def _stayed(actor: Actor, case: OddCase, at: datetime) -> AttendanceCorrection:
    """A person vouches that somebody without an exit was there to the end."""
    return AttendanceCorrection(
        class_session_id=case.class_session_id,
        enrollment=case.enrollment,
        case=case,
        verdict=Attendance.Verdict.PRESENT,
        reason=case.decision,
        corrected_by=actor.user,
        corrected_at=at,
    )
