from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from make import people as make

from boiduong.audit.trail import Actor
from boiduong.people.actions import upsert_people
from boiduong.people.matching import Basis, Found, Said, is_slip, recognise_people
from boiduong.people.models import Person, Unit

ACTOR = Actor(None, via="test")
BORN = date(1979, 8, 15)
NAME = "Nguyễn Thị Hoà"


def said(unit: Unit, name: str = NAME, born: date | None = BORN, *, number: str = "", precision: str = "day", phone: str = "", sex: str = "") -> Said:
    return Said(unit, name, Person.Role.TEACHER, birth_date=born, birth_precision=precision if born else "", national_id=number, phone=phone, sex=sex)


def known(one: Said) -> Person:
    return upsert_people(actor=ACTOR, people=[(None, one)])[0]


def found(one: Said) -> Found:
    return recognise_people([one])[0]


@pytest.mark.django_db
def test_a_known_number_under_quite_another_name_and_birth_date_is_for_a_person_to_decide() -> None:
    person = known(said(make.unit(), number="079179012345"))

    other = said(make.unit(), "Lê Văn Bình", date(1985, 1, 2), number="079179012345")
    assert found(other) == Found(None, (person,), Basis.OTHER_NAME)


@pytest.mark.django_db
def test_one_name_in_one_unit_with_another_number_is_for_a_person_to_decide() -> None:
    unit = make.unit()
    person = known(said(unit, number="079179012345"))

    assert found(said(unit, number="079179012354")) == Found(None, (person,), Basis.OTHER_NUMBER)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Nguyen Thi Hoa", "Nguyễn Thị Hoa", "Nguyễn Thi Hoà", "Nguyễn Thị Hao", "Nguyễn Hoà"])
def test_nearly_the_same_name_with_the_same_birth_date_is_for_a_person_to_decide(name: str) -> None:
    person = known(said(make.unit()))

    assert found(said(make.unit(), name)) == Found(None, (person,), Basis.SPELLING)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Nguyễn Thị Lan", "Trần Thị Hoà", "Lê Văn Bình"])
def test_another_name_with_the_same_birth_date_is_somebody_else(name: str) -> None:
    unit = make.unit()
    known(said(unit))

    assert found(said(unit, name)) == Found(None, (), None)


@pytest.mark.django_db
def test_a_birth_date_with_day_and_month_exchanged_is_for_a_person_to_decide() -> None:
    person = known(said(make.unit(), born=date(1979, 3, 8)))

    assert found(said(make.unit(), born=date(1979, 8, 3))) == Found(None, (person,), Basis.SPELLING)


@pytest.mark.django_db
def test_the_same_name_and_phone_in_another_school_is_for_a_person_to_decide() -> None:
    person = known(said(make.unit(), born=None, phone="0912345678"))

    assert found(said(make.unit(), phone="0912345678")) == Found(None, (person,), Basis.SPELLING)


@pytest.mark.django_db
def test_the_other_sex_is_another_person_unless_the_name_is_the_same() -> None:
    known(said(make.unit(), sex="F"))

    assert found(said(make.unit(), "Nguyễn Thị Hoa", sex="M")).candidates == ()


@pytest.mark.django_db
def test_a_year_agrees_with_a_day_of_that_year() -> None:
    unit = make.unit()
    person = known(said(unit))

    assert found(said(unit, born=date(1979, 1, 1), precision="year")) == Found(person, (), Basis.UNIT)
    assert found(said(unit, born=date(1980, 1, 1), precision="year")) == Found(None, (person,), Basis.OTHER_BIRTH)


@pytest.mark.django_db
def test_who_was_merged_is_still_known_and_is_the_one_kept() -> None:
    unit = make.unit()
    kept = known(said(unit))
    between = known(said(unit, "Nguyễn Thị Hoa", number="079179012345"))
    merged = known(said(unit, "Nguyễn Thị Hường", date(1990, 1, 5)))
    Person.objects.filter(pk=merged.pk).update(merged_into=between)
    Person.objects.filter(pk=between.pk).update(merged_into=kept)

    assert found(said(make.unit(), "Nguyễn Thị Hường", date(1990, 1, 5))) == Found(kept, (), Basis.BIRTH)
    assert found(said(make.unit(), "Nguyễn Thị Hoa", number="079179012345")) == Found(kept, (), Basis.NUMBER)


@pytest.mark.django_db
def test_many_cost_what_one_costs() -> None:
    unit = make.unit()
    known(said(unit))
    with CaptureQueriesContext(
        connection,
    ) as one:
        recognise_people([said(unit)])
    with CaptureQueriesContext(connection) as many:
        recognise_people([said(unit), said(unit, "Lê Văn Bình"), said(make.unit())] * 100)

    assert len(one) == 2
    assert len([query for query in many if "INSERT" not in query["sql"]]) == 2


@given(st.text("aghinotuy ", min_size=3, max_size=14), st.data())
def test_one_letter_left_out_or_exchanged_is_a_slip(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    exchanged = name[:at] + name[at + 1] + name[at] + name[at + 2 :]

    assert is_slip(name, name[:at] + name[at + 1 :])
    assert is_slip(name, exchanged)
    assert is_slip(exchanged, name)
