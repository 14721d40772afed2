"""A row that a worker takes, and that another takes up where the first was lost."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.timezone import now


class ClaimQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Rows with a `state` and a `claimed_at` that are a machine's work, for one worker at a time."""

    waiting: ClassVar[str]  # the state of a row that nobody has taken
    working: ClassVar[str]  # the state of one that somebody has
    lost_after: ClassVar[timedelta] = timedelta(minutes=20)  # longer than the work ever takes: whoever holds a row so long is gone

    def claim(self, key: int, *, at: datetime | None = None, takes_over: bool = False) -> Row | None:
        """Take a waiting row for this worker, or None if another has it. One UPDATE, no lock held.

        takes_over: also one that is being worked on, because its worker was lost. If that one lives after all, it finds the row no longer held.
        """
        free = [self.waiting, self.working] if takes_over else [self.waiting]
        won = self.filter(pk=key, state__in=free).update(state=self.working, claimed_at=at or now())
        return self.get(pk=key) if won else None

    def still_held(self, key: int, claimed_at: datetime | None) -> bool:
        """Whether the row is still that worker's: not cancelled, not given to another meanwhile. Locks: the row, until the transaction ends."""
        return self.select_for_update().filter(pk=key, state=self.working, claimed_at=claimed_at).exists()

    def give_back(self, *, at: datetime) -> list[int]:
        """Let wait again what lost workers hold. Returns the keys of what waits now because of it."""
        lost = list(self.filter(state=self.working, claimed_at__lt=at - self.lost_after).values_list("pk", flat=True))
        held = self.filter(pk__in=lost, state=self.working, claimed_at__lt=at - self.lost_after)
        held.update(state=self.waiting, claimed_at=None)
        return lost
