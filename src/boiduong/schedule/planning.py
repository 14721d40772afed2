"""Changing and removing halls, speakers, guests and days before and after there is a timetable. Nothing here moves a session: what stands in the
timetable is named, and the organiser moves it first."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.actions import DatesReversed
from boiduong.campaigns.amending import swap
from boiduong.campaigns.marks import GoneMeanwhile, Known, changes_in
from boiduong.campaigns.models import Campaign, Topic
from boiduong.campaigns.standing import refuse_in_use
from boiduong.people.models import Unit
from boiduong.schedule.actions import HallTooSmall, refuse_known_hall, refuse_too_small
from boiduong.schedule.models import ClassSession, Guest, Speaker, SpeakerUnavailability, Venue, VenueClosure
from boiduong.schedule.saying import HalfDay, days_said, guest_said, in_words, most_people_in, sessions_on, speaker_said, venue_said


class SessionsInTheWay(Refusal):
    """The timetable has sessions that the change would contradict; the text names them."""


class NotYet(Refusal):
    pass


@transaction.atomic
def amend_venue(
    *,
    actor: Actor,
    venue: Venue,
    campaign: Campaign,
    name: str,
    address: str,
    owner: Unit,
    seat_rows: int,
    seats_per_row: int,
    capacity: int,
    reserved: int,
    closed: Sequence[HalfDay],
    at: datetime,
    seen: str = "",
) -> Venue:
    """Change what is known of a hall, and on which of the campaign's half-days it cannot be had.
    Another name or address makes papers old that were set before `at`.

    Refuses: ChangedMeanwhile, HallTooSmall (for its rows, or for a class that sits in it), Known, SessionsInTheWay.
    Audits: schedule.venue.amended, with what stood before. Locks: the hall, its owner.
    """
    venue = Venue.objects.select_for_update(of=["self"]).select_related("owner").get(pk=venue.pk)
    said = {
        "name": name,
        "address": address,
        "owner": owner,
        "seat_rows": seat_rows,
        "seats_per_row": seats_per_row,
        "capacity": capacity,
        "reserved": reserved,
        "closed": list(closed),
    }
    before = venue_said(venue, campaign)
    changed = changes_in(before, said, seen=seen)
    refuse_too_small(capacity=capacity, seat_rows=seat_rows, seats_per_row=seats_per_row, reserved=reserved)
    refuse_known_hall(owner, name, besides=venue)
    if {"capacity", "reserved"} & set(changed) and capacity - reserved < (people := most_people_in(venue)):
        raise HallTooSmall(_("A class of %(people)d people sits in this hall.") % {"people": people})
    _refuse_sessions(sessions_on(venue.sessions.all(), set(closed) - set(before["closed"])))
    if changed:
        venue.name, venue.address, venue.owner, venue.capacity = name, address, owner, capacity
        venue.seat_rows, venue.seats_per_row, venue.reserved_count = seat_rows, seats_per_row, reserved
        venue.renamed_at = at if {"name", "address"} & set(changed) else venue.renamed_at
        venue.save()
        _set_half_days(VenueClosure, {"venue": venue}, before["closed"], closed)
        record(actor, "schedule.venue.amended", venue, before={one: _told(before[one]) for one in changed})
    return venue


@transaction.atomic
def remove_venue(*, actor: Actor, campaign: Campaign, key: int) -> str:  # noqa: ARG001  every removal is asked in the same words
    """Forget a hall. Returns its name. Refuses: GoneMeanwhile, InUse. Audits: schedule.venue.removed, with all that it said. Locks: the hall."""
    venue = Venue.objects.select_for_update().filter(pk=key).first()
    if venue is None:
        raise GoneMeanwhile(_("This hall has been removed already."))
    refuse_in_use(venue)
    record(actor, "schedule.venue.removed", venue, name=venue.name, address=venue.address, capacity=venue.capacity, rows=venue.seat_rows)
    venue.delete()
    return venue.name


@transaction.atomic
def amend_speaker(
    *,
    actor: Actor,
    speaker: Speaker,
    full_name: str,
    degree: str,
    titles: Sequence[str],
    topics: Collection[Topic],
    max_per_day: int,
    unavailable: Sequence[HalfDay],
    at: datetime,
    seen: str = "",
) -> Speaker:
    """Change what is known of a speaker. Sessions begun by `at` keep the titles of their day; those to come are given the new ones.

    Refuses: ChangedMeanwhile, SessionsInTheWay (taught on a half-day, on a topic or more often a day than this allows).
    Audits: schedule.speaker.amended, with what stood before. Locks: the speaker.
    """
    speaker = Speaker.objects.select_for_update(of=["self"]).select_related("campaign").get(pk=speaker.pk)
    said = {
        "full_name": full_name,
        "degree": degree,
        "titles": list(titles),
        "topics": list(topics),
        "max_per_day": max_per_day,
        "unavailable": list(unavailable),
    }
    before = speaker_said(speaker)
    changed = changes_in(before, said, seen=seen)
    if not changed:
        return speaker
    _refuse_sessions(sessions_on(speaker.sessions.all(), set(unavailable) - set(before["unavailable"])))
    _refuse_sessions(list(speaker.sessions.filter(cancelled_at=None).exclude(topic__in=topics).select_related("training_class")))
    _refuse_sessions(_too_many_a_day(speaker, max_per_day) if "max_per_day" in changed else [])
    speaker.full_name, speaker.degree, speaker.titles, speaker.max_per_day = full_name, degree, list(titles), max_per_day
    speaker.save(update_fields=["full_name", "degree", "titles", "max_per_day"])
    speaker.sessions.filter(starts_at__gt=at, cancelled_at=None).update(speaker_titles=list(titles))
    speaker.topics.set(topics)
    _set_half_days(SpeakerUnavailability, {"speaker": speaker}, before["unavailable"], unavailable)
    record(actor, "schedule.speaker.amended", speaker, before={one: _told(before[one]) for one in changed})
    return speaker


def _too_many_a_day(speaker: Speaker, most: int) -> list[ClassSession]:
    by_day: dict[date, list[ClassSession]] = {}
    for session in speaker.sessions.filter(cancelled_at=None).select_related("training_class").order_by("starts_at"):
        by_day.setdefault(localdate(session.starts_at), []).append(session)
    return [session for sessions in by_day.values() if len(sessions) > most for session in sessions]


@transaction.atomic
def remove_speaker(*, actor: Actor, campaign: Campaign, key: int) -> str:
    """Take a speaker off the plan. Returns the name. Refuses: GoneMeanwhile, InUse. Audits: schedule.speaker.removed. Locks: the speaker."""
    speaker = campaign.speakers.select_for_update().filter(pk=key).first()
    if speaker is None:
        raise GoneMeanwhile(_("This speaker has been removed already."))
    refuse_in_use(speaker)
    record(actor, "schedule.speaker.removed", speaker, name=str(speaker), titles=speaker.titles)
    speaker.delete()
    return str(speaker)


@transaction.atomic
def note_answer(*, actor: Actor, speaker: Speaker, invitation: Speaker.Invitation, on: date, note: str = "", today: date) -> Speaker:
    """Note that a speaker has been invited, or what the answer was and when it came. Said twice, it is done once.

    Refuses: NotYet (a day to come). Audits: schedule.speaker.answered, with what stood before. Locks: the speaker.
    """
    if on > today:
        raise NotYet(_("That day is still to come."))
    speaker = Speaker.objects.select_for_update().get(pk=speaker.pk)
    if (speaker.invitation, speaker.invitation_on, speaker.invitation_note) == (invitation, on, note):
        return speaker
    before = {"invitation": speaker.invitation, "on": str(speaker.invitation_on or ""), "note": speaker.invitation_note}
    speaker.invitation, speaker.invitation_on, speaker.invitation_note, speaker.invitation_noted_by = invitation, on, note, actor.user
    speaker.save(update_fields=["invitation", "invitation_on", "invitation_note", "invitation_noted_by"])
    record(actor, "schedule.speaker.answered", speaker, answer=invitation, on=on.isoformat(), before=before)
    return speaker


@transaction.atomic
def amend_guest(*, actor: Actor, guest: Guest, seen: str = "", **said: Any) -> Guest:
    """Change what is known of a guest; said: as invite_guest takes it.

    Refuses: ChangedMeanwhile, Known. Audits: schedule.guest.amended, with what stood before. Locks: the guest.
    """
    guest = Guest.objects.select_for_update().get(pk=guest.pk)
    before = guest_said(guest)
    changed = changes_in(before, said, seen=seen)
    same = Guest.objects.filter(campaign=guest.campaign_id, full_name=said["full_name"], body_name=said["body_name"], titles=list(said["titles"]))
    if changed and same.exclude(pk=guest.pk).exists():
        raise Known(_("%(name)s is among the guests already.") % {"name": said["full_name"] or said["body_name"]})
    for name, value in changed.items():
        setattr(guest, name, value)
    if changed:
        guest.save(update_fields=list(changed))
        record(actor, "schedule.guest.amended", guest, before={name: _told(before[name]) for name in changed})
    return guest


@transaction.atomic
def remove_guest(*, actor: Actor, campaign: Campaign, key: int) -> str:
    """Take a guest off the list. Returns the name. Refuses: GoneMeanwhile. Audits: schedule.guest.removed. Locks: the campaign."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    guest = campaign.guests.filter(pk=key).first()
    if guest is None:
        raise GoneMeanwhile(_("This guest has been removed already."))
    record(actor, "schedule.guest.removed", guest, name=str(guest), titles=guest.titles, precedence=guest.precedence)
    guest.delete()
    return str(guest)


