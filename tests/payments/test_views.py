import io
from datetime import timedelta

import openpyxl
import pypdfium2
import pytest
from django.test import Client
from make import campaigns as make_campaigns
from make import payments as make
from make import schedule as make_schedule
from pytest_django import DjangoAssertNumQueries

from boiduong.accounts.models import User
from boiduong.campaigns.models import Campaign, Membership
from boiduong.payments.models import FeeTable, PayDecision, PaySheet

TABLE = {
    "source": "Quyết định 12/QĐ-TTCT",
    "basis": "SESSION",
    "valid_from": "01/01/2019",
    "valid_to": "",
    "tax_percent": "10",
    "tax_from_amount": "2.000.000",
}


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_sheet_costs_the_same_for_any_number_of_sessions(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, sessions: int
) -> None:
    make.table(campaign)
    for n in range(sessions):
        make.taught(campaign, on=make_schedule.FIRST_DAY + timedelta(days=n))

    with django_assert_num_queries(11):
        page = organiser_client.get(f"/campaigns/{campaign.code}/pay/")

    assert len(page.context["draft"].sheet.lines) == sessions


@pytest.mark.parametrize("rates", ["Tiến sĩ", "Tiến sĩ; nhiều", "; 1000", "A; 1\nA; 2"])
def test_a_line_that_cannot_be_read_is_told_beside_the_field(organiser_client: Client, campaign: Campaign, rates: str) -> None:
    page = organiser_client.post(f"/campaigns/{campaign.code}/pay/tables/new/", TABLE | {"rates": rates})

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["rates"]


def test_a_table_is_entered_as_it_stands_on_paper_and_shown_again_so(organiser_client: Client, campaign: Campaign) -> None:
    rates = "Giáo sư; 2.000.000; GS. TS., PGS. TS.\nKhác; 900.000"

    organiser_client.post(f"/campaigns/{campaign.code}/pay/tables/new/", TABLE | {"rates": rates})

    table = FeeTable.objects.get()
    assert list(table.rates.order_by("order").values_list("amount", "degrees")) == [(2_000_000, ["GS. TS.", "PGS. TS."]), (900_000, [])]
    page = organiser_client.get(f"/fee-tables/{table.code}/edit/")
    assert page.context["form"].initial["rates"] == rates


def test_the_workbook_adds_up_by_formulas_and_says_the_total_in_words(organiser_client: Client, campaign: Campaign) -> None:
    make.table(campaign)
    speaker = make_schedule.speaker(campaign, [])
    for n in range(2):
        make.taught(campaign, speaker, on=make_schedule.FIRST_DAY + timedelta(days=n))
    organiser_client.post(f"/campaigns/{campaign.code}/pay/approve/")

    content = organiser_client.get(f"/pay-sheets/{PaySheet.objects.get().code}/").content

    formulas = openpyxl.load_workbook(io.BytesIO(content))["Bảng kê"]
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Bảng kê"]
    assert [formulas.cell(9, column).value for column in (6, 7, 8)] == ["=ROUND(D9*E9,0)", "=ROUND(F9*10.0/100,0)", "=F9-G9"]
    assert [formulas.cell(10, column).value for column in (6, 7, 8)] == ["=SUM(F9:F9)", "=SUM(G9:G9)", "=SUM(H9:H9)"]
    assert [values.cell(9, column).value for column in range(1, 9)] == [
        1,
        str(speaker),
        "Giám đốc Trung tâm",
        2,
        1_100_000,
        2_200_000,
        220_000,
        1_980_000,
    ]
    assert [values.cell(10, column).value for column in (6, 7, 8)] == [2_200_000, 220_000, 1_980_000]
    assert values.cell(11, 1).value == "Số tiền thực nhận bằng chữ: Một triệu chín trăm tám mươi nghìn đồng."


def test_the_pages_say_what_the_workbook_says(organiser_client: Client, campaign: Campaign) -> None:
    make.table(campaign, is_example=True)
    speaker = make_schedule.speaker(campaign, [])
    for n in range(2):
        make.taught(campaign, speaker, on=make_schedule.FIRST_DAY + timedelta(days=n))
    organiser_client.post(f"/campaigns/{campaign.code}/pay/approve/")

    response = organiser_client.get(f"/pay-sheets/{PaySheet.objects.get().code}/", {"as": "pdf"})

    with pypdfium2.PdfDocument(io.BytesIO(response.content)) as pdf:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    assert response.headers["Content-Disposition"].endswith(".pdf")
    assert len(pages) == 2
    for words in ("BẢNG KÊ THANH TOÁN", "VÍ DỤ", str(speaker), "1.100.000", "2.200.000", "220.000", "1.980.000", "Một triệu chín trăm tám mươi"):
        assert words in pages[0], words
    assert pages[1].count(str(speaker)) == 2


def test_a_table_begins_from_one_of_another_campaign_that_the_reader_may_see(organiser_client: Client, organiser: User, campaign: Campaign) -> None:
    hidden, seen = make_campaigns.campaign(), make_campaigns.campaign()
    Membership.objects.create(campaign=seen, user=organiser, role=Membership.Role.ORGANISER)
    theirs, ours = make.table(hidden), make.table(seen)
    address = f"/campaigns/{campaign.code}/pay/tables/new/"

    page = organiser_client.get(address)
    copied = organiser_client.get(address, {"copy": ours.code}).context["form"].initial
    not_copied = organiser_client.get(address, {"copy": theirs.code}).context["form"].initial

    assert [row for row, _address in page.context["copies"]] == [ours]
    assert (copied["source"], copied["valid_from"], copied["valid_to"]) == (ours.source, campaign.starts_on, None)
    assert copied["rates"].count(";") == ours.rates.count() * 2
    assert "rates" not in not_copied


def test_an_example_says_so_on_the_sheet(organiser_client: Client, campaign: Campaign) -> None:
    make.table(campaign, is_example=True)
    make.taught(campaign)
    organiser_client.post(f"/campaigns/{campaign.code}/pay/approve/")

    content = organiser_client.get(f"/pay-sheets/{PaySheet.objects.get().code}/").content

    assert str(openpyxl.load_workbook(io.BytesIO(content))["Bảng kê"].cell(7, 1).value).startswith("VÍ DỤ")


def test_a_word_on_a_session_is_kept_with_who_said_it(organiser_client: Client, campaign: Campaign) -> None:
    session = make.taught(campaign, is_seen=False)

    asked = organiser_client.post(f"/sessions/{session.code}/pay/", {"is_paid": "yes", "payee": "", "reason": "Điểm danh trên giấy"})
    organiser_client.post(f"/sessions/{session.code}/pay/", {"is_paid": "no", "payee": "", "reason": "Không có học viên"})

    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["payee"])
    decision = PayDecision.objects.get()
    assert (decision.payee, decision.decided_by) == (None, campaign.memberships.get().user)
