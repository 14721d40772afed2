"""What an organiser may ask for beyond the plain problem: each is absent unless it is named."""

from dataclasses import dataclass
from enum import StrEnum
from math import floor


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much worse than its best a tier may be, so that the tiers after it gain. Both parts are added."""

    points: int = 0
    percent: float = 0.0  # of the best value

    def slack(self, best: int) -> int:
        return self.points + floor(best * self.percent / 100 + 1e-9)


@dataclass(frozen=True, slots=True)
class Required:
    """People of a role, of a level, or of both, who may sit in these classes alone."""

    classes: frozenset[int]
    is_manager: bool | None = None  # None: whoever
    level: int | None = None  # None: of any level

    def fits(self, is_manager: bool, level: int) -> bool:
        return self.is_manager in (None, is_manager) and self.level in (None, level)


@dataclass(frozen=True, slots=True)
class Fairness:
    """What no school is asked to bear, however good that would be for the others. None: no cap. Whoever finds no seat within it is left out."""

    most_km: float | None = None  # from the school to the hall of any of its people


class CoverageBy(StrEnum):
    """At what times a school's absent people are counted."""

    DAY = "day"
    HALF_DAY = "half_day"  # where teachers teach one shift


NO_FAIRNESS = Fairness()
