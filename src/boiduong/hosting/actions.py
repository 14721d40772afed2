"""Ceremonies with their running order, and who is on duty where."""

from collections.abc import Sequence
from datetime import date, time

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from boiduong.accounts.models import User
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.amending import swap
from boiduong.campaigns.marks import GoneMeanwhile, Known
from boiduong.campaigns.models import Campaign
from boiduong.campaigns.standing import refuse_in_use
from boiduong.hosting.models import AgendaItem, Ceremony, Duty, Steward
from boiduong.hosting.queries import clash_words, lessons_by_name, name_key, sessions_for
from boiduong.hosting.wording import USUAL
from boiduong.schedule.models import ClassSession, Half, Venue


class SessionElsewhere(Refusal):
    """The session is cancelled, or another campaign's."""


class TwoPlaces(Refusal):
    """One person would be in two places at once; the text says where they are already."""


class NobodyNamed(Refusal):
    pass


@transaction.atomic
def plan_ceremony(*, actor: Actor, campaign: Campaign, kind: Ceremony.Kind, session: ClassSession, begins: time) -> Ceremony:
    """Set the opening or the closing on the day and in the hall of a session, with the usual running order. Planned before, it is moved.

    Refuses: SessionElsewhere. Audits: hosting.ceremony.planned. Locks: the campaign.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if session.campaign_id != campaign.pk or session.cancelled_at is not None:
        raise SessionElsewhere(_("This session is not held. Choose another."))
    ceremony, is_new = Ceremony.objects.get_or_create(campaign=campaign, kind=kind, defaults={"class_session": session, "begins": begins})
    if is_new:
        lead = campaign.lead_unit.name
        usual = [(minutes, what, who.format(lead=lead)) for minutes, what, who in USUAL[kind]]
        AgendaItem.objects.bulk_create(
            [AgendaItem(ceremony=ceremony, order=n, minutes=minutes, what=what, who=who) for n, (minutes, what, who) in enumerate(usual, 1)]
        )
    elif (ceremony.class_session_id, ceremony.begins) == (session.pk, begins):
        return ceremony
    ceremony.class_session, ceremony.begins = session, begins
    ceremony.save(update_fields=["class_session", "begins"])
    record(actor, "hosting.ceremony.planned", ceremony, kind=kind, session=session.code, begins=begins.isoformat())
    return ceremony


@transaction.atomic
def add_item(*, actor: Actor, ceremony: Ceremony, minutes: int, what: str, who: str) -> AgendaItem:
    """Add a point at the end. Refuses: Known (the last one says the same: two clicks). Audits: hosting.item.added. Locks: the ceremony."""
    Ceremony.objects.select_for_update().get(pk=ceremony.pk)
    last = ceremony.items.order_by("order").last()
    if last is not None and (last.what, last.who, last.minutes) == (what, who, minutes):
        raise Known(_("This point is in the running order already."))
    number = ceremony.items.aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem.objects.create(ceremony=ceremony, order=number + 1, minutes=minutes, what=what, who=who)
    record(actor, "hosting.item.added", item, what=what)
    return item


@transaction.atomic
def amend_item(*, actor: Actor, item: AgendaItem, minutes: int, what: str, who: str) -> AgendaItem:
    """Change a point. Audits: hosting.item.amended, with what stood before. Locks: the point."""
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    before = {"minutes": item.minutes, "what": item.what, "who": item.who}
    if before == {"minutes": minutes, "what": what, "who": who}:
        return item
    item.minutes, item.what, item.who = minutes, what, who
    item.save(update_fields=["minutes", "what", "who"])
    record(actor, "hosting.item.amended", item, before=before)
    return item


@transaction.atomic
def remove_item(*, actor: Actor, item: AgendaItem) -> None:
    """Take a point out. Audits: hosting.item.removed, with all that it said. Locks: the ceremony."""
    Ceremony.objects.select_for_update().get(pk=item.ceremony_id)
    record(actor, "hosting.item.removed", item, minutes=item.minutes, what=item.what, who=item.who)
    AgendaItem.objects.filter(pk=item.pk).delete()


@transaction.atomic
def move_item(*, actor: Actor, item: AgendaItem, is_up: bool) -> None:
    """Let a point change places with its neighbour. Audits: hosting.item.moved. Locks: the ceremony."""
    Ceremony.objects.select_for_update().get(pk=item.ceremony_id)
    rows = list(AgendaItem.objects.filter(ceremony=item.ceremony_id).order_by("order"))
    at = next((n for n, row in enumerate(rows) if row.pk == item.pk), None)
    other = None if at is None else at - 1 if is_up else at + 1
    if at is not None and other is not None and 0 <= other < len(rows):
        swap(AgendaItem, "order", rows[at], rows[other])
        record(actor, "hosting.item.moved", item, to=rows[other].order)


@transaction.atomic
def name_steward(*, actor: Actor, campaign: Campaign, full_name: str, phone: str = "", user: User | None = None) -> Steward:
    """Name somebody who can be put on duty. Named before, they are the same. Audits: hosting.steward.named."""
    steward, is_new = Steward.objects.get_or_create(campaign=campaign, full_name=full_name, phone=phone, defaults={"user": user})
    if is_new:
        record(actor, "hosting.steward.named", steward, name=full_name)
    return steward


@transaction.atomic
def remove_steward(*, actor: Actor, campaign: Campaign, key: int) -> str:
    """Take somebody without duties off the list. Refuses: GoneMeanwhile, InUse. Audits: hosting.steward.removed. Locks: the steward."""
    steward = campaign.stewards.select_for_update().filter(pk=key).first()
    if steward is None:
        raise GoneMeanwhile(_("This person has been taken off already."))
    refuse_in_use(steward)
    record(actor, "hosting.steward.removed", steward, name=steward.full_name)
    steward.delete()
    return steward.full_name


@transaction.atomic
def put_on_duty(
    *,
    actor: Actor,
    steward: Steward,
    venue: Venue,
    half_days: Sequence[tuple[date, Half]],
    task: Duty.Task,
    note: str = "",
    is_namesake: bool = False,
) -> list[Duty]:
    """Put somebody on duty in a hall on these half-days; where they are so already nothing changes.

    is_namesake: the speaker of the same name is somebody else. Refuses: TwoPlaces (on duty elsewhere, all of them; or teaching then),
    NobodyNamed (no half-day). Audits: hosting.duty.given, once.
    """
    if not half_days:
        raise NobodyNamed(_("Say on which half-days."))
    standing = {(row.on, row.half): row for row in steward.duties.select_related("venue")}
    there = [row for on, half in half_days if (row := standing.get((on, half)))]
    clashes = [row for row in there if row.venue_id != venue.pk or row.task != task]
    if clashes:
        raise TwoPlaces(_refusal(steward, clashes))
    if not is_namesake:
        _refuse_teaching(steward, half_days)
    fresh = [
        Duty(campaign=steward.campaign, steward=steward, venue=venue, on=on, half=half, task=task, note=note)
        for on, half in dict.fromkeys(half_days)
        if (on, half) not in standing
    ]
    try:
        with transaction.atomic():
            made = Duty.objects.bulk_create(fresh)
    except IntegrityError as error:  # somebody else was quicker; the database forbids two places by itself
        raise TwoPlaces(_refusal(steward, list(steward.duties.select_related("venue")))) from error
    if made:
        record(actor, "hosting.duty.given", steward, venue=venue.pk, task=task, half_days=[f"{row.on} {row.half}" for row in made])
    return made


def _refuse_teaching(steward: Steward, half_days: Sequence[tuple[date, Half]]) -> None:
    """Refuses: TwoPlaces."""
    lessons = lessons_by_name(sessions_for(steward.campaign))
    found = [lesson for on, half in half_days if (lesson := lessons.get((name_key(steward.full_name), on, half)))]
    if found:
        told = " ".join(clash_words(steward, lesson) for lesson in found[:3])
        raise TwoPlaces(_("%(told)s If it is somebody else of the same name, say so below.") % {"told": told})


def _refusal(steward: Steward, clashes: Sequence[Duty]) -> str:
    told = "; ".join(f"{row.on:%d/%m/%Y} {Half(row.half).label}: {row.venue}, {row.get_task_display()}" for row in clashes[:3])
    return _("%(name)s is on duty already: %(where)s.") % {"name": steward, "where": told}


@transaction.atomic
def end_duty(*, actor: Actor, campaign: Campaign, key: int) -> str:
    """Take somebody off duty. Refuses: GoneMeanwhile. Audits: hosting.duty.ended, with all that it said."""
    duty = campaign.duties.select_for_update(of=["self"]).select_related("steward", "venue").filter(pk=key).first()
    if duty is None:
        raise GoneMeanwhile(_("This person is off this duty already."))
    record(actor, "hosting.duty.ended", duty, steward=duty.steward.full_name, venue=duty.venue.name, on=f"{duty.on} {duty.half}", task=duty.task)
    duty.delete()
    return str(duty)
