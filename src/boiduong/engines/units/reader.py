"""Reads in a process apart: whatever is in a file, the web is unaffected."""

import json

from boiduong.engines.apart import Apart, Bounds, Lost
from boiduong.engines.units.reading import UnitFile, lines_of

BOUNDS = Bounds(seconds=30, cpu_seconds=8, memory_megabytes=256)
_TOO_MUCH = "Tệp quá phức tạp, máy không đọc xong. Hãy chép riêng bảng sang một tệp mới rồi gửi lại."


def read_apart(data: bytes, bounds: Bounds = BOUNDS) -> UnitFile:
    """As `read`, in a child held to little memory and time; one that dies or dawdles is a file with a problem."""
    with Apart("boiduong.engines.units.child", bounds) as apart:
        try:
            told = json.loads(apart.ask(data))
        except Lost:
            return UnitFile(problem=_TOO_MUCH)
    return UnitFile(lines_of(told["lines"]), told["problem"], tuple(told["ignored"]))
