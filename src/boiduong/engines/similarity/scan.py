"""All essays against each other and against their sources."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import batched, pairwise

import numpy as np
from numpy.typing import NDArray

from boiduong.engines.similarity.align import Box, Side, align
from boiduong.engines.similarity.clusters import clusters_of
from boiduong.engines.similarity.grams import close_gaps, cover, grams_of, members, runs_of, whole
from boiduong.engines.similarity.index import Frequent, Pairs, Postings, cap_of, frequent_grams, pairs_across, pairs_among, postings_of
from boiduong.engines.similarity.sentences import Sentences, sentences_of, snap
from boiduong.engines.similarity.shapes import Common, Figures, Match, Passage, Progress, Rules, ScanResult, Span, Text
from boiduong.engines.similarity.syllables import Syllables, read

_COMMON_SHOWN = 200  # passages; a person reads them
_LEFTS_AT_ONCE = 64


class DoubledId(ValueError):
    """Two texts have one id."""


@dataclass(frozen=True, slots=True)
class _Corpus:
    """Everything compared, in the order essays, archive, models, each by id: so the order of the input changes no result."""

    texts: list[Text]
    essays: int
    papers: int  # essays and archive; models follow
    syllables: Syllables
    official: NDArray[np.bool_]  # per syllable
    grams: NDArray[np.uint64]
    owners: NDArray[np.int32]  # per gram


def scan(
    essays: Sequence[Text],
    *,
    official: Sequence[Text] = (),
    models: Sequence[Text] = (),
    archive: Sequence[Text] = (),
    prompts: Sequence[Text] = (),
    rules: Rules | None = None,
    threads: int = 1,
    progress: Progress = lambda *_: None,
) -> ScanResult:
    """Find the passages that essays share with each other, with the archive and with model texts.

    essays: in the order they were handed in; of two that resemble each other, the one further back is `a`.
    official, prompts: what everybody may quote; masked wherever five of its syllables stand together, disguised or not.
    models: known model texts; copying from one is told however many do it.
    threads: changes the time, not the result.
    Raises DoubledId. Source: Rules; the design page of similarity in docs/decisions/.
    """
    rules = rules or Rules()
    corpus = _gather(essays, archive, models, [*official, *prompts], rules)
    progress("candidates", 0, len(essays))
    open_grams = whole(corpus.syllables, rules.gram, corpus.official)
    mine = open_grams & (corpus.owners < corpus.papers)
    postings = postings_of(corpus.grams[mine], corpus.owners[mine])
    sources = open_grams & (corpus.owners >= corpus.papers)
    known = postings_of(corpus.grams[sources], corpus.owners[sources])

    cap = cap_of(corpus.papers, rules)
    frequent = frequent_grams(postings, cap)
    among = pairs_among(postings, cap, len(corpus.texts), rules)
    told = mine & (corpus.owners < corpus.essays)
    across = pairs_across(known, corpus.grams[told], corpus.owners[told], len(corpus.texts), rules)
    shared = mine & members(corpus.grams, frequent.grams)
    common = cover(np.flatnonzero(shared), rules.gram, len(corpus.official))

    aligner = _Aligner(corpus, rules, corpus.official | common)
    found = aligner.matches(among, across, threads, progress)
    order = {text.id: place for place, text in enumerate(essays)}
    matches = sorted((_shown(corpus, one, order) for one in found), key=lambda match: (match.a, match.b))
    groups = clusters_of(len(corpus.texts), _links(corpus, found, rules))
    members_of = [[one for one in group if one < corpus.essays] for group in groups]
    return ScanResult(
        matches=tuple(matches),
        common=tuple(_common(corpus, shared, frequent, known, rules)),
        clusters=tuple(tuple(corpus.texts[one].id for one in group) for group in members_of if group),
        masked={corpus.texts[one].id: tuple(_spans(corpus, one)) for one in range(corpus.essays)},
        figures=Figures(
            essays=corpus.essays,
            pairs=len(matches),
            passages=sum(len(match.passages) for match in matches),
            clusters=sum(len(group) > 1 for group in members_of),
            masked_syllables=int(corpus.official[: int(corpus.syllables.firsts[corpus.essays])].sum()),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    left: int
    right: int
    passages: tuple[Passage, ...]  # a is left


class _Aligner:
    def __init__(self, corpus: _Corpus, rules: Rules, masked: NDArray[np.bool_]) -> None:
        self._corpus, self._rules = corpus, rules
        self._seeds = grams_of(corpus.syllables.hashes, rules.seed)
        self._open = whole(corpus.syllables, rules.seed, masked)
        self._unlisted = whole(corpus.syllables, rules.seed, corpus.official)  # against a model, common passages count
        self._sentences: dict[int, Sentences] = {}

    def matches(self, among: Pairs, across: Pairs, threads: int, progress: Progress) -> list[_Found]:
        work = [(left, rights, self._open) for left, rights in _grouped(among, self._corpus.essays)]
        work += [(left, rights, self._unlisted) for left, rights in _grouped(across, self._corpus.essays)]
        found: list[_Found] = []
        with ThreadPoolExecutor(max(1, threads)) as pool:
            done = 0
            for part in pool.map(self._align, batched(work, _LEFTS_AT_ONCE)):
                found += part
                done = min(done + _LEFTS_AT_ONCE, len(work))
                progress("passages", done, len(work))
        return found

    def _align(self, work: Sequence[tuple[int, list[int], NDArray[np.bool_]]]) -> list[_Found]:
        found = []
        for left, rights, usable in work:
            boxes = align(self._side(left, usable), [self._side(right, usable) for right in rights], self._rules)
            for right, some in zip(rights, boxes, strict=True):
                if some:
                    found.append(_Found(left, right, tuple(self._passage(left, right, box) for box in some)))
        return found

    def _side(self, text: int, usable: NDArray[np.bool_]) -> Side:
        own = self._corpus.syllables.of(text)
        own = slice(own.start, max(own.start, own.stop - self._rules.seed + 1))
        return Side(self._seeds[own], usable[own])

    def _passage(self, left: int, right: int, box: Box) -> Passage:
        a_start, a_end = self._place(left, box.left_start, box.left_end)
        b_start, b_end = self._place(right, box.right_start, box.right_end)
        return Passage(a_start, a_end, b_start, b_end, box.covered)

    def _place(self, text: int, start: int, end: int) -> tuple[int, int]:
        first = int(self._corpus.syllables.firsts[text])
        begin = int(self._corpus.syllables.starts[first + start])
        stop = int(self._corpus.syllables.ends[first + end - 1])
        sentences = self._sentences.get(text)
        if sentences is None:
            sentences = self._sentences[text] = sentences_of(self._corpus.texts[text].text)
        return snap(sentences, begin, stop, self._rules.snap)


def _gather(essays: Sequence[Text], archive: Sequence[Text], models: Sequence[Text], reference: Sequence[Text], rules: Rules) -> _Corpus:
    texts = [text for part in (essays, archive, models) for text in sorted(part, key=lambda text: text.id)]
    if len({text.id for text in texts}) < len(texts):
        raise DoubledId("two texts have one id")
    syllables = read([text.text for text in texts])
    listed = read([text.text for text in reference])
    known = np.unique(grams_of(listed.hashes, rules.gram)[whole(listed, rules.gram)])
    grams = grams_of(syllables.hashes, rules.gram)
    quoted = np.flatnonzero(members(grams, known) & whole(syllables, rules.gram))
    official = close_gaps(cover(quoted, rules.gram, len(syllables.hashes)), syllables.firsts[1:], rules.close_mask)
    return _Corpus(texts, len(essays), len(essays) + len(archive), syllables, official, grams, syllables.texts[: len(grams)])


def _grouped(pairs: Pairs, essays: int) -> Iterator[tuple[int, list[int]]]:
    """For each essay on the left, all on its right. Two texts of the archive are nobody's question."""
    asked = pairs.left < essays
    left, right = pairs.left[asked], pairs.right[asked]
    edges = np.append(np.flatnonzero(np.diff(left, prepend=-1)), len(left))
    for first, last in pairwise(edges):
        yield int(left[first]), right[first:last].tolist()


