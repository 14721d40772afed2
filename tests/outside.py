"""A load client from outside: it knows the file of `rehearsal door` and what "Doors over HTTP" says, and nothing of ours.

By hand, while a rehearsal is served: `python tests/outside.py CTX.json [BATCH] [CONNECTIONS]`.
"""

import http.client
import json
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4


def sync(context: dict[str, Any], *, batch: int = 50, connections: int = 4) -> tuple[Counter[str], float]:
    """Send a first entry for every card of the file, so many at a time. Returns how many were answered how, and the seconds it took."""
    seen_at = datetime.now(UTC).isoformat()
    events = [
        {"uuid": str(uuid4()), "code": code, "person": None, "kind": "in", "voids": None, "seen_at": seen_at, "sequence": number, "offline": True}
        for number, code in enumerate(context["codes"])
    ]
    batches = [events[start : start + batch] for start in range(0, len(events), batch)]
    shares = [batches[place::connections] for place in range(connections)]
    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        told = sum(pool.map(lambda share: _send(context, share), shares), Counter[str]())
    return told, time.perf_counter() - began


def _send(context: dict[str, Any], batches: list[list[dict[str, Any]]]) -> Counter[str]:
    """One phone's connection, kept open. Every item is answered, in its order, or this is no door."""
    line, told = http.client.HTTPConnection(context["host"], context["port"], timeout=60), Counter[str]()
    head = {"Authorization": f"Device {context['token']}", "Content-Type": "application/json"}
    for events in batches:
        body = json.dumps({"device_at": datetime.now(UTC).isoformat(), "events": events})
        line.request("POST", "/api/v1/door/events", body, head)
        answer = line.getresponse()
        content = answer.read()
        assert answer.status == 200, (answer.status, content[:300])
        results = json.loads(content)["results"]
        assert [result["uuid"] for result in results] == [event["uuid"] for event in events]
        told.update(result["status"] for result in results)
    line.close()
    return told


if __name__ == "__main__":
    counted, seconds = sync(json.loads(Path(sys.argv[1]).read_text()), **dict(zip(("batch", "connections"), map(int, sys.argv[2:]), strict=False)))
    print(f"{dict(counted)} in {seconds:.2f} s: {counted.total() / seconds:,.0f} events a second")
