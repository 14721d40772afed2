"""The doors over HTTP, as scripts outside the project call them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from make import attendance as make
from make import campaigns as make_campaigns
from make.attendance import TEST, Scene, event

from boiduong.attendance.actions import invite_device, revoke_device
from boiduong.attendance.models import CheckIn
from boiduong.campaigns.models import Campaign


@pytest.fixture
def today(campaign: Campaign) -> Scene:
    return make.scene(campaign, starts_at=now() + timedelta(minutes=10))


def ask(client: Client, method: str, path: str, token: str = "", body: Any = None) -> tuple[int, dict[str, Any]]:
    data = "" if body is None else json.dumps(body)
    headers = {"authorization": f"Device {token}"} if token else {}
    response = client.generic(method, f"/api/v1/door/{path}", data=data, content_type="application/json", headers=headers)
    return response.status_code, response.json()


@pytest.mark.parametrize("header", ["", "Device", "Device wrong", "Bearer {token}", "{token}"])
def test_only_a_paired_device_is_answered(today: Scene, client: Client, header: str) -> None:
    response = client.get("/api/v1/door/manifest", headers={"authorization": header.format(token=today.token)})

    assert response.status_code == 401


def test_a_revoked_device_is_answered_no_more(today: Scene, client: Client) -> None:
    revoke_device(actor=TEST, device=today.device, at=now())

    assert ask(client, "GET", "manifest", today.token)[0] == 401
    assert ask(client, "POST", "events", today.token, {"events": [event(code=today.card)]})[0] == 401


@pytest.mark.parametrize("body", [{}, {"events": []}, {"events": "x"}, {"events": [{}] * 501}])
def test_a_body_that_is_no_batch_is_a_422(today: Scene, client: Client, body: dict[str, Any]) -> None:
    assert ask(client, "POST", "events", today.token, body)[0] == 422


def test_a_phone_pairs_fetches_its_list_sends_and_searches(today: Scene, client: Client) -> None:
    code = invite_device(actor=TEST, class_session=today.session, door="Cửa 2").code
    status, paired = ask(client, "POST", "pair", body={"code": code})
    assert (status, paired["door"]) == (200, "Cửa 2")
    token = paired["token"]

    _, manifest = ask(client, "GET", "manifest", token)
    [listed] = manifest["people"]
    assert (listed["person"], listed["name"], listed["seat"]) == (today.learner.code, "Nguyễn Thị Ánh", "Dãy C · Ghế 14")
    assert {"session", "issued_at", "people", "keys", "revoked"} <= set(manifest)

    scan = event(code=today.card, seen_at=now().isoformat())
    _, told = ask(client, "POST", "events", token, {"device_at": now().isoformat(), "events": [scan, {"uuid": "?"}]})
    assert [(one["uuid"], one["status"], one["name"]) for one in told["results"]] == [
        (scan["uuid"], "accepted", "Nguyễn Thị Ánh"),
        ("?", "refused", None),
    ]
    assert CheckIn.objects.count() == 2
    assert ask(client, "GET", "manifest", token)[1]["entered"][today.learner.code]["door"] == "Cửa 2"
    assert [one["person"] for one in ask(client, "GET", "search?q=ng%20th", token)[1]["people"]] == [today.learner.code]


def test_the_list_names_nobody_of_another_class(today: Scene, client: Client) -> None:
    other = make_campaigns.training_class(today.campaign)
    elsewhere = make_campaigns.enrollment(today.campaign, training_class=other)
    make.card(elsewhere, today.key)

    _, manifest = ask(client, "GET", "manifest", today.token)

    assert elsewhere.code not in json.dumps(manifest)
    assert [manifest["elsewhere"]["classes"][place]["name"] for place in manifest["elsewhere"]["cards"].values()] == [other.name]


def test_a_clock_cannot_be_sent_from_outside(today: Scene, client: Client) -> None:
    response = client.get("/api/v1/door/manifest", headers={"authorization": f"Device {today.token}", "boiduong.clock": "2019-07-24T07:30:00+07:00"})

    assert response.json()["issued_at"][:4] == str(now().year)
