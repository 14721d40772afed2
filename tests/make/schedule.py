from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Topic, TrainingClass
from boiduong.people.models import Unit
from boiduong.schedule import moving
from boiduong.schedule.board import Place
from boiduong.schedule.hours import span
from boiduong.schedule.models import ClassSession, Guest, Half, SessionChange, Speaker, Venue
from make import NOON, campaigns, people

numbers = count(1)
FIRST_DAY = date(2019, 7, 23)


def venue(capacity: int = 400, reserved: int = 10) -> Venue:
    owner = people.unit(kind=Unit.Kind.GOVERNMENT)
    return Venue.objects.create(
        name=f"Hội trường {next(numbers)}", owner=owner, capacity=capacity, reserved_count=reserved, seat_rows=20, seats_per_row=-(-capacity // 20)
    )


def speaker(campaign: Campaign, topics: list[Topic] | None = None) -> Speaker:
    made = Speaker.objects.create(campaign=campaign, full_name=f"Vũ Ngọc Lâm {next(numbers)}", degree="ThS.", titles=["Giám đốc Trung tâm"])
    made.topics.set(topics if topics is not None else campaign.topics.all())
    return made


def guest(campaign: Campaign, **said: Any) -> Guest:
    number = campaign.guests.count() + 1
    return Guest.objects.create(**{"campaign": campaign, "full_name": f"Đoàn Thu Sương {number}", "precedence": number} | said)


def session(
    campaign: Campaign,
    training_class: TrainingClass | None = None,
    on: date = FIRST_DAY,
    topic: Topic | None = None,
    *,
    hall: Venue | None = None,
    by: Speaker | None = None,
) -> ClassSession:
    starts_at, ends_at = morning(on)
    return ClassSession.objects.create(
        campaign=campaign,
        training_class=training_class or campaigns.training_class(campaign),
        topic=topic or campaigns.topic(campaign),
        venue=hall or venue(),
        speaker=by,
        speaker_titles=by.titles if by else [],
        starts_at=starts_at,
        ends_at=ends_at,
    )


def change(session: ClassSession, on: date = FIRST_DAY + timedelta(days=1)) -> SessionChange:
    """The session moved to the morning of another day."""
    to = Place(on, Half.MORNING, session.venue)
    return moving.move_session(actor=Actor(None, via="test"), session=session, place=to, why=moving.Why(), at=NOON)


def morning(on: date = FIRST_DAY) -> tuple[datetime, datetime]:
    return span(on, Half.MORNING)
