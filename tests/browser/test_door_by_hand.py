"""What an operator does without a card that scans, and what a phone does that is full or whose session is over."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from browser.phones import contexts, invited, opened, says, scan, scene_of_today
from conftest import client_of
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from make import campaigns as make_campaigns
from make.doors import TEST
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from boiduong.attendance.models import OddCase
from boiduong.doors import supervising
from boiduong.doors.actions import set_quota
from boiduong.doors.models import CheckIn, Device
from boiduong.engines.tokens import short_code
from boiduong.summonses.models import Card

pytestmark = pytest.mark.django_db(transaction=True)
ALL_SENT = "Có mạng · đã gửi hết"
FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, ...more) {
    if (globalThis.diskIsFull && this.name === "events") throw new DOMException("full", "QuotaExceededError");
    return put.call(this, value, ...more);
  };
}"""
STORE = """async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const base = await asked(indexedDB.open("boiduong-door"));
  const all = (name) => asked(base.transaction(name).objectStore(name).getAll());
  return { events: JSON.stringify(await all("events")), boxes: (await all("boxes")).length, keys: (await all("keys")).length };
}"""


def pictured(page: Page, name: str) -> None:
    """For eyes: light and dark, where BOIDUONG_PICTURES names a folder."""
    if folder := os.environ.get("BOIDUONG_PICTURES"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(400)  # colours change slowly
            page.screenshot(path=Path(folder) / f"door-{name}-{scheme}.png")


def click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def held_up(page: Page, card: str) -> None:
    page.evaluate("(text) => { for (const key of [...text, 'Enter']) dispatchEvent(new KeyboardEvent('keydown', { key })); }", card)


def test_by_name_by_letters_and_with_a_supervisor_above_the_quota(live_server: LiveServer) -> None:
    scene = scene_of_today()
    supervising.set_supervisor_pin(actor=TEST, campaign=scene.campaign, pin="407193", at=now())
    scene.another("Đặng Thị Hồng")
    set_quota(actor=TEST, campaign=scene.campaign, supervised_count=10, manual_count=2)
    letters = short_code(Card.objects.get(text=scene.card).code_hash)
    with contexts(live_server.url) as [context]:
        page = opened(context, invited(scene))
        pictured(page, "aim")
        click(page, "Tìm theo tên")
        page.get_by_label("Tên hoặc mã thẻ").fill("dang hong")
        pictured(page, "find")
        page.get_by_role("button", name="Đặng Thị Hồng").click()
        says(page, "Buổi này còn 2 lượt ghi tay")
        pictured(page, "reason")
        click(page, "Quên thẻ")
        says(page, "Mời vào", "Đặng Thị Hồng", "Quên thẻ")
        pictured(page, "by-name")

        click(page, "Tìm theo tên")
        page.get_by_label("Tên hoặc mã thẻ").fill(f"{letters[:4].lower()} {letters[4:]}")
        page.get_by_role("button", name="Nguyễn Thị Ánh").click()
        click(page, "Thẻ hỏng, không quét được")
        says(page, "Mời vào", "Nguyễn Thị Ánh")
        expect(page.locator("#network")).to_have_text(ALL_SENT)

        click(page, "Tìm theo tên")
        page.get_by_label("Tên hoặc mã thẻ").fill("anh")
        page.get_by_role("button", name="Nguyễn Thị Ánh").click()
        says(page, "Đã hết lượt ghi tay của buổi này")
        pictured(page, "pin")
        page.get_by_label("Mã PIN của người giám sát").fill("123456")
        click(page, "Cho ghi tiếp")
        says(page, "Mã PIN không đúng.")
        page.get_by_label("Mã PIN của người giám sát").fill("407193")
        click(page, "Cho ghi tiếp")
        click(page, "Quên thẻ")
        says(page, "Xem lại", "So tên với người đang cầm thẻ.")
        pictured(page, "already-in")
        expect(page.locator("#network")).to_have_text(ALL_SENT)

    rows = CheckIn.objects.filter(device__door="Cửa 2").order_by("sequence").values_list("status", "manual_reason")
    assert list(rows) == [("accepted", "Quên thẻ"), ("accepted", f"Thẻ hỏng, không quét được (gõ mã {letters})"), ("repeated", "Quên thẻ")]


def test_a_button_under_a_finger_stays_while_the_page_is_drawn_anew(live_server: LiveServer) -> None:
    """The camera, the network and the queue draw it anew; a button put in the place of another between press and release is never pressed."""
    scene = scene_of_today()
    with contexts(live_server.url) as [context]:
        page = opened(context, invited(scene))
        place = page.get_by_role("button", name="Khác", exact=True).bounding_box()
        assert place is not None
        page.mouse.move(place["x"] + 10, place["y"] + 10)
        page.mouse.down()
        context.set_offline(True)
        expect(page.locator("#network")).to_have_text("Không mạng · đã gửi hết")
        page.mouse.up()

        says(page, "Người không có trong danh sách")


def test_somebody_on_no_list_waits_encrypted_and_arrives_with_name_unit_and_phone(live_server: LiveServer, tmp_path: Path) -> None:
    scene = scene_of_today()
    with contexts(live_server.url) as [context]:
        page = opened(context, invited(scene))
        context.set_offline(True)
        click(page, "Khác")
        pictured(page, "more")
        click(page, "Người không có trong danh sách")
        page.get_by_label("Họ và tên").fill("Lê Thị Tư")
        page.get_by_label("Đơn vị").fill("Trường Mầm non Sao Mai")
        page.get_by_label("Số điện thoại").fill("0912345678")
        page.get_by_label("Đi thay cho ai (nếu có)").fill("Phạm Thị Năm")
        pictured(page, "unlisted")
        click(page, "Ghi và mời vào")
        says(page, "Mời vào", "Lê Thị Tư", "Đi thay người của đơn vị")
        expect(page.locator("#network")).to_have_text("Không mạng · 1 lượt chưa gửi")
        assert "Lê Thị" not in page.evaluate(STORE)["events"]

        page.reload()
        click(page, "Khác")
        with page.expect_download() as waiting:
            click(page, "Lưu các lượt chưa gửi thành tệp")
        waiting.value.save_as(tmp_path / "queue.json")
        queue = (tmp_path / "queue.json").read_bytes()
        assert json.loads(queue)["events"][0]["unlisted"] == {"name": "Lê Thị Tư", "unit": "Trường Mầm non Sao Mai", "phone": "0912345678"}
        organiser = client_of(make_campaigns.organiser(scene.campaign))
        device = Device.objects.get(door="Cửa 2")
        assert organiser.post(f"/devices/{device.code}/queue/", {"queue": SimpleUploadedFile("queue.json", queue)}).status_code == 302
        context.set_offline(False)  # the phone sends it too, and it is the same event
        expect(page.locator("#network")).to_have_text(ALL_SENT)

    row = CheckIn.objects.get(device=device)
    assert (row.status, row.reason, row.manual_reason, row.note) == ("quarantined", "unlisted", "Đi thay người của đơn vị", row.note)
    assert "Phạm Thị Năm" in row.note
    assert OddCase.objects.filter(check_in=row, kind=OddCase.Kind.NOT_LISTED).count() == 1


def test_a_full_phone_says_that_nothing_was_recorded_and_an_ended_session_leaves_no_names(live_server: LiveServer) -> None:
    scene = scene_of_today()
    with contexts(live_server.url) as [context]:
        context.add_init_script(f"({FULL})()")
        page = opened(context, invited(scene))
        click(page, "Khác")
        click(page, "Kiểm tra sẵn sàng")
        expect(page.locator("#checks li")).to_have_count(9)
        says(page, "Trang mở được khi không có mạng", "1 người, lúc", "đưa một thẻ của đợt này trước camera; lượt thử không được ghi")
        held_up(page, "https://example.org/")
        says(page, "Mã không thuộc hệ thống")
        held_up(page, scene.card)
        says(page, "đọc được, chữ ký đúng")
        pictured(page, "ready")
        click(page, "Quay lại")
        context.set_offline(True)
        page.evaluate("() => { globalThis.diskIsFull = true; }")
        held_up(page, scene.card)
        says(page, "Lượt này chưa được ghi", "Bộ nhớ của máy đã đầy.")
        assert page.locator("#door").get_attribute("data-state") == "stop"
        pictured(page, "full")
        page.evaluate("() => { globalThis.diskIsFull = false; }")
        click(page, "Quét tiếp")
        assert scan(page, scene.card)[0] == "come_in"
        expect(page.locator("#network")).to_have_text("Không mạng · 1 lượt chưa gửi")
        pictured(page, "come-in")

        page.clock.set_fixed_time(now() + timedelta(hours=12))
        page.reload()
        says(page, "Buổi học đã kết thúc.", "Còn 1 lượt chưa gửi vẫn được giữ")
        pictured(page, "over")
        page.reload()
        says(page, "Buổi học đã kết thúc.")
        page.clock.set_fixed_time(now())
        context.set_offline(False)
        expect(page.locator("#network")).to_have_text(ALL_SENT)
        expect(page.get_by_text("Còn 1 lượt")).to_have_count(0)
        left = page.evaluate(STORE)
        assert (left["events"], left["boxes"], left["keys"]) == ("[]", 0, 0)

    assert list(CheckIn.objects.filter(device__door="Cửa 2").values_list("status", "reason")) == [("accepted", "ok")]
