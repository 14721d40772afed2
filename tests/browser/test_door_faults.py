"""What goes wrong around a phone at a door: gateways that answer in the server's place, answers cut anywhere, clocks, new versions, other hands."""

import itertools
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from browser.line import PORTALS, Line, line_to
from browser.phones import contexts, invited, opened, says, scan, scene_of_today
from django.utils.timezone import now
from make import doors as make
from make.doors import TEST
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from boiduong.doors import views
from boiduong.doors.actions import invite_device, revoke_device
from boiduong.doors.models import CheckIn, Device

pytestmark = pytest.mark.django_db(transaction=True)
ALL_SENT = "Có mạng · đã gửi hết"
HOSTILE = [
    "javascript:alert(document.domain)",
    "JAVASCRIPT:fetch('/logout/')",
    "data:text/html,<script>alert(1)</script>",
    "https://example.org/door/#pair=ABCDEFGHJKMN",
    "http://10.0.0.1/login?next=/door/",
    "intent://scan/#Intent;scheme=zxing;end",
    "<img src=x onerror=alert(1)>",
    "<script>document.body.innerHTML = ''</script>",
    "'; DROP TABLE doors_checkin; --",
    "1 OR 1=1; UPDATE doors_device SET revoked_at = NULL",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "../../../../etc/passwd",
    "BD1:<svg onload=alert(1)>",
    "BD1:" + "A" * 132,
    "BD1:" + "0" * 131,
    "BD2:" + "A" * 132,
    "A" * 4096,
    "BEGIN:VCARD\tN:Nguyen;TEL:0912345678;END:VCARD",
    "WIFI:T:WPA;S:hoitruong;P:12345678;;",
    "\u202eDB1:gnort\u200b\u2066",
    "tel:*%2306%23 smsto:0912345678",
]
CLOCK = """() => {
  const Real = Date;
  globalThis.clockOff = 0;
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + globalThis.clockOff); }
    static now() { return Real.now() + globalThis.clockOff; }
  };
}"""
FIRST_VERSION = """async ([pairing, cards]) => {
  const call = async (path, init, token) => (await fetch(`/api/v1/door/${path}`, {
    ...init, headers: { "content-type": "application/json", ...(token ? { authorization: `Device ${token}` } : {}) } })).json();
  const { token } = await call("pair", { method: "POST", body: JSON.stringify({ code: pairing }) });
  const manifest = await call("manifest", {}, token);
  const asked = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = failed; });
  const opening = indexedDB.open("boiduong-door", 1);
  opening.onupgradeneeded = () => {
    for (const name of ["keys", "boxes"]) opening.result.createObjectStore(name);
    const events = opening.result.createObjectStore("events", { keyPath: "uuid" });
    events.createIndex("sent", ["sent", "sequence"]);
    events.createIndex("sequence", "sequence");
  };
  const base = await asked(opening);
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify({ token, manifest })));
  const change = base.transaction(["keys", "boxes", "events"], "readwrite");
  change.objectStore("keys").put(key, "secrets");
  change.objectStore("boxes").put({ iv, sealed }, "secrets");
  cards.forEach((code, place) => change.objectStore("events").put({
    uuid: crypto.randomUUID(), code, person: null, kind: "in", voids: null, seen_at: new Date().toISOString(), sequence: place + 1, offline: true,
    manual_reason: null, unlisted: null, note: "", shown: "come_in", session: manifest.session, who: "", sent: 0, status: "" }));
  await new Promise((done) => { change.oncomplete = done; });
  base.close();
}"""
VERSION_OF_STORE = """async () => (await indexedDB.databases()).find((base) => base.name === "boiduong-door").version"""
NAMES_OF_CACHES = """async () => (await caches.keys()).filter((name) => name.startsWith("door-"))"""


def statuses() -> list[tuple[str, str]]:
    return list(CheckIn.objects.order_by("pk").values_list("status", "reason"))


def wait_for_a_question(page: Page, line: Line, after: int) -> None:
    for _ in range(600):
        if line.questions > after:
            return
        page.wait_for_timeout(50)
    pytest.fail("nothing was asked")


def test_hostile_codes_stop_with_their_reason_and_do_nothing_else(live_server: LiveServer) -> None:
    scene = scene_of_today()
    with contexts(live_server.url) as [context]:
        page = opened(context, invited(scene))
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        context.set_offline(True)
        for number, text in enumerate(HOSTILE, 1):
            assert scan(page, text)[0] == "stop", text
            says(page, "Dừng", f"Không mạng · {number} lượt chưa gửi")
            assert page.locator("#door :is(img, script, iframe, a)").count() == 0, text
        assert (page.url, dialogs) == (f"{live_server.url}/door/", [])
        context.set_offline(False)
        expect(page.locator("#network")).to_have_text(ALL_SENT)

    assert {status for status, _reason in statuses()} == {"refused"}
    assert CheckIn.objects.count() == len(HOSTILE)


