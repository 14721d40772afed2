import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from make import NOON
from make import rosters as make

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.engines.sheets import read_sheets
from boiduong.people.actions import renew_links
from boiduong.people.queries import unit_of_link
from boiduong.rosters import jobs
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow

Status = RosterRow.Status


@pytest.fixture
def call(campaign: Campaign) -> RosterCall:
    return make.call(campaign)


@pytest.fixture
def address(call: RosterCall) -> str:
    token = renew_links(actor=Actor(None, via="test"), units=[call.unit], at=NOON)[call.unit_id]
    return f"/r/{token}/"


def read_file(call: RosterCall, content: bytes) -> RosterImport:
    made = make.roster_import(call, RosterImport.State.QUEUED, content)
    jobs.read_imports([made.pk], at=NOON)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("do", ["mend", "leave-out"])
def test_a_clerk_cannot_touch_a_row_of_another_unit(client: Client, call: RosterCall, address: str, do: str) -> None:
    other = make.row(make.roster_import(make.call(call.campaign)), status=Status.WRONG)

    answer = client.post(f"{address}{do}/", {"row": other.code, "name": "Người Khác"})

    other.refresh_from_db()
    assert (answer.status_code, other.status, other.values["name"]) == (404, Status.WRONG, "Nguyễn Thị Ánh")


def test_a_clerk_cannot_fetch_the_file_of_another_unit(client: Client, call: RosterCall, address: str) -> None:
    other = make.roster_import(make.call(call.campaign), content=make.book(make.ANH))

    assert client.get(f"{address}marked/?file={other.code}").status_code == 404


def test_a_clerk_cannot_send_for_another_unit(client: Client, call: RosterCall, address: str) -> None:
    other = make.call(call.campaign)

    answer = client.post(address, {"call": other.code, "sent": SimpleUploadedFile("a.xlsx", make.book(make.ANH))})

    assert (answer.status_code, RosterImport.objects.exists()) == (422, False)


def test_a_clerk_never_sees_who_of_other_schools_a_row_could_be(client: Client, call: RosterCall, address: str) -> None:
    row = make.row(make.roster_import(call), status=Status.AMBIGUOUS)

    page = client.get(address).content.decode()

    assert row.values["name"] in page
    assert 'name="person"' not in page


def test_a_clerk_sends_corrects_and_sees_that_all_is_well(client: Client, call: RosterCall, address: str) -> None:
    client.post(address, {"call": call.code, "sent": SimpleUploadedFile("ds.xlsx", make.book(make.ANH, make.WRONG))})
    jobs.read_imports(list(RosterImport.objects.values_list("pk", flat=True)), at=NOON)
    wrong = RosterRow.objects.get(status=Status.WRONG)
    assert "Không có ngày này trong lịch." in client.get(address).content.decode()

    client.post(f"{address}mend/", {"row": wrong.code, "name": "Đỗ Thị Cúc", "birth_date": "28/2/1980"})

    call.refresh_from_db()
    assert call.state == RosterCall.State.CHECKED
    assert "Ban tổ chức sẽ xác nhận" in client.get(address).content.decode()
    assert set(AuditEntry.objects.filter(verb__startswith="rosters.").exclude(via="job").values_list("via", flat=True)) == {"link"}


def test_the_marked_file_comes_back_and_its_corrections_count(client: Client, call: RosterCall, address: str) -> None:
    made = read_file(call, make.book(make.ANH, make.WRONG))

    answer = client.get(f"{address}marked/?file={made.code}")

    sheet = read_sheets(answer.content)[0]
    assert "".join(str(cell) for row in sheet.rows for cell in row).count("Không có ngày này trong lịch.") == 1
    again = read_file(call, answer.content)
    assert [(row.values["name"], row.status) for row in again.rows.order_by("row")] == [
        ("Nguyễn Thị Ánh", Status.NEW),
        ("Đỗ Thị Cúc", Status.WRONG),
    ]


def test_addresses_are_made_for_units_without_one_and_told_once(organiser_client: Client, call: RosterCall) -> None:
    confirmed = make.call(call.campaign)
    RosterCall.objects.filter(pk=confirmed.pk).update(state=RosterCall.State.CONFIRMED)

    answer = organiser_client.post(f"/campaigns/{call.campaign.code}/rosters/links/")

    told = read_sheets(io.BytesIO(answer.content).getvalue())[0].rows[3:]
    assert [row[0] for row in told] == [call.unit.name]
    assert unit_of_link(str(told[0][1]).rstrip("/").rpartition("/")[2]) == call.unit
    assert organiser_client.post(f"/campaigns/{call.campaign.code}/rosters/links/").headers["Content-Type"].startswith("text/html")
