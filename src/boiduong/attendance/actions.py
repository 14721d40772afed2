from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.allocation import actions as allocation
from boiduong.attendance import jobs
from boiduong.attendance.absences import lacking_places
from boiduong.attendance.models import Attendance, AttendanceCorrection
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.schedule.models import ClassSession, Venue


class ReasonMissing(Refusal):
    pass


@transaction.atomic
def correct_attendance(
    *, actor: Actor, enrollment: Enrollment, class_session: ClassSession, verdict: Attendance.Verdict, reason: str, at: datetime
) -> AttendanceCorrection:
    """Say what really happened. Appended to what was said before; the session is judged again.

    Refuses: ReasonMissing. Audits: attendance.correction.made.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say why, in a few words."))
    correction = AttendanceCorrection.objects.create(
        class_session=class_session, enrollment=enrollment, verdict=verdict, reason=reason.strip(), corrected_by=actor.user, corrected_at=at
    )
    record(actor, "attendance.correction.made", correction, learner=enrollment.code, verdict=verdict)
    jobs.judge_session(class_session.pk, at=at)
    return correction


@transaction.atomic
def plan_makeup(*, actor: Actor, campaign: Campaign, kinds: Collection[str], on: date, venue: Venue, at: datetime) -> TrainingClass:
    """Open a make-up class for those of these kinds of absence: a place in just what each has missed and has no place for yet.

    Refuses: what allocation.plan_makeup refuses. Audits: as it does. Locks: the campaign, so that nobody is given two places for one topic.
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    missing = lacking_places(campaign, kinds)
    return allocation.plan_makeup(actor=actor, campaign=campaign, on=on, missing=missing, venue=venue, at=at)


@transaction.atomic
def judge_now(*, actor: Actor, class_session: ClassSession, at: datetime) -> int:
    """Judge a session because a person asks for it. Returns how many were judged. Audits: attendance.session.judged (by the job)."""
    return jobs.judge_session(class_session.pk, at=at, actor=actor)
