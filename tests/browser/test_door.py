"""The phone page of a door, with a film in place of its camera."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from browser.conftest import CHROMIUM, WATCH
from browser.fake_camera import camera_arguments, film_of
from django.db import connections
from django.utils.timezone import now
from make import campaigns as make_campaigns
from make import doors as make
from make.doors import TEST, Scene
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from boiduong.doors.actions import invite_device, revoke_device
from boiduong.doors.models import CheckIn, Device

EXPECTED = ("net::ERR_INTERNET_DISCONNECTED", "401 (Unauthorized)")  # said by the browser itself: the test takes network and right away

SLOW_MS = 30_000  # a decoder is started and a film is read, on machines that do much else


@contextmanager
def phone(address: str, film: Path) -> Iterator[Page]:
    """A phone's window with a camera; every complaint of the page, the policy's too, fails the test."""
    if not CHROMIUM:
        pytest.skip("no chromium here: apt-get install chromium")
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", *camera_arguments(film)])
        context = browser.new_context(base_url=address, locale="vi-VN", viewport={"width": 360, "height": 720}, permissions=["camera"])
        context.add_init_script(WATCH)
        context.set_default_timeout(SLOW_MS)
        expect.set_options(timeout=SLOW_MS)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        browser.close()
        connections.close_all()  # inside the loop Django had connections of its own
    assert [text for text in complaints if not any(known in text for known in EXPECTED)] == []


def scene_of_today() -> Scene:
    return make.scene(make_campaigns.campaign(), starts_at=now() + timedelta(minutes=10))


@pytest.mark.django_db(transaction=True)
def test_a_phone_without_a_network_welcomes_a_card_and_sends_it_by_itself_later(live_server: LiveServer, tmp_path: Path) -> None:
    scene = scene_of_today()
    code = invite_device(actor=TEST, class_session=scene.session, door="Cửa 2").code
    with phone(live_server.url, film_of(scene.card, tmp_path / "card.y4m")) as page:
        page.goto("/door/")
        expect(page.get_by_label("Mã ghép máy")).to_be_visible()
        expect(page.locator("#door[data-offline=ready]")).to_be_visible()
        page.context.set_offline(True)
        page.reload()
        expect(page.get_by_label("Mã ghép máy")).to_be_visible()
        page.context.set_offline(False)
        page.get_by_label("Mã ghép máy").fill(code)
        page.get_by_role("button", name="Ghép máy").click()
        expect(page.get_by_text("Mời vào")).to_be_visible()
        expect(page.get_by_text("Nguyễn Thị Ánh").first).to_be_visible()
        expect(page.locator("#network")).to_have_text("Có mạng · đã gửi hết")
        page.get_by_role("button", name="Hoàn tác").click()
        expect(page.locator("#network")).to_have_text("Có mạng · đã gửi hết")

        page.context.set_offline(True)
        page.reload()
        expect(page.get_by_text("Mời vào")).to_be_visible()
        expect(page.get_by_text("Dãy C · Ghế 14")).to_be_visible()
        expect(page.locator("#network")).to_have_text(re.compile(r"Không mạng · [1-9] lượt chưa gửi"))  # what was taken back may still wait too
        assert CheckIn.objects.filter(is_offline=True).count() == 0
        page.context.set_offline(False)
        expect(page.locator("#network")).to_have_text("Có mạng · đã gửi hết")

        names = page.evaluate("async () => (await indexedDB.databases()).map((base) => base.name)")
        assert names == ["boiduong-door"]
        assert "Nguyễn" not in page.evaluate(WHOLE_STORE)

        revoke_device(actor=TEST, device=Device.objects.get(door="Cửa 2"), at=now())
        page.reload()
        expect(page.get_by_text("Máy này đã bị ngừng quyền")).to_be_visible()
        assert page.evaluate(BOXES) == 0

    rows = list(CheckIn.objects.filter(device__door="Cửa 2").order_by("sequence").values_list("kind", "status", "is_offline", "enrollment"))
    assert rows == [
        ("in", "accepted", False, scene.learner.pk),
        ("void", "accepted", False, scene.learner.pk),
        ("in", "accepted", True, scene.learner.pk),
    ]


OPEN = """const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
const base = await asked(indexedDB.open("boiduong-door"));
const all = (name) => asked(base.transaction(name).objectStore(name).getAll());"""
WHOLE_STORE = (
    "async () => {"
    + OPEN
    + """ const boxes = (await all("boxes")).map((box) => new TextDecoder().decode(box.sealed));
return JSON.stringify(await all("events")) + boxes.join(); }"""
)
BOXES = "async () => {" + OPEN + ' return (await all("boxes")).length; }'
