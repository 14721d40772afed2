"""Web and worker as children of one command: whatever dies is started again, and dies with us."""

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

from boiduong.project import embedded, tls
from boiduong.project.ground import Unready

GRACE_SECONDS = 10


def refuse_taken_port(port: int) -> None:
    if _answers(port):
        raise Unready(f"Port {port} is taken by another program. Choose another with --port {port + 1}.")


def _answers(port: int) -> bool:
    with contextlib.closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def serve(data: Path, port: int, keep: Callable[[], object]) -> None:
    """Serve until Ctrl+C. Outside scripts find host, port and pid in DIR/serve.json."""
    open_at = [f"http://localhost:{port}/ (Ctrl+C stops it)"]
    with _told(data, {"host": "127.0.0.1", "port": port}):
        keep_running([["web", "--port", str(port)], ["worker"]], keep, port=port, open_at=open_at)


def serve_tls(data: Path, port: int, keep: Callable[[], object], names: list[str]) -> None:
    """The same to the whole network, over TLS by the office's own CA; on the next port, without TLS, the page that says how to trust it."""
    hosts = [*names, *tls.lan_names()]
    served = tls.certificates(data.absolute() / "keys", hosts, at=datetime.now(UTC))
    secure, plain = f"https://{hosts[0]}:{port}", f"http://{hosts[0]}:{port + 1}"
    os.environ |= {"BOIDUONG_LAN_HOSTS": ",".join(hosts), "BOIDUONG_LAN_ADDRESS": secure, "BOIDUONG_HELP_ADDRESS": f"{plain}/door/secure/"}
    open_at = [f"{secure}/ for everybody on this network (Ctrl+C stops it)", f"{plain}/ tells phones and computers how to trust it, once"]
    shared = ["--address", "0.0.0.0"]
    secured = ["web", "--port", str(port), *shared, "--certificate", str(served.certificate), "--key", str(served.key)]
    with _told(data, {"host": hosts[0], "port": port, "tls": True, "plain_port": port + 1, "ca": str(served.ca)}):
        keep_running([secured, ["help-page", "--port", str(port + 1), *shared], ["worker"]], keep, port=port, open_at=open_at)


@contextlib.contextmanager
def _told(data: Path, told: dict[str, object]) -> Iterator[None]:
    path = data / "serve.json"
    path.write_text(json.dumps(told | {"pid": os.getpid()}))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def web(options: argparse.Namespace) -> None:
    """The web alone; on a server, behind its proxy."""
    _end_with_parent(options)
    Granian(
        "boiduong.project.wsgi:application",
        address=options.address,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=os.cpu_count() or 1,
        blocking_threads=4,
        log_level="warning",  # type: ignore[arg-type]
        ssl_cert=options.certificate,
        ssl_key=options.key,
    ).serve()


def help_page(options: argparse.Namespace) -> None:
    """The one page that is served without TLS beside a web with it."""
    _end_with_parent(options)
    Granian(
        "boiduong.project.plain:application",
        address=options.address,
        port=options.port,
        interface=Interfaces.WSGI,
        blocking_threads=2,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()


def worker(options: argparse.Namespace) -> None:
    """The queue's worker alone; any number of them, on any machine."""
    _end_with_parent(options)
    django.setup()
    call_command("procrastinate", "worker", concurrency=os.cpu_count() or 1)


def keep_running(commands: list[list[str]], keep: Callable[[], object], *, port: int, open_at: list[str]) -> None:
    """Run these commands of ours until Ctrl+C or SIGTERM; whatever dies is started again, and dies with us.

    open_at: said once the port answers, so that nobody opens a page that is not there yet.
    """
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell starts background jobs with SIGINT ignored
        signal.signal(number, signal.default_int_handler)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        while True:
            try:
                keep()
            except embedded.Unusable as reason:
                print(f"boiduong: {reason}", file=sys.stderr)
            for command in commands:
                children[command[0]] = _alive(command, children.get(command[0]))
            open_at = _said_when_open(port, open_at)
            time.sleep(1)
    except KeyboardInterrupt:
        print("boiduong: stopping", file=sys.stderr)
    finally:
        for child in children.values():
            child.terminate()
        for child in children.values():
            _end(child)


def _said_when_open(port: int, sentences: list[str]) -> list[str]:
    """What is still to be said: these sentences until the port answers, then nothing."""
    if not sentences or not _answers(port):
        return sentences
    print(*(f"boiduong: {sentence}" for sentence in sentences), sep="\n", file=sys.stderr)
    return []


def _alive(command: list[str], child: subprocess.Popen[bytes] | None) -> subprocess.Popen[bytes]:
    """This child if it runs, else a new one."""
    if child and child.poll() is None:
        return child
    if child:
        print(f"boiduong: {command[0]} ended with {child.returncode}; starting it again", file=sys.stderr)
        _end(child)
    ours = [sys.executable, "-m", "boiduong.project.cli", *command, "--with-parent"]
    return subprocess.Popen(ours, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603


def _end(child: subprocess.Popen[bytes]) -> None:
    """Wait for a child that was told to stop; then end it and what it left behind."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(GRACE_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL)  # its group: the web's own workers outlive a killed web


def _end_with_parent(options: argparse.Namespace) -> None:
    """Stop when the pipe on standard input closes: even a killed parent closes it."""

    def watch() -> None:
        os.read(0, 1)  # not sys.stdin: the web forks, and its children would wait for that lock for ever
        os.kill(os.getpid(), signal.SIGTERM)

    if options.with_parent:
        threading.Thread(target=watch, daemon=True).start()
