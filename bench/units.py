"""A province's list of units: read in a process apart, shown as a preview, committed, taken back; beside openpyxl merely reading the same file.

Imported only where Django stands on a database that goes away.
"""

import io
from collections.abc import Iterator

from django.utils.timezone import now
from openpyxl import load_workbook

from bench import Figure, measured
from boiduong.audit.trail import Actor
from boiduong.engines.sheets import Column, write_table
from boiduong.engines.units import read_apart
from boiduong.people.unit_importing import confirm_units, receive_units, undo_units
from boiduong.people.unit_judging import counts_of, judge

UNITS, OFFICES = 10_000, 100
KINDS = ("Mầm non", "Tiểu học", "THCS")
COLUMNS = [
    Column(heading)
    for heading in ("Mã đơn vị", "Tên đơn vị", "Loại đơn vị", "Cấp học", "Loại hình", "Đơn vị cấp trên", "Số người", "Từ ngày", "Tên gọi khác")
]


def run() -> list[Figure]:
    data = write_table("Đơn vị", COLUMNS, list(rows()), title="DANH SÁCH ĐƠN VỊ")
    actor = Actor(None, via="job")
    with measured() as merely:
        for sheet in load_workbook(io.BytesIO(data), read_only=True).worksheets:
            list(sheet.iter_rows(values_only=True))
    with measured() as reading:
        file = read_apart(data)
    with measured() as previewing:
        made = receive_units(actor=actor, file_name="don-vi.xlsx", file=file, at=now())
        counts = counts_of(judge(made))
    with measured() as confirming:
        confirm_units(actor=actor, unit_import=made, seen=(counts["NEW"], counts["CHANGED"]), at=now())
    with measured() as undoing:
        undo_units(actor=actor, unit_import=made, at=now())
    told = ", ".join(f"{count:,} {status.lower()}" for status, count in counts.items() if count)
    return [
        Figure(f"openpyxl, a list of {UNITS:,} units merely read", merely.seconds, merely.cpu_seconds),
        Figure("the same read in a process apart", reading.seconds, reading.cpu_seconds, f"{len(file.lines):,} lines"),
        Figure("the same kept and shown as a preview", previewing.seconds, previewing.cpu_seconds, told),
        Figure("the same committed", confirming.seconds, confirming.cpu_seconds),
        Figure("the same undone", undoing.seconds, undoing.cpu_seconds),
    ]


def rows() -> Iterator[list[str]]:
    """Offices, and below each its schools; every seventh has another name, and a total stands below all."""
    for office in range(OFFICES):
        yield [f"P{office}", f"Phòng Giáo dục và Đào tạo Ban Mai {office}", "Cơ quan giáo dục", "", "", "", "25", "", ""]
    for number in range(UNITS - OFFICES):
        level, above = KINDS[number % len(KINDS)], f"Phòng Giáo dục và Đào tạo Ban Mai {number % OFFICES}"
        other = f"{level} Ban Mai số {number}" if number % 7 == 0 else ""
        yield [f"T{number}", f"Trường {level} Ban Mai {number}", "Trường", level, "Công lập", above, str(20 + number % 60), "01/08/2010", other]
    yield ["", f"Tổng cộng: {UNITS}", "", "", "", "", "", "", ""]
