"""A person's verbs over the papers that excuse an absence."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.attendance import jobs
from boiduong.attendance.models import Excuse
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Enrollment
from boiduong.schedule.models import ClassSession


class PaperMissing(Refusal):
    pass


@transaction.atomic
def hand_in_excuse(
    *, actor: Actor, enrollment: Enrollment, sessions: Collection[ClassSession], kind: Excuse.Kind, paper_name: str, paper: bytes, at: datetime
) -> list[Excuse]:
    """Attach a paper to a learner's absence from these sessions; a later paper replaces an earlier one. Judged sessions are judged again.

    Refuses: PaperMissing. Audits: attendance.excuse.handed_in.
    """
    if not paper:
        raise PaperMissing(_("An excuse needs its paper: a scan, a photograph or a file."))
    excuses = [
        Excuse(enrollment=enrollment, class_session=session, kind=kind, paper_name=paper_name, paper=paper, received_at=at) for session in sessions
    ]
    made = Excuse.objects.bulk_create(
        excuses, update_conflicts=True, unique_fields=["enrollment", "class_session"], update_fields=["kind", "paper_name", "paper", "received_at"]
    )
    record(actor, "attendance.excuse.handed_in", enrollment, kind=kind, sessions=[session.code for session in sessions])
    jobs.judge_again({session.pk for session in sessions}, at)
    return made
