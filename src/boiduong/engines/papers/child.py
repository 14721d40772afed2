"""The process that reads strangers' files: no files of its own, little memory, little time. Started by `reader`, one file after another."""

import json
import resource
import sys
from dataclasses import asdict
from typing import BinaryIO

from boiduong.engines.papers.extract import extract
from boiduong.engines.papers.shapes import MEGABYTE, Limits, Paper, Reason

LENGTH = 8  # bytes before every message


def main() -> None:
    """Answer until the pipe closes. Messages both ways: eight bytes of length, then so many bytes."""
    limits = Limits(**json.loads(sys.argv[1]))
    _bound(resource.RLIMIT_AS, limits.memory_megabytes * MEGABYTE)
    _bound(resource.RLIMIT_FSIZE, 0)
    _bound(resource.RLIMIT_CORE, 0)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while (data := _receive(source)) is not None:
        _allow_seconds(limits.cpu_seconds)
        try:
            answer = _answer(data, limits)
        except MemoryError:
            answer = {"refused": Reason.TOO_SLOW}
        told = json.dumps(answer).encode()
        sink.write(len(told).to_bytes(LENGTH) + told)
        sink.flush()


def _answer(data: bytes, limits: Limits) -> dict[str, object]:
    result = extract(data, limits)
    return asdict(result) if isinstance(result, Paper) else {"refused": result.reason}


def _receive(source: BinaryIO) -> bytes | None:
    head = source.read(LENGTH)
    return source.read(int.from_bytes(head)) if len(head) == LENGTH else None


def _bound(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, most))


def _allow_seconds(seconds: int) -> None:
    """The clock of the operating system counts from the process's birth, so each file moves its end."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


if __name__ == "__main__":
    main()
