"""Where one text resembles others: common runs of three syllables, chained into fragments, gathered into passages.

Source: seed, extend, filter, as in the text alignment task of PAN at CLEF; the numbers are those of `Rules`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boiduong.engines.similarity.shapes import Rules

_SIEVE = np.uint64((1 << 16) - 1)
_REPEATS = 4  # a run that stands in the left text more often is followed to its first places only
_BITS = 22  # of a place within a text: four million syllables


@dataclass(frozen=True, slots=True)
class Side:
    """The seeds of one text: a hash from every syllable on, and whether it may be compared."""

    seeds: NDArray[np.uint64]
    open: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of syllables left and right, ends exclusive, and how many distinct ones are covered on the side that has fewer."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int
    covered: int


@dataclass(slots=True)
class _Chain:
    """Runs of seeds that follow each other on about one diagonal."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int
    drift: int  # of its last run
    covered: int
    runs: list[int]

    def gap(self, other: "_Chain") -> tuple[int, int]:
        left = max(self.left_start, other.left_start) - min(self.left_end, other.left_end)
        right = max(self.right_start, other.right_start) - min(self.right_end, other.right_end)
        return max(left, right), min(left, right)

    def take(self, other: "_Chain") -> None:
        self.left_start, self.left_end = min(self.left_start, other.left_start), max(self.left_end, other.left_end)
        self.right_start, self.right_end = min(self.right_start, other.right_start), max(self.right_end, other.right_end)
        self.drift = other.drift
        self.covered += other.covered
        self.runs += other.runs


@dataclass(frozen=True, slots=True)
class _Runs:
    """Seeds on one diagonal without a long gap, for all candidates of one text. Run r owns seeds firsts[r]:firsts[r + 1]."""

    left: NDArray[np.int64]  # of every seed
    right: NDArray[np.int64]
    firsts: NDArray[np.intp]
    candidates: NDArray[np.int64]  # of every run
    covered: NDArray[np.int64]


def align(left: Side, rights: list[Side], rules: Rules) -> list[list[Box]]:
    """The passages that the left text shares with each of the others."""
    runs = _runs(left, rights, rules)
    boxes: list[list[Box]] = [[] for _ in rights]
    edges = np.searchsorted(runs.candidates, np.arange(len(rights) + 1))
    for candidate, found in enumerate(boxes):
        chains = _chains(runs, int(edges[candidate]), int(edges[candidate + 1]), rules)
        for chain in _gather([one for one in chains if one.covered >= rules.fragment], rules):
            box = _box(chain, runs, rules)
            if box:
                found.append(box)
        found.sort(key=lambda box: (box.left_start, box.right_start, box.left_end, box.right_end))
    return boxes


def _runs(left: Side, rights: list[Side], rules: Rules) -> _Runs:
    places = np.flatnonzero(left.open)
    order = np.argsort(left.seeds[places], kind="stable")
    known, places = left.seeds[places][order], places[order]
    sieve = np.zeros(int(_SIEVE) + 1, np.bool_)
    sieve[(known & _SIEVE).astype(np.intp)] = True

    lengths = np.array([len(right.seeds) for right in rights], np.int64)
    seeds = np.concatenate([right.seeds for right in rights])
    passed = np.flatnonzero(np.concatenate([right.open for right in rights]) & sieve[(seeds & _SIEVE).astype(np.intp)])
    low = np.searchsorted(known, seeds[passed], "left")
    times = np.minimum(np.searchsorted(known, seeds[passed], "right") - low, _REPEATS)
    nth = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
    lefts = places[np.repeat(low, times) + nth].astype(np.int64)
    flat = np.repeat(passed, times)
    begins = np.cumsum(lengths) - lengths
    candidates = np.searchsorted(begins, flat, "right") - 1
    rights_at = flat - begins[candidates]

    shift = 1 << (_BITS - 1)
    keys = np.sort((candidates.astype(np.int64) << (2 * _BITS)) | ((lefts - rights_at + shift) << _BITS) | lefts)
    mask = (1 << _BITS) - 1
    lefts, candidates = keys & mask, keys >> (2 * _BITS)
    rights_at = lefts - (((keys >> _BITS) & mask) - shift)
    step = np.diff(lefts)
    same = (np.diff(keys >> _BITS) == 0) & (step <= rules.chain_gap + rules.seed)
    firsts = np.flatnonzero(np.append(True, ~same)) if len(keys) else np.zeros(0, np.intp)
    adds = np.full(len(keys), rules.seed, np.int64)  # what each seed covers that the one before it does not
    adds[1:][same] = np.minimum(step[same], rules.seed)
    covered = np.add.reduceat(adds, firsts) if len(keys) else np.zeros(0, np.int64)
    return _Runs(lefts, rights_at, np.append(firsts, len(keys)), candidates[firsts], covered)


