"""Vietnamese until somebody chooses; and the dates and numbers that Django's own Vietnamese gets wrong."""

from datetime import date

import pytest
from django import forms
from django.test import Client
from django.utils import formats, translation


@pytest.mark.django_db
def test_a_browser_that_came_in_english_reads_vietnamese() -> None:
    page = Client().get("/accounts/login/", headers={"Accept-Language": "en-US"})

    assert "Đăng nhập" in page.text


@pytest.mark.django_db
def test_a_reader_who_chose_english_reads_english() -> None:
    client = Client()
    client.post("/language/", {"language": "en", "next": "/accounts/login/"})

    assert "Sign in" in client.get("/accounts/login/").text


@pytest.mark.parametrize(("written", "meant"), [("24/11/2026", date(2026, 11, 24)), ("01/02/1980", date(1980, 2, 1)), ("1.2.1980", date(1980, 2, 1))])
def test_a_date_begins_with_its_day(written: str, meant: date) -> None:
    with translation.override("vi"):
        assert forms.DateField().clean(written) == meant


def test_numbers_and_dates_are_written_as_on_paper() -> None:
    with translation.override("vi"):
        written = (formats.number_format(2974), formats.number_format(12.5), formats.date_format(date(2019, 8, 7), "SHORT_DATE_FORMAT"))

    assert written == ("2.974", "12,5", "07/08/2019")
