import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from boiduong.allocation.models import MakeupPlace
from boiduong.attendance.noticing import open_cases
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Enrollment, Topic, TrainingClass
from boiduong.doors.actions import invite_device, pair_device
from boiduong.doors.events import Answer
from boiduong.doors.forms import parse_event
from boiduong.doors.models import Device
from boiduong.doors.recording import record_checkins
from boiduong.doors.statements import Door
from boiduong.engines.tokens import KeyPair, code_hash, new_key, sign_card
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession, Venue
from boiduong.summonses.models import Card, SigningKey
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people

numbers = count(1)
TEST = Actor(None, via="test")
STARTS_AT = datetime(2019, 7, 24, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HALF_DAY = timedelta(hours=4)


def venue() -> Venue:
    owner = make_people.unit(kind=Unit.Kind.GOVERNMENT)
    return Venue.objects.create(name="Hội trường", owner=owner, capacity=400, reserved_count=10, seat_rows=20, seats_per_row=20)


def class_session(
    training_class: TrainingClass, topic: Topic | None = None, starts_at: datetime = STARTS_AT, hall: Venue | None = None
) -> ClassSession:
    campaign = training_class.campaign
    return ClassSession.objects.create(
        campaign=campaign,
        training_class=training_class,
        topic=topic or make_campaigns.topic(campaign),
        venue=hall or venue(),
        starts_at=starts_at,
        ends_at=starts_at + HALF_DAY,
    )


def signing_key() -> tuple[SigningKey, KeyPair]:
    pair = new_key()
    return SigningKey.objects.create(number=next(numbers), public_key=pair.public, made_at=NOON), pair


def card(enrollment: Enrollment, key: tuple[SigningKey, KeyPair]) -> str:
    """Give a learner a card; returns the text of its QR."""
    row, pair = key
    code = secrets.token_bytes(16)
    text = sign_card(campaign=enrollment.campaign_id, code=code, key_id=row.number, private=pair.private)
    link = secrets.token_urlsafe(16)
    Card.objects.create(enrollment=enrollment, code=code, code_hash=code_hash(code), link_token=link, signing_key=row, issued_at=NOON, text=text)
    return text


def device(session: ClassSession, door: str = "Cửa 1", at: datetime | None = None) -> tuple[Device, str]:
    """A paired phone with all that `of_token` loads, and its token."""
    invitation = invite_device(actor=TEST, class_session=session, door=door)
    paired, token = pair_device(actor=TEST, code=invitation.code, at=at or session.starts_at - timedelta(hours=1))
    found = Device.objects.of_token(paired.token_hash or "", heard_since=session.starts_at)
    assert found is not None
    return found, token


def event(**more: Any) -> dict[str, Any]:
    """An event as a phone sends it: a first entry ten minutes before the session, unless told otherwise."""
    base = {"kind": "in", "voids": None, "seen_at": (STARTS_AT - timedelta(minutes=10)).isoformat(), "sequence": 1, "offline": False}
    return {"uuid": str(uuid4()), "code": None, "person": None, "manual_reason": None} | base | more


def minutes(after: int) -> str:
    """An instant so many minutes after the session's start, as a phone writes it."""
    return (STARTS_AT + timedelta(minutes=after)).isoformat()


def makeup_place(enrollment: Enrollment, session: ClassSession) -> MakeupPlace:
    return MakeupPlace.objects.create(enrollment=enrollment, class_session=session)


@dataclass(frozen=True, slots=True)
class Scene:
    """A session of a class with one learner who has a card, and one phone at its door."""

    campaign: Campaign
    session: ClassSession
    learner: Enrollment
    card: str
    key: tuple[SigningKey, KeyPair]
    device: Device
    token: str

    def another(self, full_name: str = "Nguyễn Thị Ánh") -> tuple[Enrollment, str]:
        """One more learner of the class, and their card."""
        person = make_people.person(make_people.unit(), full_name)
        made = make_campaigns.enrollment(self.campaign, person, training_class=self.session.training_class)
        return made, card(made, self.key)


def scene(campaign: Campaign, starts_at: datetime = STARTS_AT) -> Scene:
    session = class_session(make_campaigns.training_class(campaign), starts_at=starts_at)
    learner = make_campaigns.enrollment(campaign, training_class=session.training_class, seat="C-14")
    key = signing_key()
    text = card(learner, key)
    phone, token = device(session)
    return Scene(campaign, session, learner, text, key, phone, token)


def deliver(device: Device, *raw: Any, device_at: datetime | None = None, at: datetime = STARTS_AT) -> list[Answer]:
    """What a phone sends, through the parser and the action."""
    return record_checkins(door=Door.of(device), batch=[parse_event(item) for item in raw], device_at=device_at, at=at, notice=open_cases)
