"""The recorder of a connected place: the phone is paired for the place, and knows its units' people alone."""

from django.test import Client
from make import campaigns as make_campaigns
from make import people as make_people
from make import schedule as make_schedule

from boiduong.campaigns.models import Campaign
from boiduong.doors.models import Device
from boiduong.schedule.models import ConnectedPlace


def test_a_pairing_code_for_a_connected_place_is_limited_to_its_units(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    unit = make_people.unit()
    make_campaigns.enrollment(campaign, person=make_people.person(unit), training_class=session.training_class)
    place = ConnectedPlace.objects.create(training_class=session.training_class, name="Điểm cầu 1", capacity=20, recorder_name="Cô Hạnh")
    place.units.set([unit])

    organiser_client.post(f"/sessions/{session.code}/doors/new/", {"door": "", "operator_name": "", "place": place.code}, secure=True)

    device = Device.objects.get()
    assert (device.door, device.operator_name, list(device.limited_to.all())) == ("Điểm cầu 1", "Cô Hạnh", [unit])


def test_a_place_of_another_class_pairs_nothing(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    other = ConnectedPlace.objects.create(
        training_class=make_campaigns.training_class(campaign), name="Điểm cầu 1", capacity=20, recorder_name="Cô Hạnh"
    )

    organiser_client.post(f"/sessions/{session.code}/doors/new/", {"door": "", "operator_name": "", "place": other.code}, secure=True)

    assert not Device.objects.exists()
