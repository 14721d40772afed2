from datetime import timedelta

import pytest
from django.test import Client
from make import doors as make
from make.doors import STARTS_AT, Scene, deliver, event
from pytest_django import DjangoAssertNumQueries

from boiduong.attendance.jobs import judge_session
from boiduong.campaigns.models import Campaign


def sessions(campaign: Campaign, count: int) -> list[Scene]:
    made = []
    for number in range(count):
        scene = make.scene(campaign, starts_at=STARTS_AT + timedelta(days=number))
        deliver(scene.device, event(person=scene.learner.code, manual_reason="Quên thẻ", seen_at=scene.session.starts_at.isoformat()))
        made.append(scene)
    return made


@pytest.mark.parametrize(("page", "queries"), [("doors", 24), ("doors/inbox", 9), ("absentees", 20), ("excuses", 7)])
def test_a_list_costs_the_same_for_any_number_of_sessions(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, page: str, queries: int
) -> None:
    for count in (1, 2):  # one session, then three
        sessions(campaign, count)
        with django_assert_num_queries(queries):
            assert organiser_client.get(f"/campaigns/{campaign.code}/{page}/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_session_costs_the_same_for_any_number_of_learners(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    [scene] = sessions(campaign, 1)
    for _ in range(count):
        scene.another()
    judge_session(scene.session.pk, at=STARTS_AT)

    with django_assert_num_queries(22):
        response = organiser_client.get(f"/sessions/{scene.session.code}/doors/")

    assert len(response.context["rows"]) == count + 1


def test_an_entry_that_was_taken_back_at_the_door_is_nobodys_on_the_board(organiser_client: Client, campaign: Campaign) -> None:
    scene = make.scene(campaign)
    other, card = scene.another("Trần Văn Bình")
    wrong = event(code=card)
    deliver(scene.device, wrong, event(kind="void", voids=wrong["uuid"]), event(code=scene.card))

    [line] = organiser_client.get(f"/campaigns/{campaign.code}/doors/").context["lines"]

    assert (line.entered, [door.entries for door in line.doors]) == (1, [1])
    assert other.check_ins.count() == 2  # what happened stays
