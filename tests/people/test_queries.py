from datetime import date

import pytest
from make import people as make

from boiduong.audit.trail import Actor
from boiduong.people.actions import NewUnit, add_units, upsert_people
from boiduong.people.models import Person, Unit
from boiduong.people.queries import Said, people_found, recognise_people, unit_lines

ACTOR = Actor(None, via="test")
BORN = date(1979, 8, 15)


def said(unit: Unit, name: str = "Nguyễn Thị Hoà", born: date | None = BORN, number: str = "") -> Said:
    return Said(unit, name, Person.Role.TEACHER, birth_date=born, birth_precision="day" if born else "", national_id=number)


def known(unit: Unit, name: str = "Nguyễn Thị Hoà", born: date | None = BORN, number: str = "") -> Person:
    return upsert_people(actor=ACTOR, people=[(None, said(unit, name, born, number))])[0]


@pytest.mark.django_db
def test_a_national_id_recognises_whatever_the_name_is_now() -> None:
    person = known(make.unit(), number="079179012345")

    assert recognise_people([said(make.unit(), "Nguyễn Hoà", None, "079179012345")])[0].person == person


@pytest.mark.django_db
def test_name_and_birth_date_recognise_in_another_unit_and_another_spelling() -> None:
    person = known(make.unit())

    assert recognise_people([said(make.unit(), "NGUYỄN THỊ HÒA")])[0].person == person


@pytest.mark.django_db
def test_another_number_is_another_person() -> None:
    known(make.unit(), number="079179012345")

    found = recognise_people([said(make.unit(), number="079179099999")])[0]
    assert (found.person, found.candidates) == (None, ())


@pytest.mark.django_db
def test_name_and_unit_recognise_where_no_birth_date_says_otherwise() -> None:
    unit = make.unit()
    person = known(unit, born=None)

    assert recognise_people([said(unit)])[0].person == person
    assert recognise_people([said(make.unit())])[0].person is None


@pytest.mark.django_db
def test_one_name_in_one_unit_with_another_birth_date_is_for_a_person_to_decide() -> None:
    unit = make.unit()
    person = known(unit)

    found = recognise_people([said(unit, born=date(1980, 1, 1))])[0]
    assert (found.person, found.candidates) == (None, (person,))


@pytest.mark.django_db
def test_two_namesakes_of_one_birth_date_are_for_a_person_to_decide() -> None:
    unit = make.unit()
    both = {known(unit, number="079179012345"), known(unit, number="079179012346")}

    assert set(recognise_people([said(unit)])[0].candidates) == both


@pytest.mark.django_db
def test_what_is_not_said_stays_as_it_was() -> None:
    unit = make.unit()
    person = known(unit, number="079179012345")

    upsert_people(actor=ACTOR, people=[(person, Said(unit, "Nguyễn Thị Hòa", Person.Role.MANAGER, phone="0912345678"))])

    person.refresh_from_db()
    assert (person.full_name, person.role, person.phone, person.birth_date) == ("Nguyễn Thị Hòa", "MANAGER", "0912345678", BORN)
    assert (person.national_id_tail, len(person.national_id_digest)) == ("2345", 64)


@pytest.mark.django_db
def test_people_are_found_without_accents_by_name_and_unit() -> None:
    unit = make.unit("Trường THCS Đồng Xanh")
    person, keeper = known(unit), make.keeper()

    assert list(people_found(Person.objects.visible_to(keeper), "hoa nguyen")) == [person]
    assert list(people_found(Person.objects.visible_to(keeper), "binh")) == []


@pytest.mark.django_db
def test_a_coordinator_finds_own_people_alone() -> None:
    unit = make.unit()
    person = known(unit)
    known(make.unit(), "Lê Văn Bình")

    assert list(people_found(Person.objects.visible_to(make.coordinator(unit)), "")) == [person]


@pytest.mark.django_db
def test_units_are_listed_as_a_tree() -> None:
    top = make.unit("Phòng Giáo dục", kind=Unit.Kind.EDUCATION_OFFICE)
    make.unit("Trường B", parent=top)
    make.unit("Trường A", parent=top)

    assert [(line.unit.name, line.depth) for line in unit_lines(make.keeper())] == [("Phòng Giáo dục", 0), ("Trường A", 1), ("Trường B", 1)]


@pytest.mark.django_db
def test_units_stand_in_the_order_of_their_first_words() -> None:
    """A person's name is sorted by its last word, a school's is not."""
    top = make.unit("Phòng Giáo dục", kind=Unit.Kind.EDUCATION_OFFICE)
    names = ["Trường Tiểu học Ánh Dương", "Trường Tiểu học Hoa Sen", "Trường Trung học cơ sở An Bình"]
    add_units(actor=ACTOR, parent=top, units=[NewUnit(name, Unit.Kind.SCHOOL, "PRIMARY", "PUBLIC") for name in reversed(names)])

    assert [line.unit.name for line in unit_lines(make.keeper())] == ["Phòng Giáo dục", *names]
