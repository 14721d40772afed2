from collections.abc import Callable

import pytest
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people
from make import schedule as make_schedule

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.people.models import Unit
from boiduong.schedule import actions
from boiduong.schedule.actions import PlannedSession
from boiduong.schedule.models import ClassSession

TEST = Actor(None, via="test")


@pytest.mark.django_db
@pytest.mark.parametrize(("capacity", "reserved"), [(401, 0), (400, 400)])
def test_add_venue_refuses_seats_that_its_rows_do_not_hold(capacity: int, reserved: int) -> None:
    owner = make_people.unit(kind=Unit.Kind.GOVERNMENT)

    with pytest.raises(actions.HallTooSmall):
        actions.add_venue(actor=TEST, name="Hội trường", owner=owner, capacity=capacity, seat_rows=20, seats_per_row=20, reserved=reserved)

    assert not AuditEntry.objects.exists()


def planned(campaign: Campaign, **changes: object) -> PlannedSession:
    starts_at, ends_at = make_schedule.morning()
    values = {
        "training_class": make_campaigns.training_class(campaign),
        "topic": make_campaigns.topic(campaign),
        "venue": make_schedule.venue(),
        "speaker": make_schedule.speaker(campaign),
        "starts_at": starts_at,
        "ends_at": ends_at,
    }
    return PlannedSession(**(values | changes))  # type: ignore[arg-type]  # a test names what it is about


SHARED: dict[str, Callable[[PlannedSession], object]] = {
    "venue": lambda first: first.venue,
    "speaker": lambda first: first.speaker,
    "training_class": lambda first: first.training_class,
}


@pytest.mark.parametrize("what", SHARED)
def test_nothing_is_planned_in_two_places_at_once(campaign: Campaign, what: str) -> None:
    first = planned(campaign)
    second = planned(campaign, **{what: SHARED[what](first)})

    with pytest.raises(actions.Collision):
        actions.plan_sessions(actor=TEST, campaign=campaign, sessions=[first, second], at=NOON)

    assert not ClassSession.objects.exists()


def test_planning_the_same_again_changes_nothing(campaign: Campaign) -> None:
    session = planned(campaign)
    first = actions.plan_sessions(actor=TEST, campaign=campaign, sessions=[session], at=NOON)

    again = actions.plan_sessions(actor=TEST, campaign=campaign, sessions=[session], at=NOON)

    assert [row.pk for row in again] == [row.pk for row in first]


def test_another_plan_cancels_what_stood_before_and_keeps_it_on_record(campaign: Campaign) -> None:
    old = planned(campaign)
    actions.plan_sessions(actor=TEST, campaign=campaign, sessions=[old], at=NOON)

    actions.plan_sessions(actor=TEST, campaign=campaign, sessions=[planned(campaign, training_class=old.training_class)], at=NOON)

    assert {row.cancelled_at for row in ClassSession.objects.all()} == {None, NOON}


def test_guests_stand_in_the_order_in_which_they_were_invited(campaign: Campaign) -> None:
    made = [
        actions.invite_guest(actor=TEST, campaign=campaign, full_name="Đoàn Thu Sương", titles=["Phó Trưởng Ban"]),
        actions.invite_guest(actor=TEST, campaign=campaign, body_name="lãnh đạo Phòng Giáo dục và Đào tạo"),
    ]

    assert [guest.precedence for guest in made] == [1, 2]
