"""Essays of made-up teachers, composed from a grammar of short phrases, and the ways in which some of them copy."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

PLAIN_RATIO = 0.1
_VERBS = {"v1", "v2", "v3", "v4", "v5", "vself"}
_JUDGEMENTS = {"p1", "p2", "p3"}
_THINGS = {"n1", "n2", "n3", "n4", "n5", "nself", "a1", "a2", "a3"}
_SLOT = re.compile(r"\{(\w+)\}")
_LINE = re.compile(r"^(\w+): (.+)$")
_BEGINNING = re.compile(r"(^|[.!?] )(\w)")

_FACTS: dict[str, Callable[[Random], str]] = {
    "few": lambda dice: str(dice.randint(2, 9)),
    "count": lambda dice: str(dice.randint(10, 48)),
    "percent": lambda dice: str(dice.randint(41, 98)),
    "week": lambda dice: str(dice.randint(1, 35)),
    "day": lambda dice: str(dice.randint(1, 28)),
    "month": lambda dice: str(dice.choice((1, 2, 3, 4, 5, 8, 9, 10, 11, 12))),
    "hour": lambda dice: str(dice.choice((6, 7, 11, 16, 17, 19, 20, 21, 22))),
    "year": lambda dice: f"{(year := dice.randint(2009, 2019))}-{year + 1}",
    "grade": lambda dice: str(dice.randint(1, 12)),
    "class": lambda dice: f"{dice.randint(1, 12)}{dice.choice('ABCDEGH')}{dice.randint(1, 9)}",
    "room": lambda dice: f"{dice.choice('ABC')}{dice.randint(101, 412)}",
}


def compose(dice: Random, *, quotes: Sequence[str] = (), syllables: int = 900) -> list[str]:
    """An essay as paragraphs of about so many syllables. Two essays composed apart share no passage.

    quotes: sentences of the official documents, put in quotation marks where the topics are taken up.
    """
    paragraphs = [_joined(dice, ["opening"])]
    waiting = list(quotes)
    for number in (1, 2, 3):
        told = _joined(dice, [f"idea{number}"] * dice.randint(2, 4) + [f"practice{number}"] * dice.randint(1, 3))
        if waiting and dice.random() < 0.6:
            told += f" “{waiting.pop()}” " + _joined(dice, [f"idea{number}"])
        paragraphs.append(told)
    closing = [_joined(dice, ["plan"] * dice.randint(2, 4)), _joined(dice, ["closing"] * dice.randint(1, 2))]
    written = _length([*paragraphs, *closing])
    while written < syllables:
        topic = dice.choice(("practice4", "practice5", "practice1", "practice2", "practice3", "practice4", "practice5"))
        paragraph = _joined(dice, [dice.choice((topic, topic, f"idea{dice.randint(1, 3)}", "seen_alone")) for _ in range(dice.randint(3, 6))])
        paragraphs.append(paragraph)
        written += _length([paragraph])
    return [*paragraphs, *closing]


def _joined(dice: Random, names: Sequence[str]) -> str:
    text = " ".join(_expanded(dice, name) for name in names)
    return _BEGINNING.sub(lambda found: found[1] + found[2].upper(), text)


def _expanded(dice: Random, name: str) -> str:
    if name in _FACTS:
        return _FACTS[name](dice)
    for ending, shaped in (("_up", str.upper), ("_low", str.lower)):
        if name.endswith(ending) and name not in _phrases():
            text = _expanded(dice, name.removesuffix(ending))
            return shaped(text[0]) + text[1:]
    text = _SLOT.sub(lambda slot: _expanded(dice, slot[1]), dice.choice(_phrases()[name]))
    return _coloured(dice, name, text)


def _coloured(dice: Random, name: str, text: str) -> str:
    """Mostly a small word before or after."""
    if dice.random() < PLAIN_RATIO:
        return text
    if name in _VERBS:
        return f"{dice.choice(_phrases()['before_verb'])} {text}"
    if name in _JUDGEMENTS:
        return f"{dice.choice(_phrases()['before_judgement'])} {text}"
    return f"{text} {dice.choice(_phrases()['after_thing'])}" if name in _THINGS else text


@cache
def _phrases() -> dict[str, list[str]]:
    text = (files("boiduong.rehearsal") / "essay_phrases.txt").read_text(encoding="utf-8")
    return {found[1]: found[2].split(" | ") for line in text.splitlines() if (found := _LINE.match(line))}


def _length(paragraphs: Sequence[str]) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)


# ---- copying


@dataclass(frozen=True, slots=True)
class Copying:
    """What one writer took, from where, and how it was disguised: the truth that a scan is held against."""

    taker: int  # number of the writer
    source: str  # number of an earlier writer, or the title of a model text
    disguise: str
    syllables: int


_LOOKALIKES = str.maketrans("aeopcxiAEOPCTHB", "аеорсхіАЕОРСТНВ")


def without_accents(text: str, dice: Random) -> str:  # noqa: ARG001  all disguises are called alike
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def with_lookalikes(text: str, dice: Random) -> str:
    return " ".join(word.translate(_LOOKALIKES) if dice.random() < 0.5 else word for word in text.split(" "))


def with_invisible(text: str, dice: Random) -> str:
    return "".join(letter + ("\u200b" if dice.random() < 0.05 else "") for letter in text)


def in_parts(text: str, dice: Random) -> str:  # noqa: ARG001
    return unicodedata.normalize("NFD", text)


def reordered(text: str, dice: Random) -> str:
    sentences = re.split(r"(?<=\.) ", text)
    return " ".join(dice.sample(sentences, k=len(sentences)))


def reworded(text: str, dice: Random) -> str:
    """One word in eight becomes another."""
    words = [dice.choice(_expanded(dice, "n4").split()) if dice.random() < 0.125 else word for word in text.split(" ")]
    return " ".join(words)


def verbatim(text: str, dice: Random) -> str:  # noqa: ARG001
    return text


DISGUISES: dict[str, tuple[int, Callable[[str, Random], str]]] = {  # how often, of all copying
    "verbatim": (40, verbatim),
    "reordered": (15, reordered),
    "reworded": (20, reworded),
    "without accents": (5, without_accents),
    "look-alike letters": (10, with_lookalikes),
    "invisible letters": (5, with_invisible),
    "letters in parts": (5, in_parts),
}


def copy_into(own: Sequence[str], source: Sequence[str], dice: Random) -> tuple[list[str], str, int]:
    """Paragraphs of a source, disguised, among one's own. Returns the essay, the disguise, and how many syllables were taken."""
    disguise = dice.choices(list(DISGUISES), weights=[often for often, _ in DISGUISES.values()])[0]
    share = dice.choice((2, 3, 4, len(source)))
    first = dice.randrange(max(1, len(source) - share + 1))
    taken = list(source[first : first + share])
    disguised = [DISGUISES[disguise][1](paragraph, dice) for paragraph in taken]
    kept = own[: max(2, len(own) - len(taken))]
    place = dice.randint(1, len(kept))
    return [*kept[:place], *disguised, *kept[place:]], disguise, _length(taken)
