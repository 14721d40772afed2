from dataclasses import replace
from decimal import Decimal

import pytest

from boiduong.credentials.rules import Bar, Facts, Reason, missing, title_of, words_of

BAR = Bar(topics_needed=3, pass_points=Decimal(5))
DONE = Facts(is_present=True, topics_attended=3, has_essay=True, is_readable=True, points=Decimal("5.0"))


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"is_present": False, "topics_attended": 2}, [Reason.ABSENT]),
        ({"has_essay": False, "is_readable": False, "points": None}, [Reason.NO_ESSAY]),
        ({"is_readable": False, "points": None}, [Reason.UNREADABLE]),
        ({"points": None}, [Reason.NOT_GRADED]),
        ({"points": Decimal("4.9")}, [Reason.TOO_FEW_POINTS]),
        ({"is_present": False, "has_essay": False, "points": None}, [Reason.ABSENT, Reason.NO_ESSAY]),
    ],
)
def test_what_is_missing_is_told_in_the_order_in_which_it_happens(change: dict[str, object], codes: list[Reason]) -> None:
    facts = replace(DONE, **change)  # type: ignore[arg-type]  # names and values are the table's own

    assert [lacking["code"] for lacking in missing(facts, BAR)] == codes


def test_reasons_say_their_numbers_in_words() -> None:
    facts = replace(DONE, is_present=False, topics_attended=2, points=Decimal("4.5"))

    assert [words_of(lacking) for lacking in missing(facts, BAR)] == [
        "dự 2 chuyên đề trong số 3 chuyên đề phải dự",
        "bài thu hoạch được 4,5 điểm, cần 5 điểm",
    ]


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_words(reason: Reason) -> None:
    lacking: dict[str, str | int] = {"code": reason, "attended": 0, "needed": "10.0", "points": "0"}

    assert title_of(reason)
    assert words_of(lacking)[0].islower()
