import io
from datetime import timedelta

import pytest
from conftest import client_of
from django.test import Client
from docx import Document
from make import hosting as make
from make import people as make_people
from make import schedule as make_schedule
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.models import Campaign
from boiduong.hosting.models import Ceremony, Duty


@pytest.mark.parametrize("rows", [1, 3])
def test_the_roster_costs_the_same_for_any_number_of_duties(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for n in range(rows):
        make.duty(campaign, make_schedule.session(campaign, on=make_schedule.FIRST_DAY + timedelta(days=n)))

    with django_assert_num_queries(10):
        page = organiser_client.get(f"/campaigns/{campaign.code}/duties/")

    assert len(page.context["stewards"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_running_order_costs_the_same_for_any_number_of_guests(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    ceremony = make.ceremony(campaign)
    for _ in range(rows):
        make_schedule.guest(campaign)

    with django_assert_num_queries(8):
        page = organiser_client.get(f"/ceremonies/{ceremony.code}/")

    assert len(page.context["programme"].guests) == rows


def test_an_opening_is_planned_with_one_click_on_what_is_usual(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    address = f"/campaigns/{campaign.code}/ceremonies/plan/?kind=OPENING"

    page = organiser_client.get(address)
    usual = {name: page.context["form"].initial[name] for name in ("session", "begins")}
    organiser_client.post(address, {"session": usual["session"].pk, "begins": f"{usual['begins']:%H:%M}"})

    assert Ceremony.objects.get().class_session == session
    assert f"{Ceremony.objects.get().begins:%H:%M}" == "07:30"


def test_the_programme_in_word_says_hours_points_and_guests(organiser_client: Client, campaign: Campaign) -> None:
    ceremony = make.ceremony(campaign)
    make_schedule.guest(campaign, form_of_address="đồng chí", titles=["Phó Trưởng Ban Tuyên giáo Quận ủy", "Ủy viên"])

    word = organiser_client.get(f"/ceremonies/{ceremony.code}/paper/?word")
    pdf = organiser_client.get(f"/ceremonies/{ceremony.code}/paper/")

    document = Document(io.BytesIO(word.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "07:15 - 07:30" in cells
    assert "Chào cờ" in cells
    guest = campaign.guests.get().full_name
    assert f"1. Đồng chí {guest}, Phó Trưởng Ban Tuyên giáo Quận ủy, Ủy viên." in [paragraph.text for paragraph in document.paragraphs]
    assert pdf.content.startswith(b"%PDF")


def test_a_collision_is_told_beside_the_half_days(organiser_client: Client, campaign: Campaign) -> None:
    duty = make.duty(campaign)
    other = make_schedule.session(campaign)
    said = {"steward": duty.steward_id, "task": "DOOR", "venue": other.venue_id, "half_days": [f"{duty.on.isoformat()} MORNING"], "note": ""}

    page = organiser_client.post(f"/campaigns/{campaign.code}/duties/new/", said)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["half_days"]
    assert Duty.objects.count() == 1


def test_each_steward_sees_the_own_list_and_no_other(campaign: Campaign) -> None:
    own = make_people.user()
    mine = make.duty(campaign, steward_=make.steward(campaign, own))
    other = make.duty(campaign)
    client = client_of(own)

    page = client.get("/duties/mine/")

    assert [line.duty for _steward, lines in page.context["lists"] for line in lines] == [mine]
    assert client.get(f"/stewards/{mine.steward.code}/").status_code == 200
    assert client.get(f"/stewards/{other.steward.code}/").status_code == 404


def test_the_roster_is_printed_by_hall_and_by_person(organiser_client: Client, campaign: Campaign) -> None:
    duty = make.duty(campaign)

    word = organiser_client.get(f"/campaigns/{campaign.code}/duties/paper/?word")

    document = Document(io.BytesIO(word.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert f"Quản lý lớp: {duty.steward.full_name}" in cells
    assert f"Sáng 23/7/2019 (quản lý lớp, {duty.venue.name})" in cells
