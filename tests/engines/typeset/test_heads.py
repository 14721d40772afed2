from datetime import date, time

import pytest

from boiduong.engines.typeset.heads import Form, Head, recipient_lines
from boiduong.engines.typeset.words import figure, half_day, long_date, short_date, weekday


def head(form: Form, symbol: str, on: date | None = date(2019, 2, 5)) -> Head:
    return Head(form, "Quận ủy", "Trung tâm Bồi dưỡng chính trị", symbol, "Ba Đình", on)


@pytest.mark.parametrize(
    ("on", "long", "short"),
    [
        (date(2019, 2, 5), "ngày 05 tháng 02 năm 2019", "05/02/2019"),
        (date(2019, 7, 23), "ngày 23 tháng 7 năm 2019", "23/7/2019"),
        (date(2019, 12, 1), "ngày 01 tháng 12 năm 2019", "01/12/2019"),
    ],
)
def test_dates_carry_a_zero_where_a_digit_could_be_added(on: date, long: str, short: str) -> None:
    assert (long_date(on), short_date(on)) == (long, short)


def test_the_week_starts_with_the_second_day() -> None:
    assert [weekday(date(2019, 7, 22 + day)) for day in range(7)] == [
        "thứ Hai",
        "thứ Ba",
        "thứ Tư",
        "thứ Năm",
        "thứ Sáu",
        "thứ Bảy",
        "Chủ nhật",
    ]


def test_thousands_have_a_point() -> None:
    assert [figure(n) for n in (7, 2974, 1200000)] == ["7", "2.974", "1.200.000"]


def test_a_state_paper_names_the_nation_and_writes_its_number_with_a_colon() -> None:
    state = head(Form.STATE, "05/TB-TTCT")

    assert state.nation == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    assert (state.number, state.dated) == ("Số: 05/TB-TTCT", "Ba Đình, ngày 05 tháng 02 năm 2019")


def test_a_party_paper_names_the_party_and_writes_its_number_without() -> None:
    party = head(Form.PARTY, "107-KH/QU")

    assert party.nation == ("ĐẢNG CỘNG SẢN VIỆT NAM", "")
    assert party.number == "Số 107-KH/QU"


def test_what_is_not_known_yet_leaves_room_for_the_pen() -> None:
    open_head = head(Form.STATE, "/TB-TTCT", on=None)

    assert open_head.number.startswith("Số:   ")
    assert open_head.number.endswith("/TB-TTCT")
    assert "2019" not in open_head.dated
    assert head(Form.STATE, "").number == ""


def test_recipients_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    assert recipient_lines(("Như trên", "Các trường;", "Lưu: VT.")) == ["- Như trên;", "- Các trường;", "- Lưu: VT."]
    assert recipient_lines(()) == []


def test_a_morning_ends_at_noon() -> None:
    assert [half_day(time(hour, 0)) for hour in (7, 11, 12, 13, 17, 18)] == ["Sáng", "Sáng", "Chiều", "Chiều", "Chiều", "Tối"]