def _shown(corpus: _Corpus, found: _Found, order: dict[str, int]) -> Match:
    """A match as told: the later essay first."""
    left, right = corpus.texts[found.left].id, corpus.texts[found.right].id
    if order.get(right, -1) < order[left]:
        return Match(left, right, found.passages)
    turned = [replace(one, a_start=one.b_start, a_end=one.b_end, b_start=one.a_start, b_end=one.a_end) for one in found.passages]
    return Match(right, left, tuple(sorted(turned, key=lambda one: (one.a_start, one.b_start, one.a_end, one.b_end))))


def _links(corpus: _Corpus, found: list[_Found], rules: Rules) -> Iterator[tuple[int, int]]:
    """Pairs in which a large part of the smaller one's own text, official text left out, is shared."""
    own = (
        np.add.reduceat(np.append(~corpus.official, False).astype(np.int64), corpus.syllables.firsts[:-1]) if corpus.texts else np.zeros(0, np.int64)
    )
    own[np.diff(corpus.syllables.firsts) == 0] = 0
    for one in found:
        smaller = min(int(own[one.left]), int(own[one.right]))
        if sum(passage.syllables for passage in one.passages) * 100 >= smaller * rules.cluster_percent:
            yield one.left, one.right


def _common(
    corpus: _Corpus,
    shared: NDArray[np.bool_],
    frequent: Frequent,
    known: Postings,
    rules: Rules,
) -> Iterator[Common]:
    """Each common passage once, at the first essay that has it; passages of known model texts need no question."""
    told = members(frequent.grams, known.grams[known.groups])
    starts, ends = runs_of(np.append(shared, np.zeros(len(corpus.official) - len(shared), np.bool_)))
    shown = 0
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        text = int(corpus.owners[start])
        if text >= corpus.essays or shown >= _COMMON_SHOWN:
            return
        at = np.searchsorted(frequent.grams, corpus.grams[start:end])
        if end - start + rules.gram - 1 < rules.passage or 2 * told[at].sum() > len(at):
            continue
        told[at] = True
        shown += 1
        span = Span(int(corpus.syllables.starts[start]), int(corpus.syllables.ends[end + rules.gram - 2]))
        yield Common(corpus.texts[text].id, span, int(frequent.documents[at].max()))


def _spans(corpus: _Corpus, text: int) -> Iterator[Span]:
    own = corpus.syllables.of(text)
    starts, ends = runs_of(corpus.official[own])
    for start, end in zip((starts + own.start).tolist(), (ends + own.start - 1).tolist(), strict=True):
        yield Span(int(corpus.syllables.starts[start]), int(corpus.syllables.ends[end]))
