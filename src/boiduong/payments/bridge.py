"""A frozen pay sheet -> the workbook that is signed, or pages. Its totals are formulas, with what they come to beside them."""

import io
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter

from boiduong.engines.typeset.amounts import in_words
from boiduong.engines.typeset.pay import HEADS, PayHead, PayLine, pay_pdf
from boiduong.engines.typeset.words import long_date, short_date
from boiduong.payments.figures import Line, Sheet

WIDTHS = (5, 25, 36, 9, 14, 15, 14, 15, 18)
COUNTED = {"SESSION": "Số buổi", "HALF_DAY": "Số nửa ngày", "HOUR": "Số giờ"}
TITLE = "Bảng kê thanh toán thù lao báo cáo viên"
EXAMPLE = "VÍ DỤ: mức chi trong bảng này là giả định, không dùng để thanh toán"
FIRST = 8  # the row of the first line, counted from 0
LAST_COLUMN = len(HEADS) - 1


def pay_xlsx(sheet: Sheet, *, office: str, parent: str, course: str, version: int, on: date, signer: str = "") -> bytes:
    """One .xlsx, two sheets: what is signed, and the sessions behind it. on: the day of approval, and the file's date."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": TITLE, "author": "", "created": datetime.combine(on, time())})
    styles = _styles(book)
    paper = book.add_worksheet("Bảng kê")
    _head(paper, styles, sheet, office=office, parent=parent, course=course, version=version)
    for n, line in enumerate(sheet.lines, 1):
        _line(paper, styles, n, line, sheet.tax_percent)
    _foot(paper, styles, sheet, FIRST + len(sheet.lines), on=on, signer=signer)
    paper.set_landscape()
    paper.set_paper(9)  # A4
    paper.fit_to_pages(1, 0)
    paper.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    paper.repeat_rows(FIRST - 1)
    _sessions(book.add_worksheet("Các buổi"), styles, sheet)
    book.close()
    return file.getvalue()


def pay_pages(sheet: Sheet, *, office: str, parent: str, course: str, version: int, on: date, signer: str = "") -> bytes:
    """The same as `pay_xlsx` holds, as a PDF."""
    head = PayHead(
        parent=parent,
        office=office,
        title=TITLE,
        course=_numbered(course, version),
        source=sheet.source,
        counted=COUNTED[sheet.basis],
        warning=EXAMPLE if sheet.is_example else "",
        signer=signer,
    )
    lines = [PayLine(one.name, one.titles, _counted(one.count), one.amount, one.gross, one.tax, one.net) for one in sheet.lines]
    sessions = [(one.when, one.training_class, one.topic, one.speaker, one.note) for one in sheet.sessions]
    return pay_pdf(head, lines=lines, sessions=sessions, on=on)


def _counted(count: str) -> str:
    """ "2", "2,5": as on paper."""
    value = Decimal(count)
    return f"{value.to_integral_value()}" if value == value.to_integral_value() else f"{value.normalize():f}".replace(".", ",")


def _numbered(course: str, version: int) -> str:
    return f"{course}{f' (bản {version})' if version > 1 else ''}"


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
    boxed = base | {"border": 1}
    return {
        "plain": book.add_format(base | {"align": "center"}),
        "bold": book.add_format(base | {"align": "center", "bold": True}),
        "title": book.add_format(base | {"align": "center", "bold": True, "font_size": 14}),
        "italic": book.add_format(base | {"align": "center", "italic": True}),
        "left": book.add_format(base | {"text_wrap": True}),
        "words": book.add_format(base | {"italic": True, "bold": True, "text_wrap": True}),
        "head": book.add_format(boxed | {"bold": True, "align": "center", "text_wrap": True}),
        "text": book.add_format(boxed | {"text_wrap": True}),
        "middle": book.add_format(boxed | {"align": "center"}),
        "count": book.add_format(boxed | {"align": "center", "num_format": "#,##0.##"}),
        "whole": book.add_format(boxed | {"align": "center", "num_format": "#,##0"}),
        "money": book.add_format(boxed | {"num_format": "#,##0"}),
        "total": book.add_format(boxed | {"num_format": "#,##0", "bold": True}),
    }


def _head(paper: Any, styles: dict[str, Any], sheet: Sheet, *, office: str, parent: str, course: str, version: int) -> None:
    for column, width in enumerate(WIDTHS):
        paper.set_column(column, column, width)
    paper.merge_range(0, 0, 0, 2, parent.upper(), styles["plain"])
    paper.merge_range(1, 0, 1, 2, office.upper(), styles["bold"])
    paper.merge_range(0, 3, 0, LAST_COLUMN, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", styles["bold"])
    paper.merge_range(1, 3, 1, LAST_COLUMN, "Độc lập - Tự do - Hạnh phúc", styles["bold"])
    paper.merge_range(3, 0, 3, LAST_COLUMN, TITLE.upper(), styles["title"])
    paper.merge_range(4, 0, 4, LAST_COLUMN, _numbered(course, version), styles["bold"])
    paper.merge_range(5, 0, 5, LAST_COLUMN, f"Căn cứ mức chi: {sheet.source}", styles["italic"])
    if sheet.is_example:
        paper.merge_range(6, 0, 6, LAST_COLUMN, EXAMPLE, styles["bold"])
    for column, head in enumerate(HEADS):
        paper.write_string(FIRST - 1, column, head or COUNTED[sheet.basis], styles["head"])
    paper.set_row(FIRST - 1, 34)


def _line(paper: Any, styles: dict[str, Any], number: int, line: Line, tax_percent: str) -> None:
    row = FIRST + number - 1
    at = row + 1  # as Excel counts
    paper.write_number(row, 0, number, styles["middle"])
    paper.write_string(row, 1, line.name, styles["text"])
    paper.write_string(row, 2, line.titles, styles["text"])
    count = Decimal(line.count)
    paper.write_number(row, 3, float(count), styles["whole" if count == count.to_integral_value() else "count"])
    paper.write_number(row, 4, line.amount, styles["money"])
    paper.write_formula(row, 5, f"=ROUND(D{at}*E{at},0)", styles["money"], line.gross)
    if line.tax:
        paper.write_formula(row, 6, f"=ROUND(F{at}*{tax_percent}/100,0)", styles["money"], line.tax)
    else:
        paper.write_number(row, 6, 0, styles["money"])
    paper.write_formula(row, 7, f"=F{at}-G{at}", styles["money"], line.net)
    paper.write_blank(row, 8, None, styles["text"])
    paper.set_row(row, 34 if len(line.titles) > WIDTHS[2] else 24)


def _foot(paper: Any, styles: dict[str, Any], sheet: Sheet, row: int, *, on: date, signer: str) -> None:
    first, last = FIRST + 1, row  # as Excel counts
    paper.merge_range(row, 0, row, 4, "Cộng", styles["head"])
    for column, value in ((5, sheet.gross), (6, sheet.tax), (7, sheet.net)):
        letter = "ABCDEFGHI"[column]
        paper.write_formula(row, column, f"=SUM({letter}{first}:{letter}{last})" if sheet.lines else "=0", styles["total"], value)
    paper.write_blank(row, 8, None, styles["text"])
    paper.merge_range(row + 1, 0, row + 1, LAST_COLUMN, f"Số tiền thực nhận bằng chữ: {in_words(sheet.net)}.", styles["words"])
    paper.merge_range(row + 3, 5, row + 3, LAST_COLUMN, f"{long_date(on)[0].upper()}{long_date(on)[1:]}", styles["italic"])
    for columns, post in (((0, 1), "NGƯỜI LẬP BẢNG"), ((2, 4), "KẾ TOÁN"), ((5, LAST_COLUMN), "THỦ TRƯỞNG ĐƠN VỊ")):
        paper.merge_range(row + 4, columns[0], row + 4, columns[1], post, styles["bold"])
    if signer:
        paper.merge_range(row + 9, 5, row + 9, LAST_COLUMN, signer, styles["bold"])


def _sessions(paper: Any, styles: dict[str, Any], sheet: Sheet) -> None:
    heads = (("STT", 5), ("Buổi", 20), ("Lớp", 16), ("Chuyên đề", 60), ("Người được thanh toán", 30), ("Ghi chú", 36))
    for column, (head, width) in enumerate(heads):
        paper.set_column(column, column, width)
        paper.write_string(0, column, head, styles["head"])
    for n, one in enumerate(sheet.sessions, 1):
        paper.write_number(n, 0, n, styles["middle"])
        for column, text in enumerate((one.when, one.training_class, one.topic, one.speaker, one.note), 1):
            paper.write_string(n, column, text, styles["text"])
    paper.freeze_panes(1, 0)
    paper.set_landscape()
    paper.set_paper(9)
    paper.fit_to_pages(1, 0)


def file_name(course_code: str, version: int, on: date, kind: str = "xlsx") -> str:
    return f"bang-ke-thu-lao-{course_code}-ban-{version}-{short_date(on).replace('/', '-')}.{kind}"
