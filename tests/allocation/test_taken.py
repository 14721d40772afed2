"""A timetable goes round what takes its halls and speakers already. The control takes that knowledge away and sees the hall given twice."""

from datetime import timedelta

import pytest
from make import NOON
from make import allocation as make_allocation
from make import campaigns as make_campaigns
from make import schedule as make_schedule

from boiduong.allocation import actions, bridge, jobs
from boiduong.allocation.models import Run
from boiduong.allocation.taken import NOTHING_TAKEN
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.schedule.actions import Collision
from boiduong.schedule.hours import span
from boiduong.schedule.models import ClassSession, ConnectedPlace, Half, Venue

TEST = Actor(None, via="test")


def place(session: ClassSession, hall: Venue) -> ConnectedPlace:
    return ConnectedPlace.objects.create(training_class=session.training_class, name="Điểm cầu Hồng Hà", venue=hall, capacity=100)


def taken_by_another_campaign(hall: Venue, first: Campaign, *, is_followed_from: bool) -> None:
    """The mornings after the opening's, in the hall itself or in one that it is followed from."""
    other = make_campaigns.campaign()
    klass = make_campaigns.training_class(other)
    for n in (1, 2):
        session = make_schedule.session(other, klass, first.starts_on + timedelta(days=n), hall=None if is_followed_from else hall)
    if is_followed_from:
        place(session, hall)


def published(campaign: Campaign, hall: Venue, class_count: int = 2) -> Run:
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=class_count, venues=[hall], at=NOON)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.SOLVED, (run.failure, run.causes)
    return actions.publish_run(actor=TEST, run=run, at=NOON)


def test_a_hall_that_a_class_is_followed_from_is_refused_for_classes(campaign: Campaign) -> None:
    hall = make_allocation.dividable(campaign)
    session = make_schedule.session(campaign)
    place(session, hall)

    with pytest.raises(actions.HallsFollowedFrom) as refused:
        actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[hall], at=NOON)

    assert hall.name in str(refused.value)
    assert session.training_class.name in str(refused.value)


@pytest.mark.parametrize("is_followed_from", [False, True])
def test_without_that_knowledge_the_hall_is_given_twice(campaign: Campaign, monkeypatch: pytest.MonkeyPatch, *, is_followed_from: bool) -> None:
    hall = make_allocation.dividable(campaign)
    taken_by_another_campaign(hall, campaign, is_followed_from=is_followed_from)
    monkeypatch.setattr(bridge, "taken_elsewhere", lambda *_: NOTHING_TAKEN)

    with pytest.raises(Collision):
        published(campaign, hall)


@pytest.mark.parametrize("is_followed_from", [False, True])
def test_a_timetable_goes_round_the_half_days_that_another_campaign_takes(campaign: Campaign, *, is_followed_from: bool) -> None:
    hall = make_allocation.dividable(campaign)
    taken_by_another_campaign(hall, campaign, is_followed_from=is_followed_from)

    published(campaign, hall)

    assert campaign.sessions.held().count() == 2 * 3


def test_a_timetable_goes_round_the_make_up_class_with_its_hall_and_its_speaker(campaign: Campaign) -> None:
    hall = make_allocation.dividable(campaign)
    speaker = campaign.speakers.get()
    makeup = make_campaigns.training_class(campaign, is_makeup=True)
    starts_at, ends_at = span(campaign.starts_on + timedelta(days=1), Half.MORNING)
    taught = {"campaign": campaign, "training_class": makeup, "topic": campaign.topics.all()[0]}
    ClassSession.objects.create(**taught, venue=make_schedule.venue(), speaker=speaker, starts_at=starts_at, ends_at=ends_at)
    ClassSession.objects.create(**taught, venue=hall, speaker=None, starts_at=starts_at + timedelta(days=1), ends_at=ends_at + timedelta(days=1))
    mine = campaign.sessions.held().filter(training_class__is_makeup=False)

    published(campaign, hall)

    busy = {starts_at, starts_at + timedelta(days=1)}
    assert mine.count() == 2 * 3
    assert not busy & set(mine.values_list("starts_at", flat=True))


def test_a_version_does_not_go_round_the_sessions_that_it_replaces(campaign: Campaign) -> None:
    hall = make_allocation.dividable(campaign)
    published(campaign, hall)
    first = set(campaign.sessions.held().values_list("starts_at", flat=True))

    published(campaign, hall)

    assert set(campaign.sessions.held().values_list("starts_at", flat=True)) == first


def test_a_version_of_fewer_classes_leaves_the_others_no_sessions(campaign: Campaign) -> None:
    hall = make_allocation.dividable(campaign)
    published(campaign, hall, class_count=3)

    published(campaign, hall, class_count=1)

    assert set(campaign.sessions.held().values_list("training_class__number", flat=True)) == {1}
