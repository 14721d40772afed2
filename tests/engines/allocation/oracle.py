"""All plans of a tiny problem, one after the other: what the engine says is held against them. It shares no reckoning with the solver."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from hypothesis import strategies as st

from boiduong.engines.allocation.check import check, recount
from boiduong.engines.allocation.model import Problem, Session, Solution, Status, Tier


def told(problem: Problem, assign: Sequence[int], sessions: tuple[Session, ...]) -> Solution:
    """A plan whose tiers are counted by the checker itself."""
    bare = Solution(np.array(assign, dtype=np.int64), sessions, Status.FEASIBLE, {}, 0.0, is_reproducible=True)
    tiers = {name: Tier(value, None, False, 0.0) for name, value in recount(problem, bare).items()}
    return Solution(bare.assign, sessions, Status.FEASIBLE, tiers, 0.0, is_reproducible=True)


def every_plan(problem: Problem, sessions: tuple[Session, ...]) -> Iterator[Solution]:
    """Those that break no hard rule; the timetable must be sound itself."""
    for assign in product(range(-1, len(problem.classes)), repeat=len(problem.learners)):
        plan = told(problem, assign, sessions)
        if not check(problem, plan):
            yield plan


def rank(problem: Problem, plan: Solution) -> tuple[int, ...]:
    return tuple(plan.tiers[name].value for name in problem.tiers)


@st.composite
def some_plan(draw: st.DrawFn, problem: Problem, sessions: tuple[Session, ...]) -> Solution:
    """Anybody anywhere, sound or not."""
    size = len(problem.learners)
    return told(problem, draw(st.lists(st.integers(-1, len(problem.classes) - 1), min_size=size, max_size=size)), sessions)
