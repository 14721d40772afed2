from datetime import time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from make import NOON
from make import campaigns as make_campaigns
from make import hosting as make
from make import schedule as make_schedule

from boiduong.audit.models import AuditEntry
from boiduong.campaigns.marks import GoneMeanwhile, Known
from boiduong.campaigns.models import Campaign
from boiduong.campaigns.standing import InUse
from boiduong.hosting import actions
from boiduong.hosting.forms import DutyForm
from boiduong.hosting.models import Ceremony, Duty, Steward
from boiduong.hosting.queries import duties_of, programme_of, roster_of, usual_session
from boiduong.schedule.models import Half

TEST = make.MACHINE
DAY = make_schedule.FIRST_DAY


def test_a_ceremony_goes_with_a_session_that_is_held(campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    session.cancelled_at = NOON
    session.save()

    with pytest.raises(actions.SessionElsewhere):
        make.ceremony(campaign, session)


def test_a_planned_opening_has_the_usual_order_with_its_hours(campaign: Campaign) -> None:
    programme = programme_of(make.ceremony(campaign))

    assert [(point.begins, point.item.minutes) for point in programme.points][:2] == [(time(7, 15), 15), (time(7, 30), 5)]
    assert programme.ends == time(7, 55)
    assert not programme.is_cancelled


def test_planning_twice_keeps_the_order_that_was_changed(campaign: Campaign) -> None:
    ceremony = make.ceremony(campaign)
    actions.remove_item(actor=TEST, item=ceremony.items.earliest("order"))

    make.ceremony(campaign, ceremony.class_session)

    assert Ceremony.objects.get().items.count() == 4


def test_a_session_that_moves_takes_the_ceremony_along(campaign: Campaign) -> None:
    ceremony = make.ceremony(campaign)
    session = ceremony.class_session
    session.starts_at, session.ends_at = session.starts_at + timedelta(days=1, hours=6), session.ends_at + timedelta(days=1, hours=6)
    session.save()

    programme = programme_of(Ceremony.objects.get())

    assert programme.ceremony.begins_at.date() == DAY + timedelta(days=1)
    assert programme.is_outside  # 7:15, and the session is in the afternoon now


def test_points_change_places_and_two_clicks_add_one(campaign: Campaign) -> None:
    ceremony = make.ceremony(campaign)
    added = actions.add_item(actor=TEST, ceremony=ceremony, minutes=10, what="Văn nghệ", who="")
    with pytest.raises(Known):
        actions.add_item(actor=TEST, ceremony=ceremony, minutes=10, what="Văn nghệ", who="")

    actions.move_item(actor=TEST, item=added, is_up=True)

    assert [row.what for row in ceremony.items.order_by("order")][-2] == "Văn nghệ"


def test_the_opening_is_usually_the_session_that_begins_with_it_and_the_closing_the_last(campaign: Campaign) -> None:
    first, last = make_schedule.session(campaign), make_schedule.session(campaign, on=DAY + timedelta(days=2))
    makeup = make_schedule.session(campaign, make_campaigns.training_class(campaign, is_makeup=True), on=DAY + timedelta(days=9))
    sessions = [first, last, makeup]

    assert usual_session(Ceremony.Kind.OPENING, sessions) == first
    assert usual_session(Ceremony.Kind.CLOSING, sessions) == last


def test_nobody_is_put_in_two_places_at_once_and_the_first_is_named(campaign: Campaign) -> None:
    duty = make.duty(campaign)
    other = make_schedule.venue()

    with pytest.raises(actions.TwoPlaces, match=duty.venue.name):
        actions.put_on_duty(actor=TEST, steward=duty.steward, venue=other, half_days=[(DAY, Half.MORNING)], task=Duty.Task.DOOR)

    assert Duty.objects.count() == 1


def test_nobody_is_put_on_duty_while_they_teach_unless_it_is_a_namesake(campaign: Campaign) -> None:
    speaker = make_schedule.speaker(campaign)
    session = make_schedule.session(campaign, by=speaker)
    steward = make.steward(campaign)
    Steward.objects.filter(pk=steward.pk).update(full_name=speaker.full_name.upper())
    steward.refresh_from_db()
    said: dict[str, Any] = {"steward": steward, "venue": make_schedule.venue(), "half_days": [(DAY, Half.MORNING)], "task": Duty.Task.CLASS}

    with pytest.raises(actions.TwoPlaces, match=f"giảng cho {session.training_class} lúc 07:30 23/07/2019"):
        actions.put_on_duty(actor=TEST, **said)

    assert Duty.objects.count() == 0
    assert len(actions.put_on_duty(actor=TEST, is_namesake=True, **said)) == 1


def test_somebody_who_teaches_since_a_session_was_moved_is_told_on_the_roster(campaign: Campaign) -> None:
    speaker = make_schedule.speaker(campaign)
    session = make_schedule.session(campaign, by=speaker)
    steward = Steward.objects.create(campaign=campaign, full_name=speaker.full_name)
    make.duty(campaign, session, steward)

    told = [clash for day in roster_of(campaign) for place in day.places for clash in place.clashes]

    assert told == [f"{speaker.full_name} giảng cho {session.training_class} lúc 07:30 23/07/2019."]


def test_the_database_forbids_two_places_by_itself(campaign: Campaign) -> None:
    duty = make.duty(campaign)

    with pytest.raises(IntegrityError, match="steward_never_in_two_places"), transaction.atomic():
        make.duty(campaign, steward_=duty.steward)


def test_half_days_are_given_together_and_again_changes_nothing(campaign: Campaign) -> None:
    steward, venue = make.steward(campaign), make_schedule.venue()
    half_days = [(DAY, Half.MORNING), (DAY, Half.AFTERNOON)]

    for _ in range(2):
        actions.put_on_duty(actor=TEST, steward=steward, venue=venue, half_days=half_days, task=Duty.Task.CLASS)

    assert Duty.objects.count() == 2
    assert AuditEntry.objects.filter(verb="hosting.duty.given").count() == 1


def test_people_left_behind_by_a_session_that_moved_are_shown(campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    duty = make.duty(campaign, session)
    session.starts_at, session.ends_at = session.starts_at + timedelta(days=1), session.ends_at + timedelta(days=1)
    session.save()

    places = [(day.on, place.is_left_behind) for day in roster_of(campaign) for place in day.places]

    assert places == [(DAY, True), (DAY + timedelta(days=1), False)]
    assert [line.sessions for line in duties_of(duty.steward)] == [[]]


def test_duties_can_be_given_on_the_day_of_a_make_up_class_after_the_last_day(campaign: Campaign) -> None:
    after = campaign.ends_on + timedelta(days=2)
    make_schedule.session(campaign, make_campaigns.training_class(campaign, is_makeup=True), on=after)

    offered = [value for value, _label in DutyForm(campaign=campaign).fields["half_days"].choices]  # type: ignore[attr-defined]

    assert offered[-2:] == [f"{after.isoformat()} MORNING", f"{after.isoformat()} AFTERNOON"]


def test_somebody_on_duty_stays_on_the_list_until_the_duty_ends(campaign: Campaign) -> None:
    duty = make.duty(campaign)

    with pytest.raises(InUse):
        actions.remove_steward(actor=TEST, campaign=campaign, key=duty.steward_id)
    actions.end_duty(actor=TEST, campaign=campaign, key=duty.pk)
    actions.remove_steward(actor=TEST, campaign=campaign, key=duty.steward_id)

    with pytest.raises(GoneMeanwhile):
        actions.end_duty(actor=TEST, campaign=campaign, key=duty.pk)
