"""A person's verbs over odd cases: deciding, undoing, and finding out who somebody on no list is."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.attendance import jobs
from boiduong.attendance.models import Attendance, AttendanceCorrection, OddCase, SheetMark
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns import actions as campaigns
from boiduong.campaigns.actions import Call
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.people import actions as people
from boiduong.people.matching import Said
from boiduong.people.models import Person


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
def settle_cases(*, actor: Actor, campaign: Campaign, kind: OddCase.Kind, counts: bool, decision: str, at: datetime, up_to: int | None = None) -> int:
    """Decide all open cases of one kind alike, as a person does who has read down the list. Returns how many.

    up_to: the key of the last one on that list; what has come since is not decided unseen.

    Refuses: DecisionMissing. Audits: attendance.cases.settled. Locks: the cases.
    """
    seen = {} if up_to is None else {"pk__lte": up_to}
    cases = list(OddCase.objects.open().select_for_update().filter(campaign=campaign, kind=kind, **seen).order_by("pk"))
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
def admit_stranger(*, actor: Actor, case: OddCase, said: Said, known: Person | None, decision: str, at: datetime) -> OddCase:
    """Somebody at a door was on no list and belongs to the campaign all the same: called, put into that session's class, and what was seen counts.

    known: who of the register it is, if a person has said so; None: somebody new. Somebody who has a class already keeps it.
    Refuses: what match_stranger refuses, LearnerElsewhere (called by another unit). Audits: as its steps do. Locks: the case, the people.
    """
    [person] = people.upsert_people(actor=actor, people=[(known, said)]) if known is None else [known]
    call = Call(person, said.unit, said.role, said.position, _("Added at the door"))
    enrolled = Enrollment.objects.filter(campaign=case.campaign_id, person=person, unit=said.unit).called().first()
    enrollment = enrolled or campaigns.enroll_people(actor=actor, campaign=case.campaign, calls=[call])[0]
    session = case.class_session
    if not session.training_class.is_makeup:
        enrollment = campaigns.place_late(actor=actor, enrollment=enrollment, training_class=session.training_class)
    return match_stranger(actor=actor, case=case, enrollment=enrollment, decision=decision, at=at)


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
    AttendanceCorrection.objects.bulk_create(_corrections(actor, cases, counts=counts, at=at))
    jobs.judge_again({case.class_session_id for case in cases}, at)


def _corrections(actor: Actor, cases: Collection[OddCase], *, counts: bool, at: datetime) -> list[AttendanceCorrection]:
    """What a decision says beyond its event: that somebody without an exit stayed, that a signature is true, or that its want means absence."""
    verdict = Attendance.Verdict.PRESENT if counts else Attendance.Verdict.ABSENT
    signed = _signed([case for case in cases if case.kind == OddCase.Kind.SHEET])
    vouched = [case for case in cases if (counts and case.kind == OddCase.Kind.NO_CHECK_OUT) or signed.get(case.pk) is counts]
    return [
        AttendanceCorrection(
            class_session_id=case.class_session_id,
            enrollment=case.enrollment,
            case=case,
            verdict=verdict,
            reason=case.decision,
            corrected_by=actor.user,
            corrected_at=at,
        )
        for case in vouched
    ]


def _signed(cases: Collection[OddCase]) -> dict[int, bool]:
    """For each case of a signed sheet: whether there is a signature. Where the doors already agree with the decision, nothing is to be corrected."""
    marks = SheetMark.objects.filter(class_session__in={case.class_session_id for case in cases}) if cases else SheetMark.objects.none()
    told: dict[tuple[int, int | None], bool] = {(mark.class_session_id, mark.enrollment_id): mark.has_signed for mark in marks}
    return {case.pk: told[place] for case in cases if (place := (case.class_session_id, case.enrollment_id)) in told}
