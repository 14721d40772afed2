import pytest
from conftest import client_of
from django.test import Client
from make import campaigns as make
from make import people as make_people

from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.people.models import Person, PersonPair


@pytest.fixture
def keeper_client(db: None) -> Client:
    return client_of(make_people.keeper())


def test_a_clash_that_is_not_settled_is_asked_again(keeper_client: Client, campaign: Campaign) -> None:
    pair = make_people.pair(make_people.person(make_people.unit()), make_people.person(make_people.unit()))
    for person in (pair.first, pair.second):
        make.enrollment(campaign, person)

    page = keeper_client.post(f"/people/doubles/{pair.code}/", {"same": "1", "fact_unit": "first"})
    assert "Vui lòng chọn bên nào đúng." in page.text
    assert Person.objects.current().count() == 2


def test_one_person_is_settled_and_undone_on_the_pages(keeper_client: Client, campaign: Campaign) -> None:
    pair = make_people.pair(make_people.person(make_people.unit()), make_people.person(make_people.unit()))
    places = [make.enrollment(campaign, person) for person in (pair.first, pair.second)]

    answers = {"same": "1", "fact_unit": "second", f"place_{campaign.pk}": "second"}
    assert keeper_client.post(f"/people/doubles/{pair.code}/", answers).status_code == 302
    pair.refresh_from_db()
    pair.first.refresh_from_db()
    assert (pair.state, pair.first.unit) == (PersonPair.State.SAME, pair.second.unit)
    assert list(Enrollment.objects.called().values_list("pk", "person")) == [(places[1].pk, pair.first.pk)]

    keeper_client.post(f"/people/doubles/{pair.code}/part/")
    assert set(Enrollment.objects.called().values_list("pk", "person")) == {(place.pk, place.person_id) for place in places}
