"""Texts of made-up Vietnamese syllables, for the tests of similarity: two made apart share no long run."""

import random
import unicodedata

_ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x".split()  # noqa: SIM905
_RIMES = """a ai an ang anh ao ăm ân âu e em ên êu i iên im o oai oan ôi ôn ơi ơn u ung uôn ưa ươi ương uy""".split()  # noqa: SIM905  it reads so
_TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]

CYRILLIC = {"a": "а", "o": "о", "e": "е", "c": "с", "p": "р", "x": "х", "y": "у", "i": "і"}


def syllable(dice: random.Random) -> str:
    rime = dice.choice(_RIMES)
    return unicodedata.normalize("NFC", dice.choice(_ONSETS) + rime[0] + dice.choice(_TONES) + rime[1:])


def sentence(dice: random.Random, length: int = 16) -> str:
    words = [syllable(dice) for _ in range(length)]
    return " ".join(words).capitalize() + "."


def essay(dice: random.Random, sentences: int = 30) -> list[str]:
    return [sentence(dice, dice.randint(10, 24)) for _ in range(sentences)]


def without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def in_parts(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def in_cyrillic(text: str) -> str:
    return "".join(CYRILLIC.get(letter, letter) for letter in text)


def with_invisible(text: str) -> str:
    return "\u200b".join(text)


def in_capitals(text: str) -> str:
    return text.upper()


def with_odd_spaces(text: str) -> str:
    return text.replace(" ", " \u00a0\n  ")


DISGUISES = [without_accents, in_parts, in_cyrillic, with_invisible, in_capitals, with_odd_spaces]
