"""A new organiser's way from "begin a campaign" to a list with nothing missing, by the pages' own next steps, with its clicks counted."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import client_of
from make import campaigns as make_campaigns
from make import people as make_people
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from boiduong.accounts.models import User
from boiduong.campaigns.models import Campaign
from boiduong.documents.models import ReferenceDocument
from boiduong.people.models import Unit
from boiduong.schedule.models import Half, Speaker

pytestmark = pytest.mark.django_db(transaction=True)
MOST_CLICKS = 28  # what the way costs today, 23 of them to a list with nothing missing; more is a step back


def sign_in(page: Page, live_server: LiveServer, user: User) -> None:
    page.context.add_cookies([{"name": "sessionid", "value": client_of(user).cookies["sessionid"].value, "url": live_server.url}])


def pictured(page: Page, name: str) -> None:
    """For eyes: light and dark, wide and narrow, where BOIDUONG_PICTURES names a folder."""
    if folder := os.environ.get("BOIDUONG_PICTURES"):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.set_viewport_size({"width": 1200, "height": 900})
        page.emulate_media(color_scheme="light")


@dataclass
class Hand:
    """Clicks as a person clicks, and counts. Typing is no click; choosing from a list is one."""

    page: Page
    clicks: int = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name, exact=True).first)

    def save(self, name: str = "Lưu") -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def write(self, **said: str) -> None:
        for name, value in said.items():
            self.page.locator(f"#id_{name}").fill(value)

    def choose(self, **said: str) -> None:
        for name, label in said.items():
            self.clicks += 1
            self.page.locator(f"#id_{name}").select_option(label=label)

    def tick(self, label: str) -> None:
        self.click(self.page.get_by_label(label, exact=True))


def begin(hand: Hand, lead: Unit) -> None:
    hand.page.goto("/campaigns/")
    pictured(hand.page, "planning-1-campaigns")
    hand.link("Mở đợt bồi dưỡng mới")
    hand.write(title="Bồi dưỡng chính trị hè năm 2026", code="he-2026", starts_on="20/07/2026", ends_on="22/07/2026")
    hand.choose(lead_unit=lead.name)
    pictured(hand.page, "planning-2-begin")
    hand.save("Mở đợt bồi dưỡng")
    pictured(hand.page, "planning-3-missing")


def name_topic(hand: Hand, document: ReferenceDocument) -> None:
    hand.link("Thêm chuyên đề")
    hand.write(title="Nêu gương", key_points="Một là, nói đi đôi với làm.")
    hand.choose(document=str(document))
    pictured(hand.page, "planning-4-topic")
    hand.save()


def name_hall(hand: Hand, owner: Unit) -> None:
    hand.link("Thêm hội trường")
    hand.write(name="Hội trường trung tâm", seat_rows="10", seats_per_row="20", capacity="200", reserved="10")
    hand.choose(owner=owner.name)
    hand.tick("21/07, sáng")
    pictured(hand.page, "planning-5-hall")
    hand.save()


def name_speaker(hand: Hand) -> None:
    hand.link("Thêm báo cáo viên")
    hand.write(degree="ThS.", full_name="Vũ Ngọc Lâm", titles="Giám đốc Trung tâm")
    hand.tick("Nêu gương")
    pictured(hand.page, "planning-6-speaker")
    hand.save()


def say_how_papers_look(hand: Hand, unit: Unit) -> None:
    hand.link("Khai báo thể thức")
    hand.choose(unit=unit.name)
    hand.write(short_symbol="TTCT", place="Hoa Sen", signer_position="Giám đốc")
    pictured(hand.page, "planning-7-profile")
    hand.save()
    hand.page.goto("/campaigns/he-2026/preparation/")  # that page is every campaign's, and has no way back to this one
    hand.clicks += 3  # by the head of the page: campaigns, this one, what is missing


def name_door_operator(hand: Hand) -> None:
    hand.link("Phân công người làm việc")
    hand.write(full_name="Đỗ Thị Hoa", username="dothihoa")
    hand.choose(role="trực cửa")
    hand.save()
    pictured(hand.page, "planning-8-told")
    hand.click(hand.page.locator("main a[href$='/preparation/']").last)


def note_answer_and_guest(hand: Hand) -> None:
    hand.link("Lời mời")
    hand.tick("đã nhận lời")
    pictured(hand.page, "planning-9-answer")
    hand.save()
    expect(hand.page.get_by_text("đã nhận lời: 1")).to_be_visible()
    hand.link("Thêm đại biểu")
    hand.write(form_of_address="đồng chí", full_name="Đoàn Thu Sương", titles="Phó Bí thư")
    hand.save()
    pictured(hand.page, "planning-10-ready")


def test_a_new_organiser_gets_to_a_list_with_nothing_missing(page: Page, live_server: LiveServer) -> None:
    keeper = make_people.keeper()
    centre = make_people.unit("Trung tâm chính trị phường", kind=Unit.Kind.POLITICAL_CENTRE)
    make_people.unit("Trường Tiểu học Sao Mai")
    document = make_campaigns.reference()
    sign_in(page, live_server, keeper)
    page.set_default_timeout(30_000)
    hand = Hand(page)

    begin(hand, centre)
    name_topic(hand, document)
    name_hall(hand, centre)
    name_speaker(hand)
    say_how_papers_look(hand, centre)
    name_door_operator(hand)
    expect(page.get_by_text("Đã đủ.")).to_be_visible()
    note_answer_and_guest(hand)

    campaign = Campaign.objects.get(code="he-2026")
    assert campaign.speakers.get().invitation == Speaker.Invitation.ACCEPTED
    assert [row.half for row in centre.venues.get().closures.all()] == [Half.MORNING]
    assert hand.clicks <= MOST_CLICKS, hand.clicks
