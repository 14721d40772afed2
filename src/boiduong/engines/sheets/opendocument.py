"""What calamine leaves out of an .ods: fonts that draw an old encoding, cell by cell or run by run, and hidden rows."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from defusedxml import ElementTree

from boiduong.engines.sheets.grid import OLD_FONTS, Run, Sheet

_TABLE, _TEXT, _STYLE, _FO, _SVG = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("table", "text", "style", "xsl-fo-compatible", "svg-compatible")
)
_OLD_FONT = re.compile(rb"""(?:font-family|font-name|style:name)="'?(?:\.vn|vni)""", re.IGNORECASE)
_MOST = 2_000  # copies of one repeated row or cell that are looked at: more of them are never people


@dataclass(frozen=True, slots=True)
class _Styles:
    """Name of a style -> its font, its parents' asked."""

    fonts: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    faces: dict[str, str] = field(default_factory=dict)

    def font(self, name: str | None) -> str:
        for _ in range(10):
            if not name:
                break
            if name in self.fonts:
                told = self.fonts[name]
                return self.faces.get(told, told).strip("'\"")
            name = self.parents.get(name)
        return ""


def with_looks(sheets: list[Sheet], package: zipfile.ZipFile) -> list[Sheet]:
    """The same sheets with their fonts, runs and hidden rows. The document is parsed only where one of these is in it."""
    content = package.read("content.xml")
    named = package.read("styles.xml") if "styles.xml" in package.NameToInfo else b""
    if not _OLD_FONT.search(content) and not _OLD_FONT.search(named) and b"table:visibility=" not in content:
        return sheets
    styles = _Styles()
    document = ElementTree.fromstring(content)
    for part in (ElementTree.fromstring(named) if named else None, document):
        if part is not None:
            _gather(part, styles)
    tables = {str(table.get(f"{_TABLE}name")): table for table in document.iter(f"{_TABLE}table")}
    return [_looked_at(sheet, tables[sheet.name], styles) if sheet.name in tables else sheet for sheet in sheets]


def _gather(part: Any, styles: _Styles) -> None:
    for face in part.iter(f"{_STYLE}font-face"):
        styles.faces[str(face.get(f"{_STYLE}name"))] = str(face.get(f"{_SVG}font-family", face.get(f"{_STYLE}name")))
    for style in part.iter(f"{_STYLE}style"):
        name = str(style.get(f"{_STYLE}name"))
        if parent := style.get(f"{_STYLE}parent-style-name"):
            styles.parents[name] = str(parent)
        looks = style.find(f"{_STYLE}text-properties")
        font = None if looks is None else looks.get(f"{_STYLE}font-name") or looks.get(f"{_FO}font-family")
        if font:
            styles.fonts[name] = str(font)


def _looked_at(sheet: Sheet, table: Any, styles: _Styles) -> Sheet:
    fonts: dict[tuple[int, int], str] = {}
    runs: dict[tuple[int, int], tuple[Run, ...]] = {}
    hidden: set[int] = set()
    of_columns = _defaults(table)
    at = 0
    for row in table.iter(f"{_TABLE}table-row"):
        times = _times(row, "rows")
        if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            hidden.update(range(at, at + min(times, _MOST)))
        for column, cell in _cells(row):
            style = cell.get(f"{_TABLE}style-name") or row.get(f"{_TABLE}default-cell-style-name") or of_columns.get(column)
            told = tuple(_runs_of(cell, styles.font(style), styles))
            names = {run.font for run in told if run.text.strip()}
            if any(name.lower().startswith(OLD_FONTS) for name in names if name):
                for copy in range(at, at + min(times, _MOST)):
                    if len(names) == 1:
                        fonts[copy, column] = next(iter(names)) or ""
                    else:
                        runs[copy, column] = told
        at += times
    return Sheet(sheet.name, sheet.rows, fonts, frozenset(hidden), sheet.is_hidden, runs)


def _defaults(table: Any) -> dict[int, str]:
    """Column -> the style of its cells that name none."""
    found: dict[int, str] = {}
    at = 0
    for column in table.iter(f"{_TABLE}table-column"):
        times = _times(column, "columns")
        if style := column.get(f"{_TABLE}default-cell-style-name"):
            found |= dict.fromkeys(range(at, at + min(times, _MOST)), str(style))
        at += times
    return found


def _cells(row: Any) -> Iterator[tuple[int, Any]]:
    """Every cell with text in it, repeated ones as often as they stand there."""
    at = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = _times(cell, "columns")
        if cell.find(f"{_TEXT}p") is not None:
            for copy in range(at, at + min(times, _MOST)):
                yield copy, cell
        at += times


def _runs_of(cell: Any, font: str, styles: _Styles) -> Iterator[Run]:
    for place, paragraph in enumerate(cell.iterfind(f"{_TEXT}p")):
        if place:
            yield Run("\n", font)
        yield from _spans(paragraph, styles.font(paragraph.get(f"{_TEXT}style-name")) or font, styles)


def _spans(node: Any, font: str, styles: _Styles) -> Iterator[Run]:
    if node.text:
        yield Run(node.text, font)
    for child in node:
        if child.tag == f"{_TEXT}s":
            yield Run(" " * min(int(child.get(f"{_TEXT}c", "1")), 100), font)
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield Run(" ", font)
        else:
            yield from _spans(child, styles.font(child.get(f"{_TEXT}style-name")) or font, styles)
        if child.tail:
            yield Run(child.tail, font)


def _times(node: Any, axis: str) -> int:
    told = node.get(f"{_TABLE}number-{axis}-repeated", "1")
    return int(told) if told.isdigit() else 1
