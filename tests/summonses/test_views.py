import io
import zipfile

import printed
import pytest
import zxingcpp
from conftest import client_of
from django.test import Client
from django.urls import reverse
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people
from make import summonses as make
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from boiduong.allocation.models import MakeupPlace
from boiduong.campaigns.models import Campaign
from boiduong.engines.sheets import read_sheets
from boiduong.engines.tokens import short_code
from boiduong.summonses.models import Bundle, Card, Summons


@pytest.mark.parametrize("units", [1, 3])
def test_bundle_list_costs_the_same_for_any_number_of_units(
    campaign: Campaign, organiser_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, units: int
) -> None:
    make.ready(campaign, [make_people.unit() for _ in range(units)])

    with django_assert_max_num_queries(12):
        response = organiser_client.get(f"/campaigns/{campaign.code}/summonses/")

    assert len(response.context["board"].bundles) == units


def test_an_organiser_issues_summonses_with_one_button(campaign: Campaign, organiser_client: Client) -> None:
    make.placed_class(campaign)
    make.published(campaign)
    profile = make.profile_of(campaign)

    page = organiser_client.get(f"/campaigns/{campaign.code}/summonses/").content.decode()
    response = organiser_client.post(f"/campaigns/{campaign.code}/summonses/issue/", {"profile": profile.pk, "kind_code": "GTT"}, follow=True)

    assert f'value="{profile.pk}"' in page
    assert response.status_code == 200
    assert Summons.objects.count() == 1
    assert [bundle.state for bundle in response.context["board"].bundles] == [Bundle.State.QUEUED]


def test_people_added_late_are_told_and_get_their_cards_by_one_button(campaign: Campaign, organiser_client: Client) -> None:
    unit = make_people.unit()
    training_class = make.placed_class(campaign, [unit])
    make.published(campaign)
    profile = make.profile_of(campaign)
    address = f"/campaigns/{campaign.code}/summonses/"
    assert "Thêm muộn" not in organiser_client.get(address).content.decode()
    organiser_client.post(f"{address}issue/", {"profile": profile.pk, "kind_code": "GTT"})
    late = make_campaigns.enrollment(campaign, make_people.person(unit, "Lê Thị Tư"), training_class)

    page = organiser_client.get(address).content.decode()
    organiser_client.post(f"{address}issue/", {"profile": profile.pk, "kind_code": "GTT"})

    assert "Thêm muộn: 1 người chưa có thẻ" in page
    assert Card.objects.valid().filter(enrollment=late).count() == 1
    assert "Thêm muộn" not in organiser_client.get(address).content.decode()


def test_without_a_body_that_issues_the_page_says_so_and_nothing_is_issued(campaign: Campaign, organiser_client: Client) -> None:
    make.placed_class(campaign)
    make.published(campaign)

    response = organiser_client.post(f"/campaigns/{campaign.code}/summonses/issue/", {"kind_code": "GTT"}, follow=True)

    assert reverse("documents:issued_list") in response.content.decode()
    assert not Summons.objects.exists()


def test_a_coordinator_sees_and_downloads_the_bundle_of_the_own_unit_alone(campaign: Campaign) -> None:
    own, other = make_people.unit(), make_people.unit()
    bundles = {bundle.unit_id: bundle for bundle in make.ready(campaign, [own, other])}
    client = client_of(make_people.coordinator(own))

    listed = client.get("/bundles/").context["bundles"]
    download = client.get(f"/bundles/{bundles[own.pk].code}/summonses.pdf")

    assert [bundle.unit for bundle in listed] == [own]
    assert download.content == bytes(bundles[own.pk].pdf or b"")
    assert client.get(f"/bundles/{bundles[other.pk].code}/").status_code == 404


def test_the_message_of_a_unit_names_its_classes_and_no_address_that_a_school_cannot_open(
    campaign: Campaign, organiser_client: Client, settings: Settings
) -> None:
    unit = make_people.unit()
    (bundle,) = make.ready(campaign, [unit, unit])

    on_a_laptop = organiser_client.get(f"/bundles/{bundle.code}/").context["message"]
    settings.LAPTOP, settings.SITE_URL = False, "https://boiduong.example"
    on_a_server = organiser_client.get(f"/bundles/{bundle.code}/").context["message"]

    assert on_a_laptop.startswith(f"Kính gửi {unit.name}:")
    assert "- Lớp 1: 2 người" in on_a_laptop
    assert "://" not in on_a_laptop
    assert on_a_server.endswith(f"https://boiduong.example/bundles/{bundle.code}/")


def test_all_bundles_come_as_one_archive_with_a_named_file_a_unit(campaign: Campaign, organiser_client: Client) -> None:
    make.ready(campaign, [make_people.unit("Trường Mầm non Đống Đa"), make_people.unit()])

    answer = organiser_client.get(f"/campaigns/{campaign.code}/summonses/bundles.zip")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert len(archive.namelist()) == 2
        assert any(name.startswith("giay-trieu-tap-truong-mam-non-dong-da-") for name in archive.namelist())
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF")


def test_a_card_page_shows_class_seat_and_code_to_whoever_has_its_address(campaign: Campaign) -> None:
    make.ready(campaign)
    card = Card.objects.get()

    response = Client().get(f"/cards/{card.link_token}/")

    page = response.content.decode()
    assert response.status_code == 200
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert all(words in page for words in ("Nguyễn Thị Ánh 1", "Lớp 1", "A-1", "<svg", "Hội trường A"))


