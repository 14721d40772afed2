"""One written form inside, and the keys that people are searched and matched by."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = dict.fromkeys([0xAD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF])
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_SPACES = re.compile(r"\s+")
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """NFC, no invisible characters, every run of spaces (non-breaking ones too) a single one. Case stays."""
    if text.isascii():
        return _SPACES.sub(" ", text).strip()
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text.translate(_INVISIBLE))).strip()


@lru_cache(maxsize=20_000)  # one workbook asks for the same words again and again
def search_key(text: str) -> str:
    """What a person types without accents: lower case, no marks, đ as d, letters and digits only."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(mark for mark in unicodedata.normalize("NFD", plain) if not unicodedata.combining(mark)).replace("đ", "d")
    return _NEITHER_LETTER_NOR_DIGIT.sub(" ", plain).strip()


def match_key(text: str) -> str:
    """Equal for two spellings of one name: hoà and hòa, NFC and NFD, any case and spacing.

    The tone leaves its vowel and stands as a digit behind the syllable, so that its placement cannot matter; marks that
    make another letter (ă, ê, ơ) stay, for they make another name.
    """
    return " ".join(_tone_last(word) for word in clean(text).casefold().split())


@lru_cache(maxsize=20_000)  # names are made of few words
def _tone_last(word: str) -> str:
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    tones = "".join(_TONES[mark] for mark in parts if mark in _TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES)) + tones
