"""Benchmarks. Each is a module here with `run() -> list[Figure]`, and measures a calibration in the same run: a figure alone says nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter

__all__ = ["Figure", "Measured", "calibrate", "measured"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. what: ours or a peer's, in words. seconds: wall. cpu_seconds: user and system, children included."""

    what: str
    seconds: float
    cpu_seconds: float
    note: str = ""


@dataclass
class Measured:
    seconds: float = 0.0
    cpu_seconds: float = 0.0


@contextmanager
def measured() -> Iterator[Measured]:
    """Wall and processor time of what stands inside."""
    told, wall, cpu = Measured(), perf_counter(), _cpu()
    try:
        yield told
    finally:
        told.seconds, told.cpu_seconds = perf_counter() - wall, _cpu() - cpu


def calibrate() -> Figure:
    """The same fixed sum in plain Python on every machine: divide a figure by it to compare two machines."""
    with measured() as told:
        sum(number * number % 7 for number in range(3_000_000))
    return Figure("calibration: 3,000,000 squares in plain Python", told.seconds, told.cpu_seconds)


def _cpu() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)))
