from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from boiduong.accounts.models import User
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.marks import Known
from boiduong.campaigns.models import Campaign, Enrollment, Membership, Organizer, Rules, Topic, TrainingClass, Unavailability
from boiduong.documents.models import ReferenceDocument
from boiduong.people import actions as people
from boiduong.people.matching import kept_keys
from boiduong.people.models import Merge, Person, PersonPair, Unit
from boiduong.web.actions import make_login_link


class CodeTaken(Refusal):
    pass


class DatesReversed(Refusal):
    pass


class LearnerElsewhere(Refusal):
    pass


class NothingNamed(Refusal):
    """Neither a unit nor a group is named, or both are."""


@dataclass(frozen=True, slots=True)
class Call:
    """A person to be called, with unit, role and position as they are this year."""

    person: Person
    unit: Unit
    role: Person.Role
    position: str = ""
    note: str = ""


@transaction.atomic
def plan_campaign(*, actor: Actor, code: str, title: str, lead_unit: Unit, starts_on: date, ends_on: date, **rules: Any) -> Campaign:
    """Begin a campaign: its name, its days, its rules (fields of Rules; what is not named has the field's default).

    Refuses: CodeTaken, DatesReversed. Audits: campaigns.campaign.planned.
    """
    if starts_on > ends_on:
        raise DatesReversed(_("The first day must not come after the last."))
    if Campaign.objects.filter(code=code).exists():
        raise CodeTaken(_("There is a campaign with the code %(code)s already.") % {"code": code})
    campaign = Campaign.objects.create(code=code, title=title, lead_unit=lead_unit, starts_on=starts_on, ends_on=ends_on)
    Rules.objects.create(campaign=campaign, **rules)
    Organizer.objects.create(campaign=campaign, unit=lead_unit, role=Organizer.Role.LEAD, order=1)
    record(actor, "campaigns.campaign.planned", campaign, title=title)
    return campaign


@transaction.atomic
def begin_campaign(*, actor: Actor, organiser: User, code: str, title: str, lead_unit: Unit, starts_on: date, ends_on: date) -> Campaign:
    """Begin a campaign under the usual rules, with its first organiser.

    Refuses: CodeTaken, DatesReversed. Audits: as plan_campaign and grant_membership do.
    """
    campaign = plan_campaign(actor=actor, code=code, title=title, lead_unit=lead_unit, starts_on=starts_on, ends_on=ends_on)
    grant_membership(actor=actor, campaign=campaign, user=organiser, role=Membership.Role.ORGANISER)
    return campaign


@transaction.atomic
def add_partner(*, actor: Actor, campaign: Campaign, unit: Unit | None = None, group_name: str = "") -> Organizer:
    """Name a co-organiser after those named before: one unit, or several under one name.

    Refuses: NothingNamed, Known. Audits: campaigns.organizer.added. Locks: the campaign.
    """
    if (unit is None) == (not group_name):
        raise NothingNamed(_("Choose a body, or write the name of a group: one of the two."))
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.organizers.filter(unit=unit, group_name=group_name).exists():
        raise Known(_("This body is named already."))
    last = campaign.organizers.aggregate(last=Max("order"))["last"] or 0
    partner = Organizer.objects.create(campaign=campaign, unit=unit, group_name=group_name, role=Organizer.Role.PARTNER, order=last + 1)
    record(actor, "campaigns.organizer.added", partner, name=str(partner))
    return partner


