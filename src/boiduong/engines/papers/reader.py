"""The parent's side: papers are read in a process apart; a file that its child dies or dawdles of is refused."""

import json
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from boiduong.engines.apart import MEGABYTE, Apart, Bounds, Lost
from boiduong.engines.papers.shapes import Flag, FlagKind, Limits, Paper, PaperKind, Reason, Refused


class Reader:
    """Reads papers in a process of its own.

    Use it as a context, once for many files: starting the child costs about 0.2 s, a Word file about 1 ms.
    Not for several threads at once; each takes a reader of its own.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        bounds = Bounds(self._limits.seconds, self._limits.cpu_seconds, self._limits.memory_megabytes)
        self._apart = Apart("boiduong.engines.papers.child", bounds, json.dumps(asdict(self._limits)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._apart.__exit__(kind, error, trace)

    def read(self, data: bytes) -> Paper | Refused:
        """The text of one file, or why not. Never raises for what is in the file."""
        if not data.strip():
            return Refused(Reason.EMPTY)
        if len(data) > self._limits.megabytes * MEGABYTE:
            return Refused(Reason.TOO_LARGE)
        try:
            return _result(json.loads(self._apart.ask(data)))
        except Lost:
            return Refused(Reason.TOO_SLOW)


def _result(answer: dict[str, Any]) -> Paper | Refused:
    if "refused" in answer:
        return Refused(Reason(answer["refused"]))
    flags = (Flag(FlagKind(one["kind"]), one["count"], tuple((start, end) for start, end in one["places"])) for one in answer["flags"])
    return Paper(PaperKind(answer["kind"]), answer["text"], tuple(flags))
