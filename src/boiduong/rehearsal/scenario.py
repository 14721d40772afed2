"""What a rehearsal is asked for, and the calendar and clock it plays on."""

from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
HALL_SEATS, HALL_RESERVED = 400, 10
STARTS_ON, ENDS_ON, MAKEUP_ON = date(2019, 7, 23), date(2019, 8, 3), date(2019, 8, 5)
NEVER_COME_RATIO = 0.0245  # of those who come in the end: about 2.4 % more are called


class Unplayable(Exception):
    """The wish does not fit the reference campaign's hall and calendar; the text says why."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """The wish: how many come in the end, from how many schools, in how many classes, with which dice."""

    attending: int = 2974
    schools: int = 80
    classes: int = 8
    seed: int = 1

    def __post_init__(self) -> None:
        if min(self.attending, self.schools, self.classes) < 1:
            raise Unplayable("A rehearsal needs at least one learner, one school and one class.")
        if self.schools > self.attending:
            raise Unplayable(f"{self.schools} schools cannot send {self.attending} learners: each sends at least one.")
        if self.classes > 8:
            raise Unplayable("One hall and twelve days hold at most 8 classes of 3 half-days.")
        seats = self.classes * (HALL_SEATS - HALL_RESERVED)
        if self.called > seats:
            raise Unplayable(
                f"{self.called} people would be called, and {self.classes} classes have {seats} seats. Ask for fewer people or more classes."
            )

    @property
    def never_come(self) -> int:
        return max(1, round(self.attending * NEVER_COME_RATIO))

    @property
    def called(self) -> int:
        return self.attending + self.never_come

    def dice(self, name: str) -> Random:
        """A stream of its own for each purpose, so that one more throw in one stage changes no other."""
        return Random(f"{self.seed}:{name}")


def at(on: date, clock: str) -> datetime:
    """An instant of the rehearsal, in Hanoi: at(date(2019, 7, 23), "7:30")."""
    hour, minute = clock.split(":")
    return datetime.combine(on, time(int(hour), int(minute)), tzinfo=HANOI)
