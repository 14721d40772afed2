"""What the pages and papers of ceremonies and duties show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from boiduong.campaigns.models import Campaign
from boiduong.hosting.models import AgendaItem, Ceremony, Duty, Steward
from boiduong.schedule.hours import half_of
from boiduong.schedule.models import ClassSession, Guest, Half, Venue


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the running order with its hours."""

    item: AgendaItem
    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Programme:
    ceremony: Ceremony
    points: list[Point]
    guests: list[Guest]
    ends: time
    is_cancelled: bool  # its session is not held any more: another has to be chosen
    is_outside: bool  # the hour lies in another half of the day than the session


def points_of(begins: datetime, items: Iterable[AgendaItem]) -> list[Point]:
    points, at = [], localtime(begins)
    for item in items:
        ends = at + timedelta(minutes=item.minutes)
        points.append(Point(item, at.time(), ends.time()))
        at = ends
    return points


def programme_of(ceremony: Ceremony) -> Programme:
    """Two queries, and that of the session if it is not at hand."""
    session = ceremony.class_session
    points = points_of(ceremony.begins_at, ceremony.items.order_by("order"))
    guests = ceremony.campaign.guests.of_opening() if ceremony.kind == Ceremony.Kind.OPENING else ceremony.campaign.guests.of_closing()
    return Programme(
        ceremony=ceremony,
        points=points,
        guests=list(guests),
        ends=points[-1].ends if points else ceremony.begins,
        is_cancelled=session.cancelled_at is not None,
        is_outside=half_of(ceremony.begins_at) != half_of(session.starts_at),
    )


def ceremonies_of(campaign: Campaign) -> dict[str, Ceremony]:
    rows = campaign.ceremonies.select_related("class_session__venue", "class_session__training_class")
    return {row.kind: row for row in rows}


def sessions_for(campaign: Campaign) -> list[ClassSession]:
    return list(ClassSession.objects.held().filter(campaign=campaign).for_list())


def usual_session(kind: Ceremony.Kind, sessions: Sequence[ClassSession]) -> ClassSession | None:
    """The session that begins with the opening, else the first; for the closing the last that is no make-up."""
    if kind == Ceremony.Kind.OPENING:
        return next((row for row in sessions if row.is_opening), sessions[0] if sessions else None)
    return next((row for row in reversed(sessions) if not row.training_class.is_makeup), None)


@dataclass(frozen=True, slots=True)
class Place:
    """A hall on one half-day: what is held there and who is on duty."""

    venue: Venue
    sessions: list[ClassSession]
    duties: list[Duty]
    clashes: list[str]  # who is on duty here and, by name, teaches then

    @property
    def class_names(self) -> list[str]:
        return list(dict.fromkeys(session.training_class.name for session in self.sessions))

    @property
    def is_left_behind(self) -> bool:
        """People are on duty where nothing is held (any more)."""
        return bool(self.duties) and not self.sessions


@dataclass(frozen=True, slots=True)
class HalfDay:
    on: date
    half: Half
    places: list[Place]


def name_key(name: str) -> str:
    return " ".join(name.split()).casefold()


def lessons_by_name(sessions: Iterable[ClassSession]) -> dict[tuple[str, date, Half], ClassSession]:
    """Name of a speaker and half-day -> what they teach then. Stewards and speakers are two lists; a name is all that they share."""
    found = {}
    for row in sessions:
        if row.speaker:
            found[name_key(row.speaker.full_name), localdate(row.starts_at), half_of(row.starts_at)] = row
    return found


def clash_words(steward: Steward, lesson: ClassSession) -> str:
    said = {"name": steward.full_name, "training_class": lesson.training_class, "at": f"{localtime(lesson.starts_at):%H:%M %d/%m/%Y}"}
    return _("%(name)s teaches %(training_class)s at %(at)s.") % said


def roster_of(campaign: Campaign) -> list[HalfDay]:
    """Every half-day with a session or somebody on duty. Two queries."""
    sessions = sessions_for(campaign)
    duties = list(campaign.duties.select_related("steward", "venue").order_by("task", "steward__full_name", "pk"))
    found: dict[tuple[date, Half], dict[int, Place]] = {}

    def place(on: date, half: Half, venue: Venue) -> Place:
        return found.setdefault((on, half), {}).setdefault(venue.pk, Place(venue, [], [], []))

    for session in sessions:
        place(localdate(session.starts_at), half_of(session.starts_at), session.venue).sessions.append(session)
    lessons = lessons_by_name(sessions)
    for duty in duties:
        there = place(duty.on, Half(duty.half), duty.venue)
        there.duties.append(duty)
        if lesson := lessons.get((name_key(duty.steward.full_name), duty.on, Half(duty.half))):
            there.clashes.append(clash_words(duty.steward, lesson))
    order = list(Half)
    days = sorted(found, key=lambda one: (one[0], order.index(one[1])))
    return [HalfDay(on, half, list(found[on, half].values())) for on, half in days]


@dataclass(frozen=True, slots=True)
class OwnDuty:
    duty: Duty
    sessions: list[ClassSession]  # what is held there then


def duties_of(steward: Steward) -> list[OwnDuty]:
    """One steward's list in order of time. Two queries."""
    order = {half.value: number for number, half in enumerate(Half)}
    duties = sorted(steward.duties.select_related("venue"), key=lambda duty: (duty.on, order[duty.half]))
    at: dict[tuple[date, str, int], list[ClassSession]] = {}
    for session in sessions_for(steward.campaign):
        at.setdefault((localdate(session.starts_at), half_of(session.starts_at).value, session.venue_id), []).append(session)
    return [OwnDuty(duty, at.get((duty.on, duty.half, duty.venue_id), [])) for duty in duties]


def stewards_of(campaign: Campaign) -> list[tuple[Steward, int]]:
    """Everybody with how many half-days. Two queries."""
    counts: dict[int, int] = {}
    for key in campaign.duties.values_list("steward", flat=True):
        counts[key] = counts.get(key, 0) + 1
    return [(row, counts.get(row.pk, 0)) for row in campaign.stewards.order_by("full_name", "pk")]
