"""What two passages have in common, syllable by syllable, for the reader's eye."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from boiduong.engines.similarity.syllables import read

_MOVED = 4  # syllables in one run that also stand elsewhere


class Kind(StrEnum):
    SAME = "SAME"
    ACCENT = "ACCENT"  # the letters are the same, tone marks, case or look-alikes differ
    MOVED = "MOVED"  # the same, at another place of the passage
    CHANGED = "CHANGED"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Code points of the own text, end exclusive. Stretches lie in order and do not overlap; separators between two belong to none."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Difference:
    a: tuple[Stretch, ...]
    b: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    hash: int
    start: int
    end: int
    written: str


def compare(text_a: str, text_b: str) -> Difference:
    """Lay two passages beside each other.

    Every syllable of both is in exactly one stretch; neighbours of one kind are joined.
    """
    a, b = _words(text_a), _words(text_b)
    kinds_a, kinds_b = [Kind.CHANGED] * len(a), [Kind.CHANGED] * len(b)
    matcher = SequenceMatcher(None, [word.hash for word in a], [word.hash for word in b], autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            one, other = a[block.a + step], b[block.b + step]
            kind = Kind.SAME if one.written == other.written else Kind.ACCENT
            kinds_a[block.a + step] = kinds_b[block.b + step] = kind
    _mark_moved(a, kinds_a, b)
    _mark_moved(b, kinds_b, a)
    return Difference(tuple(_stretches(a, kinds_a)), tuple(_stretches(b, kinds_b)))


def _words(text: str) -> list[_Word]:
    syllables = read([text])
    rows = zip(syllables.hashes.tolist(), syllables.starts.tolist(), syllables.ends.tolist(), strict=True)
    return [_Word(number, start, end, unicodedata.normalize("NFC", text[start:end]).casefold()) for number, start, end in rows]


def _mark_moved(words: Sequence[_Word], kinds: list[Kind], others: Sequence[_Word]) -> None:
    elsewhere = {tuple(word.hash for word in others[at : at + _MOVED]) for at in range(len(others) - _MOVED + 1)}
    for at in range(len(words) - _MOVED + 1):
        here = range(at, at + _MOVED)
        if tuple(words[place].hash for place in here) in elsewhere:
            for place in here:
                if kinds[place] is Kind.CHANGED:
                    kinds[place] = Kind.MOVED


def _stretches(words: Sequence[_Word], kinds: Sequence[Kind]) -> Iterator[Stretch]:
    first = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or kinds[at] is not kinds[first]:
            yield Stretch(words[first].start, words[at - 1].end, kinds[first])
            first = at
