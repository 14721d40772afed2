"""What calamine leaves out of an .xlsx: fonts that draw an old encoding, cell by cell or run by run, and hidden rows. Read from the file itself."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from defusedxml import ElementTree

from boiduong.engines.sheets.grid import OLD_FONTS, Cell, Run, Sheet

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STYLED_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*? s="(\d+)"')
_ERROR_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]{0,100} t="e"[^>]{0,100}>(?:<f[^<]{0,500}(?:</f>|/>))?<v>(#[A-Z0-9/!?]{2,20})</v>')
_TOLD_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"([^>]*)>\s*(?:<v>(\d+)</v>|(<is>.*?</is>))', re.DOTALL)
_HIDDEN_ROW = re.compile(rb'<row (?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):\1(\d{1,7})"')  # down, within one column
_MOST_MERGED = 2_000  # rows under one cell: a longer stretch is no list of people
_OLD_RUN = re.compile(rb'<rFont\s+val="(?:\.vn|vni)', re.IGNORECASE)


def with_looks(sheets: list[Sheet], package: zipfile.ZipFile) -> list[Sheet]:
    """The same sheets with their fonts, runs and hidden rows, and the errors that formulas ended in (#N/A), which calamine leaves empty."""
    strings = _part(package, "xl/sharedStrings.xml")
    has_styles = any(mark in _part(package, "xl/styles.xml").lower() for mark in (b'val="vni', b'val=".vn'))
    bodies = _sheet_bodies(package)
    has_runs = any(_OLD_RUN.search(body) for body in (strings, *bodies.values()))
    if not has_styles and not has_runs and len(sheets) == 1 and not any(map(_has_looks, bodies.values())):
        return sheets
    fonts = _font_of_style(package) if has_styles else {}
    runs = _runs_of_strings(strings) if has_runs else {}
    return [_looked_at(sheet, bodies.get(sheet.name, b""), fonts, runs, has_runs=has_runs) for sheet in sheets]


def _has_looks(body: bytes) -> bool:
    return any(mark in body for mark in (b"hidden=", b"<mergeCell ", b't="e"'))


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    return package.read(name) if name in package.NameToInfo else b""


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
        if font_id < len(names) and names[font_id].lower().startswith(OLD_FONTS):
            wanted[index] = names[font_id]
    return wanted


def _runs_of_strings(strings: bytes) -> dict[int, list[Run]]:
    """Index of a shared string -> its runs, of those that have any with an old font. A run of no font of its own has the cell's, None."""
    if not _OLD_RUN.search(strings):
        return {}
    table = ElementTree.fromstring(strings)
    return {index: runs for index, item in enumerate(table.iterfind(f"{_MAIN}si")) if (runs := _runs(item))}


def _runs(item: Any) -> list[Run]:
    runs = []
    for run in item.iterfind(f"{_MAIN}r"):
        font = run.find(f"{_MAIN}rPr/{_MAIN}rFont")
        text = "".join(part.text or "" for part in run.iterfind(f"{_MAIN}t"))
        runs.append(Run(text, None if font is None else str(font.get("val", ""))))
    return runs if any((run.font or "").lower().startswith(OLD_FONTS) for run in runs) else []


def _looked_at(sheet: Sheet, body: bytes, font_of_style: dict[int, str], shared: dict[int, list[Run]], *, has_runs: bool) -> Sheet:
    fonts = {}
    if font_of_style:
        for letters, row, style in _STYLED_CELL.findall(body):
            if font := font_of_style.get(int(style)):
                fonts[int(row) - 1, _column_index(letters)] = font
    runs = {}
    for place, found in _told_runs(body, shared) if has_runs else ():
        runs[place] = tuple(Run(run.text, fonts.get(place, "") if run.font is None else run.font) for run in found)
        fonts.pop(place, None)
    for letters, row, error in _ERROR_CELL.findall(body) if b't="e"' in body else ():
        _put(sheet.rows, int(row) - 1, _column_index(letters), error.decode())
    hidden = frozenset(int(row) - 1 for row in _HIDDEN_ROW.findall(body))
    return Sheet(sheet.name, sheet.rows, fonts, hidden, sheet.is_hidden, runs, _covered(body, len(sheet.rows)))


def _put(rows: list[list[Cell]], row: int, column: int, text: str) -> None:
    if row < len(rows) and column < len(rows[row]) and rows[row][column] in (None, ""):
        rows[row][column] = text


def _covered(body: bytes, height: int) -> frozenset[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for letters, top, bottom in _MERGED.findall(body):
        last = min(int(bottom), height)
        if last - int(top) <= _MOST_MERGED:
            found |= {(row, _column_index(letters)) for row in range(int(top), last)}
    return frozenset(found)


def _told_runs(body: bytes, shared: dict[int, list[Run]]) -> Iterator[tuple[tuple[int, int], list[Run]]]:
    for letters, row, attributes, index, inline in _TOLD_CELL.findall(body):
        place = int(row) - 1, _column_index(letters)
        if index and b't="s"' in attributes and (runs := shared.get(int(index))):
            yield place, runs
        elif inline and _OLD_RUN.search(inline):
            item = ElementTree.fromstring(inline.replace(b"<is>", b'<is xmlns="' + _MAIN[1:-1].encode() + b'">', 1))
            if runs := _runs(item):
                yield place, runs


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
