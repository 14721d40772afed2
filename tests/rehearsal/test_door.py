"""The door for load tests: spoken to as a load test does, with nothing but what its file says."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import now
from make import campaigns as make_campaigns
from pytest_django import Settings

from boiduong.rehearsal.door import Door, open_door, reset_door
from boiduong.rehearsal.world import PlayBroken


@pytest.fixture
def door(db: None) -> Door:
    make_campaigns.reference()
    return open_door(people_count=12, at=now())


def ask(door: Door, path: str, body: dict[str, Any] | None = None) -> Any:
    client, headers = Client(), {"authorization": f"Device {door.token}"}
    if body is None:
        return client.get(f"/api/v1/door/{path}", headers=headers).json()
    return client.post(f"/api/v1/door/{path}", body, content_type="application/json", headers=headers).json()


def scan_all(door: Door) -> list[str]:
    seen_at = now().isoformat()
    events = [{"uuid": str(uuid4()), "code": code, "kind": "in", "seen_at": seen_at, "sequence": n} for n, code in enumerate(door.codes)]
    return [result["status"] for result in ask(door, "events", {"device_at": seen_at, "events": events})["results"]]


def test_without_any_document_to_teach_no_door_opens(db: None) -> None:
    with pytest.raises(PlayBroken):
        open_door(people_count=3, at=now())


def test_every_card_is_a_first_scan_once_and_again_after_a_reset(door: Door) -> None:
    assert scan_all(door) == ["accepted"] * 12
    assert scan_all(door) == ["repeated"] * 12

    assert reset_door(token=door.token, at=now()) == 12

    assert scan_all(door) == ["accepted"] * 12


def test_the_manifest_lists_everybody_and_each_search_finds_somebody(door: Door) -> None:
    manifest = ask(door, "manifest")

    assert manifest["session"] == door.session
    assert len(manifest["people"]) == len(set(door.codes)) == 12
    assert all(ask(door, f"search?q={term}")["people"] for term in door.search_terms)


@pytest.mark.parametrize("asked", [["--people", "0"], ["--reset", "nowhere.json"], []])
@pytest.mark.django_db
def test_the_command_refuses_in_a_sentence(settings: Settings, asked: list[str]) -> None:
    settings.REHEARSAL = True

    with pytest.raises(CommandError) as refusal:
        call_command("rehearsal", "door", *asked)

    assert refusal.value.returncode == 2


@pytest.mark.django_db
def test_no_door_for_load_tests_is_opened_among_real_people(settings: Settings, tmp_path: Path) -> None:
    settings.REHEARSAL = False

    with pytest.raises(CommandError):
        call_command("rehearsal", "door", "--people", "3", "--out", str(tmp_path / "ctx.json"))

    assert not (tmp_path / "ctx.json").exists()
