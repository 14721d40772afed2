"""The table from code points to plain letters: tones, case, look-alikes and invisible characters folded away."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

VERSION = 1  # raise it with any change below: results are comparable only under one table

SEPARATOR = 0
_SIZE = 0x20000  # code points above are ideographs that no Vietnamese essay is written in: separators
_LONGEST = 4  # letters one code point may stand for: the ligature ffi has three

# Letters of other scripts and odd letters of our own that stand where the Latin letter would, seen in copied essays or drawn alike.
_LOOKALIKES = {
    "a": "аɑαΑᴀаᎪꭺ",
    "b": "вΒβЬьƅᏴʙБ",
    "c": "сϲᴄⅽСເςᏟ",
    "d": "đĐðÐɖԁᏧⅾᎠδ",
    "e": "еЕεΕҽєᎬᴇ℮ə",
    "f": "ƒғϝ",
    "g": "ɡցᶃԍᏀ",
    "h": "һҺнΗհᏂᎻʜћ",
    "i": "іІιΙıɩᎥΥүУуγұÿ",  # y too: kỹ and kĩ are one syllable
    "j": "јЈϳᎫ",
    "k": "кΚκᏦқᴋ",
    "l": "ӏłŁⅼᏞʟℓ",
    "m": "мΜⅿᎷᴍ",
    "n": "пηΝռոɴПИи",
    "o": "оОοΟσօøØᴏ๐໐০ѳ",
    "p": "рРρΡᏢᴘþ",
    "q": "ԛգզ",
    "r": "гГгᴦɼᏒʀяЯ",
    "s": "ѕЅꜱᏚʂ",
    "t": "тΤτᎢᴛŧ",
    "u": "υսᴜʋƣƢцЦµμ",
    "v": "νѵᴠⅴᏙ",
    "w": "ωԝᴡᎳшШ",
    "x": "хХχΧⅹ",
    "z": "ᴢΖᏃ",
}


@dataclass(frozen=True, slots=True)
class Letters:
    """For every code point: how many letters it stands for (0: dropped, or a separator) and which."""

    lengths: NDArray[np.uint8]
    letters: NDArray[np.uint32]  # shape (code points, _LONGEST)
    separators: NDArray[np.bool_]


@cache
def table() -> Letters:
    """The table, made once in a process. Code points of 2^17 and above share its last row, a separator."""
    alike = {ord(other): latin for latin, others in _LOOKALIKES.items() for other in others}
    lengths = np.zeros(_SIZE, np.uint8)
    letters = np.zeros((_SIZE, _LONGEST), np.uint32)
    separators = np.zeros(_SIZE, np.bool_)
    for point in range(_SIZE):
        plain = _plain(point, alike)
        if plain is None:
            separators[point] = True
        else:
            lengths[point] = len(plain)
            letters[point, : len(plain)] = [ord(letter) for letter in plain]
    separators[-1], lengths[-1] = True, 0
    return Letters(lengths, letters, separators)


def points_of(text: str) -> NDArray[np.uint32]:
    """The code points of a text; lone surrogates of broken files pass."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def rows_of(points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Each code point's row in the table."""
    return np.minimum(points, np.uint32(_SIZE - 1))


def _plain(point: int, alike: dict[int, str]) -> str | None:
    """The plain letters of one code point: empty if it is dropped, None if it separates syllables."""
    if point in alike:
        return _fold(alike[point])
    letter = chr(point)
    kind = unicodedata.category(letter)
    if kind in {"Mn", "Me", "Cf"}:
        return ""
    if kind[0] not in "LN" and kind != "So":
        return None
    parts = (alike.get(ord(part), part) for part in unicodedata.normalize("NFKD", letter.casefold()))
    plain = "".join(part for part in parts if unicodedata.category(part)[0] in "LN")
    return _fold(plain[:_LONGEST]) or None


def _fold(letters: str) -> str:
    return "".join("i" if letter == "y" else letter for letter in letters)
