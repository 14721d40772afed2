"""Whatever is put into a Problem made in Python: an answer, or the engine's own error in one line."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest
from engines.allocation.test_check import SESSIONS, a_problem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.explain import explain
from boiduong.engines.allocation.model import Budget, Problem, Unusable
from boiduong.engines.allocation.options import Fairness, Required, Tolerance
from boiduong.engines.allocation.solve import solve

JUNK: tuple[Any, ...] = (None, -1, 0, 99, 1e308, float("nan"), 10**30, True, "", "x", "2019-02-30", (), (None,), {}, frozenset([99]), frozenset("x"))
ARRAYS: tuple[Any, ...] = (
    np.zeros(0),
    np.zeros((4, 9), dtype=np.bool_),
    np.full(4, 99),
    np.full(4, -5),
    np.array(["x"] * 4),
    np.full(4, np.nan),
    [0, 0, 0, 0],
)


def full_problem() -> Problem:
    """With every option used."""
    return replace(
        a_problem(),
        sessions=SESSIONS,
        tolerances={"levels": Tolerance(1, 2.0)},
        required=(Required(frozenset([0, 1]), True, 0),),
        fairness=Fairness(50.0),
        most_moves=3,
    )


@st.composite
def spoilt(draw: st.DrawFn, found: Any) -> Any:
    """The same with one field, however deep, of another kind."""
    if isinstance(found, np.ndarray):
        return draw(st.sampled_from(ARRAYS))
    if isinstance(found, tuple) and found and draw(st.integers(0, 3)):
        at = draw(st.integers(0, len(found) - 1))
        parts = [draw(spoilt(part)) if n == at else part for n, part in enumerate(found)]
        return type(found)(*parts) if hasattr(found, "_fields") else tuple(parts)
    if is_dataclass(found) and not isinstance(found, type) and draw(st.integers(0, 9)):
        name = draw(st.sampled_from([field.name for field in fields(found)]))
        return replace(found, **{name: draw(spoilt(getattr(found, name)))})
    return draw(st.sampled_from(JUNK))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spoilt(full_problem()).filter(lambda found: isinstance(found, Problem)))
def test_junk_anywhere_in_a_problem_is_answered_or_named_in_one_line(problem: Problem) -> None:
    for ask in (lambda: check(problem, solve(problem, Budget(nodes=5))), lambda: explain(problem)):
        told = words_of(ask)

        assert told is None or (told and "\n" not in told)


def words_of(ask: Callable[[], object]) -> str | None:
    """What the engine's own error says; None for an answer. Any other error is one."""
    try:
        ask()
    except Unusable as reason:
        return str(reason)
    return None


@pytest.mark.parametrize(
    "budget", [Budget(seconds=-1), Budget(seconds=float("nan")), Budget(threads=0), Budget(nodes=0), Budget(seed=-1), Budget(classes_at_once=-1)]
)
def test_a_budget_that_makes_no_sense_is_named(budget: Budget) -> None:
    with pytest.raises(Unusable, match="budget"):
        solve(a_problem(), budget)


def test_the_problem_that_is_spoilt_above_is_sound_itself() -> None:
    assert check(full_problem(), solve(full_problem())) == []
    assert words_of(lambda: explain(full_problem())) is None