def test_no_gateway_that_answers_in_the_servers_place_empties_the_queue_or_the_phone(live_server: LiveServer) -> None:
    scene = scene_of_today()
    cards = [scene.another(f"Học Viên {number}")[1] for number in range(len(PORTALS))]
    with line_to(live_server.thread.port) as line, contexts(line.address) as [context]:
        page = opened(context, invited(scene))
        for number, (name, answer) in enumerate(PORTALS.items(), 1):
            line.portal = answer
            line.become("portal")
            assert scan(page, cards[number - 1])[0] == "come_in", name
            says(page, f"Không mạng · {number} lượt chưa gửi")
        line.become("open")
        expect(page.locator("#network")).to_have_text(ALL_SENT)

    assert statuses() == [("accepted", "ok")] * len(PORTALS)


def test_an_answer_cut_anywhere_is_asked_for_again_and_nothing_is_doubled(live_server: LiveServer) -> None:
    scene = scene_of_today()
    cuts = [0, 1, 12, 17, 60, 110, 160, 200, 240, 280, 320]  # in the first line, in the heads, in the body
    cards = [scene.another(f"Học Viên {number}")[1] for number in range(len(cuts))]
    with line_to(live_server.thread.port) as line, contexts(line.address) as [context]:
        page = opened(context, invited(scene))
        for card, cut in zip(cards, cuts, strict=True):
            line.cut_after = cut
            line.become("cut")
            before = line.questions
            assert scan(page, card)[0] == "come_in"
            wait_for_a_question(page, line, before)
        assert CheckIn.objects.count() >= 1  # arrived, and the phone does not know it
        line.become("open")
        expect(page.locator("#network")).to_have_text(ALL_SENT)

    assert statuses() == [("accepted", "ok")] * len(cuts)


def test_three_phones_on_a_line_that_comes_and_goes_answer_all_and_lose_nothing(
    live_server: LiveServer, record_property: Callable[[str, object], None]
) -> None:
    scene = scene_of_today()
    cards = [scene.another(f"Học Viên {number}")[1] for number in range(36)]
    ways = itertools.cycle(["open", "refused", "slow", "portal", "unanswered", "refused"])
    waits = []
    with line_to(live_server.thread.port) as line, contexts(line.address, 3) as three:
        pages = [opened(context, invited(scene, f"Cửa {number}")) for number, context in enumerate(three, 2)]
        for number, card in enumerate(cards):
            if number % 3 == 0:
                line.become(next(ways))  # type: ignore[arg-type]
            said, ms = scan(pages[number % 3], card)
            waits.append(ms)
            assert said == "come_in"
        line.become("open")
        for page in pages:
            expect(page.locator("#network")).to_have_text(ALL_SENT)

    record_property("verdict_ms_on_a_bad_line", waits)
    assert Counter(statuses()) == {("accepted", "ok"): len(cards)}


@pytest.mark.parametrize("off", [timedelta(days=1), timedelta(hours=-1), timedelta(days=-15_000)], ids=["a-day-ahead", "an-hour-back", "1985"])
def test_a_phone_with_a_wrong_clock_works_and_tells_right_times(live_server: LiveServer, off: timedelta) -> None:
    scene = scene_of_today()
    card = scene.another("Trần Văn Bình")[1]
    with contexts(live_server.url) as [context]:
        context.add_init_script(f"({CLOCK})(); globalThis.clockOff = {off.total_seconds() * 1000};")
        page = opened(context, invited(scene))
        says(page, "Đồng hồ của máy lệch khoảng")
        context.set_offline(True)
        assert scan(page, scene.card)[0] == "come_in"
        expect(page.get_by_text("Muộn")).to_have_count(0)
        page.evaluate("() => { globalThis.clockOff = 0; }")  # the network sets it right before the queue is sent
        assert scan(page, card)[0] == "come_in"
        assert scan(page, scene.card)[0] == "look"
        context.set_offline(False)
        expect(page.locator("#network")).to_have_text(ALL_SENT)
        page.reload()
        expect(page.get_by_role("button", name="Tìm theo tên")).to_be_visible()  # its session is not over

    assert statuses() == [("accepted", "ok"), ("accepted", "ok"), ("repeated", "already_in")]
    first, second, _again = CheckIn.objects.order_by("sequence").values_list("happened_at", flat=True)
    assert now() - timedelta(minutes=5) < first < second < now()


def test_a_clock_that_jumps_back_in_the_middle_changes_no_order_and_no_time(live_server: LiveServer) -> None:
    scene = scene_of_today()
    card = scene.another("Trần Văn Bình")[1]
    with contexts(live_server.url) as [context]:
        context.add_init_script(f"({CLOCK})()")
        page = opened(context, invited(scene))
        context.set_offline(True)
        assert scan(page, scene.card)[0] == "come_in"
        page.evaluate("() => { globalThis.clockOff = -3_600_000; }")
        assert scan(page, card)[0] == "come_in"
        assert scan(page, scene.card)[0] == "look"
        context.set_offline(False)
        expect(page.locator("#network")).to_have_text(ALL_SENT)

    assert statuses() == [("accepted", "ok"), ("accepted", "ok"), ("repeated", "already_in")]
    times = list(CheckIn.objects.order_by("sequence").values_list("happened_at", flat=True))
    assert times == sorted(times)
    assert now() - times[0] < timedelta(minutes=5)


