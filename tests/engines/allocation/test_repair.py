from dataclasses import replace

import numpy as np
from engines.allocation.strategies import problems
from engines.allocation.test_check import SESSIONS, a_problem
from hypothesis import HealthCheck, given, settings

from boiduong.engines.allocation.chains import Chains
from boiduong.engines.allocation.cuts import largest_flow
from boiduong.engines.allocation.groups import group_people
from boiduong.engines.allocation.model import Problem
from boiduong.engines.allocation.regions import Setting, first_setting
from boiduong.engines.allocation.repair import seat_the_rest
from boiduong.engines.allocation.tiers import balance_band


def setting_of(problem: Problem) -> Setting:
    sessions = problem.sessions or ()
    return first_setting(problem, sessions, group_people(problem, sessions), balance_band(problem, sessions))


many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(problems())
def test_chains_alone_seat_as_many_as_the_largest_flow(problem: Problem) -> None:
    setting = setting_of(problem)

    placed = seat_the_rest(setting, np.zeros_like(setting.groups.is_open, dtype=np.int64))

    assert int(placed.sum()) == largest_flow(setting.groups, setting.seats)[0]
    assert (placed.sum(axis=0) <= setting.seats).all()
    assert (placed.sum(axis=1) <= setting.groups.size).all()
    assert not placed[~setting.groups.is_open].any()


@many
@given(problems())
def test_tables_kept_while_people_move_are_those_made_anew(problem: Problem) -> None:
    setting = setting_of(problem)
    chains = Chains(setting, np.zeros_like(setting.groups.is_open, dtype=np.int64), keeps_limit=True, stays_together=False)
    while chains.seat_one():
        anew = Chains(setting, chains.placed.copy(), keeps_limit=True, stays_together=False)

        assert chains.targets.tolist() == anew.targets.tolist()
        assert (chains.free.tolist(), chains.waiting.tolist()) == (anew.free.tolist(), anew.waiting.tolist())


def test_the_comparison_notices_a_table_that_was_not_kept() -> None:
    """Negative control: without the refresh a full day stays open in the table."""
    problem = replace(a_problem(), sessions=SESSIONS)
    setting = setting_of(problem)
    chains = Chains(setting, np.zeros_like(setting.groups.is_open, dtype=np.int64), keeps_limit=True, stays_together=False)
    chains._refresh = list  # type: ignore[assignment, method-assign]
    while chains.seat_one():
        pass

    assert chains.targets.tolist() != Chains(setting, chains.placed.copy(), keeps_limit=True, stays_together=False).targets.tolist()
