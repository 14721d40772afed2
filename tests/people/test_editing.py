from dataclasses import replace
from datetime import date

import pytest
from conftest import client_of
from make import people as make

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.people.actions import upsert_people
from boiduong.people.editing import EditedMeanwhile, MergedAway, NumberHeld, Told, edit_person
from boiduong.people.history import history_of, spellings_of, stays_of
from boiduong.people.matching import Said
from boiduong.people.models import Person, Unit

ACTOR = Actor(None, via="test")
BORN = date(1979, 8, 15)
NUMBER = "079179012345"


def known(unit: Unit, name: str = "Nguyễn Thị Hoà", number: str = "") -> Person:
    said = Said(unit, name, Person.Role.TEACHER, birth_date=BORN, birth_precision="day", phone="0912345678", national_id=number)
    return upsert_people(actor=ACTOR, people=[(None, said)])[0]


def told_of(person: Person) -> Told:
    return Told(person.unit, person.full_name, person.role, BORN, "day", "F", "Giáo viên", person.phone, "")


@pytest.mark.django_db
def test_what_somebody_else_wrote_in_the_meantime_is_not_written_over() -> None:
    person = known(make.unit())
    edit_person(actor=ACTOR, person=person, told=told_of(person), seen=0)

    with pytest.raises(EditedMeanwhile):
        edit_person(actor=ACTOR, person=person, told=told_of(person), seen=0)


@pytest.mark.django_db
def test_a_number_that_somebody_else_holds_is_refused() -> None:
    known(make.unit(), "Lê Văn Bình", NUMBER)
    person = known(make.unit())

    with pytest.raises(NumberHeld):
        edit_person(actor=ACTOR, person=person, told=replace(told_of(person), national_id=NUMBER), seen=0)


@pytest.mark.django_db
def test_a_row_merged_into_another_is_not_edited() -> None:
    unit = make.unit()
    person = known(unit)
    Person.objects.filter(pk=person.pk).update(merged_into=known(unit))

    with pytest.raises(MergedAway):
        edit_person(actor=ACTOR, person=person, told=told_of(person), seen=0)


@pytest.mark.django_db
def test_saving_without_a_change_leaves_no_trace() -> None:
    person = known(make.unit())

    edit_person(actor=ACTOR, person=person, told=replace(told_of(person), sex="", position=""), seen=0)
    assert (person.changes.count(), AuditEntry.objects.filter(verb="people.person.edited").count()) == (0, 0)


@pytest.mark.django_db
def test_what_was_known_before_is_kept_and_the_trail_names_columns_alone() -> None:
    before, after = make.unit("Trường Tiểu học Sao Mai"), make.unit("Trường Tiểu học Hoa Sen")
    person = known(before, number=NUMBER)

    told = replace(told_of(person), unit=after, full_name="  Nguyễn Thị  Hoa ", birth_date=date(1980, 1, 1), birth_precision="year", phone="")
    edited = edit_person(actor=ACTOR, person=person, told=told, seen=0)

    assert (edited.full_name, edited.search_key, edited.national_id_tail) == ("Nguyễn Thị Hoa", "nguyen thi hoa", "2345")
    (event,) = history_of(edited)
    assert {(fact.before, fact.after) for fact in event.facts} == {
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hoa"),
        ("15/08/1979", "1980"),
        ("", "nữ"),
        ("Trường Tiểu học Sao Mai", "Trường Tiểu học Hoa Sen"),
        ("", "Giáo viên"),
        ("0912345678", ""),
    }
    assert (spellings_of(edited), [stay.unit for stay in stays_of(edited)]) == (["Nguyễn Thị Hoà"], [after, before])
    told_in_trail = str(AuditEntry.objects.get(verb="people.person.edited").details)
    assert "Hoà" not in told_in_trail
    assert "0912345678" not in told_in_trail


@pytest.mark.django_db
def test_what_a_roster_says_anew_is_history_too() -> None:
    before, after = make.unit(), make.unit()
    person = known(before)

    upsert_people(actor=ACTOR, people=[(person, Said(after, "Nguyễn Thị Hoà", Person.Role.TEACHER))])
    assert [stay.unit for stay in stays_of(Person.objects.get(pk=person.pk))] == [after, before]


@pytest.mark.django_db
def test_a_keeper_edits_on_the_page_and_sees_what_was_before() -> None:
    person, keeper = known(make.unit(), number=NUMBER), client_of(make.keeper())
    page = keeper.get(f"/people/{person.code}/edit/").text
    assert "Nguyễn Thị Hoà" in page

    sent = {"full_name": "Nguyễn Thị Hoa", "role": "MANAGER", "birth_date": "1979", "phone": "0987654321", "seen": "0", "unit": person.unit.code}
    assert keeper.post(f"/people/{person.code}/edit/", sent | {"national_id": "12"}).status_code == 422
    assert keeper.post(f"/people/{person.code}/edit/", sent).status_code == 302

    page = keeper.get(f"/people/{person.code}/").text
    assert [text in page for text in ("Nguyễn Thị Hoà", "15/08/1979", "0987654321", "2345", NUMBER)] == [True, True, True, True, False]
    assert keeper.post(f"/people/{person.code}/edit/", sent | {"full_name": "Nguyễn Thị Huệ"}).status_code == 422  # seen is old


@pytest.mark.django_db
def test_a_coordinator_edits_own_people_but_moves_them_nowhere() -> None:
    person, other = known(make.unit()), make.unit()
    coordinator = client_of(make.coordinator(person.unit))

    sent = {"full_name": "Nguyễn Thị Hoa", "role": "TEACHER", "birth_date": "15/8/1979", "seen": "0", "unit": other.code}
    assert coordinator.post(f"/people/{person.code}/edit/", sent).status_code == 302
    person.refresh_from_db()
    assert (person.full_name, person.unit == other) == ("Nguyễn Thị Hoa", False)