@transaction.atomic
def move_guest(*, actor: Actor, guest: Guest, is_up: bool) -> None:
    """Let a guest be named before or after the neighbour. At the end the guest stays. Audits: schedule.guest.moved. Locks: the campaign."""
    campaign = Campaign.objects.select_for_update().get(pk=guest.campaign_id)
    rows = list(campaign.guests.order_by("precedence"))
    at = next((n for n, row in enumerate(rows) if row.pk == guest.pk), None)
    other = None if at is None else at - 1 if is_up else at + 1
    if at is not None and other is not None and 0 <= other < len(rows):
        swap(Guest, "precedence", rows[at], rows[other])
        record(actor, "schedule.guest.moved", guest, to=rows[other].precedence)


@transaction.atomic
def set_days(
    *, actor: Actor, campaign: Campaign, title: str, lead_unit: Unit, starts_on: date, ends_on: date, closed_days: Sequence[date], seen: str = ""
) -> Campaign:
    """Change the campaign's name, who leads it, and the days on which something can be held.

    Refuses: DatesReversed, ChangedMeanwhile, SessionsInTheWay (a session on a day that would be none any more).
    Audits: campaigns.campaign.amended, with what stood before. Locks: the campaign.
    """
    if starts_on > ends_on:
        raise DatesReversed(_("The first day must not come after the last."))
    campaign = Campaign.objects.select_for_update(of=["self"]).select_related("lead_unit").get(pk=campaign.pk)
    closed = sorted(day for day in closed_days if starts_on <= day <= ends_on)
    said = {"title": title, "lead_unit": lead_unit, "starts_on": starts_on, "ends_on": ends_on, "closed_days": closed}
    before = days_said(campaign)
    changed = changes_in(before, said, seen=seen)
    standing = campaign.sessions.filter(cancelled_at=None).select_related("training_class").order_by("starts_at")
    main = standing.filter(training_class__is_makeup=False)  # a make-up class may come after the last day
    days = {session: localdate(session.starts_at) for session in main}
    _refuse_sessions([session for session, day in days.items() if day in closed or not starts_on <= day <= ends_on])
    for name, value in changed.items():
        setattr(campaign, name, value)
    if changed:
        campaign.save(update_fields=list(changed))
        record(actor, "campaigns.campaign.amended", campaign, before={name: _told(before[name]) for name in changed})
    if "lead_unit" in changed:
        campaign.organizers.filter(role="LEAD").update(unit=lead_unit)
    return campaign


def _refuse_sessions(sessions: Collection[ClassSession]) -> None:
    """Refuses: SessionsInTheWay."""
    if sessions:
        raise SessionsInTheWay(_("Sessions are in the way; move them first: %(sessions)s.") % {"sessions": in_words(sessions)})


def _set_half_days(model: Any, of: dict[str, Any], before: Collection[HalfDay], after: Collection[HalfDay]) -> None:
    gone = set(before) - set(after)
    if gone:
        model.objects.filter(**of).filter(_any_of(gone)).delete()
    model.objects.bulk_create([model(**of, on=on, half=half) for on, half in set(after) - set(before)], ignore_conflicts=True)


def _any_of(half_days: Collection[HalfDay]) -> Q:
    found = Q(pk=None)
    for on, half in half_days:
        found |= Q(on=on, half=half)
    return found


def _told(value: Any) -> Any:
    return [str(one) for one in value] if isinstance(value, list) else str(value)
