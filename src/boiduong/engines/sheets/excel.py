"""Workbooks: values by calamine (.xlsx, .ods) or xlrd (.xls); fonts and hidden rows, which calamine leaves out, from the file itself."""

import io
import zipfile
from datetime import date, time, timedelta
from typing import Any

import xlrd
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from boiduong.engines.sheets import looks, opendocument
from boiduong.engines.sheets.grid import OLD_FONTS, Cell, Run, Sheet, Unreadable
from boiduong.engines.sheets.guard import MAX_CELLS


def read_xlsx(data: bytes, package: zipfile.ZipFile) -> list[Sheet]:
    return looks.with_looks(_calamine(data), package)


def read_ods(data: bytes, package: zipfile.ZipFile) -> list[Sheet]:
    return opendocument.with_looks(_calamine(data), package)


def read_xls(data: bytes) -> list[Sheet]:
    try:
        return _xlrd(data)
    except xlrd.XLRDError as fault:
        if "encrypt" in str(fault).lower() or "password" in str(fault).lower():
            raise Unreadable("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.") from fault
        raise


def _calamine(data: bytes) -> list[Sheet]:
    return _all_sheets(CalamineWorkbook.from_filelike(io.BytesIO(data)))


def _all_sheets(book: CalamineWorkbook) -> list[Sheet]:
    made = []
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.total_height * max(sheet.total_width, 1) > MAX_CELLS:
            raise Unreadable("Bảng tính trải quá rộng (có ô ở rất xa danh sách). Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.")
        rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        made.append(Sheet(about.name, rows, is_hidden=about.visible is not SheetVisibleEnum.Visible))
    return made


def _cell(value: Any) -> Cell:
    if isinstance(value, str | float | int | date):
        return value
    return str(value) if isinstance(value, time | timedelta) else None


def _xlrd(data: bytes) -> list[Sheet]:
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    return [_old_sheet(book, sheet) for sheet in book.sheets()]


def _old_sheet(book: Any, sheet: Any) -> Sheet:
    rows: list[list[Cell]] = []
    fonts, runs = {}, {}
    for r in range(sheet.nrows):
        rows.append([_old_cell(book, cell) for cell in sheet.row(r)])
        for c, cell in enumerate(sheet.row(r)):
            name = book.font_list[book.xf_list[cell.xf_index].font_index].name
            if told := _old_runs(book, sheet, (r, c), name):
                runs[r, c] = told
            elif name.lower().startswith(OLD_FONTS):
                fonts[r, c] = name
    hidden = frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden)
    return Sheet(sheet.name, rows, fonts, hidden, sheet.visibility != 0, runs)


def _old_runs(book: Any, sheet: Any, place: tuple[int, int], font: str) -> tuple[Run, ...]:
    """The pieces of a cell's text where it changes its font, one of them drawing an old encoding."""
    changes = [(0, font), *((start, book.font_list[index].name) for start, index in sheet.rich_text_runlist_map.get(place, ()))]
    text = sheet.cell_value(*place)
    if len(changes) == 1 or not isinstance(text, str) or not any(name.lower().startswith(OLD_FONTS) for _start, name in changes):
        return ()
    ends = [*(start for start, _name in changes[1:]), len(text)]
    return tuple(Run(text[start:end], name) for (start, name), end in zip(changes, ends, strict=True) if end > start)


def _old_cell(book: Any, cell: Any) -> Cell:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (xlrd.xldate.XLDateError, OverflowError):
            return float(cell.value)
        return date(moment.year, moment.month, moment.day) if cell.value >= 1 else float(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER):
        value: Cell = cell.value
        return value
    return None
