"""What a reader's eye would miss in a text: characters without width, letters of other scripts among ours."""

import re
import unicodedata
from functools import cache

from boiduong.engines.papers.shapes import Flag, FlagKind

_SHOWN = 20  # places a flag names
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile("[\u0370-\u058f\u0e80-\u0eff\u13a0-\u13ff\u1c80-\u1c8f\u2c80-\u2cff\ua640-\ua69f\uab70-\uabbf]")
_REPLACED = re.compile("\ufffd+")


def flags_of(text: str) -> list[Flag]:
    """The flags that the text itself raises, in a fixed order."""
    mixed = [word.span() for word in _WORD.finditer(text) if _FOREIGN.search(word[0]) and any(_is_latin(letter) for letter in word[0])]
    found = [
        (FlagKind.INVISIBLE, [run.span() for run in _INVISIBLE.finditer(text)]),
        (FlagKind.MIXED_SCRIPTS, mixed),
        (FlagKind.REPLACED, [run.span() for run in _REPLACED.finditer(text)]),
    ]
    return [Flag(kind, len(spans), tuple(spans[:_SHOWN])) for kind, spans in found if spans]


@cache
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
