"""When half-days begin and end."""

from datetime import date, datetime, time

from django.utils.timezone import get_default_timezone, localtime

from boiduong.schedule.models import Half

HOURS = {Half.MORNING: (time(7, 30), time(11, 0)), Half.AFTERNOON: (time(13, 30), time(17, 0))}
NOON = time(12, 15)  # between the two


def span(on: date, half: Half) -> tuple[datetime, datetime]:
    """The instants at which a half-day begins and ends, by the office's clock."""
    starts, ends = HOURS[half]
    return clock(on, starts), clock(on, ends)


def clock(on: date, at: time) -> datetime:
    return datetime.combine(on, at, tzinfo=get_default_timezone())


def half_of(at: datetime) -> Half:
    return Half.MORNING if localtime(at).time() < NOON else Half.AFTERNOON
