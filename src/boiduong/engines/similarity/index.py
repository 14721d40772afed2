"""Who shares grams with whom: an inverted index, cut where too many share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boiduong.engines.similarity.grams import members
from boiduong.engines.similarity.shapes import Rules

_MOST_COUNTED = 1000  # shared grams; beyond, nobody asks how many
_PAIRS_AT_ONCE = 4_000_000  # bounds the memory while pairs are counted


@dataclass(frozen=True, slots=True)
class Postings:
    """Grams and the documents that have them, by gram, then document; no document twice under one gram."""

    grams: NDArray[np.uint64]
    documents: NDArray[np.int32]
    groups: NDArray[np.intp]  # where each gram begins
    sizes: NDArray[np.intp]  # how many documents have it


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of documents, left < right, ordered."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Frequent:
    """The grams above the cap, sorted, and how many documents have each."""

    grams: NDArray[np.uint64]
    documents: NDArray[np.intp]


def postings_of(grams: NDArray[np.uint64], documents: NDArray[np.int32]) -> Postings:
    """Index grams that stand in the order of their documents."""
    order = np.argsort(grams, kind="stable")  # stable: within a gram the documents stay in order
    grams, documents = grams[order], documents[order]
    new = np.ones(len(grams), np.bool_)
    new[1:] = (grams[1:] != grams[:-1]) | (documents[1:] != documents[:-1])
    grams, documents = grams[new], documents[new]
    groups = np.flatnonzero(np.append(True, grams[1:] != grams[:-1])) if len(grams) else np.zeros(0, np.intp)
    return Postings(grams, documents, groups, np.diff(groups, append=len(grams)))


def cap_of(documents: int, rules: Rules) -> int:
    """How many documents may share a gram before it counts as common."""
    return max(rules.common_least, min(rules.common_most, documents * rules.common_percent // 100))


def frequent_grams(postings: Postings, cap: int) -> Frequent:
    over = postings.sizes > cap
    return Frequent(postings.grams[postings.groups[over]], postings.sizes[over])


def pairs_among(postings: Postings, cap: int, documents: int, rules: Rules) -> Pairs:
    """All pairs that share enough grams of those at or under the cap."""
    counted = np.zeros(0, np.int64)
    counts = np.zeros(0, np.int64)
    waiting: list[NDArray[np.int64]] = []
    held = 0
    for size in range(2, cap + 1):
        groups = postings.groups[postings.sizes == size]
        left, right = np.triu_indices(size, 1)
        step = max(1, _PAIRS_AT_ONCE // len(left))
        for begin in range(0, len(groups), step):
            rows = postings.documents[groups[begin : begin + step, None] + np.arange(size)].astype(np.int64)
            waiting.append((rows[:, left] * documents + rows[:, right]).ravel())
            held += len(waiting[-1])
            if held >= _PAIRS_AT_ONCE:
                counted, counts = _add(counted, counts, waiting)
                waiting, held = [], 0
    counted, counts = _add(counted, counts, waiting)
    return _pairs(counted[counts >= _enough(counts, documents, rules)], documents)


def _enough(counts: NDArray[np.int64], documents: int, rules: Rules) -> int:
    """How many shared grams make a candidate: more where essays share so much stock wording that every pair would be one."""
    budget = documents * rules.candidates_each
    at_least = np.cumsum(np.bincount(np.minimum(counts, _MOST_COUNTED))[::-1])[::-1]  # pairs with so many or more
    within = np.flatnonzero(at_least[rules.shared_grams :] <= budget)
    return rules.shared_grams + (int(within[0]) if len(within) else max(0, len(at_least) - rules.shared_grams))


def pairs_across(postings: Postings, grams: NDArray[np.uint64], owners: NDArray[np.int32], documents: int, rules: Rules) -> Pairs:
    """All pairs of an indexed source text (right) and a document that shares enough grams with it, however common they are."""
    known = postings.grams[postings.groups]
    hit = np.flatnonzero(members(grams, known))
    one = np.unique(np.stack((grams[hit], owners[hit].astype(np.uint64))), axis=1)  # no document counts a gram twice
    at = np.searchsorted(known, one[0])
    sizes = postings.sizes[at]
    rows = np.repeat(postings.groups[at], sizes) + _steps(sizes)
    keys = np.repeat(one[1].astype(np.int64), sizes) * documents + postings.documents[rows].astype(np.int64)
    counted, counts = np.unique(keys, return_counts=True)
    return _pairs(counted[counts >= rules.shared_grams], documents)


def _add(counted: NDArray[np.int64], counts: NDArray[np.int64], more: list[NDArray[np.int64]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if not more:
        return counted, counts
    fresh, times = np.unique(np.concatenate(more), return_counts=True)
    keys = np.concatenate((counted, fresh))
    all_keys, place = np.unique(keys, return_inverse=True)
    totals = np.zeros(len(all_keys), np.int64)
    np.add.at(totals, place, np.concatenate((counts, times)))
    return all_keys, totals


def _steps(sizes: NDArray[np.intp]) -> NDArray[np.intp]:
    """0, 1, ... for each size in turn."""
    return np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _pairs(keys: NDArray[np.signedinteger], documents: int) -> Pairs:
    return Pairs((keys // documents).astype(np.int32), (keys % documents).astype(np.int32))
