from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from boiduong.accounts.models import User
from boiduong.campaigns.carrying import carried_by
from boiduong.campaigns.models import Campaign, Enrollment, Membership, Organizer, Rules, Topic
from boiduong.people.models import Person


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


def topic_said(topic: Topic) -> dict[str, Any]:
    """What the form for a topic shows of it."""
    return {"title": topic.title, "document": topic.document, "key_points": list(topic.key_points)}


def rules_said(rules: Rules) -> dict[str, Any]:
    """What the form for the rules shows of them."""
    names = ("absence_limit_percent", "keep_units_together", "essay_document", "essay_due_at", "essay_grace_minutes", "pass_points", "max_points")
    return {name: getattr(rules, name) for name in names}


@dataclass(frozen=True, slots=True)
class Clash:
    """A campaign to which both of two rows were called: a person says which place stays, knowing what each of them carries."""

    campaign: Campaign
    first: Enrollment
    second: Enrollment
    first_carries: tuple[str, ...] = ()
    second_carries: tuple[str, ...] = ()

    @property
    def first_words(self) -> str:
        return " · ".join([place_in_words(self.first), *self.first_carries])

    @property
    def second_words(self) -> str:
        return " · ".join([place_in_words(self.second), *self.second_carries])


def place_in_words(enrollment: Enrollment) -> str:
    """Unit, class and seat, as a person knows a place by."""
    place = enrollment.training_class.name if enrollment.training_class else _("no class yet")
    return " · ".join(part for part in (enrollment.unit.name, place, enrollment.seat) if part)


def clashes_of(first: Person, second: Person) -> list[Clash]:
    """The campaigns to which both are called, with what hangs on either place. One query, and if there are any, one a kind of thing."""
    called = Enrollment.objects.called().filter(person__in=[first, second]).select_related("campaign", "unit", "training_class")
    places = {(row.campaign_id, row.person_id): row for row in called.order_by("campaign__starts_on", "pk")}
    both = [
        (row, other) for (campaign, person), row in places.items() if person == first.pk and (other := places.get((campaign, second.pk))) is not None
    ]
    carried = carried_by([row.pk for pair in both for row in pair]) if both else {}
    return [Clash(row.campaign, row, other, *(tuple(carried.get(one.pk, ())) for one in (row, other))) for row, other in both]


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place in one campaign. may_open: whether this user sees the learner's page."""

    enrollment: Enrollment
    may_open: bool
    carries: tuple[str, ...] = ()  # of a place set aside for another in the same campaign: what was done with it

    @property
    def words(self) -> str:
        return place_in_words(self.enrollment)


def places_of(person: Person, user: User, *, sees_all: bool) -> list[Place]:
    """The campaigns a person was called to, newest first; unless `sees_all`, those alone whose learners this user sees.

    Among them the places that a merge set aside, each after the one that stays, with what it carries. Two queries, and if there are any,
    one a kind of thing.
    """
    theirs = Q(person=person) | Q(set_aside_by__kept=person)
    rows = Enrollment.objects.filter(theirs).select_related("campaign", "unit", "training_class", "called_as")
    rows = rows.order_by("-campaign__starts_on", "campaign", F("withdrawn_at").asc(nulls_first=True), "pk")
    open_to = set(Enrollment.objects.visible_to(user).filter(theirs).values_list("pk", flat=True))
    seen = [row for row in rows if sees_all or row.pk in open_to]
    aside = [row.pk for row in seen if row.set_aside_by_id]
    carried = carried_by(aside) if aside else {}
    return [Place(row, row.pk in open_to, tuple(carried.get(row.pk, ()))) for row in seen]
