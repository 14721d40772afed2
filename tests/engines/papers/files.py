"""Files as people and attackers make them, for the tests of papers."""

import io
import zipfile

import docx
import typst
from docx.shared import Pt, RGBColor

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
OUTSIDE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" TargetMode="External" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="https://example.org/x"/></Relationships>'
)


def body(inner: str) -> str:
    return f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{inner}</w:body></w:document>'


def packed(**parts: str | bytes) -> bytes:
    """A Word file of raw parts; names are written with __ for / and _ for the last dot."""
    given: dict[str, str | bytes] = {
        "word/document.xml": body("<w:p><w:r><w:t>Một hai ba</w:t></w:r></w:p>"),
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
    }
    return zipped(given | {name.replace("__", "/").replace("_xml", ".xml").replace("_rels", ".rels"): part for name, part in parts.items()})


def zipped(parts: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return target.getvalue()


def word(*paragraphs: str, table: list[list[str]] | None = None, white: str = "", tiny: str = "", off: str = "") -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        rows = document.add_table(len(table), len(table[0]))
        for row, texts in zip(rows.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    last = document.add_paragraph()
    last.add_run(white).font.color.rgb = RGBColor(255, 255, 255)
    last.add_run(tiny).font.size = Pt(1)
    last.add_run(off).font.hidden = True
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def pdf(markup: str) -> bytes:
    return typst.compile(markup.encode(), format="pdf")


def locked_pdf() -> bytes:
    """A PDF that asks for a password nobody has."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n%%EOF"
    )
