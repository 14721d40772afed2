"""Where the rehearsal's folder is being served just now, as `serve` notes it there."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings


def site_now(port: int | None) -> dict[str, Any]:
    """Host and port, and whether by TLS. Said by hand, `port` is believed; else what is served now, else the usual one."""
    noted = Path(settings.DATA) / "serve.json"
    if port is None and noted.exists():
        served = json.loads(noted.read_text())
        return {"host": served["host"] if served.get("tls") else "localhost", "port": served["port"], "tls": bool(served.get("tls"))}
    return {"host": "localhost", "port": port or 8000, "tls": False}
