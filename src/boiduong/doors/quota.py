"""How many marks by name a session still has. Reads; writes nothing."""

from django.db.models import Sum

from boiduong.doors.models import CheckIn, Quota, SupervisorCall
from boiduong.schedule.models import ClassSession


def quota_of(campaign_id: int) -> Quota:
    """As the rules say now. One query."""
    return Quota.objects.filter(campaign=campaign_id).first() or Quota(campaign_id=campaign_id)


def manual_used(session: ClassSession) -> int:
    """Marks by name that were accepted in this session and not taken back."""
    accepted = session.check_ins.filter(status=CheckIn.Status.ACCEPTED)
    voided = accepted.exclude(voids=None).values("voids")
    return accepted.filter(means=CheckIn.Means.NAME).exclude(uuid__in=voided).count()


def manual_left(session: ClassSession) -> int:
    """The quota of the rules and what supervisors have added, without what is used; never below zero."""
    granted = SupervisorCall.objects.filter(device__class_session=session).aggregate(n=Sum("granted_count"))["n"] or 0
    return max(0, quota_of(session.campaign_id).manual_count + granted - manual_used(session))
