"""The State's and the Party's head, title, closing and page numbers in Word, by python-docx: the pieces of every Word paper.

Sizes follow `lib.typ`; the font is Times New Roman, which every office has and Tinos matches in width.
"""

from datetime import UTC, date, datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from boiduong.engines.typeset.heads import Form, Head, Signature, recipient_lines

FONT = "Times New Roman"
_WIDTH = 165  # mm between the margins


def new_document(*, title: str, on: date, size: float = 13) -> Document:
    """An empty A4 page in Times New Roman: 20/20/30/15 mm, page number centred on top from page 2.

    title, on: what Word shows as the file's properties; with them the same content is the same document.
    size: points of the body.
    """
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(20), Mm(20), Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(number.add_run(), "PAGE")
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(size)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.1
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "", "vi-VN"
    properties.created = properties.modified = datetime(on.year, on.month, on.day, tzinfo=UTC)
    return document


def add_head(document: Document, head: Head) -> None:
    """The two columns at the top: who issues and the number at the left, the nation or the Party and the date at the right."""
    party = head.form is Form.PARTY
    size = 14 if party else 12
    left, right, *below = _columns(document, (80, 85) if party else (72, 93), rows=2)
    line(left, head.parent.upper(), size=size, first=True)
    last = line(left, head.issuer.upper(), size=size, bold=True, first=not head.parent)
    if party:
        line(left, "*", size=size)
        rule(line(right, head.nation[0], size=15, bold=True, first=True), 72, of=85)
    else:
        rule(last, 30, of=72)
        line(right, head.nation[0], size=12, bold=True, first=True)
        rule(line(right, head.nation[1], size=13, bold=True), 56, of=93)
    line(below[0], head.number, size=14 if party else 13, first=True)
    if head.regarding:
        line(below[0], head.regarding, size=12, italic=party)
    line(below[1], head.dated, size=14 if party else 13, italic=True, first=True)


def add_title(document: Document, form: Form, kind: str, about: str = "") -> None:
    """The kind of paper in capitals and, under it, what it is about."""
    _centred(document, kind.upper(), 16 if form is Form.PARTY else 14, before=12)
    last = _centred(document, about, 14) if about else None
    if form is Form.PARTY:
        _centred(document, "-----", 12, bold=False)
    elif last is not None:
        rule(last, 38, of=_WIDTH)
    document.paragraphs[-1].paragraph_format.space_after = Pt(12)


def add_centred(document: Document, text: str) -> Paragraph:
    """A bold line in the middle, such as who decides."""
    return _centred(document, text, 13, before=6)


def add_body(document: Document, text: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    """A paragraph of the body: justified, its first line indented by 1 cm."""
    paragraph = document.add_paragraph()
    styled(paragraph.add_run(text), bold=bold, italic=italic)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.widow_control = True
    return paragraph


def add_table(
    document: Document, heads: tuple[str, ...], rows: list[tuple[str, ...]], *, widths: tuple[float, ...], centred: tuple[int, ...]
) -> Table:
    """A ruled table whose head repeats on every page and whose rows do not break.

    heads, rows: texts, each row as long as heads; widths: millimetres; centred: indices of the columns set in the middle.
    """
    table: Table = document.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
    lines = list(table.rows)  # asked for once: a row found by its number costs the whole table
    for cell, text in zip(lines[0].cells, heads, strict=True):
        line(cell, text, size=12, bold=True, first=True)
    _row_rule(lines[0]._tr, "w:tblHeader")
    for table_row, row in zip(lines[1:], rows, strict=True):
        for index, (cell, text) in enumerate(zip(table_row.cells, row, strict=True)):
            paragraph = line(cell, text, size=12, first=True)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if index in centred else WD_ALIGN_PARAGRAPH.LEFT
    for table_row in lines:
        _row_rule(table_row._tr, "w:cantSplit")
        for cell in table_row.cells:
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _set_widths(table, widths)
    return table


def add_closing(document: Document, form: Form, recipients: tuple[str, ...], signature: Signature) -> None:
    """Recipients at the left, who signs at the right, in one row that does not break."""
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    left, right = _columns(document, (80, 85))
    if recipients:
        label = line(left, "Nơi nhận:", size=14 if form is Form.PARTY else 12, bold=form is Form.STATE, italic=form is Form.STATE, first=True)
        label.alignment = WD_ALIGN_PARAGRAPH.LEFT
        label.runs[0].underline = form is Form.PARTY
    for text in recipient_lines(recipients):
        line(left, text, size=12 if form is Form.PARTY else 11).alignment = WD_ALIGN_PARAGRAPH.LEFT
    if signature.authority:
        line(right, signature.authority.upper(), size=14, bold=True, first=True)
    line(right, signature.position.upper(), size=14, bold=not (form is Form.PARTY and signature.authority), first=not signature.authority)
    line(right, signature.name, size=14, bold=True).paragraph_format.space_before = Pt(66)


def line(cell: _Cell, text: str, *, size: float, bold: bool = False, italic: bool = False, first: bool = False) -> Paragraph:
    """A centred line without space around it; `first` writes into the paragraph that every new cell has."""
    paragraph: Paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    styled(paragraph.add_run(text), size=size, bold=bold, italic=italic)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    return paragraph


def styled(run: Run, *, size: float | None = None, bold: bool = False, italic: bool = False) -> Run:
    run.font.bold, run.font.italic = bold, italic
    if size:
        run.font.size = Pt(size)
    return run


def rule(above: Paragraph, width: float, *, of: float) -> None:
    """A rule of `width` mm under a line, in the middle of a column of `of` mm: the upper border of a thin paragraph."""
    paragraph = Paragraph(OxmlElement("w:p"), above._parent)
    above._p.addnext(paragraph._p)
    space = Mm(max(0, (of - width) / 2 - 2))  # a cell's own inset is 2 mm
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = space
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(2), Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(4)
    border = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        border.set(qn(f"w:{key}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(border)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _centred(document: Document, text: str, size: float, *, bold: bool = True, before: float = 0) -> Paragraph:
    paragraph = document.add_paragraph()
    styled(paragraph.add_run(text), size=size, bold=bold)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(0)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _columns(document: Document, widths: tuple[float, float], *, rows: int = 1) -> list[_Cell]:
    """Cells of a table without rules whose rows do not break: left, right, left, right, ..."""
    table: Table = document.add_table(rows=rows, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        _row_rule(row._tr, "w:cantSplit")
    _set_widths(table, widths)
    return [cell for row in table.rows for cell in row.cells]


def _set_widths(table: Table, widths: tuple[float, ...]) -> None:
    """Both of the grid and of every cell: Word believes the one, LibreOffice the other."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _row_rule(row: Any, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))


def _field(run: Run, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)
