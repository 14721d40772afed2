"""What `serve --tls` answers without TLS: how a phone comes to trust this office, and nothing else."""

from collections.abc import Callable, Iterable
from typing import Any

from boiduong.project.wsgi import application as whole

HELP = "/door/secure/"
ALLOWED = (HELP, "/static/", "/language/")


def application(asked: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The help page and its files; every other address leads to it, so that whoever types the bare address is told what to do."""
    if str(asked.get("PATH_INFO", "")).startswith(ALLOWED):
        return whole(asked, start_response)
    start_response("302 Found", [("Location", HELP), ("Content-Length", "0"), ("Cache-Control", "no-store")])
    return [b""]
