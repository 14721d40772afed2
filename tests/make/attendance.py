from boiduong.attendance.models import OddCase, RuleSet
from boiduong.campaigns.models import Campaign
from boiduong.schedule.models import ClassSession
from make import NOON
from make.doors import STARTS_AT


def odd_case(campaign: Campaign, session: ClassSession, kind: OddCase.Kind = OddCase.Kind.NOT_LISTED) -> OddCase:
    return OddCase.objects.create(campaign=campaign, class_session=session, kind=kind, opened_at=STARTS_AT)


def rule_set(campaign: Campaign, **more: int | bool) -> RuleSet:
    """The next version of a campaign's rules: what campaigns.Rules says, and `more`."""
    shared = {name: getattr(campaign.rules, name) for name in RuleSet.SHARED}
    number = campaign.rule_sets.count() + 1
    return RuleSet.objects.create(campaign=campaign, number=number, why="Thử", made_at=NOON, **(shared | more))
