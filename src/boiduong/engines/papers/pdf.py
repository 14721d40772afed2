"""The text of a PDF, its lines joined into paragraphs again."""

import math
import re
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from boiduong.engines.papers.shapes import Flag, FlagKind, Limits, Reason, Refusing

_PASSWORD = pdfium.FPDF_ERR_PASSWORD
_FULL = 0.72  # of the longest line: a shorter one ends its paragraph
_WHITE = 250  # of 255, each colour
_TINY = 2.0  # points
_LINE = re.compile(r"\r\n|\r|\n")


def read_pdf(data: bytes, limits: Limits) -> tuple[str, list[Flag]]:
    """Text and flags. Hidden text is counted and stays: a scan with recognised text has all of it hidden. Raises Refusing."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as reason:
        code = getattr(reason, "err_code", None)
        raise Refusing(Reason.ENCRYPTED if code == _PASSWORD else Reason.BROKEN) from reason
    if len(document) > limits.pages:
        raise Refusing(Reason.TOO_LONG)
    pages, hidden = [], 0
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
            pages.append(_paragraphs(text.get_text_range()))
            hidden += sum(_hidden(page, text))
        except pypdfium2.PdfiumError as reason:
            raise Refusing(Reason.BROKEN) from reason
    flags = [Flag(FlagKind.HIDDEN, hidden, ())] if hidden else []
    return "\n".join(pages), flags


def _paragraphs(text: str) -> str:
    """A line that fills its width goes on in the next; U+FFFE is pdfium's mark for a hyphen at a line's end."""
    lines = [line.strip() for line in _LINE.split(text.replace("\ufffe", "\u00ad"))]
    width = max((len(line) for line in lines), default=0) * _FULL
    joined: list[str] = []
    going_on = False
    for line in lines:
        if going_on and line:
            joined[-1] += ("" if joined[-1].endswith("\u00ad") else " ") + line
        else:
            joined.append(line)
        going_on = len(line) >= width
    return "\n".join(joined)


def _hidden(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Iterator[int]:
    """The lengths of the page's texts that are white, tiny or not painted at all."""
    for piece in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=text):
        if _is_hidden(piece.raw):
            yield pdfium.FPDFTextObj_GetText(piece.raw, text.raw, None, 0) // 2 - 1  # bytes of UTF-16 with a closing zero


def _is_hidden(piece: object) -> bool:
    if pdfium.FPDFTextObj_GetTextRenderMode(piece) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
        return True
    colour = [pdfium.c_uint() for _ in range(4)]
    if pdfium.FPDFPageObj_GetFillColor(piece, *colour) and all(one.value >= _WHITE for one in colour[:3]):
        return True
    size = pdfium.c_float()
    return bool(pdfium.FPDFTextObj_GetFontSize(piece, size)) and size.value * _scale(piece) < _TINY


def _scale(piece: object) -> float:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(piece, matrix):
        return 1.0
    return math.hypot(matrix.b, matrix.d)
