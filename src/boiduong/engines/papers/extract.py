"""From bytes to text, by what the bytes are and not by what the name says. Runs in the child; pure all the same."""

from boiduong.engines.papers.docx import read_docx
from boiduong.engines.papers.flags import flags_of
from boiduong.engines.papers.pdf import read_pdf
from boiduong.engines.papers.plain import read_plain
from boiduong.engines.papers.shapes import Flag, Limits, Paper, PaperKind, Reason, Refused, Refusing

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
_HEAD = 1024  # bytes in which a PDF may begin


def extract(data: bytes, limits: Limits) -> Paper | Refused:
    """The text of a file, or why not. Dangerous outside the child: parsers of strangers' files run here."""
    try:
        kind, text, flags = _read(data, limits)
    except Refusing as refusing:
        return Refused(refusing.reason)
    except RecursionError:
        return Refused(Reason.BROKEN)
    text = _tidy(text)
    if len(text) > limits.characters:
        return Refused(Reason.TOO_LONG)
    if not any(letter.isalnum() for letter in text):
        return Refused(Reason.EMPTY if kind is PaperKind.PLAIN else Reason.NO_TEXT)
    return Paper(kind, text, (*flags, *flags_of(text)))


def _read(data: bytes, limits: Limits) -> tuple[PaperKind, str, list[Flag]]:
    if data.startswith(_OLE):
        raise Refusing(Reason.ENCRYPTED if _ENCRYPTED_PART in data else Reason.OLD_WORD)
    if data.startswith(b"PK"):
        return PaperKind.DOCX, *read_docx(data, limits)
    if b"%PDF-" in data[:_HEAD]:
        return PaperKind.PDF, *read_pdf(data, limits)
    if data.startswith(b"{\\rtf"):
        raise Refusing(Reason.UNKNOWN_KIND)
    return PaperKind.PLAIN, read_plain(data), []


def _tidy(text: str) -> str:
    """One kind of line end, no space at a line's end, never two empty lines; database and page refuse the zero character."""
    lines = [line.rstrip(" \t\u00a0") for line in text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip("\n")