def test_what_one_operator_saw_stays_theirs_when_the_phone_goes_to_another(live_server: LiveServer) -> None:
    scene = scene_of_today()
    cards = [scene.card, scene.another("Trần Văn Bình")[1], scene.another("Lê Thị Tư")[1]]
    invite = {"actor": TEST, "class_session": scene.session}
    first = invite_device(**invite, door="Cửa 2", operator_name="Cô Hoa")  # type: ignore[arg-type]
    second = invite_device(**invite, door="Cửa 3", operator_name="Thầy Nam")  # type: ignore[arg-type]
    with line_to(live_server.thread.port) as line, contexts(line.address) as [context]:
        page = opened(context, first.code)
        line.become("refused")
        for card in cards[:2]:
            assert scan(page, card)[0] == "come_in"
        revoke_device(actor=TEST, device=Device.objects.get(pk=first.device.pk), at=now())
        line.become("open")
        says(page, "Máy này đã bị ngừng quyền", "Còn 2 lượt chưa gửi vẫn được giữ")
        assert "Nguyễn" not in page.content()

        page.get_by_label("Mã ghép máy").fill(second.code)
        page.get_by_role("button", name="Ghép máy").click()
        expect(page.locator("#network")).to_have_text(ALL_SENT)
        assert scan(page, cards[2])[0] == "come_in"
        expect(page.locator("#network")).to_have_text(ALL_SENT)

    assert list(CheckIn.objects.order_by("sequence").values_list("operator_name", "status")) == [
        ("Cô Hoa", "accepted"),
        ("Cô Hoa", "accepted"),
        ("Thầy Nam", "accepted"),
    ]


def test_a_phone_that_is_paired_for_another_session_first_sends_what_it_saw_at_the_one_before(live_server: LiveServer) -> None:
    scene = scene_of_today()
    later = make.class_session(scene.session.training_class, starts_at=now() + timedelta(hours=5))
    with contexts(live_server.url) as [context]:
        page = opened(context, invited(scene))
        context.set_offline(True)
        assert scan(page, scene.card)[0] == "come_in"
        other = invite_device(actor=TEST, class_session=later, door="Cửa 9").code
        context.set_offline(False)
        page.goto(f"{live_server.url}/door/secure/")
        page.goto(f"{live_server.url}/door/#pair={other}")
        says(page, "Cửa 9")
        expect(page.locator("#network")).to_have_text(ALL_SENT)

    assert list(CheckIn.objects.values_list("class_session", "status")) == [(scene.session.pk, "accepted")]


def test_a_new_version_takes_over_the_queue_of_the_first_and_a_new_worker_the_page(
    live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    scene = scene_of_today()
    cards = [scene.card, *(scene.another(f"Học Viên {number}")[1] for number in range(11))]
    with contexts(live_server.url) as [context]:
        page = context.new_page()
        page.goto(f"{live_server.url}/door/assets.json")  # of this origin, and no door's page
        page.evaluate(FIRST_VERSION, [invited(scene), cards])
        page.goto(f"{live_server.url}/door/")
        expect(page.locator("#network")).to_have_text(ALL_SENT)
        assert page.evaluate(VERSION_OF_STORE) == 2
        expect(page.locator("#door[data-offline=ready]")).to_be_visible()
        [kept] = page.evaluate(NAMES_OF_CACHES)

        context.set_offline(True)
        fresh = scene.another("Người Mới")[1]
        assert scan(page, fresh)[0] == "look"  # a true card that came after the list
        built = shutil.copytree(views.BUILT, tmp_path / "build")
        worker = built / "door-worker.js"
        worker.write_text(worker.read_text().replace(kept.removeprefix("door-"), "0123456789abcdef"))
        monkeypatch.setattr(views, "BUILT", built)
        context.set_offline(False)
        expect(page.locator("#network")).to_have_text(ALL_SENT)
        page.reload()
        page.wait_for_function(f"async () => (await ({NAMES_OF_CACHES})()).join() === 'door-0123456789abcdef'")
        context.set_offline(True)
        page.reload()
        expect(page.get_by_role("button", name="Tìm theo tên")).to_be_visible()

    assert Counter(statuses())["accepted", "ok"] == len(cards) + 1
    assert isinstance(CheckIn.objects.latest("pk").arrived_at, datetime)


def test_a_browser_that_keeps_nothing_says_so_before_anybody_stands_at_the_door(live_server: LiveServer) -> None:
    with contexts(live_server.url) as [context]:
        context.add_init_script("Object.defineProperty(IDBFactory.prototype, 'open', { value() { throw new DOMException('no', 'SecurityError'); } })")
        page = context.new_page()
        page.goto(f"{live_server.url}/door/")

        says(page, "Trình duyệt không cho lưu dữ liệu")
