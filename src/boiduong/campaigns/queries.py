from dataclasses import dataclass

from boiduong.campaigns.models import Campaign, Membership, Organizer, Rules, Topic


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the plan's page shows of a campaign."""

    organizers: list[Organizer]  # in the order of paper
    topics: list[Topic]
    rules: Rules
    members: list[Membership]
    day_count: int  # days on which something can be held


def plan_of(campaign: Campaign) -> Plan:
    """Four queries, however many rows."""
    return Plan(
        organizers=list(campaign.organizers.select_related("unit").order_by("order")),
        topics=list(campaign.topics.select_related("document").order_by("number")),
        rules=Rules.objects.select_related("essay_document").get(campaign=campaign),
        members=list(campaign.memberships.select_related("user", "unit").order_by("role", "user__username")),
        day_count=len(campaign.open_days()),
    )
