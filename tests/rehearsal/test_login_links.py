"""Links name the address at which the folder is served just now."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from make import people as make_people
from pytest_django import Settings


@pytest.fixture
def folder(db: None, settings: Settings, tmp_path: Path) -> Path:
    settings.REHEARSAL, settings.DATA = True, tmp_path
    user = make_people.user()
    user.username = "dien-tap-to-chuc"
    user.save()
    return tmp_path


@pytest.mark.parametrize(
    ("served", "said", "address"),
    [
        (None, [], "http://localhost:8000"),
        (None, ["--port", "8111"], "http://localhost:8111"),
        ({"host": "127.0.0.1", "port": 8222}, [], "http://localhost:8222"),
        ({"host": "127.0.0.1", "port": 8222}, ["--port", "8111"], "http://localhost:8111"),
        ({"host": "may-chu.local", "port": 8222, "tls": True}, [], "https://may-chu.local:8222"),
    ],
)
def test_a_link_leads_to_where_it_is_served(folder: Path, served: dict[str, object] | None, said: list[str], address: str) -> None:
    if served:
        (folder / "serve.json").write_text(json.dumps(served))

    assert f" {address}/login/" in call_command("login_links", *said)
