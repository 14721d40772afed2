"""Plans as they come from one solve: each passes the check and is better than the one before. Making them changes nothing of the answer."""

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.groups import deal_out
from boiduong.engines.allocation.model import Ints, Solution
from boiduong.engines.allocation.moving import plan_of
from boiduong.engines.allocation.people import place_people
from boiduong.engines.allocation.regions import Setting
from boiduong.engines.allocation.repair import seat_the_rest

type Found = Callable[[Solution], None]  # may raise: that is how a solve is called off


class Drafts:
    """Offers of one solve. Without anybody to hear them nothing is reckoned."""

    def __init__(self, setting: Setting, found: Found | None) -> None:
        self._setting, self._found, self._started = setting, found, monotonic()
        self._best: tuple[int, ...] | None = None

    @property
    def are_wanted(self) -> bool:
        return self._found is not None

    def offer(self, placed: Ints) -> None:
        """placed: (G, C) people of each group in each class."""
        if self._found is None:
            return
        problem, sessions = self._setting.problem, self._setting.sessions
        plan = plan_of(problem, deal_out(self._setting.groups, placed).tolist(), sessions)
        rank = tuple(tier.value for tier in plan.tiers.values())
        if (self._best is None or rank < self._best) and not check(problem, plan):
            self._best = rank
            self._found(replace(plan, seconds=monotonic() - self._started))

    def offer_counts(self, counts: Ints) -> None:
        """counts: (S, C) people of each school in each class. Whoever finds no seat so is seated elsewhere, where there is one."""
        if self.are_wanted:
            placed = place_people(self._setting, self._setting.groups.size, counts, self._setting.problem.tiers)
            self.offer(seat_the_rest(self._setting, placed))
