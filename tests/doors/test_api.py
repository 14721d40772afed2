"""The doors over HTTP, as scripts outside the project call them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from make import campaigns as make_campaigns
from make import doors as make
from make.doors import TEST, Scene, event

from boiduong.attendance.models import OddCase
from boiduong.campaigns.models import Campaign
from boiduong.doors import supervising
from boiduong.doors.actions import invite_device, revoke_device
from boiduong.doors.models import CheckIn, Unlisted


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


def test_a_supervisor_at_the_phone_is_told_how_many_marks_are_left(today: Scene, client: Client) -> None:
    assert ask(client, "POST", "supervise", today.token, {"pin": "271828"})[1]["detail"]["reason"] == "no_pin"
    supervising.set_supervisor_pin(actor=TEST, campaign=today.campaign, pin="271828", at=now())

    status, told = ask(client, "POST", "supervise", today.token, {"pin": "000000"})
    assert (status, told["detail"]["reason"]) == (403, "wrong_pin")
    assert ask(client, "POST", "supervise", today.token, {"pin": "271828"}) == (200, {"granted": 10, "left": 30})
    manual = ask(client, "GET", "manifest", today.token)[1]["manual"]
    assert (manual["quota"], manual["left"], manual["has_pin"]) == (20, 30, True)


@pytest.mark.parametrize("unlisted", ["Lê Văn Bảy", {"unit": "Trường Hoa Mai"}, {"name": "  "}, {"name": 7}])
def test_somebody_on_no_list_has_at_least_a_name(today: Scene, client: Client, unlisted: Any) -> None:
    _, told = ask(client, "POST", "events", today.token, {"events": [event(unlisted=unlisted)]})

    assert [(one["status"], one["reason"]) for one in told["results"]] == [("refused", "unreadable")]


def test_somebody_on_no_list_is_kept_with_name_unit_and_phone(today: Scene, client: Client) -> None:
    stranger = {"name": "Lê Văn Bảy", "unit": "Trường Hoa Mai", "phone": "0912345678"}
    scan = event(unlisted=stranger, manual_reason="Dạy thay", operator="Cô Hoa", seen_at=now().isoformat())

    for _ in range(2):
        _, told = ask(client, "POST", "events", today.token, {"events": [scan]})
        assert [(one["status"], one["reason"]) for one in told["results"]] == [("quarantined", "unlisted")]

    kept = Unlisted.objects.select_related("check_in").get()
    assert (kept.full_name, kept.unit_name, kept.phone) == ("Lê Văn Bảy", "Trường Hoa Mai", "0912345678")
    assert (kept.check_in.means, kept.check_in.operator_name, kept.check_in.manual_reason) == ("unlisted", "Cô Hoa", "Dạy thay")
    assert [case.kind for case in OddCase.objects.all()] == ["NOT_LISTED"]


def test_the_recorder_of_a_connected_place_has_its_own_people_alone(today: Scene, client: Client) -> None:
    other, card = today.another("Phạm Thị Hương")
    code = invite_device(actor=TEST, class_session=today.session, door="Điểm cầu 1", units=[today.learner.unit]).code
    token = ask(client, "POST", "pair", body={"code": code})[1]["token"]

    _, manifest = ask(client, "GET", "manifest", token)
    _, found = ask(client, "GET", "search?q=huong", token)
    batch = {"events": [event(code=card, seen_at=now().isoformat()), event(code=today.card, seen_at=now().isoformat())]}
    _, told = ask(client, "POST", "events", token, batch)

    assert [one["person"] for one in manifest["people"]] == [today.learner.code]
    assert (found["people"], other.code in json.dumps(manifest)) == ([], False)
    assert [(one["status"], one["reason"]) for one in told["results"]] == [("quarantined", "other_place"), ("accepted", "ok")]


def test_a_phone_tells_how_its_readiness_check_ended(today: Scene, client: Client) -> None:
    assert ask(client, "POST", "ready", today.token, {"checks": {"camera": True, "clock": "6 minutes off"}})[0] == 200
    assert ask(client, "POST", "ready", today.token, {"checks": {"camera": 7}})[0] == 422

    today.device.refresh_from_db()
    assert today.device.ready_checks == {"camera": True, "clock": "6 minutes off"}
