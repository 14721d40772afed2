"""The two encodings of Vietnamese before Unicode, as text shows them today: their bytes read as Western European letters."""

import re
import unicodedata
from enum import StrEnum
from itertools import product


class Encoding(StrEnum):
    UNICODE = "Unicode"
    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI"


# TCVN 5712:1993, third set. Capital vowels with a tone do not exist in it: a second font (.VnTimeH) drew the small ones large.
_TCVN3_CODES = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = dict(zip(_TCVN3_CODES, _TCVN3_LETTERS, strict=True))

# VNI writes a mark as a second letter behind the vowel; i, ơ, ư and đ have letters of their own.
_TONES = ["\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
_VNI_FAMILIES = [
    ("aeouyôö", dict(zip("øùûõï", _TONES, strict=True))),
    ("aeo", dict(zip("âàáåãä", ["\u0302", *("\u0302" + tone for tone in _TONES)], strict=True))),
    ("a", dict(zip("êèéúüë", ["\u0306", *("\u0306" + tone for tone in _TONES)], strict=True))),
]
_VNI_SINGLE = dict(zip("ñôöìíæóòî", "đơưìíỉĩịỵ", strict=True))


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for bases, marks in _VNI_FAMILIES:
        for base, (mark, combining) in product(bases, marks.items()):
            table[base + mark] = unicodedata.normalize("NFC", _VNI_SINGLE.get(base, base) + combining)
    del table["yï"]  # ỵ has a letter of its own
    capitals = {code.upper(): letter.upper() for code, letter in table.items()}
    one_capital = {code.capitalize(): letter.upper() for code, letter in table.items()}  # "Aùnh", as most people type it
    return table | one_capital | capitals


_VNI = _vni_table()
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_TO_TCVN3 = {ord(letter): code for code, letter in _TCVN3.items()}
_TO_TCVN3 |= {ord(letter.upper()): code for code, letter in _TCVN3.items() if ord(letter.upper()) not in _TO_TCVN3}
_TO_VNI = {ord(letter): code for code, letter in _VNI.items()}  # the last spelling of a letter wins: two capitals


def of_font(font: str) -> Encoding:
    """The encoding that a font draws: `.VnTime` and its kin TCVN3, `VNI-Times` and its kin VNI, any other Unicode."""
    name = font.strip().casefold()
    if name.startswith(".vn"):
        return Encoding.TCVN3
    return Encoding.VNI if name.startswith("vni") else Encoding.UNICODE


def to_unicode(text: str, encoding: Encoding) -> str:
    """Text of an old encoding as NFC Unicode. A letter that the encoding does not know stays as it is.

    TCVN3 has no capital vowels with tones, so a word written large ("NGUYÔN") would come out mixed; it is made large again.
    """
    if encoding is Encoding.TCVN3:
        return _large_again("".join(_TCVN3.get(letter, letter) for letter in text))
    if encoding is Encoding.VNI:
        return _VNI_CODE.sub(lambda found: _VNI[found[0]], text)
    return text


def from_unicode(text: str, encoding: Encoding) -> str:
    """Unicode text in an old encoding: what such a file holds. TCVN3 loses the size of capital vowels with tones."""
    composed = unicodedata.normalize("NFC", text)
    if encoding is Encoding.TCVN3:
        return composed.translate(_TO_TCVN3)
    return composed.translate(_TO_VNI) if encoding is Encoding.VNI else composed


def _large_again(text: str) -> str:
    if _is_large(text):
        return text.upper()
    return " ".join(word.upper() if _is_large(word) else word for word in text.split(" "))


def _is_large(text: str) -> bool:
    """Whether letters behind the first of a word show their size in this encoding, and all that do are capitals: "Vừ Mí" shows only its V and M."""
    inside = [letter for word in text.split() for letter in word[1:] if _shows_size(letter)]
    return bool(inside) and all(letter.isupper() for letter in text if _shows_size(letter))


def _shows_size(letter: str) -> bool:
    return letter.isalpha() and (letter.isascii() or letter in "ĂÂÊÔƠƯĐăâêôơưđ")
