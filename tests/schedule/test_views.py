from datetime import timedelta

import pytest
from django.test import Client
from make import campaigns as make_campaigns
from make import schedule as make_schedule
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.models import Campaign


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_timetable_costs_the_same_for_any_number_of_sessions(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, sessions: int
) -> None:
    topic, training_class = make_campaigns.topic(campaign), make_campaigns.training_class(campaign)
    for n in range(sessions):
        make_schedule.session(campaign, training_class, on=make_schedule.FIRST_DAY + timedelta(days=n), topic=topic)
        make_schedule.speaker(campaign)

    with django_assert_num_queries(11):
        page = organiser_client.get(f"/campaigns/{campaign.code}/schedule/")

    assert page.context["timetable"].session_count == sessions


def test_changing_a_session_to_end_before_it_begins_is_told_beside_the_field(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)

    page = organiser_client.post(
        f"/sessions/{session.code}/change/", {"on": "24/07/2019", "starts": "10:00", "ends": "9:00", "venue": session.venue_id, "speaker": ""}
    )

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["ends"]


def test_a_session_is_moved_from_the_page(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)

    organiser_client.post(
        f"/sessions/{session.code}/change/", {"on": "24/07/2019", "starts": "13:30", "ends": "17:00", "venue": session.venue_id, "speaker": ""}
    )

    session.refresh_from_db()
    assert session.starts_at.isoformat() == "2019-07-24T06:30:00+00:00"
