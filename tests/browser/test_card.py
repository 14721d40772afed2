"""The learner's own card on the phone: without a network, and after it was withdrawn."""

import os
from pathlib import Path

import pytest
from browser.phones import contexts
from django.utils.timezone import now
from make import campaigns as make_campaigns
from make import summonses as make
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from boiduong.summonses.models import Card

pytestmark = pytest.mark.django_db(transaction=True)


def pictured(page: Page, name: str) -> None:
    """For eyes: light and dark, where BOIDUONG_PICTURES names a folder."""
    if folder := os.environ.get("BOIDUONG_PICTURES"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(400)  # colours change slowly
            page.screenshot(path=Path(folder) / f"card-{name}-{scheme}.png", full_page=True)


def test_a_card_that_was_opened_once_opens_without_a_network_until_it_is_withdrawn(live_server: LiveServer) -> None:
    make.ready(make_campaigns.campaign())
    card = Card.objects.get()
    with contexts(live_server.url) as [context]:
        page = context.new_page()
        page.goto(f"/cards/{card.link_token}/")
        expect(page.get_by_text("Đã lưu trên máy này")).to_be_visible()
        pictured(page, "kept")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        context.set_offline(True)
        page.reload()
        expect(page.get_by_role("heading", name="Nguyễn Thị Ánh")).to_be_visible()
        picture = page.get_by_alt_text("Thẻ dạng ảnh")
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("naturalWidth", 1240)

        Card.objects.update(revoked_at=now())
        context.set_offline(False)
        assert (answer := page.reload()) is not None
        assert answer.status == 404
        assert page.evaluate("async () => (await (await caches.open('cards-1')).keys()).filter((kept) => kept.url.endsWith('/')).length") == 0
