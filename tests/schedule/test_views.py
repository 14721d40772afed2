from datetime import timedelta

import pytest
from django.test import Client
from make import campaigns as make_campaigns
from make import schedule as make_schedule
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.models import Campaign
from boiduong.schedule.models import ClassSession, Guest, Half, Speaker, Venue


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_timetable_costs_the_same_for_any_number_of_sessions(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, sessions: int
) -> None:
    topic, training_class = make_campaigns.topic(campaign), make_campaigns.training_class(campaign)
    for n in range(sessions):
        make_schedule.session(campaign, training_class, on=make_schedule.FIRST_DAY + timedelta(days=n), topic=topic)
        make_schedule.speaker(campaign)

    with django_assert_num_queries(12):
        page = organiser_client.get(f"/campaigns/{campaign.code}/schedule/")

    assert page.context["timetable"].session_count == sessions


def test_changing_a_session_to_end_before_it_begins_is_told_beside_the_field(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)

    page = organiser_client.post(
        f"/sessions/{session.code}/change/", {"on": "24/07/2019", "starts": "10:00", "ends": "9:00", "venue": session.venue_id, "speaker": ""}
    )

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["ends"]


def a_change(session: ClassSession, **said: object) -> dict[str, object]:
    return {"on": "24/07/2019", "starts": "7:30", "ends": "11:00", "venue": session.venue_id, "speaker": session.speaker_id or ""} | said


def test_an_hour_at_which_the_hall_is_taken_or_closed_is_told_in_the_form(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    other = make_schedule.session(campaign, on=make_schedule.FIRST_DAY + timedelta(days=1), hall=session.venue)
    session.venue.closures.create(on=make_schedule.FIRST_DAY + timedelta(days=1), half=Half.AFTERNOON)

    page = organiser_client.post(f"/sessions/{session.code}/change/", a_change(session, starts="10:00", ends="14:00"))

    told = f"{session.venue} không dùng được vào buổi đó. {other.training_class} học tại {session.venue} vào buổi đó."
    assert (page.status_code, page.context["form"].non_field_errors()) == (422, [told])


def test_a_speaker_who_is_away_or_has_enough_is_told_in_the_form(organiser_client: Client, campaign: Campaign) -> None:
    topic = make_campaigns.topic(campaign)
    away, full = make_schedule.speaker(campaign), make_schedule.speaker(campaign)
    away.unavailabilities.create(on=make_schedule.FIRST_DAY, half=Half.MORNING)
    Speaker.objects.filter(pk=full.pk).update(max_per_day=1)
    afternoon = make_schedule.session(campaign, topic=topic, by=full)
    ClassSession.objects.filter(pk=afternoon.pk).update(
        starts_at=afternoon.starts_at + timedelta(hours=6), ends_at=afternoon.ends_at + timedelta(hours=6)
    )
    session = make_schedule.session(campaign, topic=topic)

    pages = [organiser_client.post(f"/sessions/{session.code}/change/", a_change(session, on="23/07/2019", speaker=one.pk)) for one in (away, full)]

    assert [list(page.context["form"].non_field_errors()) for page in pages] == [
        [f"{away} không đến được vào buổi đó."],
        [f"{full} đã giảng 1 buổi trong ngày đó, bằng mức tối đa đã thống nhất."],
    ]


def test_a_speaker_who_has_declined_is_not_offered(organiser_client: Client, campaign: Campaign) -> None:
    topic = make_campaigns.topic(campaign)
    comes, declined, stands = (make_schedule.speaker(campaign) for _ in range(3))
    session = make_schedule.session(campaign, topic=topic, by=stands)
    Speaker.objects.filter(pk__in=[declined.pk, stands.pk]).update(invitation=Speaker.Invitation.DECLINED)

    offered = organiser_client.get(f"/sessions/{session.code}/change/").context["form"].fields["speaker"].queryset

    assert set(offered) == {comes, stands}


def test_a_session_is_moved_from_the_page(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)

    organiser_client.post(
        f"/sessions/{session.code}/change/", {"on": "24/07/2019", "starts": "13:30", "ends": "17:00", "venue": session.venue_id, "speaker": ""}
    )

    session.refresh_from_db()
    assert session.starts_at.isoformat() == "2019-07-24T06:30:00+00:00"


@pytest.mark.parametrize("rows", [1, 3])
def test_what_is_missing_costs_the_same_for_any_number_of_rows(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows):
        make_campaigns.topic(campaign)
        make_schedule.venue()
        make_schedule.speaker(campaign)

    with django_assert_num_queries(14):
        page = organiser_client.get(f"/campaigns/{campaign.code}/preparation/")

    assert [need.is_met for need in page.context["preparation"].needs] == [True, True, True, False, False, False, False]


def test_a_topic_nobody_speaks_on_is_what_is_missing_next(organiser_client: Client, campaign: Campaign) -> None:
    make_campaigns.topic(campaign)
    make_schedule.venue()
    make_schedule.speaker(campaign, topics=[])

    page = organiser_client.get(f"/campaigns/{campaign.code}/preparation/")

    assert page.context["preparation"].next_need.view == "schedule:speaker_new"


HALL = {"name": "Hội trường", "address": "", "seat_rows": "10", "seats_per_row": "20", "capacity": "200", "reserved": "10"}


def test_a_hall_with_more_seats_than_its_rows_is_told_beside_the_field(organiser_client: Client, campaign: Campaign) -> None:
    page = organiser_client.post(f"/campaigns/{campaign.code}/halls/new/", HALL | {"owner": str(campaign.lead_unit_id), "capacity": "201"})

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["capacity"]
    assert not Venue.objects.exists()


def test_a_hall_is_added_with_the_half_days_on_which_it_is_closed(organiser_client: Client, campaign: Campaign) -> None:
    said = HALL | {"owner": str(campaign.lead_unit_id)}

    organiser_client.post(f"/campaigns/{campaign.code}/halls/new/", said | {"closed": ["2019-07-24 MORNING"]})

    assert [(row.on.isoformat(), row.half) for row in Venue.objects.get().closures.all()] == [("2019-07-24", Half.MORNING)]


def test_a_speaker_is_added_with_titles_in_their_order(organiser_client: Client, campaign: Campaign) -> None:
    topic = make_campaigns.topic(campaign)
    said = {"degree": "TS.", "full_name": "Quang Định", "titles": "Nguyên Vụ trưởng\nGiảng viên cao cấp", "topics": [topic.pk], "max_per_day": "1"}

    organiser_client.post(f"/campaigns/{campaign.code}/speakers/new/", said | {"unavailable": ["2019-07-27 AFTERNOON"]})

    speaker = Speaker.objects.get()
    assert (speaker.titles, speaker.max_per_day) == (["Nguyên Vụ trưởng", "Giảng viên cao cấp"], 1)
    assert speaker.unavailabilities.get().half == Half.AFTERNOON


def test_a_guest_is_a_person_or_a_body_and_not_both(organiser_client: Client, campaign: Campaign) -> None:
    both = {"full_name": "Đoàn Thu Sương", "body_name": "lãnh đạo Phòng", "form_of_address": "", "titles": ""}

    pages = [organiser_client.post(f"/campaigns/{campaign.code}/guests/new/", said) for said in (both, both | {"body_name": ""})]

    assert [page.status_code for page in pages] == [422, 302]
    assert Guest.objects.get().full_name == "Đoàn Thu Sương"
