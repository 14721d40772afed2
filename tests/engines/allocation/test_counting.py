"""What is told impossible by counting: each certificate is added up here, by sums that know nothing of the engine's."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from engines.allocation.strategies import problems
from engines.allocation.test_check import SESSIONS, a_problem
from hypothesis import HealthCheck, given, settings

from boiduong.engines.allocation.causes import Cause
from boiduong.engines.allocation.check import timetable_faults
from boiduong.engines.allocation.explain import explain
from boiduong.engines.allocation.halfdays import counted_out
from boiduong.engines.allocation.model import Budget, Mode, Opening, Problem, School, Status
from boiduong.engines.allocation.tiling import lay
from boiduong.engines.allocation.timetable import make_timetable

many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def adds_up(problem: Problem, cause: Cause) -> bool:
    """Whether the numbers of a cause follow from its certificate and the problem, by adding alone."""
    numbers, told = cause.numbers, cause.certificate
    sums: dict[str, Callable[[], bool]] = {
        "half_days": lambda: sum(told["open"]) == numbers["there"] < numbers["needed"] == numbers["there"] + numbers["short"],
        "speakers": lambda: sum(told["sessions"]) == numbers["there"] < numbers["needed"] == len(problem.classes),
        "slots": lambda: sum(told["sessions"]) == numbers["there"] < numbers["needed"] == len(problem.classes) * len(problem.topics),
        "window": lambda: max(told["most"], default=0) == numbers["there"] < numbers["needed"] == len(problem.topics),
        "opening": lambda: numbers["halls"] == 0 or numbers["speakers"] == 0 or problem.topic_order,
        "coverage": lambda: _coverage_adds_up(problem, cause),
        "seats": lambda: sum(told["seats"]) == numbers["seats"] == numbers["people"] - numbers["short"] and len(cause.people) == numbers["people"],
    }
    return sums[cause.kind]()


def _coverage_adds_up(problem: Problem, cause: Cause) -> bool:
    rows = cause.certificate["schools"]
    sound = [people == Counter(problem.learners.school.tolist())[school] or people > 0 for school, people, *_ in rows]
    over = [people - limit * runs for _, people, limit, runs, _ in rows]
    told = over == [row[-1] for row in rows] and min(over) > 0
    limits = all(limit == int(problem.schools[s].staff * problem.schools[s].max_absent_percent / 100 + 1e-9) for s, _, limit, _, _ in rows)
    return all(sound) and told and limits and sum(over) == cause.numbers["over"] and len(rows) == cause.numbers["schools"]


@many
@given(problems())
def test_what_counting_calls_impossible_is_impossible_and_adds_up(problem: Problem) -> None:
    causes = list(counted_out(problem))

    if causes:
        assert make_timetable(problem, Budget()).status == Status.INFEASIBLE
        assert all(adds_up(problem, cause) for cause in causes)


def test_the_adding_notices_a_wrong_number() -> None:
    """Negative control."""
    problem = replace(a_problem(), days=a_problem().days[:1], class_window_days=1)
    (cause,) = (one for one in counted_out(problem) if one.kind == "half_days")

    assert adds_up(problem, cause)
    assert not adds_up(problem, replace(cause, certificate=cause.certificate | {"open": [4]}))


@many
@given(problems())
def test_a_timetable_laid_by_rule_breaks_none(problem: Problem) -> None:
    sessions = lay(problem)

    if sessions is not None:
        assert timetable_faults(problem, sessions) == []
        assert list(counted_out(problem)) == []


def test_a_roomy_calendar_is_laid_by_rule() -> None:
    assert lay(a_problem()) is not None


def test_an_opening_in_a_closed_half_day_is_told_with_what_would_help() -> None:
    problem = a_problem()
    closed = replace(problem, halls=(replace(problem.halls[0], closed_slots=frozenset([0])), problem.halls[1]))

    found = explain(closed)

    assert [cause.text for cause in found.causes] == ["Không thể khai giảng sáng 22/07/2019: không hội trường nào mở sáng 22/07/2019."]
    assert "Mở hội trường sáng 22/07/2019" in [option.text for option in found.relaxations if option.solves]


@pytest.mark.parametrize(("opening", "why"), [(Opening(0, 1), "không phải chuyên đề đầu"), (Opening(7, 1), "không báo cáo viên nào")])
def test_an_opening_that_no_topic_or_speaker_fits_is_told(opening: Opening, why: str) -> None:
    texts = [cause.text for cause in counted_out(replace(a_problem(), opening=opening))]

    assert any(why in text for text in texts)


def test_halls_and_speakers_together_are_counted() -> None:
    """Each topic has speakers enough by itself; two half-days have one speaker for two halls."""
    problem = replace(a_problem(), days=a_problem().days[:1], class_window_days=1, opening=None, topic_order=False)
    people = replace(problem.learners, is_unavailable=problem.learners.is_unavailable[:, :1])
    halls = tuple(replace(hall, closed_slots=frozenset[int]()) for hall in problem.halls)
    classes = (problem.classes[0], replace(problem.classes[1], hall=1))
    both = replace(problem.speakers[0], topics=frozenset([0, 1]), slots=frozenset([0, 1]), max_per_day=2)

    causes = list(counted_out(replace(problem, learners=people, halls=halls, classes=classes, speakers=(both,))))

    assert [(cause.kind, cause.numbers) for cause in causes] == [("slots", {"needed": 4, "there": 2, "short": 2})]


def strained_schools(count: int) -> Problem:
    """One class takes everybody; each school may send one of its two."""
    problem = replace(a_problem(), sessions=SESSIONS)
    schools = tuple(School(f"Trường {n + 1}", 0, 10, 10.0, Mode.NONE, 40.0, False, 0.0, 0.0) for n in range(count))
    people, size = problem.learners, 2 * count
    allowed = np.zeros((size, 2), dtype=np.bool_)
    allowed[:, 0] = True
    learners = replace(
        people,
        ids=tuple(f"p{n}" for n in range(size)),
        school=np.arange(size) // 2,
        level=np.zeros(size, dtype=np.int64),
        is_manager=np.zeros(size, dtype=np.bool_),
        is_unavailable=np.zeros((size, 4), dtype=np.bool_),
        wish=np.zeros(size, dtype=np.int64),
        is_allowed=allowed,
        previous=np.full(size, -1),
        is_locked=np.zeros(size, dtype=np.bool_),
    )
    return replace(problem, schools=schools, learners=learners, halls=(replace(problem.halls[0], capacity=2 * size), problem.halls[1]))


def test_schools_over_their_limit_are_one_sentence_with_names_and_a_price() -> None:
    problem = strained_schools(8)

    found = explain(problem)

    (cause,) = found.causes
    assert cause.text == (
        "8 trường có 16 người phải học, dù chia thế nào cũng vượt mức vắng mỗi ngày, cộng lại ít nhất 8 người: Trường 1 (vượt 1), Trường 2 (vượt 1), "
        "Trường 3 (vượt 1), Trường 4 (vượt 1), Trường 5 (vượt 1), Trường 6 (vượt 1), …."
    )
    assert adds_up(problem, cause)
    assert [(option.key, option.solves, option.remaining) for option in found.relaxations] == [("limits", True, 0), ("required", True, 0)]
    assert found.relaxations[0].text == "Cho 8 trường này vắng nhiều hơn, đến 20% mỗi ngày"


@many
@given(problems())
def test_every_cause_about_people_adds_up(problem: Problem) -> None:
    for cause in explain(problem).causes:
        if cause.kind in ("coverage", "seats"):
            assert adds_up(problem, cause)