@transaction.atomic
def add_topic(*, actor: Actor, campaign: Campaign, title: str, document: ReferenceDocument, key_points: Sequence[str]) -> Topic:
    """Add the next topic, tied to the official document it is about.

    Refuses: Known (a topic of this title: two clicks add one). Audits: campaigns.topic.added. Locks: the campaign.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if same := campaign.topics.filter(title__iexact=title.strip()).first():
        raise Known(_("Topic %(number)d has this title already.") % {"number": same.number})
    last = campaign.topics.aggregate(last=Max("number"))["last"] or 0
    topic = Topic.objects.create(campaign=campaign, number=last + 1, title=title, document=document, key_points=list(key_points))
    record(actor, "campaigns.topic.added", topic, number=topic.number)
    return topic


@transaction.atomic
def grant_membership(*, actor: Actor, campaign: Campaign, user: User, role: Membership.Role, unit: Unit | None = None) -> Membership:
    """Give a user a role in the campaign. Done twice, it is done once.

    unit: whose people a grader never grades. Audits: campaigns.membership.granted.
    """
    membership, is_new = Membership.objects.get_or_create(campaign=campaign, user=user, role=role, defaults={"unit": unit})
    if is_new:
        record(actor, "campaigns.membership.granted", membership, user=user.pk, role=role)
    return membership


@transaction.atomic
def invite_member(
    *, actor: Actor, campaign: Campaign, username: str, full_name: str, role: Membership.Role, unit: Unit | None, at: datetime
) -> tuple[Membership, str]:
    """Give somebody a role, with a login if they have none yet.

    Returns the membership, and for a new login the token of a link that signs in once; for a known one nothing: that would hand an account over.
    Audits: campaigns.membership.granted, and web.login_link.made for a new login.
    """
    user, is_new = User.objects.get_or_create(username=username, defaults={"first_name": full_name, "password": make_password(None)})
    membership = grant_membership(actor=actor, campaign=campaign, user=user, role=role, unit=unit)
    return membership, make_login_link(actor=actor, user=user, at=at) if is_new else ""


@transaction.atomic
def enroll_people(*, actor: Actor, campaign: Campaign, calls: Sequence[Call]) -> list[Enrollment]:
    """Call people to the campaign. Somebody called before keeps the enrollment, with unit, role and position made those given now.

    Refuses: LearnerElsewhere (called before by another unit: a person decides), and then calls nobody.
    Audits: campaigns.people.enrolled, once. Returns the enrollments in the order given.
    """
    known = {
        row.person_id: row for row in Enrollment.objects.select_for_update().filter(campaign=campaign, person__in=[call.person for call in calls])
    }
    elsewhere = [call.person.full_name for call in calls if call.person.pk in known and known[call.person.pk].unit_id != call.unit.pk]
    if elsewhere:
        raise LearnerElsewhere(_("Called by another unit already: %(names)s.") % {"names": ", ".join(elsewhere)})
    fresh = [row_of(campaign, call) for call in calls if call.person.pk not in known]
    known |= {row.person_id: row for row in Enrollment.objects.bulk_create(fresh)}
    changed = [row for call in calls if (row := changed_by(known[call.person.pk], call))]
    Enrollment.objects.bulk_update(changed, ["role", "position", "note", "withdrawn_at"])
    if calls:
        record(actor, "campaigns.people.enrolled", campaign, new=len(fresh), changed=len(changed))
    return [known[call.person.pk] for call in calls]


def row_of(campaign: Campaign, call: Call) -> Enrollment:
    return Enrollment(campaign=campaign, person=call.person, unit=call.unit, role=call.role, position=call.position, note=call.note)


def changed_by(row: Enrollment, call: Call) -> Enrollment | None:
    """The row as this call wants it, or None if it stands so already."""
    if (row.role, row.position, row.note, row.withdrawn_at) == (call.role, call.position, call.note, None):
        return None
    row.role, row.position, row.note, row.withdrawn_at = call.role, call.position, call.note, None
    return row


@transaction.atomic
def withdraw_people(*, actor: Actor, enrollments: Sequence[Enrollment], reason: str, at: datetime) -> int:
    """Take people off the list; what they did stays. Audits: campaigns.people.withdrawn, once. Returns how many were on it."""
    rows = Enrollment.objects.called().filter(pk__in=[row.pk for row in enrollments])
    count = rows.update(withdrawn_at=at)
    if count:
        record(actor, "campaigns.people.withdrawn", enrollments[0].campaign, count=count, reason=reason)
    return count


@transaction.atomic
def note_unavailability(*, actor: Actor, campaign: Campaign, days: Sequence[tuple[Enrollment, date, str]]) -> int:
    """Write down on which days learners cannot come, with the reason. Days known already are left. Audits: once, with the count."""
    rows = [Unavailability(enrollment=enrollment, on=on, reason=reason) for enrollment, on, reason in days]
    Unavailability.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        record(actor, "campaigns.unavailability.noted", campaign, count=len(rows))
    return len(rows)


@transaction.atomic
def open_classes(*, actor: Actor, campaign: Campaign, count: int, is_makeup: bool = False) -> list[TrainingClass]:
    """Open classes numbered after those there are. Audits: campaigns.classes.opened. Locks: the campaign."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    last = campaign.classes.aggregate(last=Max("number"))["last"] or 0
    name = _("Make-up class") if is_makeup else _("Class %(number)s")
    rows = [
        TrainingClass(campaign=campaign, number=n, name=name % {"number": n} if not is_makeup else name, is_makeup=is_makeup)
        for n in range(last + 1, last + 1 + count)
    ]
    made = TrainingClass.objects.bulk_create(rows)
    record(actor, "campaigns.classes.opened", campaign, count=count, is_makeup=is_makeup)
    return made


@transaction.atomic
def assign_classes(*, actor: Actor, campaign: Campaign, places: Mapping[int, tuple[TrainingClass, str]]) -> int:
    """Make these the campaign's class lists: enrollment key -> class and seat. Learners not named lose theirs.

    Audits: campaigns.classes.assigned, once. Locks: the campaign's enrollments. Returns how many learners changed class or seat.
    """
    rows = list(Enrollment.objects.select_for_update().filter(campaign=campaign))
    changed = []
    for row in rows:
        training_class, seat = places.get(row.pk, (None, ""))
        if (row.training_class_id, row.seat) != (training_class.pk if training_class else None, seat):
            row.training_class, row.seat = training_class, seat
            changed.append(row)
    Enrollment.objects.filter(pk__in=[row.pk for row in changed]).update(seat="")  # seats change hands within one class
    Enrollment.objects.bulk_update(changed, ["training_class", "seat"], batch_size=1000)
    record(actor, "campaigns.classes.assigned", campaign, placed=len(places), changed=len(changed))
    return len(changed)


