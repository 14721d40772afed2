"""The doors over HTTP: beside a bare WSGI application under the same server and settings, on a PostgreSQL that waits for the disk.

The load comes from this process; what a server uses is read from its own processes. `web` is the web server alone, as the bound is meant;
PostgreSQL's share is told beside it.
"""

import json
import os
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import django

from bench import Figure
from bench.servers import Request, Site, postgres_cpu_seconds, served
from boiduong.project import ground

if TYPE_CHECKING:
    from bench.door_ground import Ground

PEOPLE, SINGLE, DOORS, SHARED_CODES, BOARD_CLASSES = 3000, 1500, 8, 50, 8
BARE, OURS = "bench.bare", "boiduong.project.wsgi"
BARE_TIMES = 10  # a process is told its time in hundredths of a second, and 1,500 bare requests take five of them
EVENTS, WARM = "/api/v1/door/events", ("GET", "/api/v1/door/search?q=", b"")


def run() -> list[Figure]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boiduong.project.settings")
    with tempfile.TemporaryDirectory(prefix="bd-bench-") as folder, ground.rehearsal(Path(folder)):
        ground.migrate()
        django.setup()
        opened: Ground = import_module("bench.door_ground").Ground.open(Path(folder), PEOPLE)  # its models want the folder just made
        alone = [singles(server, opened) for server in ("gunicorn", "granian")]
        phone = import_module("bench.phone").verdicts(opened)
        return [*alone, phone, batches(opened), queue(opened), one_code_at_every_door(opened), opened.board(BOARD_CLASSES)]


def singles(server: str, opened: "Ground") -> Figure:
    """One scan a request, beside the bare application under the same server."""
    opened.forget()
    requests = [("POST", EVENTS, batch([code])) for code in opened.codes[:SINGLE]]
    with served(server, BARE) as site:
        bare = Load.of(site, opened, requests * BARE_TIMES).web / BARE_TIMES
    with served(server, OURS) as site:
        ours = Load.of(site, opened, requests)
    insist(ours.statuses, {"accepted": SINGLE})
    web, plain, database = (1000 * seconds / SINGLE for seconds in (ours.web, bare, ours.database))
    note = f"{web:.2f} ms web, bare {plain:.3f} ms: {web / plain:.1f} times; PostgreSQL {database:.2f} ms"
    return Figure(f"{SINGLE:,} scans, one a request, {server}", ours.seconds, ours.web, note)


def batches(opened: "Ground") -> Figure:
    """Batches of 50 over four connections to two workers: everybody in, then everybody out."""
    opened.forget()
    kinds = ("in", "out")
    requests = [("POST", EVENTS, batch(opened.codes[place : place + 50], kind=kind)) for kind in kinds for place in range(0, len(opened.codes), 50)]
    with served("granian", OURS, workers=2) as site:
        load = Load.of(site, opened, requests, threads=4)
    insist(load.statuses, {"accepted": len(kinds) * len(opened.codes)})
    count = load.statuses.total()
    note = f"{count / load.seconds:,.0f} events/s; PostgreSQL {load.database:.2f} s cpu, fsync on"
    return Figure(f"{count:,} events in batches of 50, granian, 2 workers", load.seconds, load.web, note)


def queue(opened: "Ground") -> Figure:
    """What one phone has gathered without a network, in its own batches of 200; each answer is lost once, so everything comes twice."""
    opened.forget()
    once = [("POST", EVENTS, batch(opened.codes[place : place + 200], offline=True)) for place in range(0, len(opened.codes), 200)]
    with served("granian", OURS, workers=2) as site:
        load = Load.of(site, opened, [request for request in once for _ in range(2)])
    insist(load.statuses, {"accepted": 2 * len(opened.codes)})
    kept = opened.kept()
    if kept != {"accepted": len(opened.codes)}:
        raise RuntimeError(f"doubled or lost: {kept}")
    return Figure(f"{len(opened.codes):,} queued scans of one phone, each sent twice", load.seconds, load.web, f"{kept['accepted']:,} rows kept")


def one_code_at_every_door(opened: "Ground") -> Figure:
    """Eight phones hold the same card up in the same instant, again and again.

    That it goes wrong without the guard is shown by tests/doors/test_two_doors_at_once.py.
    """
    opened.forget()
    tokens, start = [opened.phone(number) for number in range(DOORS)], threading.Barrier(DOORS)
    told: list[list[str]] = [[] for _ in tokens]
    with served("granian", OURS, workers=2) as site:
        began, web = time.perf_counter(), site.cpu_seconds()

        def hold_up(door: int) -> None:
            for code in opened.codes[:SHARED_CODES]:
                start.wait()
                told[door] += statuses(site.ask([("POST", EVENTS, batch([code]))], {"Authorization": f"Device {tokens[door]}"}))

        phones = [threading.Thread(target=hold_up, args=(door,)) for door in range(DOORS)]
        for phone in phones:
            phone.start()
        for phone in phones:
            phone.join()
        seconds, web = time.perf_counter() - began, site.cpu_seconds() - web
    firsts = [Counter(answers)["accepted"] for answers in zip(*told, strict=True)]
    if firsts != [1] * SHARED_CODES:
        raise RuntimeError(f"first entries a card: {firsts}")
    return Figure(f"{SHARED_CODES} cards, each at {DOORS} doors at once", seconds, web, "exactly one first entry each")


class Load:
    """What some requests cost: wall seconds, the web's and PostgreSQL's processor seconds, and how the events were answered."""

    def __init__(self, seconds: float, web: float, database: float, answers: list[tuple[int, bytes]]) -> None:
        self.seconds, self.web, self.database = seconds, web, database
        self.statuses = Counter(statuses(answers))

    @classmethod
    def of(cls, site: Site, opened: "Ground", requests: list[Request], *, threads: int = 1) -> "Load":
        headers = {"Authorization": f"Device {opened.token}", "Content-Type": "application/json"}
        site.ask([WARM] * 40, headers, threads=4)
        web, database, began = site.cpu_seconds(), postgres_cpu_seconds(opened.cluster), time.perf_counter()
        answers = site.ask(requests, headers, threads=threads)
        seconds = time.perf_counter() - began
        return cls(seconds, site.cpu_seconds() - web, postgres_cpu_seconds(opened.cluster) - database, answers)


def statuses(answers: list[tuple[int, bytes]]) -> list[str]:
    wrong = [answer for answer in answers if answer[0] != 200]
    if wrong:
        raise RuntimeError(f"answered {wrong[0]}")
    return [result["status"] for _, text in answers for result in json.loads(text)["results"]]


def insist(found: Counter[str], wanted: dict[str, int]) -> None:
    """A fast wrong answer would be no figure at all."""
    if dict(found) != wanted:
        raise RuntimeError(f"answers {dict(found)} instead of {wanted}")


def batch(codes: list[str], *, kind: str = "in", offline: bool = False) -> bytes:
    at = datetime.now(UTC).isoformat()
    events = [
        {"uuid": str(uuid4()), "code": code, "person": None, "kind": kind, "voids": None, "seen_at": at, "sequence": place, "offline": offline}
        for place, code in enumerate(codes)
    ]
    return json.dumps({"device_at": at, "events": events}).encode()
