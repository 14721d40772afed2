"""Two organisers move two classes into one hall at the same moment: what the timetable says in advance does not help, the database does."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from make import NOON
from make import campaigns as make_campaigns
from make import portal as make_portal
from make import schedule as make_schedule

from boiduong.audit.trail import Actor, Refusal
from boiduong.schedule import moving
from boiduong.schedule.board import Place, weigh
from boiduong.schedule.models import ClassSession, Half

TEST = Actor(None, via="test")
WANTED_ON = make_schedule.FIRST_DAY + timedelta(days=2)


@pytest.fixture
def both_have_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sees the hall free before either takes it."""
    barrier = threading.Barrier(2)

    def look(*told: Any) -> Any:
        weighed = weigh(*told)
        barrier.wait(timeout=10)  # nothing makes them take turns: each holds its own session
        return weighed

    monkeypatch.setattr(moving, "weigh", look)


@pytest.fixture
def without_the_constraint(transactional_db: None) -> Iterator[None]:
    """Dropped for this test, and laid again after it."""
    constraint = next(one for one in ClassSession._meta.constraints if one.name == "venue_never_twice_at_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(ClassSession, constraint)
    yield
    ClassSession.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(ClassSession, constraint)


def move_two_at_once() -> list[str]:
    """What each was told; "" is a move that was made."""
    make_portal.ground()
    campaign = make_campaigns.campaign()
    hall = make_schedule.venue()
    sessions = [make_schedule.session(campaign) for _ in range(2)]

    def move(session: ClassSession) -> str:
        try:
            moving.move_session(actor=TEST, session=session, place=Place(WANTED_ON, Half.MORNING, hall), why=moving.Why(), at=NOON)
        except Refusal as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as threads:
        return sorted(threads.map(move, sessions))


def in_that_hall_then() -> int:
    return ClassSession.objects.held().filter(starts_at=make_schedule.morning(WANTED_ON)[0]).count()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_one_hall_at_once_one_gets_it_and_the_other_a_sentence(both_have_looked: Callable[..., Any]) -> None:
    assert move_two_at_once() == ["", "Hội trường đã có lớp vào giờ đó."]
    assert in_that_hall_then() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_the_hall_is_given_twice(both_have_looked: Callable[..., Any], without_the_constraint: None) -> None:
    assert move_two_at_once() == ["", ""]
    assert in_that_hall_then() == 2
