from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people
from make import schedule as make_schedule
from pytest_django import DjangoAssertNumQueries

from boiduong.audit.trail import Actor
from boiduong.campaigns.marks import GoneMeanwhile
from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.people.models import Unit
from boiduong.schedule import connecting
from boiduong.schedule.actions import Collision
from boiduong.schedule.board import Place, board_of, weigh
from boiduong.schedule.models import ClassSession, ConnectedPlace, Half, HallUse, Venue, VenueClosure
from boiduong.schedule.places import place_by_unit

TEST = Actor(None, via="test")


def a_unit_in(training_class: TrainingClass, people: int = 1) -> Unit:
    unit = make_people.unit()
    for _ in range(people):
        make_campaigns.enrollment(training_class.campaign, person=make_people.person(unit), training_class=training_class)
    return unit


def seating(*units: Unit, name: str = "Điểm cầu 1", capacity: int = 50, hall: Venue | None = None, recorder: str = "Cô Hạnh") -> connecting.Seating:
    return connecting.Seating(name=name, address="", capacity=capacity, recorder_name=recorder, recorder_phone="", units=units, venue=hall)


def connect(training_class: TrainingClass, *units: Unit, name: str = "Điểm cầu 1", capacity: int = 50, hall: Venue | None = None) -> ConnectedPlace:
    said = seating(*units, name=name, capacity=capacity, hall=hall)
    return connecting.connect_place(actor=TEST, training_class=training_class, seating=said, at=NOON)


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


def test_a_hall_in_which_another_class_is_then_is_refused_as_a_connected_place(campaign: Campaign) -> None:
    mine, other = make_schedule.session(campaign), make_schedule.session(campaign)

    with pytest.raises(Collision, match=f"23/07 sáng: {other.training_class} học tại {other.venue} vào buổi đó"):
        connect(mine.training_class, a_unit_in(mine.training_class), hall=other.venue)

    assert ConnectedPlace.objects.count() == 0


def test_the_hall_of_the_class_itself_is_refused_as_its_connected_place(campaign: Campaign) -> None:
    mine = make_schedule.session(campaign)

    with pytest.raises(Collision, match="chính lớp này học tại hội trường đó"):
        connect(mine.training_class, a_unit_in(mine.training_class), hall=mine.venue)


def test_a_hall_that_is_closed_then_is_refused_as_a_connected_place(campaign: Campaign) -> None:
    mine, hall = make_schedule.session(campaign), make_schedule.venue()
    VenueClosure.objects.create(venue=hall, on=make_schedule.FIRST_DAY, half=Half.MORNING)

    with pytest.raises(Collision, match="không dùng được vào buổi đó"):
        connect(mine.training_class, a_unit_in(mine.training_class), hall=hall)


def test_the_database_forbids_a_session_in_a_hall_that_a_class_is_connected_to(campaign: Campaign) -> None:
    mine, hall = make_schedule.session(campaign), make_schedule.venue()
    connect(mine.training_class, a_unit_in(mine.training_class), hall=hall)

    with pytest.raises(IntegrityError, match="venue_never_twice_at_once"), transaction.atomic():
        make_schedule.session(campaign, hall=hall)

    assert [use.venue_id for use in HallUse.objects.order_by("pk")] == [mine.venue_id, hall.pk]


def test_a_session_that_is_moved_takes_the_halls_of_its_places_along(campaign: Campaign) -> None:
    mine, hall = make_schedule.session(campaign), make_schedule.venue()
    connect(mine.training_class, a_unit_in(mine.training_class), hall=hall)

    make_schedule.change(mine)

    mine.refresh_from_db()
    assert {use.starts_at for use in HallUse.objects.all()} == {mine.starts_at}
    make_schedule.session(campaign, hall=hall)  # free again on the day that was left


def test_a_cancelled_session_and_an_ended_place_leave_their_halls(campaign: Campaign) -> None:
    mine, gone, hall = make_schedule.session(campaign), make_schedule.session(campaign), make_schedule.venue()
    place = connect(mine.training_class, a_unit_in(mine.training_class), hall=hall)

    ClassSession.objects.filter(pk=gone.pk).update(cancelled_at=NOON)
    connecting.disconnect_place(actor=TEST, place=place, at=NOON)

    assert [use.class_session for use in HallUse.objects.all()] == [mine]