def _chains(runs: _Runs, begin: int, end: int, rules: Rules) -> list[_Chain]:
    """Join the runs of one candidate that lie within the allowed gap and drift of each other, from left to right."""
    first = runs.firsts[begin : end + 1]
    starts, ends = runs.left[first[:-1]], runs.left[first[1:] - 1] + rules.seed
    right_starts, right_ends = runs.right[first[:-1]], runs.right[first[1:] - 1] + rules.seed
    order = np.lexsort((right_starts, starts))
    rows = np.stack((starts, ends, right_starts, right_ends, runs.covered[begin:end], np.arange(begin, end)))[:, order].T.tolist()
    done: list[_Chain] = []
    live: list[_Chain] = []
    for left_start, left_end, right_start, right_end, covered, run in rows:
        chain = _Chain(left_start, left_end, right_start, right_end, left_start - right_start, covered, [run])
        done += [one for one in live if one.left_end + rules.chain_gap < left_start]
        live = [one for one in live if one.left_end + rules.chain_gap >= left_start]
        home = next((one for one in reversed(live) if _follows(one, chain, rules)), None)
        if home:
            home.take(chain)
        else:
            live.append(chain)
    return done + live


def _follows(before: _Chain, after: _Chain, rules: Rules) -> bool:
    return abs(before.drift - after.drift) <= rules.chain_drift and after.right_start - before.right_end <= rules.chain_gap


def _gather(chains: list[_Chain], rules: Rules) -> Iterator[_Chain]:
    """Join fragments that lie near on one side and not far on the other, until none can be joined."""
    waiting = chains
    while waiting:
        one, *rest = waiting
        waiting = []
        grown = False
        for other in rest:
            far, near = one.gap(other)
            if near <= rules.near_gap and far <= rules.far_gap:
                one.take(other)
                grown = True
            else:
                waiting.append(other)
        if grown:
            waiting.insert(0, one)
        else:
            yield one


def _box(chain: _Chain, runs: _Runs, rules: Rules) -> Box | None:
    """The passage of these runs, if it has an anchor and enough distinct syllables on both sides: a phrase said seven times is said once."""
    if chain.covered < rules.passage or max(runs.covered[run] for run in chain.runs) < rules.anchor:
        return None
    seeds = np.concatenate([np.arange(runs.firsts[run], runs.firsts[run + 1]) for run in chain.runs])
    left, right = _distinct(runs.left[seeds], rules.seed), _distinct(runs.right[seeds], rules.seed)
    covered = min(left, right)
    length = max(chain.left_end - chain.left_start, chain.right_end - chain.right_start)
    if covered < rules.passage or covered * 100 < length * rules.passage_percent:
        return None
    return Box(chain.left_start, chain.left_end, chain.right_start, chain.right_end, covered)


def _distinct(places: NDArray[np.int64], size: int) -> int:
    ordered = np.unique(places)
    return int(np.minimum(np.diff(ordered), size).sum()) + size
