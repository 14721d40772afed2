from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from boiduong.campaigns.models import Campaign
from boiduong.schedule.hours import half_of
from boiduong.schedule.models import ClassSession, Guest, Half, Speaker


@dataclass(frozen=True, slots=True)
class Day:
    """A training day with its sessions of each half, in order of time."""

    on: date
    morning: list[ClassSession]
    afternoon: list[ClassSession]


@dataclass(frozen=True, slots=True)
class Timetable:
    days: list[Day]
    session_count: int
    opening: ClassSession | None
    guests: list[Guest]
    speakers: list[Speaker]


def timetable_of(campaign: Campaign) -> Timetable:
    """All that the timetable shows. Four queries, however many rows."""
    sessions = list(ClassSession.objects.held().filter(campaign=campaign).for_list())
    days: dict[date, dict[Half, list[ClassSession]]] = {}
    for session in sessions:
        halves = days.setdefault(localtime(session.starts_at).date(), {Half.MORNING: [], Half.AFTERNOON: []})
        halves[half_of(session.starts_at)].append(session)
    return Timetable(
        days=[Day(on, halves[Half.MORNING], halves[Half.AFTERNOON]) for on, halves in sorted(days.items())],
        session_count=len(sessions),
        opening=next((session for session in sessions if session.is_opening), None),
        guests=list(campaign.guests.order_by("precedence")),
        speakers=list(campaign.speakers.prefetch_related("topics").order_by("pk")),
    )
