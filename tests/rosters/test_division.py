from datetime import date

import pytest
from django.test import Client
from make import NOON
from make import people as make_people
from make import rosters as make
from pytest_django import DjangoAssertNumQueries

from boiduong.accounts.models import User
from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.engines.rosters import KnownUnit, read
from boiduong.engines.sheets import Cell
from boiduong.rehearsal.sheet_files import Grid, as_workbook
from boiduong.rosters import actions, jobs
from boiduong.rosters.actions import Received
from boiduong.rosters.division import shares_of
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow

HEAD: list[Cell] = ["TT", "Họ và tên", "Ngày sinh", "Chức vụ", "Đơn vị"]
ANH: list[Cell] = [1, "Nguyễn Thị Ánh", "15/08/1979", "Giáo viên", "TH Sao Mai"]
BINH: list[Cell] = [2, "Lê Văn Bình", "16/09/1980", "Hiệu trưởng", "Trường Tiểu học Hoa Sen"]
CUC: list[Cell] = [3, "Đỗ Thị Cúc", "31/02/1980", "Giáo viên", "TH Hoa Sen"]
DUNG: list[Cell] = [4, "Hà Văn Dũng", "01/01/1981", "Giáo viên", ""]


@pytest.fixture
def calls(campaign: Campaign) -> dict[str, RosterCall]:
    return {name: make.call(campaign, make_people.unit(f"Trường Tiểu học {name}")) for name in ("Sao Mai", "Hoa Sen")}


def several(campaign: Campaign, by: Actor, *rows: list[Cell]) -> RosterImport:
    """A file of these people, as the organiser uploaded it and the machine read it."""
    content = as_workbook([Grid("Sheet1", [HEAD, *map(list, rows)])])
    (made,) = actions.receive_files(actor=by, campaign=campaign, files=[Received("tổng hợp.xlsx", content)], at=NOON)
    jobs.read_imports([made.pk], at=NOON)
    made.refresh_from_db()
    return made


@pytest.fixture
def by(organiser: User) -> Actor:
    return Actor(organiser, via="test")


def parts_of(made: RosterImport, *, leaves_nobody: RosterCall | None = None) -> list[tuple[RosterCall, list[RosterRow]]]:
    shares = [(share.call or leaves_nobody, share.rows) for share in shares_of(made)]
    found: dict[RosterCall, list[RosterRow]] = {}
    for call, rows in shares:
        if call:
            found.setdefault(call, []).extend(rows)
    return list(found.items())


def test_a_file_of_one_unit_is_not_divided(campaign: Campaign, by: Actor) -> None:
    made = make.roster_import(make.call(campaign))

    with pytest.raises(actions.NotNow):
        actions.divide_import(actor=by, roster_import=made, parts=[], at=NOON, confirms=True)


def test_a_file_is_not_divided_among_nobody(campaign: Campaign, by: Actor, calls: dict[str, RosterCall]) -> None:
    made = several(campaign, by, ANH, BINH)

    with pytest.raises(actions.NothingToDivide):
        actions.divide_import(actor=by, roster_import=made, parts=[(calls["Sao Mai"], [])], at=NOON, confirms=True)

    assert not AuditEntry.objects.filter(verb="rosters.import.divided").exists()


def test_a_file_of_several_known_units_is_given_to_none_of_them(campaign: Campaign, by: Actor, calls: dict[str, RosterCall]) -> None:
    made = several(campaign, by, ANH, BINH, CUC, DUNG)

    assert (made.state, made.call, made.is_of_several_units) == (RosterImport.State.READ, None, True)
    assert [(share.told, share.call, len(share.rows), share.open_count) for share in shares_of(made)] == [
        ("TH Sao Mai", calls["Sao Mai"], 1, 0),
        ("Trường Tiểu học Hoa Sen", calls["Hoa Sen"], 1, 0),
        ("TH Hoa Sen", calls["Hoa Sen"], 1, 1),
        ("", None, 1, 0),
    ]


def test_each_unit_gets_its_people_and_what_has_no_unit_stays(campaign: Campaign, by: Actor, calls: dict[str, RosterCall]) -> None:
    made = several(campaign, by, ANH, BINH, CUC, DUNG)

    parts = actions.divide_import(actor=by, roster_import=made, parts=parts_of(made), at=NOON, confirms=True)

    assert {(part.call, part.row_count, part.state) for part in parts} == {
        (calls["Sao Mai"], 1, RosterImport.State.CONFIRMED),
        (calls["Hoa Sen"], 2, RosterImport.State.READ),  # one of its rows must be mended
    }
    made.refresh_from_db()
    assert (made.state, [row.values["name"] for row in made.rows.all()]) == (RosterImport.State.READ, ["Hà Văn Dũng"])
    assert list(Enrollment.objects.called().values_list("person__full_name", "unit__name")) == [("Nguyễn Thị Ánh", "Trường Tiểu học Sao Mai")]


