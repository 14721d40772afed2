import pytest
from django.test import Client
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people
from pytest_django import DjangoAssertNumQueries

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.people.models import Unit
from boiduong.schedule import connecting
from boiduong.schedule.board import board_of
from boiduong.schedule.models import ConnectedPlace
from boiduong.schedule.places import place_by_unit

TEST = Actor(None, via="test")


def a_unit_in(training_class: TrainingClass, people: int = 1) -> Unit:
    unit = make_people.unit()
    for _ in range(people):
        make_campaigns.enrollment(training_class.campaign, person=make_people.person(unit), training_class=training_class)
    return unit


def connect(training_class: TrainingClass, *units: Unit, name: str = "Điểm cầu 1", capacity: int = 50) -> ConnectedPlace:
    return connecting.connect_place(
        actor=TEST,
        training_class=training_class,
        name=name,
        address="",
        capacity=capacity,
        recorder_name="Cô Hạnh",
        recorder_phone="",
        units=units,
    )


def test_a_place_without_people_is_refused(campaign: Campaign) -> None:
    with pytest.raises(connecting.NobodyThere):
        connect(make_campaigns.training_class(campaign))


def test_a_unit_sits_in_one_place_of_its_class(campaign: Campaign) -> None:
    training_class = make_campaigns.training_class(campaign)
    unit = a_unit_in(training_class)
    connect(training_class, unit)

    with pytest.raises(connecting.UnitElsewhere, match="đã ngồi tại Điểm cầu 1"):
        connect(training_class, unit, name="Điểm cầu 2")

    assert ConnectedPlace.objects.count() == 1


def test_a_place_with_fewer_seats_than_people_is_refused(campaign: Campaign) -> None:
    training_class = make_campaigns.training_class(campaign)

    with pytest.raises(connecting.PlaceTooSmall):
        connect(training_class, a_unit_in(training_class, people=2), capacity=1)


def test_the_main_hall_needs_seats_for_those_alone_who_sit_there(campaign: Campaign) -> None:
    training_class = make_campaigns.training_class(campaign)
    a_unit_in(training_class, people=2)
    there = a_unit_in(training_class, people=3)

    place = connect(training_class, there)

    assert board_of(campaign, at=NOON).learners[training_class.pk] == 2
    assert place_by_unit(campaign) == {(training_class.pk, there.pk): place}


def test_a_place_that_is_removed_sends_its_people_back_to_the_main_hall(organiser_client: Client, campaign: Campaign) -> None:
    training_class = make_campaigns.training_class(campaign)
    place = connect(training_class, a_unit_in(training_class))

    organiser_client.post(f"/connected-places/{place.code}/remove/")

    assert board_of(campaign, at=NOON).learners[training_class.pk] == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_places_costs_the_same_for_any_number(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows):
        training_class = make_campaigns.training_class(campaign)
        connect(training_class, a_unit_in(training_class))

    with django_assert_num_queries(10):
        page = organiser_client.get(f"/campaigns/{campaign.code}/schedule/places/")

    assert [(line.main_count, len(line.places)) for line in page.context["classes"]] == [(0, 1)] * rows


def test_a_place_is_connected_from_the_page_with_units_that_sit_nowhere_else(organiser_client: Client, campaign: Campaign) -> None:
    training_class = make_campaigns.training_class(campaign)
    seated, free = a_unit_in(training_class), a_unit_in(training_class)
    connect(training_class, seated)
    page = organiser_client.get(f"/classes/{training_class.code}/places/new/")
    offered = list(page.context["form"].fields["units"].queryset)

    organiser_client.post(
        f"/classes/{training_class.code}/places/new/",
        {"name": "Điểm cầu 2", "address": "", "capacity": "10", "recorder_name": "Thầy Nam", "recorder_phone": "", "units": [free.pk]},
    )

    assert offered == [free]
    assert list(ConnectedPlace.objects.get(name="Điểm cầu 2").units.all()) == [free]
