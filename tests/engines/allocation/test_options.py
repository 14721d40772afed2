"""What an organiser may ask for beyond the plain problem: held against all plans of tiny problems, one after the other."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from engines.allocation.oracle import every_plan, told
from engines.allocation.strategies import problems
from engines.allocation.test_check import SESSIONS, a_problem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boiduong.engines.allocation.again import as_told
from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.explain import explain
from boiduong.engines.allocation.files import read_problem, read_solution, write_problem, write_solution
from boiduong.engines.allocation.model import TIERS, Budget, Problem, Solution, Tier, Unusable
from boiduong.engines.allocation.moving import Move, consequences
from boiduong.engines.allocation.options import CoverageBy, Fairness, Required, Tolerance
from boiduong.engines.allocation.solve import solve

QUICK = Budget(nodes=20)
tiny = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@st.composite
def small(draw: st.DrawFn) -> Problem:
    """At most five people, with a timetable, so that all plans can be looked at."""
    return draw(problems(most_people=5).filter(lambda one: len(one.learners) > 0 and one.sessions is not None))


@st.composite
def tolerances(draw: st.DrawFn) -> dict[str, Tolerance]:
    one = st.builds(Tolerance, st.integers(0, 3), st.sampled_from([0.0, 50.0]))
    return draw(st.dictionaries(st.sampled_from(TIERS), one, max_size=3))


@st.composite
def requirements(draw: st.DrawFn, classes: int) -> tuple[Required, ...]:
    some = st.frozensets(st.integers(0, classes - 1), min_size=1)
    one = st.builds(Required, some, st.sampled_from([None, True, False]), st.none() | st.integers(0, 2))
    return tuple(draw(st.lists(one, min_size=1, max_size=2)))


def may_be(problem: Problem, found: Solution, name: str) -> int:
    """The most that a tier may be, by what the solution says of it."""
    tier = found.tiers[name]
    best = tier.value if tier.best is None else tier.best
    return best + (problem.tolerances[name].slack(best) if name in problem.tolerances else 0)


def holds_against_all(problem: Problem, found: Solution) -> None:
    """No plan that is as good in the tiers before, and in those that the bound holds within, is below a bound."""
    plans = list(every_plan(problem, problem.sessions or ()))
    assert found.tiers or not plans
    for at, name in enumerate(problem.tiers):
        if not found.tiers or (bound := found.tiers[name].bound) is None:
            continue
        before = [*problem.tiers[:at], *found.tiers[name].within]
        rest = [plan for plan in plans if all(plan.tiers[one].value <= may_be(problem, found, one) for one in before)]
        assert min((plan.tiers[name].value for plan in rest), default=bound) >= bound, name


@tiny
@given(small())
def test_no_plan_is_below_a_bound(problem: Problem) -> None:
    holds_against_all(problem, solve(problem, QUICK))


@tiny
@given(st.data())
def test_a_tier_is_never_worse_than_its_tolerance_and_no_plan_below_a_bound(data: st.DataObject) -> None:
    problem = replace(data.draw(small()), tolerances=data.draw(tolerances()))

    found = solve(problem, QUICK)

    assert check(problem, found) == []
    holds_against_all(problem, found)


@tiny
@given(st.data())
def test_what_a_role_or_a_level_requires_holds_and_no_plan_is_below_a_bound(data: st.DataObject) -> None:
    problem = data.draw(small())
    problem = replace(problem, required=data.draw(requirements(len(problem.classes))))

    found = solve(problem, QUICK)

    assert check(problem, found) == []
    holds_against_all(problem, found)


@tiny
@given(small(), st.sampled_from([0.0, 3.0, 9.0]))
def test_nobody_is_sent_further_than_the_cap_and_no_plan_is_below_a_bound(problem: Problem, km: float) -> None:
    problem = replace(problem, fairness=Fairness(km))

    found = solve(problem, QUICK)

    assert check(problem, found) == []
    holds_against_all(problem, found)


@tiny
@given(small())
def test_absences_by_half_days_are_counted_alike_by_solver_and_checker(problem: Problem) -> None:
    problem = replace(problem, coverage_by=CoverageBy.HALF_DAY)

    found = solve(problem, QUICK)

    assert check(problem, found) == []
    holds_against_all(problem, found)


def roomy() -> Problem:
    """Nobody bound to anything, and no limit of absence."""
    problem = replace(a_problem(), sessions=SESSIONS)
    people = replace(
        problem.learners,
        previous=np.full(4, -1),
        is_locked=np.zeros(4, dtype=np.bool_),
        is_allowed=np.ones((4, 2), dtype=np.bool_),
        is_unavailable=np.zeros((4, 4), dtype=np.bool_),
    )
    return replace(problem, learners=people, schools=tuple(replace(one, max_absent_percent=100.0) for one in problem.schools))


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("tolerances", {"colour": 1}, "colour"),
        ("tolerances", {"levels": -1}, "levels"),
        ("tolerances", {"levels": "many"}, "levels"),
        ("tolerances", [1], "tolerances"),
        ("required", [{"manager": True}], "classes"),
        ("required", [{"classes": [9]}], "9"),
        ("required", {"classes": [0]}, "required"),
        ("coverage_by", "week", "week"),
    ],
)
def test_an_option_that_makes_no_sense_is_named(tmp_path: Path, key: str, value: object, words: str) -> None:
    write_problem(a_problem(), tmp_path)
    path = tmp_path / "inst.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {key: value}), encoding="utf-8")

    with pytest.raises(Unusable, match=words):
        read_problem(tmp_path)


def test_options_come_back_from_their_file(tmp_path: Path) -> None:
    problem = replace(
        roomy(),
        tolerances={"levels": Tolerance(1, 2.5)},
        required=(Required(frozenset([1]), is_manager=True), Required(frozenset([0, 1]), level=1)),
        coverage_by=CoverageBy.HALF_DAY,
        fairness=Fairness(7.5),
    )

    write_problem(problem, tmp_path)

    again = read_problem(tmp_path)
    assert (again.tolerances, again.required) == (problem.tolerances, problem.required)
    assert (again.coverage_by, again.fairness) == (problem.coverage_by, problem.fairness)


def test_a_tolerance_may_be_written_in_points_or_in_percent(tmp_path: Path) -> None:
    write_problem(a_problem(), tmp_path)
    path = tmp_path / "inst.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"tolerances": {"levels": 2, "grouping": "5%"}}), encoding="utf-8")

    assert read_problem(tmp_path).tolerances == {"levels": Tolerance(2), "grouping": Tolerance(percent=5.0)}


def test_the_best_of_a_tier_is_kept_in_the_solution_s_file(tmp_path: Path) -> None:
    found = solve(replace(roomy(), tolerances={"managers": Tolerance(1)}))

    write_solution(found, tmp_path / "out.json")

    assert read_solution(tmp_path / "out.json").tiers == {name: replace(tier, seconds=round(tier.seconds, 3)) for name, tier in found.tiers.items()}
    assert found.tiers["managers"].best == 1


def test_a_tier_beyond_its_tolerance_is_named() -> None:
    problem = replace(roomy(), tolerances={"managers": Tolerance(0, 50.0)})
    plan = told(problem, [0, 0, 1, 1], SESSIONS)
    claimed = plan.tiers | {"managers": Tier(1, 0, is_proven=True, seconds=0.0, best=0)}

    assert check(problem, replace(plan, tiers=claimed)) == ["Bậc “managers” tốt nhất là 0, được phép đến 0, mà ghi 1."]


@pytest.mark.parametrize("rule", [Required(frozenset([1]), is_manager=True), Required(frozenset([1]), level=0), Required(frozenset([1]))])
def test_one_who_sits_outside_the_required_classes_is_named(rule: Required) -> None:
    problem = replace(roomy(), required=(rule,))
    plan = told(problem, [0, 1, 1, 1], SESSIONS)

    assert check(problem, plan)[0] == "Người a phải học lớp quy định cho vai trò hoặc cấp học, không phải lớp A."
    assert [one.rule for one in consequences(problem, plan, [Move(0, 0)]).broken] == ["required"]


def test_a_requirement_that_leaves_no_seat_is_explained_and_priced() -> None:
    problem = replace(roomy(), required=(Required(frozenset([0])),))

    found = explain(problem)

    assert [(one.kind, one.numbers["short"]) for one in found.causes] == [("seats", 1)]
    assert ("required", True) in [(one.key, one.solves) for one in found.relaxations]


def test_requirements_hold_for_all_but_absentees_who_have_classes_of_their_own() -> None:
    problem = replace(roomy(), required=(Required(frozenset([0])),))

    asked = as_told(problem, told(problem, [0, 0, 0, -1], SESSIONS), absentees=[0], classes=[1])

    assert asked.required == ()
    assert asked.learners.is_allowed.tolist() == [[False, True], [True, False], [True, False], [True, False]]


def test_one_who_is_sent_too_far_is_named_and_the_cap_is_priced() -> None:
    problem = replace(roomy(), fairness=Fairness(4.9))
    plan = told(problem, [0, 0, 1, -1], SESSIONS)

    assert check(problem, plan) == ["Người c phải đi xa hơn 4.9 km."]
    assert [one.rule for one in consequences(problem, plan, [Move(2, 0)]).broken] == ["too_far"]
    assert ("too_far", True) in [(one.key, one.solves) for one in explain(problem).relaxations]


def test_two_shifts_of_one_day_are_two_times() -> None:
    problem = replace(roomy(), coverage_by=CoverageBy.HALF_DAY, schools=tuple(replace(one, max_absent_percent=10.0) for one in roomy().schools))
    plan = solve(problem)

    assert {one.half for one in consequences(problem, plan, [Move(0, 1 - int(plan.assign[0]))]).days} == {0}
