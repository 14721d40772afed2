from datetime import timedelta

import pytest
from django.test import Client
from make import campaigns as make_campaigns
from make import schedule as make_schedule
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.models import Campaign
from boiduong.schedule.models import ClassSession, SessionChange

NEXT_DAY = make_schedule.FIRST_DAY + timedelta(days=1)


@pytest.mark.parametrize("sessions", [1, 3])
@pytest.mark.parametrize("by", ["halls", "classes"])
def test_the_editor_costs_the_same_for_any_number_of_sessions(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, by: str, sessions: int
) -> None:
    topic = make_campaigns.topic(campaign)
    for n in range(sessions):
        session = make_schedule.session(campaign, on=make_schedule.FIRST_DAY + timedelta(days=n), topic=topic, by=make_schedule.speaker(campaign))
        make_schedule.change(session, on=session.starts_at.date() + timedelta(days=3))

    with django_assert_num_queries(19):
        page = organiser_client.get(f"/campaigns/{campaign.code}/schedule/edit/?by={by}")

    assert sum(len(cell.sessions) for line in page.context["grid"].lines for cell in line.cells) == sessions


@pytest.mark.parametrize("sessions", [1, 3])
def test_asking_for_the_places_of_a_session_costs_the_same_for_any_number_of_others(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, sessions: int
) -> None:
    topic = make_campaigns.topic(campaign)
    made = [make_schedule.session(campaign, topic=topic, by=make_schedule.speaker(campaign)) for _ in range(sessions)]

    with django_assert_num_queries(14):
        answer = organiser_client.get(f"/sessions/{made[0].code}/places/")

    taken = answer.json()["cells"][f"2019-07-24 MORNING {made[0].venue.code}"]
    assert taken == {"place": f"2019-07-24 MORNING {made[0].venue.code}", "troubles": [], "note": ""}


def test_among_classes_a_session_keeps_its_hall_and_column(organiser_client: Client, campaign: Campaign) -> None:
    session, other = make_schedule.session(campaign), make_schedule.session(campaign)

    cells = organiser_client.get(f"/sessions/{session.code}/places/?by=classes").json()["cells"]

    assert not any(other.training_class.code in key for key in cells)
    assert {choice["place"].split()[-1] for choice in cells.values()} == {session.venue.code}


def test_a_move_onto_a_place_that_was_taken_meanwhile_is_told_on_the_editor(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    make_schedule.session(campaign, on=NEXT_DAY, hall=session.venue)

    page = organiser_client.post(
        f"/sessions/{session.code}/move/", {"place": f"2019-07-24 MORNING {session.venue.code}", "by": "halls", "page": "1"}, follow=True
    )

    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert page.redirect_chain == [(f"/campaigns/{campaign.code}/schedule/edit/?by=halls&page=1", 302)]


def test_a_session_is_moved_and_moved_back_from_the_editor(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)

    organiser_client.post(f"/sessions/{session.code}/move/", {"place": f"2019-07-24 MORNING {session.venue.code}"})
    moved = ClassSession.objects.get().starts_at
    organiser_client.post(f"/session-changes/{SessionChange.objects.get().code}/undo/")

    assert (moved, ClassSession.objects.get().starts_at) == (make_schedule.morning(NEXT_DAY)[0], session.starts_at)
