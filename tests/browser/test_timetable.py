"""The timetable's editor by keyboard and by mouse."""

from datetime import timedelta

import pytest
from make import campaigns as make_campaigns
from make import portal as make_portal
from make import schedule as make_schedule
from playwright.sync_api import Page, expect

from boiduong.accounts.models import User
from boiduong.campaigns.models import Campaign
from boiduong.schedule.models import ClassSession

NEXT_DAY = make_schedule.FIRST_DAY + timedelta(days=1)


def open_editor(page: Page, campaign: Campaign) -> None:
    make_portal.ground()
    User.objects.create_superuser("to-chuc", password="secret")
    page.goto(f"/campaigns/{campaign.code}/schedule/edit/")
    page.get_by_label("Tên đăng nhập").fill("to-chuc")
    page.get_by_label("Mật khẩu").fill("secret")
    page.get_by_role("button", name="Đăng nhập").click()


@pytest.mark.django_db(transaction=True)
def test_a_session_goes_by_keyboard_past_a_taken_place_to_a_free_one(page: Page) -> None:
    make_portal.ground()
    campaign = make_campaigns.campaign()
    session = make_schedule.session(campaign)
    make_schedule.session(campaign, on=NEXT_DAY, hall=session.venue)
    open_editor(page, campaign)

    handle = page.get_by_role("button", name=f"Cầm buổi học {session.training_class.name}")
    handle.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#board-told")).to_contain_text("Đã cầm lên")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#board-told")).to_contain_text(f"Lớp 2 học tại {session.venue.name} vào buổi đó.")
    page.keyboard.press("Enter")
    assert ClassSession.objects.get(pk=session.pk).starts_at == session.starts_at
    page.keyboard.press("ArrowDown")
    expect(page.locator("#board-told")).to_contain_text("Còn trống")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Đã chuyển buổi học của Lớp 1.")).to_be_visible()
    assert ClassSession.objects.get(pk=session.pk).starts_at == make_schedule.morning(NEXT_DAY)[0] + timedelta(hours=6)


@pytest.mark.django_db(transaction=True)
def test_a_session_is_dragged_to_another_day_and_brought_back(page: Page) -> None:
    make_portal.ground()
    campaign = make_campaigns.campaign()
    session = make_schedule.session(campaign)
    open_editor(page, campaign)

    page.locator("[data-session]").drag_to(page.locator(f"[data-cell='2019-07-24 MORNING {session.venue.code}']"))
    expect(page.get_by_text("Đã chuyển buổi học của Lớp 1.")).to_be_visible()
    assert ClassSession.objects.get().starts_at == make_schedule.morning(NEXT_DAY)[0]
    page.get_by_role("button", name="Hoàn tác").click()

    expect(page.get_by_text("Buổi học đã trở lại như trước.")).to_be_visible()
    assert ClassSession.objects.get().starts_at == session.starts_at
