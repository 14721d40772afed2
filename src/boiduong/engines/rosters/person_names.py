"""Reads a person's name out of its cell or cells, and looks for letters that an old encoding left behind."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from boiduong.engines.names import Encoding, clean, is_common, is_syllable, to_unicode, unmask
from boiduong.engines.rosters.model import Severity
from boiduong.engines.rosters.roles import role_of

_ORDINAL = re.compile(r"^\d{1,3}\s*[.)/-]\s*(?=[^\W\d_])")
_ASIDE = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?\s*")
_TITLE = re.compile(r"^(ths|ts|cn|pgs|gs)\.\s*(?=[^\W\d_])|^(đ/c|đ\.c|đc|cô|thầy)[.:]?\s+(?=[^\W\d_]+\s+[^\W\d_])", re.IGNORECASE)
_BEHIND = re.compile(r"(.*\w)(?:\s+[-–]\s+|\s*[,;]\s*)(.+)")  # "Lê Thị Hoa - Hiệu trưởng"
_VIETNAMESE = re.compile("[a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ'’‘`´ʼ.-]+")
_NO_VOWEL = re.compile(r"[bcdđfghj-np-tvwxz]{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameDoubt:
    """part: which of the given cells it is about."""

    kind: str
    severity: Severity
    reason: str
    part: int = 0
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class ReadName:
    name: str
    aside: str  # what stood in brackets behind it
    doubts: tuple[NameDoubt, ...]


def read_name(parts: Sequence[str], *, is_split: bool, has_lost_capitals: bool) -> ReadName:
    """The name in these cells, its case kept.

    is_split: whether family and given name have columns of their own, so that an empty one is missing.
    has_lost_capitals: the text came from TCVN3, which has no capital vowels with tones: "¸nh" was meant as "Ánh".
    """
    doubts: list[NameDoubt] = []
    whole = clean(" ".join(parts))
    if not whole:
        return ReadName("", "", (NameDoubt("missing_name", "error", "missing_name"),))
    aside = "; ".join(found.strip() for found in _ASIDE.findall(whole) if found.strip())
    name = clean(_ASIDE.sub(" ", whole)).strip(" ,;:*-_.")
    if (behind := _BEHIND.fullmatch(name)) and role_of(behind[2]):
        name, aside = behind[1], "; ".join(filter(None, (behind[2], aside)))
    if aside:
        doubts.append(NameDoubt("repaired_name", "notice", "name_note"))
    if name != (bare := _TITLE.sub("", _ORDINAL.sub("", name))):
        name = bare
        doubts.append(NameDoubt("repaired_name", "notice", "name_ordinal"))
    if name != (unmasked := unmask(name)):
        name = unmasked
        doubts.append(NameDoubt("encoding", "notice", "name_lookalike"))
    if has_lost_capitals:
        name = _with_capitals(name)
    doubts += _missing(parts, name, is_split=is_split)
    doubts += _left_behind(name)
    return ReadName(name, aside, tuple(doubts))


def _with_capitals(name: str) -> str:
    words = name.split()
    others = [word for word in words if word[0].isupper()]
    if name.isupper() or (words and not others and len(words) > 1):
        return name
    return " ".join(word[0].upper() + word[1:] if _is_toned_vowel(word[0]) else word for word in words)


def _is_toned_vowel(letter: str) -> bool:
    parts = unicodedata.normalize("NFD", letter)
    return parts[0] in "aeiouy" and any(mark in "\u0300\u0309\u0303\u0301\u0323" for mark in parts)


def _missing(parts: Sequence[str], name: str, *, is_split: bool) -> list[NameDoubt]:
    if not re.search(r"[^\W\d_]", name):
        return [NameDoubt("missing_name", "error", "missing_name")]
    if is_split and len(parts) > 1 and not parts[-1].strip():
        return [NameDoubt("missing_name", "error", "missing_given", len(parts) - 1)]
    if is_split and len(parts) > 1 and not parts[0].strip() and " " not in name and "'" not in name:
        return [NameDoubt("missing_name", "warning", "missing_family", 0)]
    return [NameDoubt("odd_name", "warning", "name_digits")] if re.search(r"\d", name) else []


def _left_behind(name: str) -> list[NameDoubt]:
    """Signs that a converter stopped half-way: never repaired here, only told, with what it probably was."""
    words = name.split()
    if "?" in name or "\ufffd" in name:
        return [NameDoubt("encoding", "error", "name_unknown")]
    mended = [_mended(word) for word in words]
    proposal = " ".join(new or old for new, old in zip(mended, words, strict=True))
    if any(new and not is_syllable(old) for new, old in zip(mended, words, strict=True)):
        return [NameDoubt("encoding", "error", "name_damaged", proposal=proposal)]
    if any(mended):
        return [NameDoubt("encoding", "warning", "name_suspect", proposal=proposal)]
    if any(_NO_VOWEL.fullmatch(word) and not word.isupper() for word in words):
        return [NameDoubt("encoding", "warning", "name_lost")]
    if any(not word.isascii() and not _VIETNAMESE.fullmatch(word.casefold()) for word in words):
        return [NameDoubt("encoding", "warning", "name_suspect")]
    return []


def _mended(word: str) -> str | None:
    """What a word would be, were it still in an old encoding, if that is the likelier reading."""
    if word.isascii() or is_common(word):
        return None
    is_sound = is_syllable(word)
    for encoding in (Encoding.VNI, Encoding.TCVN3):
        other = to_unicode(word, encoding)
        if other != word and is_syllable(other) and (not is_sound or is_common(other)):
            return other
    return None
