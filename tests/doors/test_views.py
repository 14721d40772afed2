from datetime import timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from django.test import Client
from django.utils.timezone import now
from make import campaigns as make_campaigns
from make import doors as make
from make.doors import Scene
from pytest_django import DjangoAssertNumQueries, Settings

from boiduong.campaigns.models import Campaign
from boiduong.doors.models import Device
from boiduong.project.tls import certificates


def test_the_list_of_phones_costs_the_same_for_any_number_of_sessions(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 2):  # one session, then three
        for number in range(count):
            make.scene(campaign, starts_at=now() + timedelta(days=1 + number))
        with django_assert_num_queries(8):
            assert organiser_client.get(f"/campaigns/{campaign.code}/doors/ready/").status_code == 200


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


def test_a_phone_of_a_connected_place_is_invited_with_its_units_alone(scene: Scene, organiser_client: Client, campaign: Campaign) -> None:
    make_campaigns.enrollment(campaign)  # of another unit, due in no session
    page = f"/sessions/{scene.session.code}/doors/"
    offered = list(organiser_client.get(page).context["form"].fields["units"].queryset)

    organiser_client.post(f"{page}new/", {"door": "Điểm cầu", "units": [scene.learner.unit.code]}, secure=True)

    assert offered == [scene.learner.unit]
    assert list(scene.session.devices.get(door="Điểm cầu").limited_to.all()) == [scene.learner.unit]
    assert organiser_client.get(page).context["line"].doors[-1].unit_names == [scene.learner.unit.name]
