"""Where sentences begin and end, so that a passage is shown in whole ones."""

import re
from bisect import bisect_left
from dataclasses import dataclass

_END = re.compile(r"[.!?…;:]+[\"'”’»)\]]*(?=\s|$)|\n")
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Sentences:
    starts: list[int]
    ends: list[int]


def sentences_of(text: str) -> Sentences:
    ends = [mark.end() for mark in _END.finditer(text)]
    starts = [0, *(_space_after(text, end) for end in ends)]
    return Sentences(starts, [*(end for end in ends if not text[end - 1].isspace()), len(text)])


def snap(sentences: Sentences, start: int, end: int, farthest: int) -> tuple[int, int]:
    """Move both ends of a span to the nearest end of a sentence, if one is near and the span stays one."""
    begin = _nearest(sentences.starts, start, farthest)
    stop = _nearest(sentences.ends, end, farthest)
    return (begin, stop) if begin < stop else (start, end)


def _nearest(places: list[int], place: int, farthest: int) -> int:
    at = bisect_left(places, place)
    near = min(places[max(0, at - 1) : at + 1], key=lambda one: abs(one - place), default=place)
    return near if abs(near - place) <= farthest else place


def _space_after(text: str, place: int) -> int:
    space = _SPACE.match(text, place)
    return space.end() if space else place
