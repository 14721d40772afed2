"""What a session's touches look like when somebody holds up a friend's card, or lets friends in by name. Pure: rows come in as values."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

QUICK = timedelta(minutes=2)
BURST_COUNT, BURST_WITHIN = 6, timedelta(seconds=6)  # nobody passes a door in a second
MANUAL_LEAST, MANUAL_TIMES = 10, 3  # so many marks by name at one door, and so many times the share of the others


@dataclass(frozen=True, slots=True)
class Seen:
    check_in_id: int
    enrollment_id: int
    device_id: int
    at: datetime  # by the corrected clock
    is_by_name: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """check_in_id: the touch that the case is opened at. count: touches that make it. seconds: between the first and the last of them."""

    kind: Literal["QUICK_DOORS", "BURST", "MANUAL_RATE"]
    check_in_id: int
    enrollment_id: int | None
    count: int
    seconds: int


def patterns_of(entries: Sequence[Seen]) -> list[Pattern]:
    """entries: the accepted and the repeated entries of one session, in any order. Each pattern once, at its last touch."""
    in_order = sorted(entries, key=lambda seen: (seen.at, seen.check_in_id))
    return [*_quick_doors(in_order), *_bursts(in_order), *_manual_rates(in_order)]


def _quick_doors(entries: Sequence[Seen]) -> list[Pattern]:
    by_learner: dict[int, list[Seen]] = defaultdict(list)
    for seen in entries:
        by_learner[seen.enrollment_id].append(seen)
    pairs = [(a, b) for one in by_learner.values() for a, b in pairwise(one) if a.device_id != b.device_id and b.at - a.at < QUICK]
    return [Pattern("QUICK_DOORS", b.check_in_id, b.enrollment_id, 2, int((b.at - a.at).total_seconds())) for a, b in pairs]


def _bursts(entries: Sequence[Seen]) -> list[Pattern]:
    """A run of touches at one door, each run once: while every sixth is within six seconds of the first, it goes on."""
    found = []
    for one in _by_device(entries).values():
        run: list[Seen] = []
        for place, seen in enumerate(one):
            first = one[max(0, place - BURST_COUNT + 1)]
            is_dense = place >= BURST_COUNT - 1 and seen.at - first.at <= BURST_WITHIN
            if is_dense:
                run = [*run, seen] if run else list(one[place - BURST_COUNT + 1 : place + 1])
            elif run:
                found.append(_burst(run))
                run = []
        if run:
            found.append(_burst(run))
    return found


def _burst(run: Sequence[Seen]) -> Pattern:
    return Pattern("BURST", run[-1].check_in_id, None, len(run), int((run[-1].at - run[0].at).total_seconds()))


def _manual_rates(entries: Sequence[Seen]) -> list[Pattern]:
    """A door whose share of marks by name is three times that of all other doors of the session together."""
    found = []
    named = sum(seen.is_by_name for seen in entries)
    for one in _by_device(entries).values():
        mine = [seen for seen in one if seen.is_by_name]
        others, others_named = len(entries) - len(one), named - len(mine)
        if len(mine) >= MANUAL_LEAST and others and len(mine) * others > MANUAL_TIMES * others_named * len(one):
            found.append(Pattern("MANUAL_RATE", mine[-1].check_in_id, None, len(mine), int((mine[-1].at - mine[0].at).total_seconds())))
    return found


def _by_device(entries: Sequence[Seen]) -> dict[int, list[Seen]]:
    by_device: dict[int, list[Seen]] = defaultdict(list)
    for seen in entries:
        by_device[seen.device_id].append(seen)
    return by_device
