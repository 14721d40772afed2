"""What counts in a campaign now, and how many marks by name a session still has. Reads; writes nothing."""

from django.db.models import Sum

from boiduong.attendance.models import CheckIn, RuleSet, SupervisorCall
from boiduong.campaigns.models import Campaign
from boiduong.schedule.models import ClassSession


def rules_now(campaign: Campaign) -> RuleSet:
    """The rules that hold, as one value. Before anybody has changed them: what was planned, in a row that is not kept.

    campaign: with its `rules` at hand, or one more query. What campaigns.Rules has too is always read from there.
    """
    found = RuleSet.objects.filter(campaign=campaign).order_by("number").last() or RuleSet(campaign=campaign, number=0)
    for name in RuleSet.SHARED:
        setattr(found, name, getattr(campaign.rules, name))
    return found


def manual_used(session: ClassSession) -> int:
    """Marks by name that were accepted in this session and not taken back."""
    accepted = session.check_ins.filter(status=CheckIn.Status.ACCEPTED)
    voided = accepted.exclude(voids=None).values("voids")
    return accepted.filter(means=CheckIn.Means.NAME).exclude(uuid__in=voided).count()


def manual_left(session: ClassSession) -> int:
    """The quota of the rules and what supervisors have added, without what is used; never below zero."""
    granted = SupervisorCall.objects.filter(device__class_session=session).aggregate(n=Sum("granted_count"))["n"] or 0
    return max(0, rules_now(session.campaign).manual_quota + granted - manual_used(session))
