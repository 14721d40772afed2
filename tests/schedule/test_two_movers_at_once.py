"""Two organisers move two classes into one hall at the same moment: what the timetable says in advance does not help, the database does."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import Count
from make import NOON
from make import campaigns as make_campaigns
from make import portal as make_portal
from make import schedule as make_schedule

from boiduong.audit.trail import Actor, Refusal
from boiduong.schedule import connecting, moving
from boiduong.schedule.board import Place, weigh
from boiduong.schedule.connecting import taken_words
from boiduong.schedule.models import ClassSession, ConnectedPlace, Half, HallUse

TEST = Actor(None, via="test")
TAKEN = "Hội trường, hoặc hội trường của điểm cầu, đã có lớp vào giờ đó."
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
    constraint = next(one for one in HallUse._meta.constraints if one.name == "venue_never_twice_at_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(HallUse, constraint)
    yield
    ClassSession.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(HallUse, constraint)


@pytest.fixture
def without_turns(transactional_db: None) -> Iterator[None]:
    """The triggers' locks on the class taken out for this test, and put back after it."""
    names = ["schedule_session_takes_halls", "schedule_place_takes_its_hall"]
    with connection.cursor() as cursor:
        bodies = [cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [name]).fetchone()[0] for name in names]
        for body in bodies:
            cursor.execute(re.sub(r"PERFORM FROM campaigns_trainingclass[^;]*;", "", body))
    yield
    with connection.cursor() as cursor:
        for body in bodies:
            cursor.execute(body)


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
    return HallUse.objects.values("venue").annotate(n=Count("pk")).order_by("-n").values_list("n", flat=True)[0]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_one_hall_at_once_one_gets_it_and_the_other_a_sentence(both_have_looked: Callable[..., Any]) -> None:
    assert move_two_at_once() == ["", TAKEN]
    assert in_that_hall_then() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_the_hall_is_given_twice(both_have_looked: Callable[..., Any], without_the_constraint: None) -> None:
    assert move_two_at_once() == ["", ""]
    assert in_that_hall_then() == 2


def connect_and_move_at_once(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One organiser connects a class to the hall into which another moves a session; each sees it free. What each was told."""
    make_portal.ground()
    campaign = make_campaigns.campaign()
    hall = make_schedule.venue()
    followed = make_schedule.session(campaign, on=WANTED_ON)
    moved = make_schedule.session(campaign)
    learner = make_campaigns.enrollment(campaign, training_class=followed.training_class)
    barrier = threading.Barrier(2)

    def look(told: Any, wait: Callable[[], Any]) -> Any:
        wait()
        return told

    monkeypatch.setattr(moving, "weigh", lambda *told: look(weigh(*told), lambda: barrier.wait(timeout=10)))
    monkeypatch.setattr(connecting, "taken_words", lambda *told: look(taken_words(*told), lambda: barrier.wait(timeout=10)))

    def move() -> None:
        moving.move_session(actor=TEST, session=moved, place=Place(WANTED_ON, Half.MORNING, hall), why=moving.Why(), at=NOON)

    def connect() -> None:
        seating = connecting.Seating("Điểm cầu", "", 50, "Cô Hạnh", "", [learner.unit], hall)
        connecting.connect_place(actor=TEST, training_class=followed.training_class, seating=seating, at=NOON)

    with ThreadPoolExecutor(2) as threads:
        return sorted(threads.map(told_by, [move, connect]))


def told_by(act: Callable[[], None]) -> str:
    try:
        act()
    except Refusal as refusal:
        return str(refusal)
    finally:
        connections.close_all()
    return ""


@pytest.mark.django_db(transaction=True)
def test_a_hall_is_not_connected_to_one_class_while_another_moves_in(monkeypatch: pytest.MonkeyPatch) -> None:
    assert connect_and_move_at_once(monkeypatch) == ["", TAKEN]
    assert in_that_hall_then() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_a_hall_is_connected_and_taken_at_once(monkeypatch: pytest.MonkeyPatch, without_the_constraint: None) -> None:
    assert connect_and_move_at_once(monkeypatch) == ["", ""]
    assert in_that_hall_then() == 2


def connect_and_plan_at_once(monkeypatch: pytest.MonkeyPatch) -> int:
    """One organiser connects a class to a hall, another plans a session of the same class: in how many halls the session is, then."""
    make_portal.ground()
    campaign = make_campaigns.campaign()
    hall, topic, main = make_schedule.venue(), make_campaigns.topic(campaign), make_schedule.venue()
    training_class = make_campaigns.training_class(campaign)
    is_planned, is_connected = threading.Event(), threading.Event()

    def plan() -> None:
        with transaction.atomic():
            make_schedule.session(campaign, training_class, topic=topic, hall=main)
            is_planned.set()
            is_connected.wait(timeout=1)  # the other waits for this one, where the triggers take turns

    def connect() -> None:
        is_planned.wait(timeout=10)
        ConnectedPlace.objects.create(training_class=training_class, name="Điểm cầu", venue=hall, capacity=50, recorder_name="Cô Hạnh")
        is_connected.set()

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(told_by, [plan, connect])) == ["", ""]
    return HallUse.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_session_that_is_planned_while_its_class_is_connected_takes_both_halls(monkeypatch: pytest.MonkeyPatch) -> None:
    assert connect_and_plan_at_once(monkeypatch) == 2


@pytest.mark.django_db(transaction=True)
def test_triggers_that_do_not_wait_for_each_other_lose_a_hall(monkeypatch: pytest.MonkeyPatch, without_turns: None) -> None:
    assert connect_and_plan_at_once(monkeypatch) == 1
