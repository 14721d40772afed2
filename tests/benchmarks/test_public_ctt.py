"""Reader, checker and solver of curriculum-based course timetabling: two days of three periods, three courses, two rooms."""

from dataclasses import replace

import pytest

from bench.public_ctt import Lecture, Week, check, read_week
from bench.public_ctt_solver import place, solve
from bench.public_gap import BrokenFile

TINY = """Name: Tiny
Courses: 3
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 1
Constraints: 1

COURSES:
a t1 2 2 30
b t2 1 1 10
c t1 1 1 12

ROOMS:
rA 32
rB 10

CURRICULA:
q1 2 a b

UNAVAILABILITY_CONSTRAINTS:
b 0 2

END.
"""
GOOD = [Lecture(0, 0, 0), Lecture(0, 3, 0), Lecture(1, 1, 1), Lecture(2, 4, 0)]  # a alone on the second day


def week() -> Week:
    return read_week(TINY, "tiny")


def test_a_file_without_its_end_is_refused() -> None:
    with pytest.raises(BrokenFile, match="does not end with END"):
        read_week(TINY.replace("END.", ""), "tiny")


def test_a_file_of_something_else_is_refused() -> None:
    with pytest.raises(BrokenFile, match="does not begin with Name, Courses"):
        read_week("Name: Tiny\nCourses: many\nEND.\n", "tiny")


def test_a_course_too_few_is_refused() -> None:
    with pytest.raises(BrokenFile, match="Courses says 3, and 2 lines are there"):
        read_week(TINY.replace("c t1 1 1 12\n", ""), "tiny")


def test_a_course_that_is_not_there_is_refused() -> None:
    with pytest.raises(BrokenFile, match="not as the format says"):
        read_week(TINY.replace("q1 2 a b", "q1 2 a z"), "tiny")


def test_a_curriculum_with_another_count_is_refused() -> None:
    with pytest.raises(BrokenFile, match="names 2 courses and says 3"):
        read_week(TINY.replace("q1 2 a b", "q1 3 a b"), "tiny")


def test_a_time_outside_the_week_is_refused() -> None:
    with pytest.raises(BrokenFile, match="is not in the week"):
        read_week(TINY.replace("b 0 2", "b 2 0"), "tiny")


def test_a_week_is_read() -> None:
    one = week()
    assert (one.days, one.day_periods, one.rooms, one.curricula, one.closed) == (2, 3, (32, 10), ((0, 1),), frozenset({(1, 2)}))
    assert [(course.name, course.teacher, course.lectures, course.least_days, course.students) for course in one.courses] == [
        ("a", "t1", 2, 2, 30),
        ("b", "t2", 1, 1, 10),
        ("c", "t1", 1, 1, 12),
    ]


def test_a_timetable_costs_what_its_soft_rules_say() -> None:
    told = check(week(), GOOD)
    assert (told.seats, told.days, told.compactness, told.stability, told.broken) == (0, 0, 2, 0, ())


def test_each_soft_rule_is_counted() -> None:
    told = check(week(), [Lecture(0, 0, 0), Lecture(0, 2, 1), Lecture(1, 4, 1), Lecture(2, 3, 1)])
    assert (told.seats, told.days, told.compactness, told.stability, told.cost) == (20 + 2, 5, 6, 1, 34)
    assert told.broken == ()


def test_the_last_period_of_a_day_is_not_next_to_the_first_of_another() -> None:
    assert check(week(), [Lecture(0, 0, 0), Lecture(0, 2, 0), Lecture(1, 3, 1), Lecture(2, 4, 0)]).compactness == 6


@pytest.mark.parametrize(
    ("timetable", "told"),
    [
        (GOOD[1:], "a has 1 of 2 lectures"),
        ([*GOOD[:3], Lecture(2, 1, 1)], "room 1 holds 2 lectures in period 1"),
        ([*GOOD[:2], Lecture(1, 2, 1), GOOD[3]], "b is held in period 2, when it cannot"),
        ([*GOOD[:2], Lecture(1, 3, 1), GOOD[3]], "curriculum 0 has 2 courses in period 3"),
        ([*GOOD[:3], Lecture(2, 3, 1)], "teacher t1 has 2 courses in period 3"),
        ([GOOD[0], Lecture(0, 0, 1), *GOOD[2:]], "a is held 2 times in period 0"),
    ],
)
def test_each_broken_hard_rule_is_found(timetable: list[Lecture], told: str) -> None:
    assert check(week(), timetable).broken == (told,)


def test_a_week_is_solved_and_the_bound_is_met() -> None:
    answer = solve(week(), 20.0)

    assert answer.timetable is not None
    told = check(week(), answer.timetable)
    assert (told.broken, told.cost, answer.bound) == ((), 2, 2)  # a course of two days is by itself on one of them


def test_a_week_without_enough_rooms_has_no_timetable() -> None:
    full = replace(week(), rooms=(32,), closed=frozenset((c, p) for c in range(3) for p in range(1, 6)))

    assert solve(full, 5.0).timetable is None


def test_other_rooms_cost_no_more() -> None:
    scattered = [Lecture(0, 0, 0), Lecture(0, 3, 1), Lecture(1, 1, 1), Lecture(2, 4, 0)]

    after = place(week(), scattered, 1.0, 1)

    assert (check(week(), scattered).cost, check(week(), after).cost) == (2 + 1 + 20, 2)
    assert {(one.course, one.period) for one in after} == {(one.course, one.period) for one in scattered}
