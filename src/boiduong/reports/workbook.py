"""The summary report as an Excel workbook: real numbers, a sheet a question, and every text written as text."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from boiduong.reports.figures import Group, SummaryFigures, definitions, percent
from boiduong.reports.letter import capital

type Cell = str | int | float | date

COUNTS = ("Triệu tập", "Có mặt", "Tỉ lệ có mặt (%)", "Học bù", "Vắng có phép", "Vắng không phép", "Số lượt", "Bài đã nộp", "Hoàn thành")


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    heads: Sequence[str]
    widths: Sequence[int]  # characters, one a head
    rows: Sequence[Sequence[Cell]]  # each as long as heads


def report_xlsx(figures: SummaryFigures, *, on: date) -> bytes:
    """One .xlsx; on: the date in the file's properties. Must run under the Vietnamese language, as `report_letter`."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"Tổng kết {figures.title}", "author": "", "created": datetime.combine(on, time())})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bg_color": "#E7ECF8", "border": 1, "text_wrap": True, "valign": "vcenter"}),
        "count": book.add_format({"num_format": "#,##0", "border": 1}),
        "ratio": book.add_format({"num_format": "0.0", "border": 1}),
        "date": book.add_format({"num_format": "dd/mm/yyyy", "border": 1, "align": "left"}),
        "text": book.add_format({"text_wrap": True, "border": 1, "valign": "vcenter"}),
    }
    for sheet in _sheets(figures):
        _write(book.add_worksheet(sheet.name), f"{figures.title} - {sheet.name.lower()}", sheet, styles)
    book.close()
    return file.getvalue()


def _sheets(figures: SummaryFigures) -> Iterable[Sheet]:
    wide, narrow = 44, 13
    yield Sheet("Tổng hợp", ("Chỉ tiêu", "Số liệu"), (wide, narrow), _summary(figures))
    for name, first, groups in (
        ("Theo đơn vị", "Đơn vị", figures.by_unit),
        ("Theo lớp", "Lớp", figures.by_class),
        ("Theo cấp học", "Cấp học", figures.by_level),
        ("Theo loại hình", "Loại hình", figures.by_ownership),
        ("Theo đối tượng", "Đối tượng", figures.by_role),
    ):
        rows = [(n, *_counts(group)) for n, group in enumerate(groups, 1)]
        yield Sheet(name, ("STT", first, *COUNTS), (6, wide, *[narrow] * len(COUNTS)), rows)
    days = [(day.on, day.sessions, day.expected, day.visits, day.present_percent, day.late) for day in figures.by_day]
    yield Sheet("Theo ngày", ("Ngày", "Số buổi", "Lượt phải dự", "Lượt có mặt", "Tỉ lệ có mặt (%)", "Lượt đến muộn"), [narrow] * 6, days)
    topics = [(t.number, t.title, t.document, "; ".join(t.speakers), t.sessions, t.visits) for t in figures.topics]
    yield Sheet("Chuyên đề", ("STT", "Chuyên đề", "Văn bản", "Báo cáo viên", "Số buổi", "Số lượt"), (6, wide, wide, 30, narrow, narrow), topics)
    bands = [(capital(b.name), b.from_points, b.count, percent(b.count, figures.graded or 0)) for b in figures.bands]
    yield Sheet("Xếp loại", ("Xếp loại", "Từ điểm", "Số bài", "Tỉ lệ (%)"), (24, narrow, narrow, narrow), bands)
    absentees = [(n, p.name, p.position, p.unit, p.training_class) for n, p in enumerate(figures.absentees, 1)]
    yield Sheet("Vắng không phép", ("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Lớp"), (6, 30, 24, wide, narrow), absentees)
    yield Sheet("Cách tính", ("Chỉ tiêu", "Cách tính"), (28, 100), definitions())


def _summary(figures: SummaryFigures) -> list[Sequence[Cell]]:
    total, essays = figures.total, figures.essays
    graded: list[Sequence[Cell]] = [] if figures.graded is None else [("Số bài đã chấm", figures.graded)]
    return [
        ("Số đơn vị có học viên", figures.units),
        ("Số lớp", figures.classes),
        ("Số lớp học bù", figures.makeup_classes),
        ("Số buổi học", figures.sessions),
        ("Số chuyên đề", len(figures.topics)),
        ("Số học viên được triệu tập", total.called),
        ("Số học viên có mặt", total.present),
        ("Tỉ lệ có mặt (%)", total.present_percent),
        ("Số học viên có mặt nhờ học bù", total.made_up),
        ("Số học viên vắng có phép", total.excused),
        ("Số học viên vắng không phép", total.without_leave),
        ("Số lượt có mặt", total.visits),
        ("Số bài thu hoạch phải nộp", essays.due),
        ("Số bài thu hoạch đã nhận", essays.received),
        ("Số bài thu hoạch nộp muộn", essays.late),
        ("Số bài thu hoạch chưa nộp", essays.missing),
        *graded,
        ("Số học viên hoàn thành", total.completed),
        ("Số giấy chứng nhận đã cấp", figures.certificates),
    ]


def _counts(group: Group) -> tuple[Cell, ...]:
    attended = group.called, group.present, group.present_percent, group.made_up, group.excused, group.without_leave
    return (capital(group.name) or "Chưa xếp", *attended, group.visits, group.essays, group.completed)


def _write(paper: Any, title: str, sheet: Sheet, styles: dict[str, Any]) -> None:
    paper.write_string(0, 0, title, styles["title"])
    for column, (head, width) in enumerate(zip(sheet.heads, sheet.widths, strict=True)):
        paper.set_column(column, column, width)
        paper.write_string(2, column, head, styles["head"])
    for row, cells in enumerate(sheet.rows, 3):
        for column, cell in enumerate(cells):
            _cell(paper, row, column, cell, styles)
    paper.freeze_panes(3, 0)
    if sheet.rows:
        paper.autofilter(2, 0, 2 + len(sheet.rows), len(sheet.heads) - 1)
    paper.set_landscape()
    paper.set_paper(9)  # A4
    paper.fit_to_pages(1, 0)
    paper.repeat_rows(2)


def _cell(paper: Any, row: int, column: int, cell: Cell, styles: dict[str, Any]) -> None:
    """Never `write`, which makes a formula of a name that begins with an equals sign."""
    match cell:
        case str():
            paper.write_string(row, column, cell, styles["text"])
        case int():
            paper.write_number(row, column, cell, styles["count"])
        case float():
            paper.write_number(row, column, cell, styles["ratio"])
        case date():
            paper.write_datetime(row, column, datetime.combine(cell, time()), styles["date"])
