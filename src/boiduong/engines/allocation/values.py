"""Numbers of a file, taken one by one. All raise Unusable with the name of what is wrong."""

import math
from typing import Any

from boiduong.engines.allocation.model import Unusable

MANY = 10_000_000  # more than any count, distance or number of level in a problem that makes sense


def whole(value: Any, what: str, low: int = 0) -> int:
    """A whole number from `low` up."""
    if not isinstance(value, int | float | str) or (isinstance(value, float) and not value.is_integer()):
        raise Unusable(f"{what}: {value!r} is no whole number")
    try:
        number = int(value)
    except ValueError as reason:
        raise Unusable(f"{what}: {value!r} is no whole number") from reason
    if not low <= number <= MANY:
        raise Unusable(f"{what}: {number} is not between {low} and {MANY}")
    return number


def real(value: Any, what: str, low: float = 0.0) -> float:
    """The same with fractions."""
    try:
        number = float(value)
    except (TypeError, ValueError) as reason:
        raise Unusable(f"{what}: {value!r} is no number") from reason
    if not (math.isfinite(number) and low <= number <= MANY):
        raise Unusable(f"{what}: {value!r} is not a number from {low:g} up")
    return number


def index(value: Any, size: int, what: str) -> int:
    """One of so many rows of a list."""
    number = whole(value, what, -MANY)
    if not 0 <= number < size:
        raise Unusable(f"{what} {number} is not one of 0 to {size - 1}")
    return number