@transaction.atomic
def place_late(*, actor: Actor, enrollment: Enrollment, training_class: TrainingClass) -> Enrollment:
    """Put somebody who came late onto a class's list, without a seat of their own; whoever has a class keeps it.

    Audits: campaigns.learner.placed. Locks: the enrollment.
    """
    row = Enrollment.objects.select_for_update(of=("self",)).get(pk=enrollment.pk)
    if row.training_class_id is None:
        row.training_class = training_class
        row.save(update_fields=["training_class"])
        record(actor, "campaigns.learner.placed", row, training_class=training_class.name)
    return row


class CalledTwice(Refusal):
    pass


@transaction.atomic
def merge_learners(*, actor: Actor, kept: Person, merged: Person, taken: Collection[str], set_aside: Collection[int], at: datetime) -> Merge:
    """Say that two rows are one person, and let what the merged one did in every campaign follow: its enrollments, and with them attendance,
    essays and certificates, are the kept person's.

    taken: facts in which the merged row is right. set_aside: of the campaigns that called both, the enrollment that is taken off the list.
    Refuses: CalledTwice (not said which of the two stays), what people.merge_people refuses. Audits: campaigns.learners.carried.
    Locks: both people, their enrollments.
    """
    merge = people.merge_people(actor=actor, kept=kept, merged=merged, taken=taken, at=at)
    rows = list(Enrollment.objects.select_for_update().filter(person__in=[kept, merged]).order_by("pk"))
    by_campaign: dict[int, list[Enrollment]] = defaultdict(list)
    for row in rows:
        by_campaign[row.campaign_id].append(row)
    for both in by_campaign.values():
        stays = staying(both, set_aside)
        for row in both:
            if row is not stays and row.withdrawn_at is None:
                row.withdrawn_at, row.set_aside_by = at, merge
            goes_to = kept if row is stays else merged
            if row.person_id != goes_to.pk and (row is stays or len(both) > 1):
                row.called_as_id = row.called_as_id or row.person_id
                row.person = goes_to
    Enrollment.objects.bulk_update(rows, ["person", "called_as", "withdrawn_at", "set_aside_by"])
    record(
        actor,
        "campaigns.learners.carried",
        merge,
        enrollments=len(rows),
        set_aside=sorted(row.code for row in rows if row.set_aside_by_id == merge.pk),
    )
    return merge


def staying(rows: Sequence[Enrollment], set_aside: Collection[int]) -> Enrollment:
    """Of one person's enrollments in one campaign, the one that counts. Refuses: CalledTwice."""
    called = [row for row in rows if row.withdrawn_at is None]
    left = [row for row in called if row.pk not in set_aside] if len(called) > 1 else called or list(rows)[:1]
    if len(left) != 1:
        raise CalledTwice(_("Both have been called to one campaign. Say which of the two places stays."))
    return left[0]


@transaction.atomic
def part_learners(*, actor: Actor, merge: Merge, at: datetime) -> Merge:
    """Undo a merge: each gets back the enrollments they were called by, and those taken off the list for being called twice are on it again.

    Refuses: what people.undo_merge refuses. Audits: campaigns.learners.parted. Locks: both people, their enrollments.
    """
    merge = people.undo_merge(actor=actor, merge=merge, at=at)
    rows = list(Enrollment.objects.select_for_update().filter(person__in=[merge.kept_id, merge.merged_id]).order_by("pk"))
    kept = kept_keys({row.called_as_id for row in rows if row.called_as_id})
    for row in rows:
        if row.called_as_id is not None:
            row.person_id = kept.get(row.called_as_id, row.called_as_id)
            row.called_as_id = row.called_as_id if row.person_id != row.called_as_id else None
        if row.set_aside_by_id == merge.pk:
            row.withdrawn_at, row.set_aside_by = None, None
    Enrollment.objects.bulk_update(rows, ["person", "called_as", "withdrawn_at", "set_aside_by"])
    record(actor, "campaigns.learners.parted", merge, enrollments=len(rows))
    return merge


@transaction.atomic
def settle_same(*, actor: Actor, pair: PersonPair, keeps_second: bool, taken: Collection[str], set_aside: Collection[int], at: datetime) -> Merge:
    """Answer a pair that may be one person: they are. Refuses: PairDecided, what merge_learners refuses. Locks: the pair."""
    pair = people.open_pair(pair)
    kept, merged = (pair.second, pair.first) if keeps_second else (pair.first, pair.second)
    merge = merge_learners(actor=actor, kept=kept, merged=merged, taken=taken, set_aside=set_aside, at=at)
    people.settle_pair(actor=actor, pair=pair, merge=merge, at=at)
    return merge


@transaction.atomic
def open_day(*, actor: Actor, campaign: Campaign, on: date) -> None:
    """Let a day that was closed be taught on. Done twice, it is done once. Audits: campaigns.day.opened. Locks: the campaign.

    `campaign`, as its caller holds it, is told too.
    """
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if on not in row.closed_days:
        return
    row.closed_days = campaign.closed_days = [day for day in row.closed_days if day != on]
    row.save(update_fields=["closed_days"])
    record(actor, "campaigns.day.opened", campaign, on=on.isoformat())
