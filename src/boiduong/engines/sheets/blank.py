"""Workbooks to be filled in by hand: every cell text, so that no zero and no date is lost; lists to choose from; a sheet that says how."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

HINTS_SHEET, LISTS_SHEET = "Hướng dẫn", "Danh mục"
_LAST_ROW = 1_000  # of those that offer lists


@dataclass(frozen=True, slots=True)
class Blank:
    """A column to be filled in. hint: said beside the cell as long as it is chosen."""

    heading: str
    width: int  # in characters
    choices: tuple[str, ...] = ()  # offered, not imposed: a school always has something that no list knows
    lengths: tuple[int, ...] = ()  # of a number that is asked for; another is questioned, not refused
    hint: str = ""


def write_blank(sheet_name: str, columns: Sequence[Blank], examples: Sequence[Sequence[str]], *, title: str, guidance: Sequence[str]) -> bytes:
    """The bytes of an .xlsx: the sheet to be filled in, with examples in grey; how to do it; and the lists, out of sight.

    title: the first line; the heading stands in the third. guidance: one line each, the first is the heading of its sheet.
    """
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page, hints, lists = (book.add_worksheet(name) for name in (sheet_name, HINTS_SHEET, LISTS_SHEET))
        bold, text = book.add_format({"bold": True, "font_size": 13}), book.add_format({"num_format": "@"})
        grey = book.add_format({"num_format": "@", "italic": True, "font_color": "#7A7A7A"})
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#E8EEF5"})
        page.write_string(0, 0, title, bold)
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width, text)
            page.write_string(2, at, column.heading, head)
            _offer(page, lists, at, column)
        for row, example in enumerate(examples, 3):
            for at, value in enumerate(example):
                page.write_string(row, at, value, grey)
        page.freeze_panes(3, 2)
        page.repeat_rows(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        _write_guidance(hints, guidance, bold, book.add_format({"text_wrap": True, "valign": "top"}))
        lists.hide()
    return held.getvalue()


def _write_guidance(page: Worksheet, guidance: Sequence[str], bold: Format, wrapped: Format) -> None:
    page.set_column(0, 0, 100)
    for row, line in enumerate(guidance):
        page.write_string(row, 0, line, wrapped if row else bold)
    page.set_paper(9)


def _offer(page: Worksheet, lists: Worksheet, at: int, column: Blank) -> None:
    """What may be chosen in a column, and what is said of it."""
    told = {"input_title": column.heading[:32], "input_message": column.hint[:255]} if column.hint else {}
    asked = {"error_type": "warning", "error_title": column.heading[:32], **told}
    letter = chr(65 + at)
    if column.choices:
        lists.write_column(0, at, [column.heading, *column.choices])
        source = f"='{LISTS_SHEET}'!${letter}$2:${letter}${len(column.choices) + 1}"
        asked |= {"validate": "list", "source": source, "error_message": "Giá trị này không có trong danh mục. Vẫn dùng?"}
    elif column.lengths:
        lengths = " hoặc ".join(map(str, column.lengths))
        formula = f"=OR({','.join(f'LEN({letter}4)={length}' for length in column.lengths)})"
        asked |= {"validate": "custom", "value": formula, "error_message": f"Số này thường có {lengths} chữ số. Vẫn dùng?"}
    elif told:
        asked |= {"validate": "any"}
    else:
        return
    page.data_validation(3, at, _LAST_ROW, at, asked)
