"""Workbooks: values by calamine (.xlsx, .ods) or xlrd (.xls); fonts and hidden rows, which calamine leaves out, from the file itself."""

import io
import re
import zipfile
from datetime import date, time, timedelta
from typing import Any

import xlrd
from defusedxml import ElementTree
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from boiduong.engines.sheets.grid import Cell, Sheet, Unreadable
from boiduong.engines.sheets.guard import MAX_CELLS

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STYLED_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*? s="(\d+)"')
_HIDDEN_ROW = re.compile(rb'<row (?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
_OLD_FONTS = (".vn", "vni")


def read_xlsx(data: bytes, package: zipfile.ZipFile) -> list[Sheet]:
    sheets = _calamine(data)
    if len(sheets) == 1 and not _names_old_font(package) and b"hidden=" not in b"".join(_sheet_bodies(package).values()):
        return sheets
    bodies = _sheet_bodies(package)
    fonts = _font_of_style(package) if _names_old_font(package) else {}
    return [_with_looks(sheet, bodies.get(sheet.name, b""), fonts) for sheet in sheets]


def read_ods(data: bytes) -> list[Sheet]:
    return _calamine(data)


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


def _names_old_font(package: zipfile.ZipFile) -> bool:
    try:
        styles = package.read("xl/styles.xml").lower()
    except KeyError:
        return False
    return b'val="vni' in styles or b'val=".vn' in styles


def _sheet_bodies(package: zipfile.ZipFile) -> dict[str, bytes]:
    """Sheet name -> the XML of its part, where the usual links lead to it."""
    try:
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return {}
    target = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        path = str(target.get(sheet.get(_LINK), ""))
        path = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
        if path in package.NameToInfo and "worksheets" in path:
            found[str(sheet.get("name"))] = package.read(path)
    return found


def _font_of_style(package: zipfile.ZipFile) -> dict[int, str]:
    """Index of a cell's style -> its font, of fonts that draw an old encoding."""
    styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    names = []
    for font in styles.iterfind(f"{_MAIN}fonts/{_MAIN}font"):
        name = font.find(f"{_MAIN}name")
        names.append("" if name is None else str(name.get("val", "")))
    wanted = {}
    for index, style in enumerate(styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")):
        font_id = int(style.get("fontId", "0"))
        if font_id < len(names) and names[font_id].lower().startswith(_OLD_FONTS):
            wanted[index] = names[font_id]
    return wanted


def _with_looks(sheet: Sheet, body: bytes, font_of_style: dict[int, str]) -> Sheet:
    fonts = {}
    if font_of_style:
        for letters, row, style in _STYLED_CELL.findall(body):
            if font := font_of_style.get(int(style)):
                fonts[int(row) - 1, _column_index(letters)] = font
    hidden = frozenset(int(row) - 1 for row in _HIDDEN_ROW.findall(body))
    return Sheet(sheet.name, sheet.rows, fonts, hidden, sheet.is_hidden)


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _xlrd(data: bytes) -> list[Sheet]:
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    return [_old_sheet(book, sheet) for sheet in book.sheets()]


def _old_sheet(book: Any, sheet: Any) -> Sheet:
    rows: list[list[Cell]] = []
    fonts = {}
    for r in range(sheet.nrows):
        rows.append([_old_cell(book, cell) for cell in sheet.row(r)])
        for c, cell in enumerate(sheet.row(r)):
            name = book.font_list[book.xf_list[cell.xf_index].font_index].name
            if name.lower().startswith(_OLD_FONTS):
                fonts[r, c] = name
    hidden = frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden)
    return Sheet(sheet.name, rows, fonts, hidden, sheet.visibility != 0)


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
