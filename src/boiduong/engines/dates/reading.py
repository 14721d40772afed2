"""Dates as people in Vietnam write them, and as Excel turns them about."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

Precision = Literal["day", "month", "year"]

_EXCEL_EPOCH = date(1899, 12, 30)  # day 0, with the leap day of 1900 that Excel invented behind it
_SERIALS = range(7_000, 60_000)  # 1919 to 2064: what a cell that lost its format shows
_YEARS = range(1900, 2100)
_MONTH_WORDS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_WORDS.split("|"), 1)}
_TYPED_LETTERS = str.maketrans({"o": "0", "l": "1", "i": "1"})
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_TIME = re.compile(r"(?<=\d)[t ]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?z?$")
_WORDS = re.compile(r"\b(sinh|ngày|ngay|tháng|thang|năm|nam|ns|thg)\b")
_MONTH_NAME = re.compile(rf"(?<![a-z])({_MONTH_WORDS})[a-z]*")


class Doubt(StrEnum):
    """Why a reading is less than what stands there plainly."""

    UNREADABLE = "UNREADABLE"  # no date at all
    IMPOSSIBLE = "IMPOSSIBLE"  # a day that no calendar has: 31/02/1980
    MONTH_FIRST = "MONTH_FIRST"  # a date only with the month first: 12/25/1980; read so, but that is a guess
    MENDED = "MENDED"  # a letter typed for a digit, separators lost: read, and worth a word


@dataclass(frozen=True, slots=True)
class Reading:
    """What a value says about a date."""

    value: date | None  # the first day of the month or year where no more is known
    precision: Precision | None
    doubt: Doubt | None = None
    month_could_be_first: bool = False  # 05/02/1980 from a machine that writes the month first would be 2 May


_NOTHING = Reading(None, None, Doubt.UNREADABLE)


def read_date(raw: str | float | date, *, latest: date | None = None) -> Reading | None:
    """The date that a cell or a form field holds, day first, or None where it is empty.

    raw: text in any of the forms people use (15/8/1979, 15.8.79, 1979-08-15, ngày 15 tháng 8 năm 1979, 8/1979, 1979), a number (a year, an
    Excel day number, 15081979), a date or a datetime.
    latest: the last day the date can lie on; a year of two digits is the last one not after it. Nothing else is judged by it.
    """
    if isinstance(raw, datetime):
        return Reading(raw.date(), "day", month_could_be_first=_both_ways(raw.date()))
    if isinstance(raw, date):
        return Reading(raw, "day", month_could_be_first=_both_ways(raw))
    if isinstance(raw, int | float):
        return _from_number(int(raw), latest)
    text = _plain(raw)
    if not text or not re.sub(r"[\s./\\_…-]", "", text):
        return None
    return _from_text(text, latest)


def swapped(value: date) -> date | None:
    """The same figures with day and month exchanged, or None where that is no other date."""
    return date(value.year, value.day, value.month) if _both_ways(value) else None


def _both_ways(value: date) -> bool:
    return value.day <= 12 and value.day != value.month


def _plain(raw: str) -> str:
    text = " ".join(raw.casefold().replace("\u00a0", " ").strip(" '\"`’.;,").split())
    return _TIME.sub("", text)


def _from_text(text: str, latest: date | None) -> Reading:
    if iso := _ISO.fullmatch(text):
        return _day(int(iso[3]), int(iso[2]), int(iso[1]), latest)
    text = _MONTH_NAME.sub(lambda found: f" {_MONTHS[found[1]]} ", _WORDS.sub(" ", text))
    figures = re.findall(r"\d+", text)
    if re.search(r"[^\d\s./\\,;_:…-]", text):  # a letter among the figures: l5/O8/1979
        figures = re.findall(r"\d+", text.translate(_TYPED_LETTERS))
        if re.search(r"[^\d\s./\\,;_:…-]", text.translate(_TYPED_LETTERS)) or not figures:
            return _NOTHING
        return _mended(_from_figures(figures, latest))
    return _from_figures(figures, latest)


def _from_figures(figures: list[str], latest: date | None) -> Reading:
    numbers = [int(figure) for figure in figures]
    if len(numbers) == 3:
        day, month, year = numbers
        if day == 0 and month == 0:
            return _year(year, latest)
        return _month(month, year, latest) if day == 0 else _day(day, month, year, latest)
    if len(numbers) == 2:
        return _two_figures(figures, latest)
    if len(numbers) == 1:
        return _one_figure(figures[0], latest)
    return _NOTHING


def _two_figures(figures: list[str], latest: date | None) -> Reading:
    """8/1979, or 15/081979 and 1508/1979 with one separator lost."""
    first, second = figures
    if len(second) == 6 and len(first) <= 2:
        return _mended(_day(int(first), int(second[:2]), int(second[2:]), latest))
    if len(first) in (3, 4) and len(second) == 4:
        return _mended(_day(int(first[:-2]), int(first[-2:]), int(second), latest))
    return _month(int(first), int(second), latest) if len(second) == 4 else _NOTHING


def _one_figure(figure: str, latest: date | None) -> Reading:
    if len(figure) == 6:
        return _mended(_day(int(figure[:2]), int(figure[2:4]), int(figure[4:]), latest))
    return _from_number(int(figure), latest)


def _from_number(number: int, latest: date | None) -> Reading:
    if number in _YEARS:
        return _year(number, latest)
    if number in _SERIALS:
        value = _EXCEL_EPOCH + timedelta(days=number)
        return Reading(value, "day", Doubt.MENDED, _both_ways(value))
    digits = f"{number:08d}"
    if len(digits) != 8 or number < 1_000_000:
        return _NOTHING
    reading = _day(int(digits[:2]), int(digits[2:4]), int(digits[4:]), latest)
    if reading.value is None and int(digits[:4]) in _YEARS:
        reading = _day(int(digits[6:]), int(digits[4:6]), int(digits[:4]), latest)
    return _mended(reading)


def _mended(reading: Reading) -> Reading:
    if reading.value is None or reading.doubt:
        return reading
    return Reading(reading.value, reading.precision, Doubt.MENDED, reading.month_could_be_first)


def _day(day: int, month: int, year: int, latest: date | None) -> Reading:
    if (full := _full_year(year, latest)) is None:
        return Reading(None, None, Doubt.IMPOSSIBLE)
    try:
        value = date(full, month, day)
    except ValueError:
        try:
            return Reading(date(full, day, month), "day", Doubt.MONTH_FIRST)
        except ValueError:
            return Reading(None, None, Doubt.IMPOSSIBLE)
    return Reading(value, "day", month_could_be_first=_both_ways(value))


def _month(month: int, year: int, latest: date | None) -> Reading:
    full = _full_year(year, latest)
    if full is None or not 1 <= month <= 12:
        return Reading(None, None, Doubt.IMPOSSIBLE)
    return Reading(date(full, month, 1), "month")


def _year(year: int, latest: date | None) -> Reading:
    full = _full_year(year, latest)
    return Reading(None, None, Doubt.IMPOSSIBLE) if full is None else Reading(date(full, 1, 1), "year")


def _full_year(year: int, latest: date | None) -> int | None:
    """A year of four digits; of two, the last one that is not after `latest`."""
    if year in _YEARS:
        return year
    if not 0 <= year <= 99:
        return None
    last = (latest or date.max.replace(year=2068)).year  # without a bound: 1969 to 2068, as POSIX reads two digits
    return last - (last - year) % 100