def test_the_picture_of_a_card_holds_its_code_and_the_page_the_letters_for_a_hand(campaign: Campaign) -> None:
    make.ready(campaign)
    card = Card.objects.get()
    letters = short_code(card.code_hash)

    picture = Client().get(f"/cards/{card.link_token}/card.png")
    page = Client().get(f"/cards/{card.link_token}/").content.decode()

    assert (picture.headers["Content-Type"], picture.headers["Referrer-Policy"]) == ("image/png", "strict-origin")
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.content)))] == [card.text]
    assert f"{letters[:4]} {letters[4:]}" in page
    assert "Nhấn giữ vào ảnh" not in page


def test_a_card_that_is_not_signed_yet_has_no_picture(campaign: Campaign) -> None:
    make.ready(campaign)
    Card.objects.update(text="")

    assert Client().get(f"/cards/{Card.objects.get().link_token}/card.png").status_code == 404


def test_a_card_page_inside_zalo_says_how_to_keep_the_picture(campaign: Campaign) -> None:
    make.ready(campaign)

    address = f"/cards/{Card.objects.get().link_token}/"
    page = Client().get(address, headers={"user-agent": "Mozilla/5.0 (Linux; Android 13) Zalo android/12100"}).content.decode()

    assert "Nhấn giữ vào ảnh" in page
    assert f"http://testserver{address}</textarea>" in page  # to be copied into a whole browser


def test_a_card_page_says_what_is_to_be_made_up_and_where(campaign: Campaign) -> None:
    make.ready(campaign)
    session = make.session(make_campaigns.training_class(campaign, is_makeup=True))
    MakeupPlace.objects.create(enrollment=campaign.enrollments.get(), class_session=session, seat="C-3")

    page = Client().get(f"/cards/{Card.objects.get().link_token}/").content.decode()

    assert session.topic.title in page
    assert "C-3" in page


def test_a_revoked_card_and_an_unknown_one_look_alike(campaign: Campaign) -> None:
    make.ready(campaign)
    card = Card.objects.get()
    Card.objects.update(revoked_at=NOON)

    revoked, unknown = Client().get(f"/cards/{card.link_token}/"), Client().get("/cards/unknown/")

    assert revoked.status_code == unknown.status_code == 404


@pytest.mark.parametrize("classes", [1, 3])
def test_paper_list_costs_the_same_for_any_number_of_classes(
    campaign: Campaign, organiser_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, classes: int
) -> None:
    for _ in range(classes):
        make.placed_class(campaign)

    with django_assert_max_num_queries(10):
        response = organiser_client.get(f"/campaigns/{campaign.code}/papers/")

    assert len(response.context["papers"]) == classes


def test_each_paper_of_a_class_is_made_from_its_rows(campaign: Campaign, organiser_client: Client) -> None:
    unit = make_people.unit()
    make.ready(campaign, [unit] * 3)
    training_class = campaign.classes.get()
    session = training_class.sessions.get()
    seated = [f"Nguyễn Thị Ánh {n}" for n in (1, 2, 3)]

    sign_in = printed.texts(organiser_client.get(f"/sessions/{session.code}/sign-in.pdf").content)
    listed = printed.texts(organiser_client.get(f"/classes/{training_class.code}/list.pdf").content)
    cards = printed.codes(organiser_client.get(f"/classes/{training_class.code}/cards.pdf").content)
    (sheet,) = read_sheets(organiser_client.get(f"/classes/{training_class.code}/list.xlsx").content)
    seats = printed.texts(organiser_client.get(f"/classes/{training_class.code}/seats.pdf").content)
    table = printed.texts(organiser_client.get(f"/campaigns/{campaign.code}/papers/timetable.pdf").content)

    for text in (sign_in[0], listed[0], seats[0]):
        assert [text.index(name) for name in seated] == sorted(text.index(name) for name in seated)
    assert [row[1] for row in sheet.rows if row[1:] and row[1] in seated] == seated
    assert sorted(cards[0]) == sorted(Card.objects.values_list("text", flat=True))
    assert "Lớp 1: Chuyên đề 1" in table[0]


def test_a_makeup_class_counts_who_has_a_place_in_it_and_signs_them_in_on_their_seats_there(campaign: Campaign, organiser_client: Client) -> None:
    make.ready(campaign)
    makeup = make_campaigns.training_class(campaign, is_makeup=True)
    session = make.session(makeup)
    MakeupPlace.objects.create(enrollment=campaign.enrollments.get(), class_session=session, seat="C-3")

    papers = organiser_client.get(f"/campaigns/{campaign.code}/papers/").context["papers"]
    sheet = printed.texts(organiser_client.get(f"/sessions/{session.code}/sign-in.pdf").content)[0]

    assert [(paper.training_class, paper.learner_count) for paper in papers if paper.training_class.is_makeup] == [(makeup, 1)]
    assert "Nguyễn Thị Ánh 1" in sheet
    assert "C-3" in sheet


def test_a_class_without_cards_or_seats_says_what_comes_first(campaign: Campaign, organiser_client: Client) -> None:
    training_class = make.placed_class(campaign, [])

    for name in ("cards", "seats"):
        response = organiser_client.get(f"/classes/{training_class.code}/{name}.pdf", follow=True)

        assert response.redirect_chain == [(f"/campaigns/{campaign.code}/papers/", 302)]
        assert list(response.context["messages"])
