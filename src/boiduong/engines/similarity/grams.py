"""Runs of syllables hashed together, and what is not compared: official text, prompts, common passages."""

import numpy as np
from numpy.typing import NDArray

from boiduong.engines.similarity.syllables import Syllables, mix

_SIEVE_BITS = 22


def grams_of(hashes: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """One 64-bit hash for the `size` syllables from each place on. Length n - size + 1, or 0."""
    count = len(hashes) - size + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    grams = np.full(count, size, np.uint64)
    for place in range(size):
        grams = (grams ^ hashes[place : place + count]) * np.uint64(0x9FB21C651E98DF25)
        grams ^= grams >> np.uint64(32)
    return mix(grams)


def whole(syllables: Syllables, size: int, masked: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """Which grams lie inside one text and, if told what is masked, touch none of it."""
    count = max(0, len(syllables.hashes) - size + 1)
    inside = np.ones(count, np.bool_)
    for edge in syllables.firsts[1:-1]:
        inside[max(0, int(edge) - size + 1) : int(edge)] = False
    if masked is not None and count:
        before = np.concatenate((np.zeros(1, np.int32), np.cumsum(masked, dtype=np.int32)))
        inside &= before[size:] == before[:-size]
    return inside


def members(grams: NDArray[np.uint64], known: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which of many grams are among a few known ones: a sieve first, an exact look at what passes it.

    known: sorted.
    """
    if not len(known):
        return np.zeros(len(grams), np.bool_)
    sieve = np.zeros(1 << _SIEVE_BITS, np.bool_)
    sieve[(known & np.uint64((1 << _SIEVE_BITS) - 1)).astype(np.intp)] = True
    found = sieve[(grams & np.uint64((1 << _SIEVE_BITS) - 1)).astype(np.intp)]
    passed = np.flatnonzero(found)
    at = np.minimum(np.searchsorted(known, grams[passed]), len(known) - 1)
    found[passed] = known[at] == grams[passed]
    return found


def cover(places: NDArray[np.intp], size: int, length: int) -> NDArray[np.bool_]:
    """The syllables inside any gram that starts at one of the places."""
    steps = np.zeros(length + 1, np.int32)
    np.add.at(steps, places, 1)
    np.add.at(steps, np.minimum(places + size, length), -1)
    return np.cumsum(steps[:-1]) > 0


def close_gaps(masked: NDArray[np.bool_], firsts: NDArray[np.int64], longest: int) -> NDArray[np.bool_]:
    """Mask what stands between two masked stretches of one text, if it is not longer than `longest` syllables."""
    starts, ends = runs_of(masked)
    gap_starts, gap_ends = ends[:-1], starts[1:]
    same = np.searchsorted(firsts, gap_starts - 1, "right") == np.searchsorted(firsts, gap_ends, "right")
    short = same & (gap_ends - gap_starts <= longest)
    closed = masked.copy()
    for start, end in zip(gap_starts[short], gap_ends[short], strict=True):
        closed[start:end] = True
    return closed


def runs_of(flags: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Starts and ends, exclusive, of the runs of true flags."""
    edges = np.flatnonzero(np.diff(flags.astype(np.int8), prepend=0, append=0))
    return edges[::2], edges[1::2]
