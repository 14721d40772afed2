"""All pairs of 3,000 essays with aligned passages, beside a plain word-5-gram index in Python that only counts shared grams of pairs."""

import unicodedata
from collections import Counter, defaultdict
from itertools import combinations
from random import Random

from bench import Figure, measured
from boiduong.engines.similarity.scan import scan
from boiduong.engines.similarity.shapes import Text
from boiduong.rehearsal.essay_writer import compose, copy_into

COUNT, COPIED_RATIO, COMMON = 3000, 0.15, 90  # a gram found in more essays than COMMON is nobody's


def run() -> list[Figure]:
    essays, planted = made(COUNT)
    with measured() as ours:
        result = scan(essays)
    found = {frozenset((match.a, match.b)) for match in result.matches}
    with measured() as plain:
        pairs = plain_pairs(essays)
    hit = len(found & planted)
    return [
        Figure(
            f"{COUNT:,} essays, all pairs, passages aligned",
            ours.seconds,
            ours.cpu_seconds,
            f"{len(found)} pairs; of {len(planted)} planted {hit} found, {len(found) - hit} others",
        ),
        Figure(
            "word-5-gram index in Python, pairs alone",
            plain.seconds,
            plain.cpu_seconds,
            f"of {len(planted)} planted {len(pairs & planted)} found, {len(pairs - planted)} others",
        ),
    ]


def made(count: int) -> tuple[list[Text], set[frozenset[str]]]:
    """Essays as the rehearsal writes them, about one in seven with a piece of an earlier one in one of its disguises; and those pairs."""
    own = [compose(Random(f"essay {number}"), syllables=900) for number in range(count)]
    texts, planted, honest = ["\n".join(paragraphs) for paragraphs in own], set(), [0]
    for number in range(1, count):
        dice = Random(f"copy {number}")
        if dice.random() < COPIED_RATIO:
            source = dice.choice(honest)  # whoever copies gives up paragraphs of their own: those would not be there to be copied
            paragraphs, _disguise, _syllables = copy_into(own[number], own[source], dice)
            texts[number] = "\n".join(paragraphs)
            planted.add(frozenset((f"{number:05d}", f"{source:05d}")))
        else:
            honest.append(number)
    return [Text(f"{number:05d}", text) for number, text in enumerate(texts)], planted


def plain_pairs(essays: list[Text]) -> set[frozenset[str]]:
    """Pairs that share at least three 5-grams of words; NFC and lower case are all that is done to the text."""
    index: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for essay in essays:
        words = unicodedata.normalize("NFC", essay.text).casefold().split()
        for gram in {tuple(words[n : n + 5]) for n in range(len(words) - 4)}:
            index[gram].append(essay.id)
    shared: Counter[frozenset[str]] = Counter()
    for holders in index.values():
        if 2 <= len(holders) <= COMMON:
            shared.update(map(frozenset, combinations(holders, 2)))
    return {pair for pair, grams in shared.items() if grams >= 3}
