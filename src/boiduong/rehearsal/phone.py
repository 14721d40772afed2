"""A phone at a door, played: it pairs, fetches its list, answers by itself and sends in batches, all through the site's own HTTP API."""

import json
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Literal, cast
from uuid import UUID

from django.conf import settings
from django.test import Client

from boiduong.doors.verdicts import Facts, decide
from boiduong.engines.tokens import Card, code_hash, read_card
from boiduong.rehearsal.world import PlayBroken

type Kind = Literal["in", "out"]
BATCH = 200  # as the real page sends
FLUSH_EVERY = timedelta(seconds=60)  # how long scans gather while a queue passes; the real page sends sooner when it is quiet


@dataclass
class Phone:
    """One phone of one session. Speaks to the site by Django's own client: middleware, parsing and all, without a socket.

    The clock goes beside each request, as doors.api.clock allows a caller inside the process.
    """

    dice: Random
    token: str = ""
    is_online: bool = True
    manifest: dict[str, Any] = field(default_factory=dict)
    queue: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)  # uuid -> status
    _client: Client = field(default_factory=lambda: Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]))
    _last: dict[str, Kind] = field(default_factory=dict)  # person -> last touch that this phone saw
    _keys: dict[int, bytes] = field(default_factory=dict)
    _by_hash: dict[str, dict[str, Any]] = field(default_factory=dict)
    _sequence: int = 0
    _sent_at: datetime | None = None

    def open(self, pairing_code: str, at: datetime) -> None:
        self.token = self._ask("POST", "pair", at, {"code": pairing_code})["token"]
        self.manifest = self._ask("GET", "manifest", at)
        self._keys = {key["id"]: urlsafe_b64decode(key["public"] + "=") for key in self.manifest["keys"]}
        self._by_hash = {listed["code_hash"]: listed for listed in self.manifest["people"] if listed["code_hash"]}

    def scan(self, text: str, kind: Kind, at: datetime) -> str:
        """Hold a card before the camera. Returns the event's uuid."""
        read = read_card(text, keys=self._keys)
        found = self._by_hash.get(code_hash(read.code)) if isinstance(read, Card) else None
        reading = "card" if isinstance(read, Card) else str(read.reason)
        elsewhere = isinstance(read, Card) and code_hash(read.code) in self.manifest["elsewhere"]["cards"]
        return self._keep(kind, at, person=found["person"] if found else None, reading=reading, is_elsewhere=elsewhere, code=text)

    def mark(self, person: str, kind: Kind, at: datetime, reason: str) -> str:
        """Find somebody by name and say why there is no card."""
        return self._keep(kind, at, person=person, reading="by_name", manual_reason=reason)

    def note(self, text: str, at: datetime) -> str:
        """Write down somebody who is on no list."""
        return self._keep("in", at, person=None, reading="by_name", note=text, manual_reason="Không có trong danh sách")

    def take_back(self, uuid: str, at: datetime) -> None:
        self._append({"kind": "void", "voids": uuid, "code": None, "person": None, "shown": "come_in"}, at)

    def send(self, at: datetime, *, is_due: bool = False) -> None:
        """Send what waits, if there is a network and it is time; is_due: whatever the time."""
        if not self.is_online or not self.queue or not (is_due or self._sent_at is None or at - self._sent_at >= FLUSH_EVERY):
            return
        while self.queue:
            batch, self.queue = self.queue[:BATCH], self.queue[BATCH:]
            told = self._ask("POST", "events", at, {"device_at": at.isoformat(), "events": batch})["results"]
            self.answers |= {result["uuid"]: result["status"] for result in told}
        self._sent_at = at

    def _keep(self, kind: Kind, at: datetime, *, person: str | None, reading: str, is_elsewhere: bool = False, **more: Any) -> str:
        starts_at = datetime.fromisoformat(self.manifest["starts_at"])
        facts = Facts(
            kind=kind,
            reading=reading,
            own_campaign=True,
            revoked=False,
            listed="here" if person else "elsewhere" if is_elsewhere else "nowhere",
            last=self._last.get(person) if person else None,
            minutes=int((at - starts_at).total_seconds() // 60),
            late_after_minutes=self.manifest["late_after_minutes"],
        )
        if person:
            self._last[person] = kind
        named = {"code": None, "person": None if "code" in more else person}
        return self._append(named | {"kind": kind, "shown": decide(facts).state} | more, at)

    def _append(self, event: dict[str, Any], at: datetime) -> str:
        self._sequence += 1
        uuid = str(UUID(int=self.dice.getrandbits(128), version=4))
        known = {
            "uuid": uuid,
            "seen_at": at.isoformat(),
            "sequence": self._sequence,
            "offline": not self.is_online,
            "session": self.manifest["session"],
        }
        self.queue.append({"voids": None, "manual_reason": None} | event | known)
        return uuid

    def _ask(self, method: str, path: str, at: datetime, body: dict[str, Any] | None = None) -> dict[str, Any]:
        beside: Any = {"boiduong.clock": at}
        response = self._client.generic(
            method,
            f"/api/v1/door/{path}",
            data="" if body is None else _json(body),
            content_type="application/json",
            secure=not settings.LAPTOP,
            headers={"authorization": f"Device {self.token}"} if self.token else None,
            **beside,
        )
        if response.status_code != 200:
            raise PlayBroken(f"cửa điểm danh: {path} trả lời {response.status_code}")
        return cast("dict[str, Any]", response.json())


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False)
