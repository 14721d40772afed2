"""Which encoding a piece of text was written in, judged by what its words would be in each."""

import re
from dataclasses import dataclass
from functools import lru_cache

from boiduong.engines.names.legacy import Encoding, to_unicode
from boiduong.engines.names.syllables import is_syllable

_WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~]+")
_VIETNAMESE = re.compile("[\x20-~ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]*")
_ONLY_UNICODE = re.compile("[\u0100-\u024f\u0300-\u036f\u1ea0-\u1ef9]")

# Words so common in names that they settle a word which two encodings can read: "Lª" against "Lê", "Vò" against "Vũ".
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh trương đinh lâm "
        "phùng tạ tô hà châu cao lương lưu quách tống triệu thạch tăng từ đàm lục thị văn hữu đức minh thanh thu ngọc "
        "quốc công đình xuân hồng kim bích thúy thuý mỹ thế trọng hùng dũng tuấn hòa hoà hải thủy thuỷ hằng hạnh huyền "
        "hương hiền phương phượng thảo trang yến vân tuyết bình giáo viên trưởng phó hiệu trường",
    )
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one text says about its encoding."""

    encoding: Encoding | None  # None where two encodings read it equally well
    is_certain: bool  # nothing but this encoding makes words of it
    readings: tuple[Encoding, ...]  # those that make the most words of it; none where no encoding does ("SÑT")


def evidence_of(text: str) -> Evidence | None:
    """What this text says about its encoding, or None if it says nothing (plain ASCII, no words)."""
    if text.isascii():
        return None
    if _ONLY_UNICODE.search(text):
        return Evidence(Encoding.UNICODE, True, (Encoding.UNICODE,))
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if not words:
        return None
    bad = {encoding: sum(not _reads(word, encoding) for word in words) for encoding in Encoding}
    fewest = min(bad.values())
    if fewest == len(words):
        return Evidence(None, False, ())
    best = tuple(encoding for encoding in Encoding if bad[encoding] == fewest)
    seen = dict.fromkeys(to_unicode(text, encoding) for encoding in best)
    if len(seen) == 1:  # an old encoding that changes nothing is no reading of its own
        return Evidence(best[0], best[0] is not Encoding.UNICODE, best[:1])
    return Evidence(None, False, best)


def weigh(text: str, readings: tuple[Encoding, ...], prior: Encoding) -> tuple[Encoding, bool]:
    """Choose among several readings. prior: what the text around it is written in.

    Returns the encoding and whether the choice is a guess: the surroundings and the words themselves disagree.
    """
    if not readings:
        return (prior if reads_as(text, prior) else Encoding.UNICODE), False
    hits = {encoding: sum(word in _COMMON for word in to_unicode(text, encoding).casefold().split()) for encoding in readings}
    best = max(hits.values())
    likely = [encoding for encoding in readings if hits[encoding] == best]
    if prior in likely:
        return prior, False
    return likely[0], prior in readings


def reads_as(text: str, encoding: Encoding) -> bool:
    """Whether this encoding leaves nothing but Vietnamese letters of a text, words or not ("SÑT" is "SĐT" in VNI)."""
    return bool(_VIETNAMESE.fullmatch(to_unicode(text, encoding)))


def is_common(word: str) -> bool:
    """Whether this is one of the words that most names and titles are made of."""
    return word.casefold() in _COMMON


@lru_cache(maxsize=20_000)
def _reads(word: str, encoding: Encoding) -> bool:
    return is_syllable(to_unicode(word, encoding))
