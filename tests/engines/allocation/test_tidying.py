from dataclasses import replace

import numpy as np
from engines.allocation.strategies import problems
from engines.allocation.test_check import SESSIONS, a_problem
from engines.allocation.test_repair import setting_of
from hypothesis import HealthCheck, given, settings

from boiduong.engines.allocation.chains import Chains
from boiduong.engines.allocation.groups import deal_out
from boiduong.engines.allocation.model import Ints, Learners, Mode, Problem, Session, class_seats, open_classes
from boiduong.engines.allocation.repair import seat_the_rest
from boiduong.engines.allocation.tidying import tidy
from boiduong.engines.allocation.tiers import measure

many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def values_of(problem: Problem, groups_in_classes: Ints, sessions: tuple[Session, ...]) -> list[int]:
    return list(measure(problem, deal_out(setting_of(problem).groups, groups_in_classes), sessions).values())


@many
@given(problems())
def test_a_tidied_plan_is_no_worse_and_breaks_no_rule(problem: Problem) -> None:
    learners = replace(problem.learners, previous=np.full(len(problem.learners), -1), is_locked=np.zeros(len(problem.learners), dtype=np.bool_))
    problem = replace(problem, learners=learners)
    setting, sessions = setting_of(problem), problem.sessions or ()
    before = seat_the_rest(setting, np.zeros_like(setting.groups.is_open, dtype=np.int64))
    kept = before.copy()

    after = tidy(setting, before)

    assert before.tolist() == kept.tolist()
    assert after.sum() == before.sum()
    assert values_of(problem, after, sessions) <= values_of(problem, before, sessions)
    assign = deal_out(setting.groups, after)
    assert (np.bincount(assign[assign >= 0], minlength=len(problem.classes)) <= class_seats(problem, sessions)).all()
    assert open_classes(problem, sessions)[np.flatnonzero(assign >= 0), assign[assign >= 0]].all()


@many
@given(problems())
def test_an_emptied_class_that_is_taken_back_leaves_every_table_as_it_was(problem: Problem) -> None:
    setting = setting_of(problem)
    placed = seat_the_rest(setting, np.zeros_like(setting.groups.is_open, dtype=np.int64))
    chains = Chains(setting, placed.copy(), keeps_limit=True, stays_together=True)
    for school, klass in np.argwhere(chains.counts > 0)[:3].tolist():
        chains.empty(school, klass)
    chains.undo(0)

    fresh = Chains(setting, placed, keeps_limit=True, stays_together=True)
    assert (chains.placed.tolist(), chains.counts.tolist()) == (placed.tolist(), fresh.counts.tolist())
    assert (chains.free.tolist(), chains.waiting.tolist()) == (fresh.free.tolist(), fresh.waiting.tolist())
    assert chains.targets.tolist() == fresh.targets.tolist()


def test_one_person_alone_in_a_class_joins_the_others_though_no_seat_is_free_there() -> None:
    """Somebody of another school, which has both classes, makes room."""
    setting = setting_of(six_people())
    placed = np.zeros_like(setting.groups.is_open, dtype=np.int64)
    placed[setting.groups.school == 0] = [2, 1]
    placed[setting.groups.school == 1] = [1, 2]

    after = tidy(setting, placed)

    assert after[setting.groups.school == 0].tolist() == [[3, 0]]
    assert after[setting.groups.school == 1].tolist() == [[0, 3]]


def test_nobody_who_has_been_told_a_class_is_moved_for_a_tidier_plan() -> None:
    problem = six_people()
    setting = setting_of(replace(problem, learners=replace(problem.learners, previous=np.array([0, 0, 1, 0, 1, 1]))))
    placed = np.zeros_like(setting.groups.is_open, dtype=np.int64)
    placed[np.arange(len(setting.groups)), setting.groups.previous] = setting.groups.size

    assert tidy(setting, placed).tolist() == placed.tolist()


def six_people() -> Problem:
    """Three people of each of two schools, two classes of three seats."""
    base = a_problem()
    schools = tuple(replace(school, mode=Mode.TOGETHER, max_absent_percent=100.0, managers_apart=False) for school in base.schools)
    no = np.zeros(6, dtype=np.bool_)
    learners = Learners(
        ids=tuple("abcdef"),
        school=np.repeat([0, 1], 3),
        level=np.repeat([0, 1], 3),
        is_manager=no,
        is_unavailable=np.zeros((6, 4), dtype=np.bool_),
        wish=np.zeros(6, dtype=np.int64),
        is_allowed=np.ones((6, 2), dtype=np.bool_),
        previous=np.full(6, -1),
        is_locked=no,
    )
    return replace(base, schools=schools, learners=learners, sessions=SESSIONS)
