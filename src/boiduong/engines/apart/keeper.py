"""The parent's side: one child answers many questions; a child that dies or dawdles is replaced, and its question lost."""

import json
import os
import selectors
import subprocess
import sys
import time
from dataclasses import asdict
from types import TracebackType
from typing import Self

from boiduong.engines.apart.limits import LENGTH, Bounds

_CHUNK = 1 << 16


class Lost(Exception):
    """The child is gone or has not answered in time."""


class Apart:
    """A process of its own that answers questions about strangers' bytes.

    Use it as a context, once for many questions: starting the child is what costs. Not for several threads at once; each takes its own.
    module: what `python -m` runs there; it calls `child.answer_questions`. arguments: for it, beside its bounds.
    """

    def __init__(self, module: str, bounds: Bounds, *arguments: str) -> None:
        self._command = [sys.executable, "-I", "-m", module, json.dumps(asdict(bounds)), *arguments]
        self._seconds = bounds.seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def ask(self, data: bytes) -> bytes:
        """The child's answer. Raises Lost if there is none; the next question then goes to a new child."""
        try:
            return self._ask(data)
        except (Lost, OSError) as reason:
            self._end()
            raise Lost from reason

    def _ask(self, data: bytes) -> bytes:
        child = self._running()
        if child.stdin is None or child.stdout is None:
            raise Lost
        deadline = time.monotonic() + self._seconds
        self._send(child.stdin.fileno(), len(data).to_bytes(LENGTH) + data, deadline)
        size = int.from_bytes(self._receive(child.stdout.fileno(), LENGTH, deadline))
        return self._receive(child.stdout.fileno(), size, deadline)

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
                raise Lost
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
            self._child = subprocess.Popen(self._command, **pipes, bufsize=0, env={}, start_new_session=True)  # type: ignore[call-overload]  # noqa: S603
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
            raise Lost
