"""What the process apart may cost."""

from dataclasses import dataclass

MEGABYTE = 1 << 20
LENGTH = 8  # bytes before every message


@dataclass(frozen=True, slots=True)
class Bounds:
    """seconds: of the wall clock, from a question to its answer. memory_megabytes: address space."""

    seconds: float
    cpu_seconds: int
    memory_megabytes: int
