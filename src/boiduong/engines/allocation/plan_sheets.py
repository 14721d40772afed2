"""A hall's plan as a small workbook: a cell a place. Out to be filled in, and back in, read in a process apart."""

import io
import json

import xlsxwriter

from boiduong.engines.allocation.plans import HallPlan, Mark, PlanUnusable
from boiduong.engines.apart import Apart, Bounds, Lost

MAX_BYTES = 2_000_000
BOUNDS = Bounds(seconds=20, cpu_seconds=4, memory_megabytes=256)
COLOURS = {Mark.SEAT: "#E8EEF5", Mark.RESERVED: "#F6D9D5", Mark.ACCESSIBLE: "#D6EBD9"}
LEGEND = (
    ("Mỗi ô là một chỗ, hàng đầu tiên sát sân khấu.", ""),
    ("o", "ghế cho học viên"),
    ("d", "ghế dành riêng cho đại biểu, tổ phục vụ"),
    ("u", "ghế dễ ra vào, ưu tiên người cần"),
    ("để trống", "lối đi, cột, ghế hỏng"),
)


def write_plan(plan: HallPlan) -> bytes:
    """The plan as an .xlsx: the hall on the first sheet, what the marks mean on the second."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        hall, legend = book.add_worksheet("Sơ đồ"), book.add_worksheet("Cách ghi")
        looks = {mark: book.add_format({"border": 1, "align": "center", "bg_color": colour}) for mark, colour in COLOURS.items()}
        hall.set_column(0, max(map(len, plan)) - 1, 3)
        for row, line in enumerate(plan):
            for place, mark in enumerate(line):
                if mark != Mark.GAP:
                    hall.write_string(row, place, mark, looks[Mark(mark)])
        legend.set_column(0, 0, 12)
        for row, (mark, meaning) in enumerate(LEGEND):
            legend.write_string(row, 0, mark)
            legend.write_string(row, 1, meaning)
    return held.getvalue()


def read_plan_file(data: bytes) -> HallPlan:
    """The plan on the first sheet of a workbook that somebody sent. Raises PlanUnusable in words, whatever is in the file."""
    if len(data) > MAX_BYTES:
        raise PlanUnusable("Tệp lớn hơn 2 MB: sơ đồ một hội trường không lớn như vậy.")
    try:
        with Apart("boiduong.engines.allocation.plan_child", BOUNDS) as apart:
            told = json.loads(apart.ask(data))
    except Lost:
        raise PlanUnusable("Máy không đọc được tệp này. Hãy chép sơ đồ sang một tệp Excel mới rồi gửi lại.") from None
    if "wrong" in told:
        raise PlanUnusable(told["wrong"])
    return tuple(told["rows"])
