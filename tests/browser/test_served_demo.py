"""`./bd demo` as a user has it: played and served by one command in a process of its own; then a day at its door, with a film for a camera."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from browser.conftest import CHROMIUM
from browser.fake_camera import camera_arguments, film_of
from outside import sync
from playwright.sync_api import expect, sync_playwright

PLAYED_SECONDS, SLOW_MS = 240, 30_000
COMMAND = [sys.executable, "-m", "boiduong.project.cli"]


@dataclass(frozen=True, slots=True)
class Demo:
    address: str
    data: str  # its folder
    organiser_link: str
    door: str  # the file of `rehearsal door`: a session that begins in a quarter of an hour
    card: str  # the text of one of its cards
    session: str


@pytest.fixture
def demo() -> Iterator[Demo]:
    if not CHROMIUM:
        pytest.skip("no chromium here: apt-get install chromium")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = free_of_databases()
    with tempfile.TemporaryDirectory(prefix="bd-test-", ignore_cleanup_errors=True) as folder:
        data, said = Path(folder) / "diễn tập", Path(folder) / "said"
        wish = ("--attending", "30", "--schools", "3", "--classes", "1", "--port", str(port), "--data", str(data))
        with said.open("w") as words:
            served = subprocess.Popen([*COMMAND, "demo", *wish], env=env, stderr=words, stdout=words, start_new_session=True)
        try:
            wait_until_served(port, served, said)
            link = re.findall(r"Ban tổ chức\s+(http\S+)", said.read_text())[0]
            door = Path(folder) / "ctx.json"
            rehearse_door(data, "--people", "30", "--out", str(door))
            context = json.loads(door.read_text())
            yield Demo(f"http://localhost:{port}", str(data), link, str(door), context["codes"][0], context["session"])
        finally:
            served.send_signal(signal.SIGINT)
            served.wait(60)


def rehearse_door(data: str | Path, *more: str) -> dict[str, int]:
    done = subprocess.run(
        [*COMMAND, "rehearsal", "door", *more, "--data", str(data)], env=free_of_databases(), check=True, capture_output=True, text=True
    )
    told: dict[str, int] = json.loads(done.stdout)
    return told


def wait_until_served(port: int, served: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + PLAYED_SECONDS
    while time.monotonic() < until:
        assert served.poll() is None, said.read_text()
        with contextlib.suppress(OSError), urlopen(f"http://localhost:{port}/", timeout=5) as answer:
            assert answer.status == 200
            return
        time.sleep(0.5)
    pytest.fail(f"not served after {PLAYED_SECONDS} s: {said.read_text()}")


def test_the_served_demo_shows_its_news_and_its_door_works_without_a_network(demo: Demo, tmp_path: Path) -> None:
    film = film_of(demo.card, tmp_path / "card.y4m")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", *camera_arguments(film)])
        expect.set_options(timeout=SLOW_MS)
        office = browser.new_context(base_url=demo.address).new_page()
        office.goto("/")
        office.get_by_role("link", name=re.compile("Hoàn thành bồi dưỡng chính trị hè năm 2019")).first.click()
        expect(office.get_by_text("Ngày đăng 07/08/2019 | 10:38")).to_be_visible()

        office.goto(demo.organiser_link)
        office.get_by_role("button", name="Đăng nhập").click()
        office.goto(f"/sessions/{demo.session}/doors/")
        office.locator("input[name=door]").fill("Cửa 2")
        office.locator("form:has(input[name=door]) button").click()
        code = office.locator("p.font-mono").inner_text().strip()

        phone = browser.new_context(base_url=demo.address, viewport={"width": 360, "height": 720}, permissions=["camera"]).new_page()
        phone.goto("/door/")
        expect(phone.locator("#door[data-offline=ready]")).to_be_visible()
        phone.get_by_label("Mã ghép máy").fill(code)
        phone.get_by_role("button", name="Ghép máy").click()
        expect(phone.get_by_text("Mời vào")).to_be_visible()  # the film shows the card at once; it is taken back, to be shown again without a network
        phone.get_by_role("button", name="Hoàn tác").click()
        expect(phone.locator("#network")).to_have_text("Có mạng · đã gửi hết")
        phone.context.set_offline(True)
        phone.reload()
        expect(phone.get_by_text("Mời vào")).to_be_visible()
        expect(phone.locator("#network")).to_have_text(re.compile(r"Không mạng · [1-9] lượt chưa gửi"))
        phone.context.set_offline(False)
        expect(phone.locator("#network")).to_have_text("Có mạng · đã gửi hết")
        browser.close()
    assert offline_entries(demo) == 1
    syncs_of_a_load_client_are_first_scans_once_and_again_after_a_reset(demo)
    figures, counted = figures_and_recount(demo)
    assert figures == counted
    assert counted["persons"] == 30


def syncs_of_a_load_client_are_first_scans_once_and_again_after_a_reset(demo: Demo) -> None:
    """On the same served demo, by a client that knows nothing but the file. One card was entered by the phone of this day already."""
    context = json.loads(Path(demo.door).read_text())
    assert sync(context, batch=7)[0] == {"accepted": 29, "repeated": 1}
    assert sync(context, batch=7)[0] == {"repeated": 30}
    assert rehearse_door(demo.data, "--reset", demo.door)["taken_back"] == 29  # what this file's phone has entered, and no other
    assert sync(context, batch=7)[0] == {"accepted": 29, "repeated": 1}


def offline_entries(demo: Demo) -> int:
    """Counted in the demo's own database: the one scan that was made without a network has arrived."""
    asked = (
        "from boiduong.attendance.models import CheckIn; "
        f"print(CheckIn.objects.filter(class_session__code='{demo.session}', kind='in', status='accepted', is_offline=True).count())"
    )
    return int(answer_of(demo, asked))


def figures_and_recount(demo: Demo) -> list[dict[str, int]]:
    """What the application says of the played campaign's attendance, and what a recount from the raw events by tests/recount.py says."""
    asked = (
        "import json; from dataclasses import asdict; from recount import events_of, recount; "
        "from boiduong.attendance.queries import figures_of; from boiduong.campaigns.models import Campaign; "
        "from boiduong.rehearsal.stages.plan import CODE; campaign = Campaign.objects.get(code=CODE); "
        "counted = asdict(recount(campaign.pk, events_of(campaign.pk))); del counted['by_class']; "
        "print(json.dumps([asdict(figures_of(campaign)), counted]))"
    )
    told: list[dict[str, int]] = json.loads(answer_of(demo, asked))
    return told


def answer_of(demo: Demo, asked: str) -> str:
    """What Django's shell prints on the demo's own database, with the tests' own modules at hand."""
    env = free_of_databases() | {"PYTHONPATH": str(Path(__file__).parents[1])}
    command = [*COMMAND, "shell", "--no-imports", "-c", asked, "--data", demo.data]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.strip()


def free_of_databases() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DATABASE_OWNER_URL", "BOIDUONG_DATA"}}
