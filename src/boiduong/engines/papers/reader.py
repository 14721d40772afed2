"""The parent's side: one child reads many files; a child that dies or dawdles is replaced, and its file refused."""

import json
import os
import selectors
import subprocess
import sys
import time
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from boiduong.engines.papers.child import LENGTH
from boiduong.engines.papers.shapes import MEGABYTE, Flag, FlagKind, Limits, Paper, PaperKind, Reason, Refused

_CHUNK = 1 << 16


class _Lost(Exception):
    """The child is gone or has not answered in time."""


class Reader:
    """Reads papers in a process of its own.

    Use it as a context, once for many files: starting the child costs about 0.2 s, a Word file about 1 ms.
    Not for several threads at once; each takes a reader of its own.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def read(self, data: bytes) -> Paper | Refused:
        """The text of one file, or why not. Never raises for what is in the file."""
        if not data.strip():
            return Refused(Reason.EMPTY)
        if len(data) > self._limits.megabytes * MEGABYTE:
            return Refused(Reason.TOO_LARGE)
        try:
            return _result(json.loads(self._ask(data)))
        except _Lost:
            self._end()
            return Refused(Reason.TOO_SLOW)

    def _ask(self, data: bytes) -> bytes:
        child = self._running()
        if child.stdin is None or child.stdout is None:
            raise _Lost
        deadline = time.monotonic() + self._limits.seconds
        try:
            self._send(child.stdin.fileno(), len(data).to_bytes(LENGTH) + data, deadline)
            size = int.from_bytes(self._receive(child.stdout.fileno(), LENGTH, deadline))
            return self._receive(child.stdout.fileno(), size, deadline)
        except OSError as reason:
            raise _Lost from reason

    def _send(self, pipe: int, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            _wait(pipe, selectors.EVENT_WRITE, deadline)
            view = view[os.write(pipe, view[:_CHUNK]) :]

    def _receive(self, pipe: int, size: int, deadline: float) -> bytes:
        parts = []
        while size:
            _wait(pipe, selectors.EVENT_READ, deadline)
            part = os.read(pipe, min(size, _CHUNK))
            if not part:
                raise _Lost
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            command = [sys.executable, "-I", "-m", "boiduong.engines.papers.child", json.dumps(asdict(self._limits))]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
            self._child = subprocess.Popen(command, **pipes, bufsize=0, env={}, start_new_session=True)  # type: ignore[call-overload]  # noqa: S603
            if self._child.stdin:
                os.set_blocking(self._child.stdin.fileno(), False)
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child:
            child.kill()
            child.communicate()


def _wait(pipe: int, event: int, deadline: float) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, event)
        if not selector.select(max(0.0, deadline - time.monotonic())):
            raise _Lost


def _result(answer: dict[str, Any]) -> Paper | Refused:
    if "refused" in answer:
        return Refused(Reason(answer["refused"]))
    flags = (Flag(FlagKind(one["kind"]), one["count"], tuple((start, end) for start, end in one["places"])) for one in answer["flags"])
    return Paper(PaperKind(answer["kind"]), answer["text"], tuple(flags))
