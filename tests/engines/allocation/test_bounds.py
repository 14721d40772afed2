from engines.allocation.strategies import problems
from hypothesis import HealthCheck, given, settings

from boiduong.engines.allocation.bounds import grouping_bound
from boiduong.engines.allocation.groups import group_people
from boiduong.engines.allocation.model import TIERS, Budget, Problem, open_classes
from boiduong.engines.allocation.regions import first_setting
from boiduong.engines.allocation.solve import solve
from boiduong.engines.allocation.tiers import balance_band


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_no_plan_that_seats_all_and_keeps_every_limit_splits_schools_less(problem: Problem) -> None:
    found = solve(problem, Budget(nodes=20))

    if found.tiers and problem.tiers == TIERS and found.tiers["coverage"].value == 0:
        able = int(open_classes(problem, found.sessions).any(axis=1).sum())
        if int((found.assign >= 0).sum()) == able:
            setting = first_setting(problem, found.sessions, group_people(problem, found.sessions), balance_band(problem, found.sessions))
            assert grouping_bound(setting) <= found.tiers["grouping"].value
