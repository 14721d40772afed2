"""The people of a coordinator's units in each campaign: what was judged, what was entered by hand, which paper waits. Reads; writes nothing."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from boiduong.accounts.models import User
from boiduong.attendance.counting import rules_now
from boiduong.attendance.models import Attendance, Excuse, RuleSet
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.doors.models import CheckIn
from boiduong.doors.queries import standing


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One learner. judged, attended: sessions. by_name: entries without a card, as somebody at a door wrote them down."""

    enrollment: Enrollment
    judged: int
    attended: int
    by_name: int
    excuse: Excuse | None  # the last paper

    @property
    def is_missing(self) -> bool:
        return self.judged > self.attended


@dataclass(frozen=True, slots=True)
class UnitGroup:
    campaign: Campaign
    rules: RuleSet
    lines: list[UnitLine] = field(default_factory=list)

    @property
    def by_name_count(self) -> int:
        return sum(line.by_name for line in self.lines)


def lines_of(user: User) -> list[UnitGroup]:
    """The latest campaign first; in it those who lack a session first, then by name. Six queries a campaign at most, however many people."""
    rows = Enrollment.objects.called().filter(unit__coordinators__user=user).select_related("person", "unit", "training_class", "campaign__rules")
    by_campaign: dict[int, list[Enrollment]] = defaultdict(list)
    for row in rows.order_by("-campaign__starts_on", "campaign", "person__sort_key", "pk"):
        by_campaign[row.campaign_id].append(row)
    return [_group(learners) for learners in by_campaign.values()]


def _group(learners: list[Enrollment]) -> UnitGroup:
    campaign, keys = learners[0].campaign, [row.pk for row in learners]
    judged = Attendance.objects.filter(enrollment__in=keys, class_session__cancelled_at=None).values_list("enrollment", "is_present")
    counted = Counter(judged)
    named = standing(CheckIn.objects.filter(enrollment__in=keys, means=CheckIn.Means.NAME, kind=CheckIn.Kind.IN), campaign)
    by_name = Counter(named.values_list("enrollment", flat=True))
    papers = {paper.enrollment_id: paper for paper in Excuse.objects.filter(enrollment__in=keys).defer("paper").order_by("received_at")}
    lines = [
        UnitLine(row, counted[row.pk, True] + counted[row.pk, False], counted[row.pk, True], by_name[row.pk], papers.get(row.pk)) for row in learners
    ]
    return UnitGroup(campaign, rules_now(campaign), sorted(lines, key=lambda line: not line.is_missing))
