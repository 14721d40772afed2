from dataclasses import replace
from datetime import date

import pytest
from conftest import client_of
from make import NOON
from make import people as make

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.people.actions import NotCurrent, tell_apart, upsert_people
from boiduong.people.editing import (
    EditedMeanwhile,
    MergedAway,
    NumberHeld,
    Told,
    WrittenSince,
    edit_person,
    put_side_by_side,
    take_back_change,
)
from boiduong.people.history import history_of, spellings_of, stays_of
from boiduong.people.matching import Said
from boiduong.people.models import Person, PersonPair, Unit

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


@pytest.mark.django_db
def test_a_change_that_was_written_over_is_not_taken_back() -> None:
    person = known(make.unit())
    edit_person(actor=ACTOR, person=person, told=replace(told_of(person), phone="0987654321"), seen=0)
    first = person.changes.get()
    edit_person(actor=ACTOR, person=person, told=replace(told_of(person), phone="0987654322"), seen=1)

    with pytest.raises(WrittenSince):
        take_back_change(actor=ACTOR, change=first)
    person.refresh_from_db()
    assert person.phone == "0987654322"


@pytest.mark.django_db
def test_a_number_given_to_somebody_else_since_is_not_taken_back() -> None:
    person = known(make.unit(), number=NUMBER)
    edit_person(actor=ACTOR, person=person, told=replace(told_of(person), national_id="079179012346"), seen=0)
    known(make.unit(), "Lê Văn Bình", NUMBER)

    with pytest.raises(NumberHeld):
        take_back_change(actor=ACTOR, change=person.changes.get())


@pytest.mark.django_db
def test_undoing_a_change_gives_back_every_column_and_can_itself_be_undone() -> None:
    person, other = known(make.unit(), number=NUMBER), make.unit()
    before = Person.objects.filter(pk=person.pk).values().get()
    told = replace(told_of(person), unit=other, full_name="Nguyễn Thị Huệ", birth_date=None, birth_precision="", national_id="079179012346")
    edit_person(actor=ACTOR, person=person, told=told, seen=0)
    after = Person.objects.filter(pk=person.pk).values().get()

    take_back_change(actor=ACTOR, change=person.changes.get())
    assert Person.objects.filter(pk=person.pk).values().get() == before

    take_back_change(actor=ACTOR, change=person.changes.latest("pk"))
    assert Person.objects.filter(pk=person.pk).values().get() == after
    assert AuditEntry.objects.filter(verb="people.person.change_undone").count() == 2


@pytest.mark.django_db
def test_the_page_offers_undo_where_all_of_a_change_still_stands() -> None:
    person, keeper = known(make.unit()), client_of(make.keeper())
    edit_person(actor=ACTOR, person=person, told=replace(told_of(person), phone="0987654321"), seen=0)
    old = person.changes.get()
    edit_person(actor=ACTOR, person=person, told=replace(told_of(person), phone="0987654322"), seen=1)
    new = person.changes.latest("pk")

    page = keeper.get(f"/people/{person.code}/").text
    assert [f"/people/changes/{one.pk}/undo/" in page for one in (old, new)] == [False, True]
    assert keeper.post(f"/people/changes/{old.pk}/undo/").status_code == 409
    assert keeper.post(f"/people/changes/{new.pk}/undo/").status_code == 302
    person.refresh_from_db()
    assert person.phone == "0987654321"


@pytest.mark.django_db
def test_a_coordinator_takes_back_no_move_to_another_unit() -> None:
    unit = make.unit()
    person = known(make.unit())
    edit_person(actor=ACTOR, person=person, told=replace(told_of(person), unit=unit), seen=0)
    change, coordinator = person.changes.get(), client_of(make.coordinator(unit))

    assert f"/people/changes/{change.pk}/undo/" not in coordinator.get(f"/people/{person.code}/").text
    assert coordinator.post(f"/people/changes/{change.pk}/undo/").status_code == 403


@pytest.mark.django_db
def test_a_number_finds_its_person_only_among_those_one_answers_for_and_the_trail_keeps_no_number() -> None:
    person = known(make.unit(), number=NUMBER)
    elsewhere, own = client_of(make.coordinator(make.unit())), client_of(make.coordinator(person.unit))

    assert elsewhere.post("/people/number/", {"national_id": NUMBER}).status_code == 422
    assert own.post("/people/number/", {"national_id": "0791"}).status_code == 422
    found = own.post("/people/number/", {"national_id": "079 179 012 345"})

    assert (found.status_code, found.headers["Location"]) == (302, f"/people/{person.code}/")
    entries = list(AuditEntry.objects.filter(verb="people.number.looked_up").order_by("pk"))
    assert [entry.details for entry in entries] == [{"found": False}, {"found": True}]
    assert NUMBER not in str([(entry.subject, entry.details) for entry in entries])


@pytest.mark.django_db
def test_who_is_merged_already_is_put_beside_nobody() -> None:
    unit = make.unit()
    one, two = known(unit), known(unit, "Lê Văn Bình")
    Person.objects.filter(pk=two.pk).update(merged_into=one)

    for first, second in ((one, two), (one, one)):
        with pytest.raises(NotCurrent):
            put_side_by_side(actor=ACTOR, first=first, second=second)
    assert not PersonPair.objects.exists()


@pytest.mark.django_db
def test_two_rows_are_put_side_by_side_from_the_page_even_if_they_were_told_apart() -> None:
    one, two, keeper = known(make.unit()), known(make.unit(), "Nguyễn Thị Hoa"), client_of(make.keeper())
    pair = put_side_by_side(actor=ACTOR, first=two, second=one)
    tell_apart(actor=ACTOR, pair=pair, at=NOON)

    assert f"/people/{one.code}/beside/" in keeper.get(f"/people/{one.code}/").text
    page = keeper.get(f"/people/{one.code}/beside/", {"q": "thi hoa"}).text
    assert [f'value="{code}"' in page for code in (two.code, one.code)] == [True, False]
    answer = keeper.post(f"/people/{one.code}/beside/put/", {"other": two.code})

    pair.refresh_from_db()
    assert (pair.code in answer.headers["Location"], pair.state) == (True, "OPEN")
    assert keeper.get(answer.headers["Location"]).status_code == 200
