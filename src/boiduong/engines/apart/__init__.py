"""Work on strangers' bytes in a process of its own, which the operating system holds to little memory, little time and no files."""

from boiduong.engines.apart.keeper import Apart, Lost
from boiduong.engines.apart.limits import MEGABYTE, Bounds

__all__ = ["MEGABYTE", "Apart", "Bounds", "Lost"]
