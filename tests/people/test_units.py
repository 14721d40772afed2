from dataclasses import replace
from datetime import date

import pytest
from conftest import client_of
from django.db import IntegrityError
from make import people as make

from boiduong.audit.trail import Actor
from boiduong.people.actions import NewUnit, SuccessorUnfit, UnitClosed, UnitNameTaken, close_unit, edit_unit, reopen_unit
from boiduong.people.models import Unit

ACTOR = Actor(None, via="test")
DAY = date(2025, 6, 30)
TOLD = NewUnit("Trường Tiểu học Sao Mai", Unit.Kind.SCHOOL, "PRIMARY", "PUBLIC")


@pytest.mark.django_db
def test_two_units_of_one_parent_never_have_one_name() -> None:
    other = make.unit()

    with pytest.raises(UnitNameTaken):
        edit_unit(actor=ACTOR, unit=make.unit(), told=replace(TOLD, name=other.name))


@pytest.mark.django_db
def test_nothing_comes_after_itself_or_after_what_has_ended() -> None:
    unit, ended = make.unit(), close_unit(actor=ACTOR, unit=make.unit(), on=DAY, successor=None)

    with pytest.raises(SuccessorUnfit):
        close_unit(actor=ACTOR, unit=unit, on=DAY, successor=unit)
    with pytest.raises(SuccessorUnfit):
        close_unit(actor=ACTOR, unit=unit, on=DAY, successor=ended)
    with pytest.raises(UnitClosed):
        close_unit(actor=ACTOR, unit=ended, on=DAY, successor=unit)


@pytest.mark.django_db
def test_the_database_holds_that_a_successor_comes_after_an_end() -> None:
    unit = make.unit()

    with pytest.raises(IntegrityError):
        Unit.objects.filter(pk=unit.pk).update(successor=make.unit())


@pytest.mark.django_db
def test_a_new_name_leaves_the_old_one_as_an_alias() -> None:
    unit = make.unit("Trường Tiểu học Hoa Sen")

    edited = edit_unit(actor=ACTOR, unit=unit, told=TOLD)
    assert (edited.name, edited.search_key) == ("Trường Tiểu học Sao Mai", "truong tieu hoc sao mai")
    assert [alias.name for alias in edited.aliases.all()] == ["Trường Tiểu học Hoa Sen"]


@pytest.mark.django_db
def test_a_unit_ends_with_what_comes_after_it_and_is_opened_again() -> None:
    unit, after, keeper = make.unit(), make.unit("Trường Tiểu học Sao Mai"), client_of(make.keeper())

    keeper.post(f"/units/{unit.code}/close/", {"on": "30/6/2025", "successor": after.code})
    unit.refresh_from_db()
    assert (unit.valid_to, unit.successor) == (DAY, after)
    assert unit.name in keeper.get(f"/units/{after.code}/").text

    assert reopen_unit(actor=ACTOR, unit=unit).valid_to is None
