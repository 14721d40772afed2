"""Phones of a door in Debian's chromium: a browser that can be killed, and the hand that scans."""

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from browser.conftest import CHROMIUM, WATCH
from django.db import connections
from django.utils.timezone import now
from make import campaigns as make_campaigns
from make import doors as make
from make.doors import TEST, Scene
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from boiduong.doors.actions import invite_device

SLOW_MS = 120_000  # every wait is for a state of the page; this ends those for one that never comes
FLAGS = ("--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
# A USB reader: keys faster than any hand, ended by Enter. The answer is what the page then shows, and after how long.
READER = """async (text) => {
  const door = document.getElementById("door");
  const before = door.dataset.scan;
  const from = performance.now();
  for (const key of [...text, "Enter"]) dispatchEvent(new KeyboardEvent("keydown", { key }));
  while (door.dataset.scan === before) await new Promise((resume) => setTimeout(resume, 2));
  return { state: door.dataset.state, ms: Math.round(performance.now() - from) };
}"""


def scene_of_today() -> Scene:
    return make.scene(make_campaigns.campaign(), starts_at=now() + timedelta(minutes=10))


def invited(scene: Scene, door: str = "Cửa 2") -> str:
    return invite_device(actor=TEST, class_session=scene.session, door=door).code


@contextlib.contextmanager
def chromium() -> Iterator[Playwright]:
    if not CHROMIUM:
        pytest.skip("no chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        expect.set_options(timeout=SLOW_MS)
        yield playwright
        connections.close_all()  # inside the loop Django had connections of its own


@contextlib.contextmanager
def contexts(address: str, count: int = 1) -> Iterator[list[BrowserContext]]:
    """So many phones, each with a store of its own."""
    with chromium() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        look = {"width": 360, "height": 720}
        yield [browser.new_context(base_url=address, locale="vi-VN", viewport=look, permissions=["camera"]) for _ in range(count)]  # type: ignore[arg-type]
        browser.close()


def opened(context: BrowserContext, code: str = "", address: str = "") -> Page:
    """The door's page, paired where a code is given, and kept for the time without a network."""
    context.set_default_timeout(SLOW_MS)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"{address}/door/" + (f"#pair={code}" if code else ""))
    expect(page.locator("#door[data-offline=ready]")).to_be_visible()
    if code:
        expect(page.locator("#network")).to_have_text("Có mạng · đã gửi hết")
        expect(page.get_by_role("button", name="Tìm theo tên")).to_be_visible()
    return page


def scan(page: Page, text: str) -> tuple[str, int]:
    """Hold a card under a USB reader. What the page shows to it, and after how many milliseconds."""
    said = page.evaluate(READER, text)
    return said["state"], said["ms"]


def says(page: Page, *words: str | re.Pattern[str]) -> None:
    for word in words:
        expect(page.get_by_text(word).first).to_be_visible()


class KillableBrowser:
    """A browser in a process of its own, with a store that outlives it."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        (folder / "DevToolsActivePort").unlink(missing_ok=True)
        command = [
            CHROMIUM or "",
            *FLAGS,
            "--headless=new",
            "--remote-debugging-port=0",
            f"--user-data-dir={folder}",
            "--no-first-run",
            "about:blank",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        self.context = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{self._port(folder)}").contexts[0]

    def kill(self) -> None:
        """kill -9, of it and of its children: like an empty battery."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def _port(self, folder: Path) -> int:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with contextlib.suppress(OSError, IndexError, ValueError):
                return int((folder / "DevToolsActivePort").read_text().splitlines()[0])
            time.sleep(0.05)
        self.kill()
        raise TimeoutError("chromium has opened no port for its debugger")