def test_the_last_row_given_away_ends_the_whole_and_joins_what_still_waits(campaign: Campaign, by: Actor, calls: dict[str, RosterCall]) -> None:
    made = several(campaign, by, ANH, BINH, CUC, DUNG)
    actions.divide_import(actor=by, roster_import=made, parts=parts_of(made), at=NOON, confirms=False)

    (part,) = actions.divide_import(actor=by, roster_import=made, parts=parts_of(made, leaves_nobody=calls["Hoa Sen"]), at=NOON, confirms=False)

    made.refresh_from_db()
    assert (made.state, made.rows.count(), made.is_of_several_units) == (RosterImport.State.DIVIDED, 0, False)
    assert [row.values["name"] for row in part.rows.order_by("row")] == ["Lê Văn Bình", "Đỗ Thị Cúc", "Hà Văn Dũng"]


def test_each_part_is_undone_by_itself(campaign: Campaign, by: Actor, calls: dict[str, RosterCall]) -> None:
    made = several(campaign, by, ANH, BINH)
    parts = {part.call: part for part in actions.divide_import(actor=by, roster_import=made, parts=parts_of(made), at=NOON, confirms=True)}

    actions.undo_import(actor=by, roster_import=parts[calls["Sao Mai"]], at=NOON)

    assert list(Enrollment.objects.called().values_list("person__full_name", flat=True)) == ["Lê Văn Bình"]


def test_what_was_corrected_in_a_units_own_file_is_kept_in_its_part(campaign: Campaign, by: Actor, calls: dict[str, RosterCall]) -> None:
    own = actions.receive_files(
        actor=by,
        campaign=campaign,
        files=[Received("hoa sen.xlsx", as_workbook([Grid("Sheet1", [HEAD, list(CUC)])]), calls["Hoa Sen"])],
        at=NOON,
    )
    jobs.read_imports([own[0].pk], at=NOON)
    actions.mend_row(actor=by, row=own[0].rows.get(), typed={"birth_date": "28/2/1980"}, at=NOON)
    made = several(campaign, by, ANH, CUC)

    actions.divide_import(actor=by, roster_import=made, parts=parts_of(made), at=NOON, confirms=False)

    row = RosterRow.objects.get(roster_import__part_of=made, values__name="Đỗ Thị Cúc")
    assert (row.status, row.values["birth_date"]) == (RosterRow.Status.NEW, "1980-02-28")


def test_a_divided_file_is_not_taken_twice(campaign: Campaign, by: Actor, calls: dict[str, RosterCall]) -> None:
    made = several(campaign, by, ANH, BINH)
    actions.divide_import(actor=by, roster_import=made, parts=parts_of(made), at=NOON, confirms=True)

    files = [Received("lại.xlsx", bytes(made.content))]
    assert actions.receive_files(actor=by, campaign=campaign, files=files, at=NOON) == []


def test_a_part_gives_back_the_whole_file_with_its_own_problems_marked(
    organiser_client: Client, campaign: Campaign, by: Actor, calls: dict[str, RosterCall]
) -> None:
    made = several(campaign, by, ANH, BINH, CUC)
    fields = {f"to-{share.key}": share.call.code for share in shares_of(made) if share.call}

    organiser_client.post(f"/rosters/files/{made.code}/divide/", fields)

    part = RosterImport.objects.get(call=calls["Hoa Sen"])
    assert organiser_client.get(f"/rosters/files/{part.code}/original/").content == bytes(made.content)
    marked = read(organiser_client.get(f"/rosters/files/{part.code}/marked/").content, "ds.xlsx", on=date(2019, 7, 1))
    assert len(marked.rows) == 3


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_a_division_costs_the_same_for_any_number(
    organiser_client: Client, calls: dict[str, RosterCall], by: Actor, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    made = several(calls["Sao Mai"].campaign, by, ANH, BINH, *([DUNG[0], f"Hà Văn {name}", *DUNG[2:]] for name in ["An", "Bắc", "Chi"][:people]))
    organiser_client.get(f"/rosters/files/{made.code}/")

    with django_assert_num_queries(16):
        response = organiser_client.get(f"/rosters/files/{made.code}/")

    assert len(response.context["divide_form"].shares) == 2 + people


def test_a_teacher_lent_by_another_school_makes_no_second_list() -> None:
    units = [KnownUnit("A", "Trường Tiểu học Sao Mai"), KnownUnit("B", "Trường Tiểu học Hoa Sen")]
    own: list[list[Cell]] = [
        [n, f"Nguyễn Văn {name}", f"01/01/19{n + 70}", "Giáo viên", "TH Sao Mai"]
        for n, name in enumerate(["An", "Bắc", "Chi", "Du", "Em", "Gia", "Hà", "Ích", "Kha", "Lê"])
    ]
    content = as_workbook([Grid("Sheet1", [["Đơn vị: Trường Tiểu học Sao Mai"], HEAD, *own, BINH])])

    found = read(content, "ds.xlsx", known_units=units, on=date(2019, 7, 1))

    assert (found.unit_code, found.problems) == ("A", ())
