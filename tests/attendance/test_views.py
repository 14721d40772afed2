from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from django.test import Client
from make import attendance as make
from make.attendance import STARTS_AT, Scene, deliver, event
from pytest_django import DjangoAssertNumQueries, Settings

from boiduong.attendance.jobs import judge_session
from boiduong.attendance.models import Device
from boiduong.campaigns.models import Campaign
from boiduong.project.tls import certificates


def sessions(campaign: Campaign, count: int) -> list[Scene]:
    made = []
    for number in range(count):
        scene = make.scene(campaign, starts_at=STARTS_AT + timedelta(days=number))
        deliver(scene.device, event(person=scene.learner.code, manual_reason="Quên thẻ", seen_at=scene.session.starts_at.isoformat()))
        made.append(scene)
    return made


@pytest.mark.parametrize(("page", "queries"), [("doors", 24), ("doors/inbox", 9), ("absentees", 20), ("excuses", 7), ("doors/ready", 7)])
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


def test_no_phone_is_paired_from_an_address_where_its_camera_would_not_open(organiser_client: Client, campaign: Campaign) -> None:
    scene = make.scene(campaign)
    before = Device.objects.count()

    response = organiser_client.post(f"/sessions/{scene.session.code}/doors/new/", {"door": "Cửa 7"}, follow=True)

    assert response.redirect_chain == [("/door/secure/", 302)]
    assert "chưa an toàn" in response.content.decode()
    assert Device.objects.count() == before


def test_the_laptop_itself_is_paired_where_phones_cannot_reach_it(organiser_client: Client, campaign: Campaign) -> None:
    scene = make.scene(campaign)

    page = organiser_client.post(f"/sessions/{scene.session.code}/doors/new/", {"door": "Cửa 7"}, headers={"host": "localhost:8000"})

    assert f"/door/#pair={page.context['code']}" in page.content.decode()
    assert page.context["picture"] == ""
    assert "serve --tls" in page.content.decode()


def test_the_offices_own_authority_is_explained_and_downloaded(client: Client, settings: Settings) -> None:
    assert client.get("/door/secure/office-ca.crt").status_code == 404
    served = certificates(settings.DATA / "keys", ["192.168.1.20", "localhost"], at=make.STARTS_AT)

    page = client.get("/door/secure/").content.decode()
    ca = client.get("/door/secure/office-ca.crt")

    assert ca.content == load_pem_x509_certificate(served.ca.read_bytes()).public_bytes(Encoding.DER)
    assert sha256(ca.content).digest().hex(" ").upper() in page
    assert all(system in page for system in ("Android", "iPhone", "Windows"))


def test_the_pairing_code_is_shown_once(organiser_client: Client, campaign: Campaign) -> None:
    scene = make.scene(campaign)

    response = organiser_client.post(f"/sessions/{scene.session.code}/doors/new/", {"door": "Cửa 7"}, secure=True)

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
