"""Changing and removing what the plan says: topics, co-organisers, roles, rules."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.actions import NothingNamed
from boiduong.campaigns.marks import GoneMeanwhile, Known, changes_in
from boiduong.campaigns.models import Campaign, Membership, Organizer, Rules, Topic
from boiduong.campaigns.queries import rules_said, topic_said
from boiduong.campaigns.standing import is_named_by, refuse_in_use
from boiduong.documents.models import ReferenceDocument
from boiduong.people.models import Unit


class LastOrganiser(Refusal):
    pass


class LeadStays(Refusal):
    pass


class PassOutOfReach(Refusal):
    pass


class AlreadyGraded(Refusal):
    """Bands are set on the points of the rules, or results have been decided by them."""


class TimetableStands(Refusal):
    """Topics are numbered in the order in which classes are taught them; once there are sessions that order is printed."""


def refuse_known_topic(campaign: Campaign, title: str, *, besides: Topic | None = None) -> None:
    """Refuses: Known."""
    same = campaign.topics.filter(title__iexact=title.strip()).exclude(pk=besides.pk if besides else 0).first()
    if same is not None:
        raise Known(_("Topic %(number)d has this title already.") % {"number": same.number})


@transaction.atomic
def amend_topic(*, actor: Actor, topic: Topic, title: str, document: ReferenceDocument, key_points: Sequence[str], seen: str = "") -> Topic:
    """Change what a topic says; sessions held on it say it too. Said twice, it is done once.

    Refuses: ChangedMeanwhile, Known. Audits: campaigns.topic.amended, with what stood before. Locks: the topic.
    """
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    before = topic_said(topic)
    changed = changes_in(before, {"title": title, "document": document, "key_points": list(key_points)}, seen=seen)
    if not changed:
        return topic
    refuse_known_topic(topic.campaign, title, besides=topic)
    topic.title, topic.document, topic.key_points = title, document, list(key_points)
    topic.save(update_fields=["title", "document", "key_points"])
    record(actor, "campaigns.topic.amended", topic, before={name: str(before[name]) for name in changed})
    return topic


@transaction.atomic
def remove_topic(*, actor: Actor, campaign: Campaign, key: int) -> str:
    """Take a topic off the plan; those after it move up by one. Returns its title.

    Refuses: GoneMeanwhile, InUse. Audits: campaigns.topic.removed, with all that it said. Locks: the campaign.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    topic = campaign.topics.filter(pk=key).first()
    if topic is None:
        raise GoneMeanwhile(_("This topic has been removed already."))
    refuse_in_use(topic)
    record(actor, "campaigns.topic.removed", topic, number=topic.number, title=topic.title, key_points=topic.key_points)
    number = topic.number
    topic.delete()
    for after in campaign.topics.filter(number__gt=number).order_by("number"):
        Topic.objects.filter(pk=after.pk).update(number=after.number - 1)
    return topic.title


@transaction.atomic
def move_topic(*, actor: Actor, topic: Topic, is_up: bool) -> Topic:
    """Let a topic change places with the one before or after it; at the end it stays. Audits: campaigns.topic.moved.

    Refuses: TimetableStands. Locks: the campaign.
    """
    campaign = Campaign.objects.select_for_update().get(pk=topic.campaign_id)
    rows = list(campaign.topics.order_by("number"))
    if any(is_named_by(row, "schedule.classsession") for row in rows):
        raise TimetableStands(_("The timetable is made with the topics in this order. Divide into classes anew to change it."))
    at = next(n for n, row in enumerate(rows) if row.pk == topic.pk)
    other = at - 1 if is_up else at + 1
    if 0 <= other < len(rows):
        swap(Topic, "number", rows[at], rows[other])
        record(actor, "campaigns.topic.moved", topic, number=rows[other].number)
    return topic


def swap(model: Any, field: str, one: Any, other: Any) -> None:
    """Two rows change places; the field is unique, so one of them waits aside."""
    first, second = getattr(one, field), getattr(other, field)
    model.objects.filter(pk=one.pk).update(**{field: 32767})
    model.objects.filter(pk=other.pk).update(**{field: first})
    model.objects.filter(pk=one.pk).update(**{field: second})


