"""What counts in a campaign now. Reads; writes nothing."""

import math
from typing import Any

from django.db.models import Subquery

from boiduong.attendance.models import RuleSet
from boiduong.campaigns.models import Campaign, Rules


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
