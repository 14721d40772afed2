"""Any official paper that is head, title, paragraphs, tables and a signature: plans, notices, invitations, decisions; in PDF and in Word."""

import io
from dataclasses import dataclass
from datetime import date

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from boiduong.engines.typeset import docx_head
from boiduong.engines.typeset.heads import Form, Head, Signature, recipient_lines
from boiduong.engines.typeset.press import press


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens a part: "1. Mục đích"."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # each as long as heads
    widths: tuple[float, ...]  # millimetres, together 165 at most
    centred: tuple[int, ...] = ()  # indices of columns set in the middle


DECIDES = "QUYẾT ĐỊNH:"

type Part = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Letter:
    """One paper, whole. A kind without a title of its own (công văn) has an empty `kind` and says what it is about in the head."""

    head: Head
    kind: str  # "Thông báo"; set in capitals
    about: str  # "về việc gửi danh sách học viên"
    to: tuple[str, ...]  # after "Kính gửi:"; empty where the kind has none
    grounds: tuple[str, ...]  # "Căn cứ …;", in italics
    parts: tuple[Part, ...]
    signature: Signature
    recipients: tuple[str, ...]
    deciding: str = ""  # who decides, "Giám đốc Trung tâm …": above the grounds of a decision, which then says "QUYẾT ĐỊNH:" under them

    @property
    def title(self) -> str:
        return " ".join(word for word in (self.kind, self.about or self.head.regarding) if word)


def letter_pdf(letter: Letter, *, on: date) -> bytes:
    """The paper as PDF/A-2b; on: the date of the file."""
    data = {
        "head": letter.head.data(),
        "title": letter.title,
        "paper": letter.kind,
        "about": letter.about,
        "to": list(letter.to),
        "grounds": list(letter.grounds),
        "deciding": letter.deciding.upper(),
        "parts": [_part(part) for part in letter.parts],
        "signature": letter.signature.data(),
        "recipients": recipient_lines(letter.recipients),
    }
    return press("letter.typ", data, on=on)


def letter_docx(letter: Letter, *, on: date) -> bytes:
    """The same paper for Word, where an office can still change every word of it."""
    form = letter.head.form
    document = docx_head.new_document(title=letter.title, on=on, size=14 if form is Form.PARTY else 13)
    docx_head.add_head(document, letter.head)
    if letter.kind:
        docx_head.add_title(document, form, letter.kind, letter.about)
    if letter.to:
        addressed = document.add_paragraph()
        addressed.alignment = WD_ALIGN_PARAGRAPH.CENTER
        addressed.paragraph_format.space_before = Pt(12)
        addressed.add_run("Kính gửi: " + _addressed(letter.to))
    if letter.deciding:
        docx_head.add_centred(document, letter.deciding.upper())
    for ground in letter.grounds:
        docx_head.add_body(document, ground, italic=True)
    if letter.deciding:
        docx_head.add_centred(document, DECIDES)
    for part in letter.parts:
        if isinstance(part, Table):
            docx_head.add_table(document, part.heads, list(part.rows), widths=part.widths, centred=part.centred)
            document.add_paragraph().paragraph_format.space_after = Pt(0)
        else:
            paragraph = docx_head.add_body(document, part.text, bold=isinstance(part, Heading))
            paragraph.paragraph_format.keep_with_next = isinstance(part, Heading)
    docx_head.add_closing(document, form, letter.recipients, letter.signature)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _part(part: Part) -> dict[str, object]:
    match part:
        case Heading(text):
            return {"is": "heading", "text": text}
        case Paragraph(text):
            return {"is": "paragraph", "text": text}
        case Table(heads, rows, widths, centred):
            return {"is": "table", "heads": list(heads), "rows": [list(row) for row in rows], "widths": list(widths), "centred": list(centred)}


def _addressed(to: tuple[str, ...]) -> str:
    """One body on the line itself; several after dashes, a line each."""
    return to[0] if len(to) == 1 else "".join(f"\n- {body.rstrip(';.')}{';' if body is not to[-1] else '.'}" for body in to)
