"""Plain text, in the encodings that say what they are."""

import codecs

from boiduong.engines.papers.shapes import Reason, Refusing

_MARKS = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]


def read_plain(data: bytes) -> str:
    """Unicode text by its mark, else UTF-8. Raises Refusing."""
    encoding, rest = next(((name, data[len(mark) :]) for mark, name in _MARKS if data.startswith(mark)), ("utf-8", data))
    if encoding == "utf-8" and b"\0" in rest:
        raise Refusing(Reason.UNKNOWN_KIND)
    try:
        return rest.decode(encoding)
    except UnicodeDecodeError as reason:
        raise Refusing(Reason.ENCODING if _is_text(rest) else Reason.UNKNOWN_KIND) from reason


def _is_text(data: bytes) -> bool:
    """Mostly printable: an old encoding, not a picture."""
    sample = data[:4096]
    return sum(byte >= 32 or byte in b"\t\r\n" for byte in sample) > 0.97 * len(sample)
