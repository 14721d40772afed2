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
from boiduong.audit.trail import Actor
from boiduong.engines.sheets import Cell
from boiduong.people.models import RegisterKeeper
from boiduong.rehearsal.sheet_files import Grid, as_workbook
from boiduong.rosters import jobs
from boiduong.rosters.actions import Received, receive_files
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


def test_an_organiser_divides_a_file_of_several_schools(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    campaign = make_campaigns.campaign()
    for name in ("Trường Tiểu học Sao Mai", "Trường Tiểu học Hoa Sen"):
        make.call(campaign, make_people.unit(name))
    head: list[Cell] = [*make.HEAD, "Đơn vị"]
    nobodys: list[Cell] = [3, "Hà Văn Dũng", "01/01/1981", "Giáo viên", "0912345671", "", ""]
    rows: list[list[Cell]] = [head, [*make.ANH, "TH Sao Mai"], [*make.BINH, "TH Hoa Sen"], nobodys]
    file = tmp_path / "tổng hợp.xlsx"
    file.write_bytes(as_workbook([Grid("Sheet1", rows)]))
    sign_in(page, live_server, make_campaigns.organiser(campaign))
    page.goto(f"/campaigns/{campaign.code}/rosters/")
    page.get_by_label("Các tệp").set_input_files([file])
    page.get_by_role("button", name="Tải các tệp lên").click()
    jobs.read_imports(list(RosterImport.objects.values_list("pk", flat=True)), at=now())
    page.reload()
    expect(page.get_by_text("có người của nhiều đơn vị: cần chia")).to_be_visible()

    page.get_by_role("link", name="tổng hợp.xlsx").click()
    expect(page.get_by_label("TH Sao Mai")).to_have_value(campaign.roster_calls.get(unit__name="Trường Tiểu học Sao Mai").code)
    pictured(page, "division")
    page.get_by_label("Hà Văn Dũng").select_option(label="Trường Tiểu học Hoa Sen")
    page.get_by_role("button", name="Chia và xác nhận danh sách không còn lỗi").click()
    expect(page.get_by_text("2 đơn vị đã có danh sách.")).to_be_visible()
    pictured(page, "divided")
    page.get_by_role("link", name="Trường Tiểu học Hoa Sen").click()
    page.get_by_role("button", name="Hoàn tác lần nhập này").click()
    expect(page.get_by_text("Đã hoàn tác lần nhập")).to_be_visible()
    page.goto(f"/campaigns/{campaign.code}/rosters/")
    expect(page.get_by_text("1/2 đơn vị đã xác nhận, 1 người được gọi")).to_be_visible()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_problems_are_mended_one_after_another_by_keyboard(page: Page, live_server: LiveServer, has_scripts: bool) -> None:
    campaign = make_campaigns.campaign()
    call = make.call(campaign, make_people.unit("Trường Tiểu học Sao Mai"))
    organiser = make_campaigns.organiser(campaign)
    actor = Actor(organiser, via="test")
    two_faults: list[Cell] = [4, "Hà Văn Dũng", "30/02/1981", "Giáo viên", "0912345671", "1.2E+11"]
    book = make.book(make.ANH, make.WRONG, two_faults, [*make.WRONG[:2], "32/01/1980"], unit=call.unit.name)
    (made,) = receive_files(actor=actor, campaign=campaign, files=[Received("ds.xlsx", book, call)], at=now())
    jobs.read_imports([made.pk], at=now())
    if not has_scripts:
        assert page.context.browser
        page = page.context.browser.new_page(java_script_enabled=False, base_url=live_server.url, locale="vi-VN")
    sign_in(page, live_server, organiser)
    page.goto(f"/rosters/files/{made.code}/")
    dates = page.get_by_label("Ngày sinh (cột C)")
    first, second, third = (dates.nth(place) for place in range(3))

    page.get_by_role("link", name="Đến lỗi đầu tiên").click()
    expect(first).to_be_focused()
    page.get_by_role("link", name="Lỗi tiếp theo").first.click()
    expect(second).to_be_focused()
    page.get_by_role("link", name="Lỗi trước").last.click()
    if has_scripts:
        expect(page.get_by_label("Số CCCD (cột F)")).to_be_focused()
        page.keyboard.press("Alt+ArrowDown")
        expect(third).to_be_focused()
        page.keyboard.press("Alt+ArrowDown")
        expect(first).to_be_focused()
        page.keyboard.press("Alt+ArrowUp")
        expect(third).to_be_focused()
        pictured(page, "from-problem-to-problem")
    first.fill("28/2/1980")
    page.keyboard.press("Enter")
    expect(dates).to_have_count(2)
    expect(dates.nth(0)).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("28/2/1981")
    page.keyboard.press("Enter")
    expect(dates).to_have_count(1)
    expect(dates.nth(0)).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("12/1/1980")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Không còn chỗ nào phải sửa trong tệp này.")).to_be_focused()


def test_a_clerk_without_an_account_corrects_by_keyboard_what_the_organiser_is_then_shown_as_gone(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    campaign = make_campaigns.campaign()
    call = make.call(campaign, make_people.unit("Trường Tiểu học Sao Mai"))
    organiser = make_campaigns.organiser(campaign)
    sign_in(page, live_server, organiser)
    page.goto(f"/rosters/calls/{call.code}/")
    page.get_by_role("button", name="Tạo đường dẫn").click()
    pictured(page, "link-made")
    address = page.get_by_label("Đường dẫn riêng của đơn vị").input_value()
    assert address in page.get_by_label("Nội dung để dán vào tin nhắn").input_value()
    file = tmp_path / "sao mai.xlsx"
    file.write_bytes(make.book(make.ANH, make.WRONG))

    page.context.clear_cookies()
    page.goto(address)
    page.get_by_label("Danh sách, bằng tệp Excel đơn vị đang có").set_input_files([file])
    page.get_by_role("button", name="Gửi").click()
    jobs.read_imports(list(RosterImport.objects.values_list("pk", flat=True)), at=now())
    page.reload()
    pictured(page, "link-home")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Tệp có đánh dấu chỗ cần sửa").click()
    assert saved.value.suggested_filename == "sao mai - cần sửa.xlsx"
    page.get_by_label("Ngày sinh (cột C)").fill("28/2/1980")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ban tổ chức sẽ xác nhận.")).to_be_visible()
    pictured(page, "link-done")

    sign_in(page, live_server, organiser)
    page.goto(f"/campaigns/{campaign.code}/rosters/reminders/")
    expect(page.get_by_text("Không còn đơn vị nào phải nhắc")).to_be_visible()
    make.call(campaign, make_people.unit("Trường Mầm non Hoa Sen"))
    page.reload()
    page.get_by_label("Trường Mầm non Hoa Sen").check()
    pictured(page, "reminders")
    page.get_by_role("button", name="Ghi nhận đã nhắc").click()
    expect(page.get_by_text("Đã nhắc 1 lần")).to_be_visible()
    page.goto(f"/campaigns/{campaign.code}/rosters/links/")
    pictured(page, "links")
