"""The child's side. A module that is to run apart calls `answer_questions` from its `main` and imports nothing it does not need."""

import json
import resource
import sys
from collections.abc import Callable
from typing import BinaryIO

from boiduong.engines.apart.limits import LENGTH, MEGABYTE, Bounds


def answer_questions(answer: Callable[[bytes], bytes]) -> None:
    """Answer until the pipe closes. Messages both ways: eight bytes of length, then so many bytes.

    The first argument of the process is its bounds. No file may grow, no core is written; whoever exceeds the rest is ended by the system.
    """
    bounds = Bounds(**json.loads(sys.argv[1]))
    _bound(resource.RLIMIT_AS, bounds.memory_megabytes * MEGABYTE)
    _bound(resource.RLIMIT_FSIZE, 0)
    _bound(resource.RLIMIT_CORE, 0)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while (data := _receive(source)) is not None:
        allow_seconds(bounds.cpu_seconds)
        told = answer(data)
        del data
        sink.write(len(told).to_bytes(LENGTH) + told)
        sink.flush()


def allow_seconds(seconds: int) -> None:
    """So many seconds of the processor from now. The system counts from the process's birth, so each question moves the end."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


def _receive(source: BinaryIO) -> bytes | None:
    head = source.read(LENGTH)
    return source.read(int.from_bytes(head)) if len(head) == LENGTH else None


def _bound(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, most))
