"""A bare WSGI application: reads what it is sent, answers a few bytes. What any server costs before anything of ours has run."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

ANSWER = b'{"results": []}'


def application(environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    environment["wsgi.input"].read(int(environment.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(ANSWER)))])
    return [ANSWER]
