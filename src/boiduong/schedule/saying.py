"""What a form shows of a row before it is changed, and what the timetable holds against a change. Reads alone."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.schedule.hours import half_of
from boiduong.schedule.models import ClassSession, ConnectedPlace, Guest, Half, Speaker, Venue

type HalfDay = tuple[date, Half]
NAMED_COUNT = 3


def venue_said(venue: Venue, campaign: Campaign) -> dict[str, Any]:
    """The half-days are those of this campaign; those of others' days are not on its page and stay."""
    names = ("name", "address", "owner", "seat_rows", "seats_per_row", "capacity")
    return {name: getattr(venue, name) for name in names} | {"reserved": venue.reserved_count, "closed": half_days_of(venue.closures, campaign)}


def speaker_said(speaker: Speaker) -> dict[str, Any]:
    said = {name: getattr(speaker, name) for name in ("degree", "full_name", "max_per_day")}
    away = half_days_of(speaker.unavailabilities, speaker.campaign)
    return said | {"titles": list(speaker.titles), "topics": list(speaker.topics.order_by("number")), "unavailable": away}


def guest_said(guest: Guest) -> dict[str, Any]:
    names = ("form_of_address", "full_name", "body_name", "at_opening", "at_closing")
    return {name: getattr(guest, name) for name in names} | {"titles": list(guest.titles)}


def place_said(place: ConnectedPlace) -> dict[str, Any]:
    names = ("name", "address", "capacity", "recorder_name", "recorder_phone", "venue")
    return {name: getattr(place, name) for name in names} | {"units": list(place.units.order_by("sort_key", "pk"))}


def days_said(campaign: Campaign) -> dict[str, Any]:
    names = ("title", "lead_unit", "starts_on", "ends_on", "closed_days")
    return {name: getattr(campaign, name) for name in names}


def half_days_of(rows: Any, campaign: Campaign) -> list[HalfDay]:
    """Closures or unavailabilities on the days that the campaign's boxes show, in order."""
    days = set(campaign.open_days())
    order = {half: number for number, half in enumerate(Half)}
    return sorted(((row.on, Half(row.half)) for row in rows.all() if row.on in days), key=lambda one: (one[0], order[one[1]]))


def sessions_on(sessions: QuerySet[ClassSession], half_days: Collection[HalfDay]) -> list[ClassSession]:
    """Of these sessions, the held ones on these half-days."""
    rows = sessions.filter(cancelled_at=None).select_related("training_class").order_by("starts_at")
    return [row for row in rows if (localdate(row.starts_at), half_of(row.starts_at)) in half_days]


def in_words(sessions: Collection[ClassSession]) -> str:
    """ "Class 3, 24/07/2019 morning; …": the first of them by name, the rest by their number."""
    told = [f"{row.training_class.name}, {localtime(row.starts_at):%d/%m/%Y} {half_of(row.starts_at).label}" for row in list(sessions)[:NAMED_COUNT]]
    more = len(sessions) - len(told)
    return "; ".join([*told, _("and %(count)d more") % {"count": more}] if more else told)


def most_people_in(venue: Venue) -> int:
    """How many are seated in the largest class that meets in the hall."""
    here = ClassSession.objects.held().filter(venue=venue).values("training_class")
    seated = Count("enrollments", filter=Q(enrollments__withdrawn_at=None))
    return max(TrainingClass.objects.filter(pk__in=here).annotate(seated=seated).values_list("seated", flat=True), default=0)
