from datetime import timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make.doors import STARTS_AT

from boiduong.attendance.judging import Judgement, Terms, Touch, judge
from boiduong.attendance.models import Attendance

V = Attendance.Verdict
ENDS = 240  # minutes
TERMS = Terms(
    starts_at=STARTS_AT,
    ends_at=STARTS_AT + timedelta(minutes=ENDS),
    needs_check_out=True,
    late_after_minutes=15,
    is_late_present=True,
    leaves_early_before_minutes=15,
)
type Kind = Literal["in", "out", "mid"]


def touch(kind: Kind, minute: int) -> Touch:
    return Touch(kind, STARTS_AT + timedelta(minutes=minute), minute)


def judged(*touches: tuple[Kind, int], terms: Terms = TERMS, is_excused: bool = False, corrected: Attendance.Verdict | None = None) -> Judgement:
    return judge([touch(*one) for one in touches], terms, is_excused=is_excused, corrected=corrected)


@pytest.mark.parametrize(
    ("touches", "verdict"),
    [
        ((), V.ABSENT),
        ((("out", ENDS),), V.ABSENT),
        ((("in", -10),), V.NO_CHECK_OUT),
        ((("in", -10), ("out", 100)), V.LEFT_EARLY),
        ((("in", -10), ("out", 100), ("in", 120)), V.NO_CHECK_OUT),
        ((("in", -10), ("out", 100), ("in", 120), ("out", ENDS)), V.PRESENT),
        ((("in", 16), ("out", ENDS)), V.LATE),
        ((("in", 15), ("out", ENDS - 15)), V.PRESENT),
        ((("mid", 10), ("out", ENDS)), V.PRESENT),
        ((("in", 30), ("in", -5), ("out", ENDS)), V.PRESENT),
    ],
)
def test_touches_under_the_rules(touches: tuple[tuple[Kind, int], ...], verdict: Attendance.Verdict) -> None:
    assert judged(*touches).verdict == verdict


def test_without_the_rule_of_an_exit_one_entry_is_presence() -> None:
    terms = Terms(STARTS_AT, TERMS.ends_at, needs_check_out=False, late_after_minutes=15, is_late_present=True, leaves_early_before_minutes=15)

    assert judged(("in", 0), terms=terms).verdict == V.PRESENT


def test_whether_late_counts_is_a_rule() -> None:
    strict = Terms(STARTS_AT, TERMS.ends_at, needs_check_out=True, late_after_minutes=15, is_late_present=False, leaves_early_before_minutes=15)

    assert judged(("in", 20), ("out", ENDS)).is_present
    assert not judged(("in", 20), ("out", ENDS), terms=strict).is_present


def test_a_paper_excuses_absence_and_nothing_else() -> None:
    assert judged(is_excused=True).verdict == V.EXCUSED
    assert judged(("in", 0), ("out", ENDS), is_excused=True).verdict == V.PRESENT


def test_a_correction_stands_above_the_touches_and_hides_none() -> None:
    made = judged(("in", 0), corrected=V.PRESENT)

    assert (made.verdict, made.is_present, made.in_at, made.out_at) == (V.PRESENT, True, STARTS_AT, None)


@given(st.lists(st.tuples(st.sampled_from(["in", "out", "mid"]), st.integers(-120, 360)), max_size=8), st.randoms())
def test_the_order_in_which_touches_arrive_changes_nothing(touches: list[tuple[Kind, int]], dice: object) -> None:
    shuffled = sorted(touches, key=lambda _one: dice.random())  # type: ignore[attr-defined]
    by_minute = {minute for _, minute in touches}
    if len(by_minute) == len(touches):  # two touches in one instant have no order to keep
        assert judged(*shuffled) == judged(*touches)
