"""How long a phone takes to answer a card without a network: chromium with its CPU slowed six times, as a cheap phone, its camera running."""

import os
import shutil
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench import Figure, measured
from bench.door_ground import Ground
from bench.servers import served
from boiduong.doors.actions import invite_device
from boiduong.rehearsal.door import MACHINE

SLOWER, CARDS, BOUND_MS, SLOW_MS = 6, 60, 300, 120_000
FLAGS = ("--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
# As a USB reader types; the answer is on the screen when the page's own mark of the scan has changed and a picture of it is due.
READER = """async (text) => {
  const door = document.getElementById("door");
  const before = door.dataset.scan;
  const from = performance.now();
  for (const key of [...text, "Enter"]) dispatchEvent(new KeyboardEvent("keydown", { key }));
  while (door.dataset.scan === before) await new Promise((resume) => setTimeout(resume, 2));
  return [door.dataset.state, performance.now() - from];
}"""


def verdicts(opened: Ground) -> Figure:
    """Cards of the session, each twice, with a forged one and a foreign text between them. The first of all is told apart: nothing is warm then."""
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        return Figure("verdicts of a phone without a network", 0, 0, "not measured: there is no chromium here")
    opened.forget()
    code = invite_device(actor=MACHINE, class_session=opened.session, door="Cửa đo").code
    shown = [text for card in opened.codes[: CARDS // 4] for text in (card, card, _forged(card), f"https://example.org/{card[-9:]}")]
    wanted = [state for _ in range(CARDS // 4) for state in ("come_in", "look", "stop", "stop")]
    with served("granian", "boiduong.project.wsgi") as site, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=[*FLAGS])
        page = chromium.new_context(base_url=f"http://localhost:{site.port}", locale="vi-VN", permissions=["camera"]).new_page()
        _open(page, code)
        with measured() as told:
            answers = [page.evaluate(READER, text) for text in shown]
        chromium.close()
    if [state for state, _ms in answers] != wanted:
        raise RuntimeError(f"the phone said {[state for state, _ms in answers]}")
    times = [ms for _state, ms in answers]
    over = sum(ms > BOUND_MS for ms in times)
    note = f"first {times[0]:.0f} ms, median {median(times):.0f}, worst {max(times):.0f}, over {BOUND_MS} ms: {over} of {len(times)}"
    return Figure(f"{len(times)} verdicts offline, CPU {SLOWER} times slower", told.seconds, told.cpu_seconds, note)


def _open(page: Page, code: str) -> None:
    page.set_default_timeout(SLOW_MS)
    page.goto(f"/door/#pair={code}")
    page.locator("#door[data-offline=ready]").wait_for()
    page.get_by_role("button", name="Tìm theo tên").wait_for()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.context.set_offline(True)


def _forged(card: str) -> str:
    """One letter of its signature changed."""
    return card[:-10] + ("0" if card[-10] != "0" else "1") + card[-9:]
