"""The short way of a phone's batch: it answers as the API does, and hands everything else on."""

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from make import doors as make
from make.doors import TEST, Scene, event
from pytest_django import Settings

from boiduong.attendance.noticing import open_cases
from boiduong.campaigns.models import Campaign
from boiduong.doors.actions import revoke_device
from boiduong.doors.lane import DoorLane
from boiduong.doors.models import CheckIn


@pytest.fixture
def today(campaign: Campaign) -> Scene:
    return make.scene(campaign, starts_at=now() + timedelta(minutes=10))


def site(environment: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Stands for all the rest of the site."""
    return [b"site:" + environment["wsgi.input"].read()]


def ask(token: str, body: Any, **more: str) -> bytes:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    environment = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/door/events",
        "HTTP_AUTHORIZATION": f"Device {token}",
        "HTTP_HOST": "localhost:8000",
        "CONTENT_LENGTH": str(len(sent)),
        "wsgi.input": BytesIO(sent),
        "wsgi.url_scheme": "http",
    }
    return b"".join(DoorLane(site, open_cases)(environment | more, begin))


def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Callable[[bytes], object]:
    assert (status, dict(headers)["Content-Type"]) == ("200 OK", "application/json; charset=utf-8")
    return BytesIO().write


def batch_of(scene: Scene) -> dict[str, Any]:
    foreign = event(code="https://example.vn/", seen_at=now().isoformat())
    return {"device_at": now().isoformat(), "events": [event(code=scene.card, seen_at=now().isoformat()), foreign, "rubbish", {"uuid": "?"}]}


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[]", b"7", b'{"events": []}', b'{"events": 7}', b'{"device_at": 7, "events": [1]}'])
def test_a_body_that_is_no_batch_reaches_the_site_unread(today: Scene, body: bytes) -> None:
    assert ask(today.token, body) == b"site:" + body


@pytest.mark.parametrize(
    "more",
    [
        {"REQUEST_METHOD": "GET"},
        {"PATH_INFO": "/api/v1/door/manifest"},
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_HOST": ""},
        {"HTTP_AUTHORIZATION": "Device wrong"},
        {"HTTP_AUTHORIZATION": ""},
        {"CONTENT_LENGTH": ""},
        {"CONTENT_LENGTH": "2500001"},
    ],
)
def test_what_is_no_batch_of_a_phone_reaches_the_site(today: Scene, more: dict[str, str]) -> None:
    assert ask(today.token, batch_of(today), **more).startswith(b"site:")
    assert not CheckIn.objects.exists()


def test_a_phone_that_was_sent_away_reaches_the_site(today: Scene) -> None:
    revoke_device(actor=TEST, device=today.device, at=now())

    assert ask(today.token, batch_of(today)).startswith(b"site:")


def test_on_a_server_only_what_came_by_https_is_answered(today: Scene, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")

    assert ask(today.token, batch_of(today)).startswith(b"site:")
    assert ask(today.token, batch_of(today), HTTP_X_FORWARDED_PROTO="https").startswith(b'{"results"')


def test_the_lane_and_the_api_give_the_same_answers(today: Scene, client: Client) -> None:
    body = batch_of(today)

    short = json.loads(ask(today.token, body))
    long = client.post("/api/v1/door/events", body, content_type="application/json", headers={"authorization": f"Device {today.token}"}).json()

    assert short == long
    assert [one["status"] for one in short["results"]] == ["accepted", "refused", "refused", "refused"]
    assert CheckIn.objects.count() == 4
