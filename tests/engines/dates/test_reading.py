from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.dates import Doubt, read_date, swapped

BORN = date(1979, 8, 15)
LATEST = date(2010, 12, 31)


@pytest.mark.parametrize(
    "written",
    [
        "15/08/1979", "15/8/79", "15.8.1979", "15-08-1979", "15 / 8 / 1979", "1979-08-15", "1979-08-15 00:00:00", "ngày 15 tháng 8 năm 1979",
        "'15/8/1979", "15/8/1979.", "15,8,1979", "15-Aug-79", "15-thg 8-79", "15 Aug 1979", BORN, datetime(1979, 8, 15, 0, 0),  # noqa: DTZ001  cells know no time zone
    ],
)  # fmt: skip
def test_a_plain_date_is_read_day_first(written: str | date) -> None:
    reading = read_date(written, latest=LATEST)

    assert reading is not None
    assert (reading.value, reading.precision, reading.doubt) == (BORN, "day", None)


@pytest.mark.parametrize("written", [29082, 29082.0, "29082", 15081979, "15081979", "150879", "15/081979", "1508/1979", "l5/O8/1979"])
def test_a_spoilt_date_is_read_and_said_to_be_mended(written: str | float) -> None:
    reading = read_date(written, latest=LATEST)

    assert reading is not None
    assert (reading.value, reading.precision, reading.doubt) == (BORN, "day", Doubt.MENDED)


@pytest.mark.parametrize("written", ["31/02/1980", "30/13/1985", "45/45/1970", "13/2/197"])
def test_a_day_that_does_not_exist_is_impossible(written: str) -> None:
    reading = read_date(written)

    assert reading is not None
    assert (reading.value, reading.doubt) == (None, Doubt.IMPOSSIBLE)


@pytest.mark.parametrize("written", ["xem CCCD", "chưa rõ", "12", 7.0, "1/2/3/4"])
def test_what_is_no_date_is_unreadable(written: str | float) -> None:
    reading = read_date(written)

    assert reading is not None
    assert reading.doubt is Doubt.UNREADABLE


@pytest.mark.parametrize("written", ["", "   ", "-", "../../", "…"])
def test_an_empty_cell_is_no_reading(written: str) -> None:
    assert read_date(written) is None


def test_a_month_that_cannot_be_one_makes_the_order_a_guess() -> None:
    reading = read_date("08/15/1979")

    assert reading is not None
    assert (reading.value, reading.doubt) == (BORN, Doubt.MONTH_FIRST)


@pytest.mark.parametrize(("written", "value", "precision"), [
    ("8/1979", date(1979, 8, 1), "month"), ("tháng 8 năm 1979", date(1979, 8, 1), "month"), ("00/08/1979", date(1979, 8, 1), "month"),
    ("1979", date(1979, 1, 1), "year"), (1979.0, date(1979, 1, 1), "year"),
    ("năm 1979", date(1979, 1, 1), "year"), ("00/00/1979", date(1979, 1, 1), "year"),
])  # fmt: skip
def test_less_than_a_day_keeps_its_precision(written: str | float, value: date, precision: str) -> None:
    reading = read_date(written)

    assert reading is not None
    assert (reading.value, reading.precision) == (value, precision)


def test_two_digits_of_a_year_are_the_last_such_year() -> None:
    old, young = read_date("1/2/62", latest=LATEST), read_date("1/2/05", latest=LATEST)

    assert old is not None
    assert young is not None
    assert (old.value, young.value) == (date(1962, 2, 1), date(2005, 2, 1))


@given(st.dates(date(1920, 1, 1), date(2010, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %b %Y"]))
def test_every_date_comes_back_from_every_form(day: date, form: str) -> None:
    reading = read_date(day.strftime(form), latest=LATEST)

    assert reading is not None
    assert reading.value == day
    assert reading.month_could_be_first == (day.day <= 12 and day.day != day.month)


@given(st.text(max_size=30))
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    reading = read_date(text)

    assert reading is None or (reading.value is None) == (reading.precision is None)


def test_swapping_day_and_month() -> None:
    assert swapped(date(1980, 2, 5)) == date(1980, 5, 2)
    assert swapped(date(1980, 2, 15)) is None
    assert swapped(date(1980, 2, 2)) is None
