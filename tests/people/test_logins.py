from io import StringIO

import pytest
from conftest import client_of
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import now
from make import people as make
from pytest_django import DjangoAssertNumQueries

from boiduong.accounts.models import User
from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.people import entrusting
from boiduong.people.models import RegisterKeeper
from boiduong.web import actions
from boiduong.web.actions import NotYours

TEST = Actor(None, via="test")


@pytest.fixture
def keeper(db: None) -> User:
    return make.keeper()


def entered(link: str) -> Client:
    client = Client()
    client.post(f"/login/{link.rstrip('/').rpartition('/')[2]}/")
    return client


def test_the_last_keeper_stays(keeper: User) -> None:
    with pytest.raises(entrusting.LastKeeper):
        entrusting.dismiss_keeper(actor=Actor(keeper, via="test"), user=keeper)

    assert RegisterKeeper.objects.get().user == keeper


def test_a_keeper_whose_login_is_closed_does_not_count_as_another(keeper: User) -> None:
    other = make.keeper()
    actions.close_login(actor=TEST, user=other, at=now())

    with pytest.raises(entrusting.LastKeeper):
        entrusting.dismiss_keeper(actor=TEST, user=keeper)


def test_nobody_closes_their_own_login(keeper: User) -> None:
    page = client_of(keeper).post(f"/logins/{keeper.pk}/close/")

    assert page.status_code == 409
    assert "Thầy cô không tự khoá được tài khoản của mình" in page.text


def test_an_administrators_login_is_not_taken_over(keeper: User) -> None:
    root = make.user()
    User.objects.filter(pk=root.pk).update(is_superuser=True)

    with pytest.raises(NotYours):
        actions.renew_login(actor=Actor(keeper, via="test"), user=root, at=now())

    root.refresh_from_db()
    assert root.check_password("secret")


def test_a_known_login_name_gets_no_link(keeper: User) -> None:
    known = make.user("hoa.sen")

    page = client_of(keeper).post("/logins/keepers/new/", {"full_name": "Ai đó", "username": "hoa.sen"})

    assert "/login/" not in page.text.replace("/logins/", "")
    assert RegisterKeeper.objects.filter(user=known).exists()
    known.refresh_from_db()
    assert known.first_name == ""


def test_whoever_is_named_for_a_unit_enters_and_sees_that_unit_alone(keeper: User) -> None:
    mine, other = make.unit(), make.unit()
    page = client_of(keeper).post(f"/units/{mine.code}/coordinators/new/", {"full_name": "Lê Văn Bình", "username": "binh"})

    client = entered(page.context["link"])

    assert client.get(f"/units/{mine.code}/").status_code == 200
    assert client.get(f"/units/{other.code}/").status_code == 404


def test_whoever_answers_for_a_unit_no_more_does_not_see_it(keeper: User) -> None:
    unit = make.unit()
    user = make.coordinator(unit)

    client_of(keeper).post(f"/coordinators/{unit.coordinators.get().pk}/end/")

    assert client_of(user).get(f"/units/{unit.code}/").status_code == 404
    assert AuditEntry.objects.filter(verb="people.coordinator.dismissed").count() == 1


def test_a_new_link_ends_the_password_and_the_links_before_it(keeper: User) -> None:
    user = make.user()
    before = actions.make_login_link(actor=TEST, user=user, at=now())

    page = client_of(keeper).post(f"/logins/{user.pk}/renew/")

    assert Client().get(f"/login/{before}/").status_code == 404
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert entered(page.context["link"]).session["_auth_user_id"] == str(user.pk)


def test_a_closed_login_is_signed_out_and_a_new_link_opens_it(keeper: User) -> None:
    user = make.user()
    theirs = client_of(user)
    client_of(keeper).post(f"/logins/{user.pk}/close/")
    assert theirs.get("/units/").status_code == 302

    page = client_of(keeper).post(f"/logins/{user.pk}/renew/")

    assert entered(page.context["link"]).get("/units/").status_code == 200


def test_the_list_costs_the_same_for_one_and_for_three(keeper: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = client_of(keeper)
    make.coordinator(make.unit())
    with django_assert_num_queries(6) as one:
        client.get("/logins/")
    make.coordinator(make.unit())
    make.coordinator(make.unit())
    with django_assert_num_queries(len(one)):
        client.get("/logins/")


def test_the_first_organiser_enters_by_the_link_of_the_console(db: None) -> None:
    told = StringIO()
    call_command("invite_keeper", "nguoi-to-chuc", "--if-nobody-entered", stdout=told)

    client = entered(told.getvalue().strip())

    assert client.get("/logins/").status_code == 200
    again = StringIO()
    call_command("invite_keeper", "nguoi-to-chuc", "--if-nobody-entered", stdout=again)
    assert again.getvalue() == ""


def test_a_first_link_that_was_lost_is_made_anew(db: None) -> None:
    told, again = StringIO(), StringIO()
    call_command("invite_keeper", "nguoi-to-chuc", "--if-nobody-entered", stdout=told)
    call_command("invite_keeper", "nguoi-to-chuc", "--if-nobody-entered", stdout=again)

    assert Client().get(f"/login/{told.getvalue().strip().rstrip('/').rpartition('/')[2]}/").status_code == 404
    assert entered(again.getvalue().strip()).get("/logins/").status_code == 200
