"""Every page of the access table, in a browser: no barrier that axe-core knows, nothing that scrolls sideways on a phone 360 px wide."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import client_of
from django.urls import reverse
from house.access import Row, Scene
from house.test_access import ROWS
from make import portal as make_portal
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = "() => axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
OTHERS = {"door_worker", "door_page"}  # a script; and the phone's own page, which its own tests drive in every state
PHONE = {"width": 360, "height": 740}
APPS = sorted({name.partition(":")[0] for name in ROWS} - {"api"})


def visitor(row: Row, scene: Scene) -> Any:
    """Of those whom the page opens to, the one who sees most of it: the last named."""
    let_in = [who for who, status in row.expected.items() if status == 200]
    return scene.users[let_in[-1]] if let_in else None


def pages(app: str) -> Iterator[tuple[str, str, Any]]:
    """Name, path and visitor of each page of an app that opens to anybody."""
    for name, row in ROWS.items():
        prefix, _, view = name.partition(":")
        if prefix == app and row.method == "GET" and view not in OTHERS and 200 in row.expected.values():
            scene = row.scene()
            yield name, reverse(name, kwargs=dict(scene.args), query=dict(row.data)), visitor(row, scene)


def barriers(page: Page, name: str) -> list[str]:
    found: Mapping[str, Any] = page.evaluate(RULES)
    return [f"{name}: {one['id']} {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


def sideways(page: Page, name: str) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"{name}: {width} px wide"] if width > PHONE["width"] else []


@pytest.mark.parametrize("app", APPS)
def test_no_page_has_a_barrier_or_scrolls_sideways(page: Page, live_server: LiveServer, app: str) -> None:
    make_portal.ground()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    wrong: list[str] = []
    for name, path, user in pages(app):
        page.goto("about:blank")  # a page that asks how its job goes must not ask as somebody else
        page.context.clear_cookies()
        if user is not None:
            cookie = client_of(user).cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        answer = page.context.request.get(live_server.url + path)
        assert answer.status == 200, name
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page.goto(live_server.url + path)
        page.evaluate(AXE.read_text())
        wrong += barriers(page, name) + sideways(page, name)

    assert wrong == []


def test_a_barrier_and_a_wide_page_would_be_seen(page: Page, live_server: LiveServer) -> None:
    """The negative control: a picture without words, a field without a label, and something wider than the phone."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/accounts/login/")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=\"data:,\"><input><pre>' + 'x'.repeat(400) + '</pre>'")
    page.evaluate(AXE.read_text())

    assert {line.split()[1] for line in barriers(page, "here")} >= {"image-alt", "label"}
    assert sideways(page, "here") != []
