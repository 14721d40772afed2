"""Dates and figures as Vietnamese official papers write them."""

from datetime import date, time

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def long_date(on: date) -> str:
    """ "ngày 05 tháng 02 năm 2019": days under 10 and the months 1 and 2 with a zero, so that no digit can be added (Decree 30/2020)."""
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"


def short_date(on: date) -> str:
    """ "23/7/2019", with the zeros of `long_date`."""
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"{on.day:02d}/{month}/{on.year}"


def weekday(on: date) -> str:
    return _WEEKDAYS[on.weekday()]


def half_day(starts: time) -> str:
    """ "Sáng" before noon, "Chiều" before six in the evening, then "Tối"."""
    return "Sáng" if starts.hour < 12 else "Chiều" if starts.hour < 18 else "Tối"


def clock(at: time) -> str:
    """ "7 giờ 30"."""
    return f"{at.hour} giờ {at.minute:02d}"


def figure(number: int) -> str:
    """ "3.047": a point between thousands."""
    return f"{number:,}".replace(",", ".")


def two_digits(number: int) -> str:
    """A document's number: under 10 with a zero, so that no digit can be added."""
    return f"{number:02d}"
