import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from boiduong.audit.trail import Refusal
from boiduong.doors.models import Device
from boiduong.rehearsal.door import open_door, reset_door, told
from boiduong.rehearsal.world import PlayBroken


class Command(BaseCommand):
    help = "Open a door for load tests: a session with carded people and a paired phone, in a rehearsal's database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["door"])
        parser.add_argument("--people", type=int, default=400)
        parser.add_argument("--out", type=Path, help="where to write what a load test needs")
        parser.add_argument("--reset", type=Path, metavar="CTX", help="make every card of this earlier file a first scan again")
        parser.add_argument("--port", type=int, default=8000, help="where it is served, unless it is being served now")

    def handle(self, *, people: int, out: Path | None, reset: Path | None, port: int, **options: Any) -> str:  # noqa: ARG002
        if not settings.REHEARSAL:
            raise CommandError("A door for load tests is opened in a rehearsal alone; play one first: ./bd demo --no-serve", returncode=2)
        if reset is None and (out is None or people < 1):
            raise CommandError("Say --people N (at least 1) and --out FILE, or --reset FILE.", returncode=2)
        try:
            return json.dumps(self.reset(reset) if reset else self.open(people, out or Path(), port), ensure_ascii=False)
        except (PlayBroken, Refusal, OSError, ValueError, KeyError, TypeError, Device.DoesNotExist) as reason:
            raise CommandError(f"No door: {reason}", returncode=2) from reason

    def open(self, people: int, out: Path, port: int) -> dict[str, Any]:
        served = Path(settings.DATA) / "serve.json"
        site: dict[str, Any] = {"host": "127.0.0.1", "port": port}
        if served.exists():
            site |= {name: value for name, value in json.loads(served.read_text()).items() if name in site}
        door = open_door(people_count=people, at=now())
        out.write_text(json.dumps(told(door, **site), ensure_ascii=False))
        return {"path": str(out), "people": len(door.codes)}

    def reset(self, path: Path) -> dict[str, Any]:
        return {"path": str(path), "taken_back": reset_door(token=json.loads(path.read_text())["token"], at=now())}
