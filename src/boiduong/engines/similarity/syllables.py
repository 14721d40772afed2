"""Texts as runs of tone-less syllables, each a 64-bit number that knows where it stands in the text as given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boiduong.engines.similarity.letters import points_of, rows_of, table

_BATCH = 1 << 20  # code points read at once: it bounds the memory, not the result
_LONG = 64  # letters of one syllable that are told apart by place
_PRIME = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Syllables:
    """All syllables of many texts, one text after the other."""

    hashes: NDArray[np.uint64]
    starts: NDArray[np.int32]  # code points of the own text
    ends: NDArray[np.int32]
    firsts: NDArray[np.int64]  # text t owns firsts[t]:firsts[t + 1]

    @property
    def texts(self) -> NDArray[np.int32]:
        """The text of every syllable."""
        return np.repeat(np.arange(len(self.firsts) - 1, dtype=np.int32), np.diff(self.firsts))

    def of(self, text: int) -> slice:
        return slice(int(self.firsts[text]), int(self.firsts[text + 1]))


def read(texts: Sequence[str]) -> Syllables:
    """Cut texts into syllables. Any length, any characters; a text without letters has no syllables."""
    hashes: list[NDArray[np.uint64]] = [np.zeros(0, np.uint64)]
    starts: list[NDArray[np.int32]] = [np.zeros(0, np.int32)]
    ends: list[NDArray[np.int32]] = [np.zeros(0, np.int32)]
    counts: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]
    for batch in _batches(texts):
        piece = _read(batch)
        hashes.append(piece.hashes)
        starts.append(piece.starts)
        ends.append(piece.ends)
        counts.append(np.diff(piece.firsts))
    return Syllables(np.concatenate(hashes), np.concatenate(starts), np.concatenate(ends), np.cumsum(np.concatenate(counts)))


def mix(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread 64-bit numbers evenly. Source: the finaliser of splitmix64, Steele et al., OOPSLA 2014."""
    mixed = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text) + 1
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read(texts: list[str]) -> Syllables:
    known = table()
    lengths = np.array([len(text) for text in texts], np.int64)
    begins = np.concatenate(([0], np.cumsum(lengths + 1)))  # a line feed after each keeps syllables inside their text
    rows = rows_of(points_of("\n".join(texts) + "\n"))

    places = np.repeat(np.arange(len(rows), dtype=np.int32), known.lengths[rows])  # dropped and separating ones are gone
    nth = _nth_of_equal(places)
    letters = known.letters[rows[places], nth]
    parted = np.cumsum(known.separators[rows], dtype=np.int32)[places]  # grows wherever a separator stood between
    first = np.flatnonzero(np.diff(parted, prepend=-1))
    if not len(first):
        return Syllables(np.zeros(0, np.uint64), np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(len(texts) + 1, np.int64))
    last = np.append(first[1:], len(places)) - 1
    depth = np.minimum(np.arange(len(places)) - np.repeat(first, last - first + 1), _LONG - 1)
    hashes = mix(np.add.reduceat(letters.astype(np.uint64) * _powers()[depth], first))

    edges = np.flatnonzero(known.separators[rows])
    starts, ends = places[first].astype(np.int64), edges[parted[last]]  # marks and invisible letters after the last one belong to it
    owner = np.searchsorted(begins, starts, "right") - 1
    firsts = np.searchsorted(owner, np.arange(len(texts) + 1)).astype(np.int64)
    own = begins[owner]
    return Syllables(hashes, (starts - own).astype(np.int32), (ends - own).astype(np.int32), firsts)


def _nth_of_equal(places: NDArray[np.int32]) -> NDArray[np.intp]:
    """For sorted numbers, how many equal ones stand before each."""
    new = np.flatnonzero(np.diff(places, prepend=-1))
    return np.arange(len(places)) - np.repeat(new, np.diff(new, append=len(places)))


def _powers() -> NDArray[np.uint64]:
    return np.cumprod(np.full(_LONG, _PRIME, np.uint64), dtype=np.uint64)
