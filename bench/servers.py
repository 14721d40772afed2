"""Web servers started for a measurement, and what their processes have used."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
COMMANDS = {
    "gunicorn": ["-m", "gunicorn", "--bind", "127.0.0.1:{port}", "--workers", "{workers}", "--log-level", "error", "{module}:application"],
    "granian": [
        *("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}", "--workers", "{workers}"),
        *("--blocking-threads", "1", "--log-level", "error", "{module}:application"),
    ],
}
type Request = tuple[str, str, bytes]  # method, path, body


@dataclass(frozen=True, slots=True)
class Site:
    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time of the server and its children, so far."""
        return sum(_ticks(pid) for pid in _family(self.pid)) / TICKS

    def ask(self, requests: Sequence[Request], headers: dict[str, str], *, threads: int = 1) -> list[tuple[int, bytes]]:
        """Send all of them over as many lasting connections; answers in their order."""
        answers: list[tuple[int, bytes]] = [(0, b"")] * len(requests)

        def send(first: int) -> None:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            for place in range(first, len(requests), threads):
                method, path, body = requests[place]
                line.request(method, path, body, headers)
                response = line.getresponse()
                answers[place] = (response.status, response.read())
            line.close()

        senders = [threading.Thread(target=send, args=(first,)) for first in range(threads)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        return answers


@contextlib.contextmanager
def served(server: str, module: str, *, workers: int = 1) -> Iterator[Site]:
    """A server that answers, until the block ends. The environment is ours: the data folder and the database."""
    port = _free_port()
    told = {"port": port, "workers": workers, "module": module}
    child = subprocess.Popen([sys.executable, *(part.format(**told) for part in COMMANDS[server])], start_new_session=True)  # noqa: S603
    try:
        _wait_for(port, child)
        yield Site(port, child.pid)
    finally:
        os.killpg(child.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def postgres_cpu_seconds(folder: Path) -> float:
    """What the database server on this folder has used so far, its ended connections included."""
    leader = int((folder / "postmaster.pid").read_text().split()[0])
    return sum(_ticks(pid, with_ended=True) for pid in _family(leader)) / TICKS


def _wait_for(port: int, child: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        with contextlib.closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if child.poll() is not None:
            raise RuntimeError(f"the server ended with {child.returncode}")
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += _family(int(child))
    return found


def _ticks(pid: int, *, with_ended: bool = False) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(fields[place]) for place in ((11, 12, 13, 14) if with_ended else (11, 12)))
