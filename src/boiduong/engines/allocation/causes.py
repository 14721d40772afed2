"""What an explanation is made of."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cause:
    kind: str
    text: str  # a whole sentence in the organiser's words
    numbers: dict[str, int]
    people: tuple[str, ...]  # ids of those concerned
    certificate: dict[str, Any]  # what to add up to see it


@dataclass(frozen=True, slots=True)
class Option:
    """One relaxation: what it is, whether it alone suffices, and what is still short then."""

    text: str
    solves: bool
    remaining: int
    key: str = ""  # what it is, for a program: reserved, days_away, required, locked, day:2019-07-28; empty where a person must see to it
