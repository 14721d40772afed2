import io
import zipfile
from datetime import date

import pytest
from conftest import client_of
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people
from make import rosters as make
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.engines.rosters import read
from boiduong.people.actions import renew_links
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow
from boiduong.rosters.template import template

BOARD = "/campaigns/{}/rosters/"


@pytest.mark.parametrize("calls", [1, 3])
def test_the_board_costs_the_same_for_any_number_of_units(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, calls: int
) -> None:
    for _ in range(calls):
        make.row(make.roster_import(make.call(campaign)), status=RosterRow.Status.WRONG)
    organiser_client.get(BOARD.format(campaign.code))

    with django_assert_num_queries(11):
        response = organiser_client.get(BOARD.format(campaign.code))

    assert [line.open_count for line in response.context["board"].lines] == [1] * calls


@pytest.mark.parametrize("rows", [1, 3])
def test_a_preview_costs_the_same_for_any_number_of_rows(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    made = make.roster_import(make.call(campaign))
    for _ in range(rows):
        make.row(made, status=RosterRow.Status.WRONG)
    organiser_client.get(f"/rosters/files/{made.code}/")

    with django_assert_num_queries(10):
        response = organiser_client.get(f"/rosters/files/{made.code}/")

    assert len(response.context["preview"].open_rows) == rows


@pytest.mark.parametrize("people", [1, 3])
def test_a_list_of_people_costs_the_same_for_any_number(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    unit = make_people.unit()
    for _ in range(people):
        make_people.person(unit)
    client.force_login(make_people.keeper(), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/people/")

    with django_assert_num_queries(6):  # the search by number is offered to whoever may use it
        response = client.get("/people/")

    assert len(response.context["page"].object_list) == people


def test_the_board_shows_only_the_units_of_the_state_asked_for(organiser_client: Client, campaign: Campaign) -> None:
    make.call(campaign)
    confirmed = make.call(campaign)
    RosterCall.objects.filter(pk=confirmed.pk).update(state=RosterCall.State.CONFIRMED)

    response = organiser_client.get(BOARD.format(campaign.code), {"state": "CONFIRMED"})

    assert [line.code for line in response.context["board"].lines] == [confirmed.code]


def test_a_zip_counts_as_the_sheets_in_it(organiser_client: Client, campaign: Campaign) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("nộp/trường a.xlsx", make.book(make.ANH))
        package.writestr("nộp/trường b.csv", "TT,Họ và tên,Ngày sinh\n1,Lê Văn Bình,1/2/1980\n")
        package.writestr("đọc tôi.docx", b"x")

    organiser_client.post(BOARD.format(campaign.code) + "upload/", {"sent": SimpleUploadedFile("tất cả.zip", held.getvalue())})

    assert sorted(RosterImport.objects.values_list("file_name", flat=True)) == ["trường a.xlsx", "trường b.csv"]


def test_a_zip_that_would_unpack_to_too_much_is_refused_in_words(organiser_client: Client, campaign: Campaign) -> None:
    make.call(campaign)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("bom.xlsx", bytes(101_000_000))

    response = organiser_client.post(BOARD.format(campaign.code) + "upload/", {"sent": SimpleUploadedFile("bom.zip", held.getvalue())})

    assert "100 MB" in response.content.decode()
    assert not RosterImport.objects.exists()


def test_the_file_is_given_back_as_it_came(organiser_client: Client, campaign: Campaign) -> None:
    made = make.roster_import(make.call(campaign), content=b"as it came")

    response = organiser_client.get(f"/rosters/files/{made.code}/original/")

    assert response.content == b"as it came"
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''ds%20")


def test_a_field_that_the_page_did_not_show_stays_as_it_was(organiser_client: Client, campaign: Campaign) -> None:
    row = make.row(make.roster_import(make.call(campaign)), name="Đỗ Thị Cúc", status=RosterRow.Status.WRONG)

    organiser_client.post(f"/rosters/rows/{row.code}/mend/", {"phone": "912345678"})

    row.refresh_from_db()
    assert (row.values["name"], row.values["phone"], row.status) == ("Đỗ Thị Cúc", "0912345678", RosterRow.Status.NEW)


@pytest.mark.parametrize(("language", "said"), [("vi", "Thiếu họ và tên."), ("en", "The full name is missing.")])
def test_a_problem_is_told_in_the_readers_language(organiser_client: Client, campaign: Campaign, language: str, said: str) -> None:
    row = make.row(make.roster_import(make.call(campaign)), status=RosterRow.Status.WRONG)
    organiser_client.post("/language/", {"language": language, "next": "/"})

    assert said in organiser_client.get(f"/rosters/files/{row.roster_import.code}/").text


def test_who_has_mended_a_row_goes_on_to_what_waits_next_and_from_the_last_to_the_first(organiser_client: Client, campaign: Campaign) -> None:
    made = make.roster_import(make.call(campaign))
    first, sound, last = (make.row(made, status=status) for status in (RosterRow.Status.WRONG, RosterRow.Status.NEW, RosterRow.Status.WRONG))
    onward = [
        organiser_client.post(f"/rosters/rows/{row.code}/mend/", {"name": name}).headers["Location"].rpartition("#")[2]
        for row, name in ((last, ""), (sound, "Lê Văn Bình"), (last, "Hà Văn Dũng"), (first, "Đỗ Thị Cúc"))
    ]

    assert onward == [f"name-{last.code}", f"name-{last.code}", f"name-{first.code}", f"decision-{made.code}"]


def test_the_examples_of_the_template_are_nobody(organiser_client: Client) -> None:
    found = read(organiser_client.get("/rosters/template/").content, "mau.xlsx", on=date(2019, 7, 1))

    assert found.rows == ()
    assert [problem.kind for problem in found.problems] == ["examples", "no_rows"]


@pytest.mark.parametrize("first_row", [4, 5, 6])  # over both examples, over one, below them
def test_the_template_filled_in_is_read_as_it_was_filled_in(first_row: int) -> None:
    book = load_workbook(io.BytesIO(template("Trường Tiểu học Sao Mai")))
    page = book["Danh sách"]
    people = [
        ("Lê Thị Ánh", "05/09/1985", "Nữ", "Phó hiệu trưởng", "", "0912345678", "079185000001", "anh@truong.vn", "Không", ""),
        ("Y Blớt Niê", "1990", "Nam", "Giáo viên", "Toán", "0912345679", "", "", "Có", "biệt phái"),
    ]
    for row, values in enumerate(people, first_row):
        for column, value in enumerate(values, 2):
            page.cell(row, column).value = value
    held = io.BytesIO()
    book.save(held)

    found = read(held.getvalue(), "ds.xlsx", on=date(2019, 7, 1))

    assert [(row.name, row.sex, row.role, row.position, row.team, row.phone, row.national_id, row.email, row.note) for row in found.rows] == [
        ("Lê Thị Ánh", "F", "manager", "Phó hiệu trưởng", "", "0912345678", "079185000001", "anh@truong.vn", ""),
        ("Y Blớt Niê", "M", "teacher", "Giáo viên", "Toán", "0912345679", None, None, "biệt phái; Đang nghỉ dài hạn"),
    ]
    assert [(row.birth_date, row.birth_precision) for row in found.rows] == [(date(1985, 9, 5), "day"), (date(1990, 1, 1), "year")]
    assert [row.problems for row in found.rows] == [(), ()]
    assert found.unit == "Trường Tiểu học Sao Mai"


def test_the_template_keeps_zeros_and_offers_lists() -> None:
    page = load_workbook(io.BytesIO(template()))["Danh sách"]
    offered = {str(rule.sqref).partition("4")[0]: rule.type for rule in page.data_validations.dataValidation}

    assert {letter: offered.get(letter) for letter in "DEFGHJ"} == {"D": "list", "E": "list", "F": "list", "G": "custom", "H": "custom", "J": "list"}
    assert {page.column_dimensions[letter].number_format for letter in "CGH"} == {"@"}


def test_a_clerks_own_template_names_the_unit(client: Client, campaign: Campaign) -> None:
    unit = make.call(campaign, make_people.unit("Trường Tiểu học Sao Mai")).unit
    token = renew_links(actor=Actor(None, via="test"), units=[unit], at=NOON)[unit.pk]

    page = load_workbook(io.BytesIO(client.get(f"/r/{token}/template/").content))["Danh sách"]

    assert page["A1"].value == "Đơn vị: Trường Tiểu học Sao Mai"


@pytest.mark.parametrize(("asker", "sees"), [("coordinator", False), ("organiser", True)])
def test_only_an_organiser_sees_who_of_other_schools_a_row_could_be(campaign: Campaign, asker: str, sees: bool) -> None:
    call = make.call(campaign)
    row = make.row(make.roster_import(call), status=RosterRow.Status.AMBIGUOUS)
    users = {"coordinator": make_people.coordinator(call.unit), "organiser": make_campaigns.organiser(campaign)}

    page = client_of(users[asker]).get(f"/rosters/files/{row.roster_import.code}/").content.decode()

    assert ('name="person"' in page) is sees
