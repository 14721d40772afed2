"""The pages of a person, found and looked at."""

from datetime import UTC, date, datetime

import pytest
from conftest import client_of
from django.test import Client
from make import campaigns as make
from make import people as make_people
from pytest_django import DjangoAssertNumQueries

from boiduong.accounts.models import User
from boiduong.audit.trail import Actor
from boiduong.campaigns.actions import merge_learners
from boiduong.campaigns.models import Campaign
from boiduong.people.actions import upsert_people
from boiduong.people.matching import Said
from boiduong.people.models import Person, Unit

ACTOR = Actor(None, via="test")
AT = datetime(2026, 6, 1, 2, tzinfo=UTC)


def known(unit: Unit, name: str = "Nguyễn Thị Hoà", number: str = "", phone: str = "0912345678") -> Person:
    said = Said(unit, name, Person.Role.TEACHER, date(1979, 8, 15), "day", national_id=number, phone=phone)
    return upsert_people(actor=ACTOR, people=[(None, said)])[0]


@pytest.fixture
def keeper(db: None) -> Client:
    return client_of(make_people.keeper())


@pytest.mark.parametrize("words", ["hoa nguyen", "thi Hoà", "dong xanh", "5678", "345 678", "le thi bich"])
def test_somebody_is_found_by_name_unit_end_of_phone_and_by_a_name_of_before(keeper: Client, words: str) -> None:
    person = known(make_people.unit("Trường THCS Đồng Xanh"))
    other = known(make_people.unit(), "Lê Thị Bích", phone="0900000000")
    merge_learners(actor=ACTOR, kept=person, merged=other, taken=(), set_aside=(), at=AT)
    known(make_people.unit(), "Trần Văn Cường", phone="0900000001")

    page = keeper.get("/people/", {"q": words}).text
    assert (person.code in page, "Trần Văn Cường" in page, other.code in page) == (True, False, False)


def test_an_organiser_finds_the_learners_of_own_campaigns_alone(organiser: User, campaign: Campaign) -> None:
    learner, other = known(make_people.unit()), known(make_people.unit(), number="079179012345")
    make.enrollment(campaign, learner)
    make.enrollment(make.campaign(), other)

    page = client_of(organiser).get("/people/", {"q": "hoa"}).text
    assert (learner.code in page, other.code in page) == (True, False)


def test_an_organiser_reads_no_number_and_no_history(organiser: User, campaign: Campaign) -> None:
    learner = known(make_people.unit(), number="079179019876")
    make.enrollment(campaign, learner)

    page = client_of(organiser).get(f"/people/{learner.code}/").text
    assert ("9876" in page, "/edit/" in page, campaign.title in page) == (False, False, True)


def test_a_page_of_a_person_shows_campaigns_with_links_to_those_that_may_see_them(keeper: Client, organiser: User, campaign: Campaign) -> None:
    learner = known(make_people.unit())
    place = make.enrollment(campaign, learner)

    link = f"/learners/{place.code}/attendance/"
    assert link in client_of(organiser).get(f"/people/{learner.code}/").text
    page = keeper.get(f"/people/{learner.code}/").text
    assert (campaign.title in page, link in page) == (True, False)


def test_a_merge_is_seen_on_the_page_and_undone_there(keeper: Client) -> None:
    kept, merged = known(make_people.unit()), known(make_people.unit(), "Nguyễn Thị Hoa")
    merge = merge_learners(actor=ACTOR, kept=kept, merged=merged, taken=(), set_aside=(), at=AT)

    assert f"/people/{kept.code}/" in keeper.get(f"/people/{merged.code}/").text
    assert "Nguyễn Thị Hoa" in keeper.get(f"/people/{kept.code}/").text
    assert keeper.post(f"/people/merges/{merge.code}/part/").status_code == 302
    merged.refresh_from_db()
    assert merged.merged_into is None
    assert "không còn gộp với" in keeper.get(f"/people/{kept.code}/").text


def test_a_page_of_a_person_costs_the_same_for_one_campaign_and_for_three(
    keeper: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unit = make_people.unit()
    person = known(unit)

    def grow(number: int) -> None:
        make.enrollment(campaign if number == 0 else make.campaign(), person)
        other = known(unit, "Nguyễn Thị Hoa")
        merge_learners(actor=ACTOR, kept=person, merged=other, taken=("full_name",) if number % 2 else (), set_aside=(), at=AT)
        upsert_people(actor=ACTOR, people=[(Person.objects.get(pk=person.pk), Said(make_people.unit(), "Nguyễn Hoà", Person.Role.TEACHER))])

    grow(0)
    with django_assert_num_queries(19) as one:
        keeper.get(f"/people/{person.code}/")
    grow(1)
    grow(2)
    with django_assert_num_queries(len(one)):
        keeper.get(f"/people/{person.code}/")
