"""Reads strangers' workbooks in a process apart: whatever is in a file, the web and its workers are unaffected."""

import json
from collections.abc import Sequence
from datetime import date
from types import TracebackType
from typing import Self

from boiduong.engines.apart import Apart, Bounds, Lost
from boiduong.engines.rosters.model import KnownUnit, RosterFile
from boiduong.engines.rosters.reading import Book, settle, unreadable
from boiduong.engines.rosters.wire import unpack

BOUNDS = Bounds(seconds=60, cpu_seconds=4, memory_megabytes=256)
_HEAD = 4
_TOO_MUCH = "Tệp quá phức tạp, máy không đọc xong. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại."


class Reader:
    """Reads rosters in a process of its own, held to BOUNDS by the operating system.

    Use it as a context, once for many files: starting the child costs about 0.3 s, a school's file about 20 ms.
    Not for several threads at once; each takes a reader of its own.
    """

    def __init__(self, bounds: Bounds = BOUNDS) -> None:
        self._apart = Apart("boiduong.engines.rosters.child", bounds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._apart.__exit__(kind, error, trace)

    def read(self, data: bytes, filename: str, *, known_units: Sequence[KnownUnit] = (), on: date | None = None) -> RosterFile:
        """What a school's workbook says; as `read`, which does it in this process.

        Never raises for what is in the file: one that its child died or dawdled of has no rows and one problem that says so.
        """
        day = on or date.today()  # noqa: DTZ011  the reader's own day
        head = json.dumps({"filename": filename, "on": day.isoformat()}).encode()
        try:
            book = unpack(self._apart.ask(len(head).to_bytes(_HEAD) + head + data))
        except Lost:
            book = Book((), (unreadable(filename, _TOO_MUCH),))
        return settle(book, filename, known_units)