def test_a_session_is_not_offered_a_day_on_which_its_connected_hall_is_taken(campaign: Campaign) -> None:
    mine, hall = make_schedule.session(campaign), make_schedule.venue()
    connect(mine.training_class, a_unit_in(mine.training_class), hall=hall)
    other = make_schedule.session(campaign, on=make_schedule.FIRST_DAY + timedelta(days=1), hall=hall)
    place = Place(make_schedule.FIRST_DAY + timedelta(days=1), Half.MORNING, mine.venue)

    troubles = weigh(board_of(campaign, at=NOON), mine, place).troubles

    assert troubles == [f"{other.training_class} học tại {hall} vào buổi đó."]


def test_a_class_is_not_moved_into_a_hall_from_which_another_is_followed(campaign: Campaign) -> None:
    mine, other, hall = make_schedule.session(campaign), make_schedule.session(campaign), make_schedule.venue()
    connect(other.training_class, a_unit_in(other.training_class), hall=hall)

    troubles = weigh(board_of(campaign, at=NOON), mine, Place(make_schedule.FIRST_DAY, Half.MORNING, hall)).troubles

    assert troubles == [f"{hall} là điểm cầu của {other.training_class} vào buổi đó."]


def test_the_form_says_of_each_hall_whether_it_is_taken_and_below_when(organiser_client: Client, campaign: Campaign) -> None:
    mine, other, free = make_schedule.session(campaign), make_schedule.session(campaign), make_schedule.venue()

    page = organiser_client.get(f"/classes/{mine.training_class.code}/places/new/")

    field = page.context["form"].fields["venue"]
    labels = [str(label) for _value, label in field.choices]
    assert free.name in labels
    assert f"Kín lịch: {other.venue}" in labels
    assert f"{other.venue}: 23/07 sáng: {other.training_class} học tại {other.venue} vào buổi đó." in str(field.help_text)


def test_the_editor_shows_a_connected_place_in_its_hall(organiser_client: Client, campaign: Campaign) -> None:
    mine, hall = make_schedule.session(campaign), make_schedule.venue()
    connect(mine.training_class, a_unit_in(mine.training_class), hall=hall)

    page = organiser_client.get(f"/campaigns/{campaign.code}/schedule/edit/")

    notes = [cell.note for line in page.context["grid"].lines for cell in line.cells if cell.note]
    assert notes == [f"điểm cầu: {mine.training_class}"]


def test_a_place_that_paper_names_otherwise_is_another_row(organiser_client: Client, campaign: Campaign) -> None:
    training_class = make_campaigns.training_class(campaign)
    unit = a_unit_in(training_class)
    place, hall = connect(training_class, unit), make_schedule.venue()
    page = organiser_client.get(f"/connected-places/{place.code}/edit/")
    said = {"name": "", "address": "", "capacity": "", "recorder_name": "Thầy Nam", "venue": hall.pk, "units": [unit.pk]}

    organiser_client.post(f"/connected-places/{place.code}/edit/", said | {"seen": page.context["seen"]})

    place.refresh_from_db()
    stands = ConnectedPlace.objects.standing().get()
    assert place.ended_at is not None
    assert (stands.name, stands.venue, stands.capacity, list(stands.units.all())) == (hall.name, hall, 390, [unit])


def test_another_recorder_is_noted_in_the_same_row(campaign: Campaign) -> None:
    training_class = make_campaigns.training_class(campaign)
    unit = a_unit_in(training_class)
    place = connect(training_class, unit)

    connecting.amend_place(actor=TEST, place=place, seating=seating(unit, recorder="Thầy Nam"), at=NOON)

    assert [(row.pk, row.recorder_name) for row in ConnectedPlace.objects.all()] == [(place.pk, "Thầy Nam")]


def test_a_place_that_was_changed_meanwhile_is_not_written_over(campaign: Campaign) -> None:
    training_class = make_campaigns.training_class(campaign)
    unit = a_unit_in(training_class)
    place = connect(training_class, unit)
    connecting.amend_place(actor=TEST, place=place, seating=seating(unit, name="Điểm cầu 2"), at=NOON)

    with pytest.raises(GoneMeanwhile):
        connecting.amend_place(actor=TEST, place=place, seating=seating(unit, name="Điểm cầu 3"), at=NOON)


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