@transaction.atomic
def remove_partner(*, actor: Actor, campaign: Campaign, key: int) -> str:
    """Take a co-organiser off the plan. Refuses: GoneMeanwhile, LeadStays. Audits: campaigns.organizer.removed. Locks: the campaign."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    organizer = campaign.organizers.select_related("unit").filter(pk=key).first()
    if organizer is None:
        raise GoneMeanwhile(_("This body has been removed already."))
    if organizer.role == Organizer.Role.LEAD:
        raise LeadStays(_("The leading body stays: a campaign has one."))
    record(actor, "campaigns.organizer.removed", organizer, name=str(organizer))
    organizer.delete()
    return str(organizer)


@transaction.atomic
def move_partner(*, actor: Actor, organizer: Organizer, is_up: bool) -> None:
    """Name a co-organiser earlier or later on paper; the lead stays first. Audits: campaigns.organizer.moved. Locks: the campaign."""
    campaign = Campaign.objects.select_for_update().get(pk=organizer.campaign_id)
    rows = list(campaign.organizers.filter(role=Organizer.Role.PARTNER).order_by("order"))
    at = next((n for n, row in enumerate(rows) if row.pk == organizer.pk), None)
    other = None if at is None else at - 1 if is_up else at + 1
    if at is not None and other is not None and 0 <= other < len(rows):
        swap(Organizer, "order", rows[at], rows[other])
        record(actor, "campaigns.organizer.moved", organizer, order=rows[other].order)


@transaction.atomic
def amend_partner(*, actor: Actor, organizer: Organizer, unit: Unit | None, group_name: str) -> Organizer:
    """Say differently which body or group this is; the lead is a body. Refuses: NothingNamed. Audits: campaigns.organizer.amended. Locks: it."""
    row = Organizer.objects.select_for_update(of=["self"]).select_related("unit").get(pk=organizer.pk)
    if (unit is None) == (not group_name) or (row.role == Organizer.Role.LEAD and unit is None):
        raise NothingNamed(_("Choose a body, or write the name of a group: one of the two."))
    before = str(row)
    row.unit, row.group_name = unit, group_name
    row.save(update_fields=["unit", "group_name"])
    record(actor, "campaigns.organizer.amended", row, before=before)
    return row


@transaction.atomic
def withdraw_membership(*, actor: Actor, campaign: Campaign, key: int) -> Membership:
    """Take a role from somebody; their login and what they did stay.

    Refuses: GoneMeanwhile, LastOrganiser. Audits: campaigns.membership.withdrawn. Locks: the campaign.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    membership = campaign.memberships.select_related("user").filter(pk=key).first()
    if membership is None:
        raise GoneMeanwhile(_("This role has been taken back already."))
    if membership.role == Membership.Role.ORGANISER and campaign.memberships.filter(role=Membership.Role.ORGANISER).count() == 1:
        raise LastOrganiser(_("This is the only organiser of the campaign. Name another one first."))
    record(actor, "campaigns.membership.withdrawn", membership, user=membership.user_id, role=membership.role)
    membership.delete()
    return membership


@transaction.atomic
def amend_rules(
    *,
    actor: Actor,
    campaign: Campaign,
    absence_limit_percent: int,
    keep_units_together: bool,
    essay_document: ReferenceDocument | None,
    essay_due_at: datetime | None,
    essay_grace_minutes: int,
    pass_points: Decimal,
    max_points: Decimal,
    seen: str = "",
) -> Rules:
    """Change what counts in the campaign, but for attendance, whose rules are versions of their own.

    Refuses: ChangedMeanwhile, PassOutOfReach, AlreadyGraded. Audits: campaigns.rules.amended, with what stood before. Locks: the rules.
    """
    if not 0 <= pass_points <= max_points:
        raise PassOutOfReach(_("Nobody could pass with more points than there are."))
    rules = Rules.objects.select_for_update(of=["self"]).select_related("essay_document").get(campaign=campaign)
    said = {
        "absence_limit_percent": absence_limit_percent,
        "keep_units_together": keep_units_together,
        "essay_document": essay_document,
        "essay_due_at": essay_due_at,
        "essay_grace_minutes": essay_grace_minutes,
        "pass_points": pass_points,
        "max_points": max_points,
    }
    before = rules_said(rules)
    changed = changes_in(before, said, seen=seen)
    graded = is_named_by(campaign, "grading.gradeband") or is_named_by(campaign, "credentials.completion")
    if graded and {"pass_points", "max_points"} & set(changed):
        raise AlreadyGraded(_("Essays are graded on this scale already: its points stay."))
    for name, value in changed.items():
        setattr(rules, name, value)
    if changed:
        rules.save(update_fields=list(changed))
        record(actor, "campaigns.rules.amended", rules, before={name: str(before[name]) for name in changed})
    return rules
