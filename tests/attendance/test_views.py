from datetime import timedelta

import pytest
from django.test import Client
from make import attendance as make
from make.attendance import STARTS_AT, Scene, deliver, event
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


@pytest.mark.parametrize(("page", "queries"), [("doors", 23), ("doors/inbox", 8), ("absentees", 16)])
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

    with django_assert_num_queries(19):
        response = organiser_client.get(f"/sessions/{scene.session.code}/doors/")

    assert len(response.context["rows"]) == count + 1


def test_the_pairing_code_is_shown_once(organiser_client: Client, campaign: Campaign) -> None:
    scene = make.scene(campaign)

    response = organiser_client.post(f"/sessions/{scene.session.code}/doors/new/", {"door": "Cửa 7"})

    assert response.context["code"] in response.content.decode()
    assert response.context["code"] not in organiser_client.get(f"/sessions/{scene.session.code}/doors/").content.decode()


def test_the_door_s_page_has_its_own_policy_and_every_file_it_keeps_is_served(client: Client) -> None:
    page = client.get("/door/")
    urls = client.get("/door/assets.json").json()["urls"]

    assert "script-src 'self' 'wasm-unsafe-eval'" in page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    assert "/sw.js" not in urls
    assert {client.get(url).status_code for url in urls} == {200}
    assert client.get("/sw.js").headers["Content-Type"] == "text/javascript"
