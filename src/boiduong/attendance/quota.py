"""What counts in a campaign now, and how many marks by name a session still has. Reads; writes nothing."""

import math
from typing import Any

from django.db.models import Subquery, Sum

from boiduong.attendance.models import CheckIn, RuleSet, SupervisorCall
from boiduong.campaigns.models import Campaign, Rules
from boiduong.schedule.models import ClassSession


def rules_now(campaign: Campaign) -> RuleSet:
    """The rules that hold, as one value. Before anybody has changed them: what was planned, in a row that is not kept.

    campaign: with its `rules` at hand, or one more query. What campaigns.Rules has too is always read from there.
    """
    found = RuleSet.objects.filter(campaign=campaign).order_by("number").last() or RuleSet(campaign=campaign, number=0)
    for name in RuleSet.SHARED:
        setattr(found, name, getattr(campaign.rules, name))
    return found


def planned_rules(campaign: Campaign) -> Rules:
    """The campaign's own row of rules, and with it what the last version says of the share of topics. One query."""
    last: dict[str, Any] = {
        "attended_percent": Subquery(RuleSet.objects.filter(campaign=campaign).order_by("-number").values("attended_percent")[:1])
    }
    return Rules.objects.annotate(**last).get(campaign=campaign)


def topics_needed(rules: Rules, topic_count: int) -> int:
    """How many topics a learner must have attended to count as present in the campaign; at least one.

    rules: of `planned_rules`.
    """
    percent: int = getattr(rules, "attended_percent", None) or 0
    return max(1, math.ceil(topic_count * percent / 100) if percent else topic_count - rules.missed_topics_allowed)


def manual_used(session: ClassSession) -> int:
    """Marks by name that were accepted in this session and not taken back."""
    accepted = session.check_ins.filter(status=CheckIn.Status.ACCEPTED)
    voided = accepted.exclude(voids=None).values("voids")
    return accepted.filter(means=CheckIn.Means.NAME).exclude(uuid__in=voided).count()


def manual_left(session: ClassSession) -> int:
    """The quota of the rules and what supervisors have added, without what is used; never below zero."""
    granted = SupervisorCall.objects.filter(device__class_session=session).aggregate(n=Sum("granted_count"))["n"] or 0
    return max(0, rules_now(session.campaign).manual_quota + granted - manual_used(session))
