from dataclasses import replace

import numpy as np
import pytest
from engines.allocation.oracle import some_plan, told
from engines.allocation.strategies import problems
from engines.allocation.test_check import SESSIONS, a_problem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.model import Problem, Solution
from boiduong.engines.allocation.moving import Consequences, Move, consequences, plan_of
from boiduong.engines.allocation.tally import Tally
from boiduong.engines.allocation.tiers import measure
from boiduong.engines.allocation.why import why_class

many = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def plans(draw: st.DrawFn) -> tuple[Problem, Solution]:
    """A problem with at least one person and a timetable, and any plan of it."""
    problem = draw(problems().filter(lambda one: len(one.learners) > 0 and one.sessions is not None))
    return problem, draw(some_plan(problem, problem.sessions or ()))


def faults_of(problem: Problem, plan: Solution) -> set[str]:
    """What the independent checker finds wrong with where people are, sentences about the timetable left out."""
    return set(check(problem, plan)) - set(check(problem, told(problem, [-1] * len(problem.learners), plan.sessions)))


def moved(plan: Solution, moves: list[Move]) -> list[int]:
    assign = plan.assign.copy()
    for person, klass in moves:
        assign[person] = klass
    return [int(c) for c in assign]


@pytest.mark.parametrize("move", [Move(4, 0), Move(-1, 0), Move(0, 2), Move(0, -2)])
def test_a_person_or_class_that_is_not_there_is_refused(move: Move) -> None:
    with pytest.raises(IndexError):
        consequences(a_problem(), told(a_problem(), [0, 0, 1, 1], SESSIONS), [move])


def test_a_person_that_is_not_there_has_no_choices() -> None:
    with pytest.raises(IndexError):
        why_class(a_problem(), told(a_problem(), [0, 0, 1, 1], SESSIONS), 4)


def test_each_hard_rule_is_named_when_a_move_breaks_it() -> None:
    problem = a_problem()
    small = replace(problem, halls=(replace(problem.halls[0], capacity=3), problem.halls[1]))
    plan = told(small, [0, 0, 1, 1], SESSIONS)

    found = consequences(small, plan, [Move(0, 1), Move(1, 1), Move(2, -1)])

    assert [(one.rule, one.klass, one.person, one.numbers) for one in found.broken] == [
        ("required", 1, 0, {}),
        ("days_away", 1, 1, {"days": 1}),
        ("locked", -1, 2, {}),
        ("seats", 1, None, {"people": 3, "seats": 2}),
    ]
    assert found.broken[-1].text == "Lớp B sẽ có 3 người mà chỉ có 2 chỗ: thiếu 1 chỗ."


def test_a_class_that_never_meets_can_take_nobody() -> None:
    problem = a_problem()

    found = consequences(problem, plan_of(problem, [0, 0, 0, 0], SESSIONS[:2]), [Move(3, 1)])

    assert [one.rule for one in found.broken] == ["no_sessions"]


def test_a_move_tells_classes_and_days_it_changes() -> None:
    problem = a_problem()

    found = consequences(problem, told(problem, [0, 0, 1, 1], SESSIONS), [Move(3, 0)])

    assert [(one.klass, one.before, one.after, one.seats) for one in found.classes] == [(0, 2, 3, 3), (1, 2, 1, 3)]
    assert {(one.school, one.after - one.before) for one in found.days} <= {(1, 1), (1, -1)}
    assert found.changes["levels"] == 1
    assert found.verdict == 1


def test_a_move_to_where_one_is_changes_nothing() -> None:
    found = consequences(a_problem(), told(a_problem(), [0, 0, 1, 1], SESSIONS), [Move(3, 1)])

    assert (found.changes, found.classes, found.days, found.verdict) == ({}, (), (), 0)


@many
@given(plans(), st.data())
def test_moves_are_told_as_the_checker_counts_them_afterwards(drawn: tuple[Problem, Solution], data: st.DataObject) -> None:
    problem, plan = drawn
    one = st.builds(Move, st.integers(0, len(problem.learners) - 1), st.integers(-1, len(problem.classes) - 1))
    moves = data.draw(st.lists(one, max_size=4))

    found = consequences(problem, plan, moves)

    after = told(problem, moved(plan, moves), plan.sessions)
    assert found.before == {name: tier.value for name, tier in plan.tiers.items()}
    assert found.after == {name: tier.value for name, tier in after.tiers.items()}


@many
@given(plans(), st.data())
def test_rules_are_broken_exactly_where_the_checker_finds_fault(drawn: tuple[Problem, Solution], data: st.DataObject) -> None:
    """Everybody is moved, so that whatever is wrong afterwards concerns the moves."""
    problem, plan = drawn
    target = data.draw(some_plan(problem, plan.sessions))
    moves = [Move(i, int(c)) for i, c in enumerate(target.assign)]
    meets = {session.klass for session in plan.sessions}

    found = consequences(problem, plan, moves)

    told_faults = [one for one in found.broken if one.rule != "no_sessions"]
    assert bool(told_faults) == bool(faults_of(problem, target))
    assert {one.klass for one in found.broken if one.rule == "no_sessions"} == {int(c) for c in target.assign if c >= 0} - meets


def test_the_comparison_itself_notices_a_wrong_count() -> None:
    """Negative control: a class that the tally forgets makes the numbers differ from the checker's."""
    problem = a_problem()
    tally = Tally.of(problem, np.array([0, 0, 1, 1]), SESSIONS)
    tally._levels[1, 0] = 1

    tally.move(3, 0)

    assert tally.values != {name: tier.value for name, tier in told(problem, [0, 0, 1, 0], SESSIONS).tiers.items()}


@many
@given(plans(), st.data())
def test_choices_of_one_person_are_single_moves(drawn: tuple[Problem, Solution], data: st.DataObject) -> None:
    problem, plan = drawn
    person = data.draw(st.integers(0, len(problem.learners) - 1))

    why = why_class(problem, plan, person)

    assert [choice.klass for choice in why.choices] == list(range(len(problem.classes)))
    for choice in why.choices:
        single: Consequences = consequences(problem, plan, [Move(person, choice.klass)])
        assert (choice.changes, choice.broken, choice.verdict) == (single.changes, single.broken, single.verdict)
        others = int((np.delete(plan.assign, person) == choice.klass).sum())
        assert choice.free_seats + others == Tally.of(problem, plan.assign, plan.sessions).seats[choice.klass]
    assert {choice.klass for choice in why.choices if choice.is_present} == {int(plan.assign[person])} - {-1}


@many
@given(plans())
def test_a_plan_made_by_hand_is_measured(drawn: tuple[Problem, Solution]) -> None:
    problem, plan = drawn

    made = plan_of(problem, plan.assign.tolist(), plan.sessions)

    assert {name: tier.value for name, tier in made.tiers.items()} == measure(problem, plan.assign, plan.sessions)
    assert all(tier.is_proven == (tier.value == 0) for tier in made.tiers.values())
