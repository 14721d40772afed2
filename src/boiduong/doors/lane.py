"""A short way for what phones send most: POST /api/v1/door/events, straight from WSGI to `recording`, past sessions, messages and all else
that a page of a person needs and a phone does not (decisions/0041). It answers as `api.door_events` does; whatever is not plainly a phone's batch
(another host, plain HTTP on a server, no device's token, a body that is no batch) is handed on to the site unread, which says what is wrong with it.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import InterfaceError, OperationalError, connection
from django.http.request import split_domain_port, validate_host
from django.utils.timezone import now

from boiduong.doors import recording
from boiduong.doors.actions import SENDS_UNTIL, digest
from boiduong.doors.events import Answer
from boiduong.doors.forms import clock_of, parse_event
from boiduong.doors.intake import Notice
from boiduong.doors.statements import door_of_token

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PATH, SCHEME = "/api/v1/door/events", "Device "
MOST_BYTES, MOST_EVENTS = 2_500_000, 500
_NAMES = [field.name for field in fields(Answer)]
_default = DjangoJSONEncoder().default


class DoorLane:
    """A WSGI application around the site's. notice: as record_checkins tells it."""

    def __init__(self, site: Callable[..., Iterable[bytes]], notice: Notice) -> None:
        self.site, self.notice = site, notice

    def __call__(self, environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        answer = self._answer(environment) if _is_for_us(environment) else None
        if answer is None:
            return self.site(environment, start_response)
        length = ("Content-Length", str(len(answer)))
        start_response("200 OK", [("Content-Type", "application/json; charset=utf-8"), length, ("Cache-Control", "no-store")])
        return [answer]

    def _answer(self, environment: "WSGIEnvironment") -> bytes | None:
        """None where the site shall answer; it finds the body unread."""
        body = environment["wsgi.input"].read(int(environment["CONTENT_LENGTH"]))
        environment["wsgi.input"] = BytesIO(body)
        asked = _batch_of(body)
        if asked is None:
            return None
        token = digest(environment["HTTP_AUTHORIZATION"][len(SCHEME) :])
        try:
            return self._record(token, asked)
        except (OperationalError, InterfaceError):  # the connection was kept from an earlier scan, and the database has forgotten it since
            connection.close()
            return self._record(token, asked)  # whatever the first try has kept is answered as it was

    def _record(self, token: str, asked: dict[str, Any]) -> bytes | None:
        at = now()
        door = door_of_token(token, heard_since=at - SENDS_UNTIL)
        if door is None:
            return None
        device_at = clock_of(asked.get("device_at", ""))
        recording.hear_device(door=door, device_at=device_at, at=at)
        answers = recording.record_checkins(
            door=door, batch=[parse_event(raw) for raw in asked["events"]], device_at=device_at, at=at, notice=self.notice
        )
        told = [{name: getattr(answer, name) for name in _NAMES} for answer in answers]
        return json.dumps({"results": told}, default=_default, ensure_ascii=False, separators=(",", ":")).encode()


def _is_for_us(environment: "WSGIEnvironment") -> bool:
    is_batch = environment["REQUEST_METHOD"] == "POST" and environment.get("PATH_INFO") == PATH
    if not is_batch or not environment.get("HTTP_AUTHORIZATION", "").startswith(SCHEME):
        return False
    length = environment.get("CONTENT_LENGTH") or ""
    return length.isdigit() and int(length) <= MOST_BYTES and _is_ours(environment) and _is_secure(environment)


def _is_ours(environment: "WSGIEnvironment") -> bool:
    return validate_host(split_domain_port(environment.get("HTTP_HOST", ""))[0], settings.ALLOWED_HOSTS)


def _is_secure(environment: "WSGIEnvironment") -> bool:
    """Under settings.SECURE_SSL_REDIRECT, by the header that settings trust; the site sends anything else to HTTPS."""
    header = settings.SECURE_PROXY_SSL_HEADER
    said = environment.get(header[0], "") if header else ""
    return not settings.SECURE_SSL_REDIRECT or environment["wsgi.url_scheme"] == "https" or (header is not None and said == header[1])


def _batch_of(body: bytes) -> dict[str, Any] | None:
    """What api.EventsIn takes, or None."""
    try:
        asked = json.loads(body)
    except ValueError:
        return None
    if not isinstance(asked, dict) or not isinstance(asked.get("device_at", ""), str):
        return None
    events = asked.get("events")
    return asked if isinstance(events, list) and 1 <= len(events) <= MOST_EVENTS else None
