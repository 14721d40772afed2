"""The organiser's way with rosters: upload, look, mend where it stands, confirm, undo."""

import os
from pathlib import Path

import pytest
from conftest import client_of
from django.utils.timezone import now
from make import campaigns as make_campaigns
from make import people as make_people
from make import rosters as make
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from boiduong.accounts.models import User
from boiduong.people.models import RegisterKeeper
from boiduong.rosters import jobs
from boiduong.rosters.models import RosterImport

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page, live_server: LiveServer, user: User) -> None:
    client = client_of(user)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])


def pictured(page: Page, name: str) -> None:
    """For eyes: a picture of this page, light and dark, wide and narrow, where BOIDUONG_PICTURES names a folder."""
    if folder := os.environ.get("BOIDUONG_PICTURES"):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.set_viewport_size({"width": 1200, "height": 900})


def test_an_organiser_uploads_mends_confirms_and_undoes(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    campaign = make_campaigns.campaign()
    first, second = (make.call(campaign, make_people.unit(name)) for name in ("Trường Tiểu học Sao Mai", "Trường Tiểu học Hoa Sen"))
    sound, troubled = tmp_path / "sao mai.xlsx", tmp_path / "hoa sen.xlsx"
    sound.write_bytes(make.book(make.ANH, unit=first.unit.name))
    troubled.write_bytes(make.book(make.BINH, make.WRONG, unit=second.unit.name))
    organiser = make_campaigns.organiser(campaign)
    RegisterKeeper.objects.create(user=organiser)
    sign_in(page, live_server, organiser)

    page.goto(f"/campaigns/{campaign.code}/rosters/")
    page.get_by_label("Các tệp").set_input_files([sound, troubled])
    page.get_by_role("button", name="Tải các tệp lên").click()
    expect(page.get_by_text("Đã nhận 2 tệp và đang đọc.")).to_be_visible()
    jobs.read_imports(list(RosterImport.objects.values_list("pk", flat=True)), at=now())

    page.reload()
    pictured(page, "board")
    page.get_by_role("link", name="1 dòng phải sửa").click()
    expect(page.get_by_role("heading", name="Dòng 4, trang Sheet1")).to_be_visible()
    expect(page.get_by_text("Không có ngày này trong lịch.").first).to_be_visible()
    pictured(page, "preview")
    page.get_by_label("Ngày sinh (cột C)").fill("28/2/1980")
    page.keyboard.press("Enter")

    page.get_by_role("button", name="Xác nhận danh sách này").click()
    expect(page.get_by_text("1/2 đơn vị đã xác nhận, 2 người được gọi")).to_be_visible()
    page.get_by_role("button", name="Xác nhận 1 tệp").click()
    expect(page.get_by_text("2/2 đơn vị đã xác nhận, 3 người được gọi")).to_be_visible()
    pictured(page, "confirmed")

    page.get_by_role("link", name="2 dòng").click()
    page.get_by_role("button", name="Hoàn tác lần nhập này").click()
    expect(page.get_by_text("Đã hoàn tác lần nhập")).to_be_visible()
    page.goto(f"/units/{second.unit.code}/")
    pictured(page, "unit")
    page.goto("/people/?q=do thi")
    pictured(page, "people")
    page.goto("/units/")
    pictured(page, "units")
    page.goto(f"/campaigns/{campaign.code}/rosters/call/")
    pictured(page, "call")
