from datetime import UTC, date, datetime

import pytest
from conftest import client_of
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from make import people as make
from pytest_django import DjangoAssertNumQueries

from boiduong.audit.trail import Actor
from boiduong.engines.sheets import Cell, Column, write_table
from boiduong.engines.units import UnitFile, UnitLine, read, template
from boiduong.people.models import Unit, UnitImport
from boiduong.people.unit_importing import NothingRead, RegisterMoved, SettledAlready, UnitsInUse, confirm_units, receive_units, undo_units
from boiduong.people.unit_judging import Line, counts_of, judge

ACTOR = Actor(None, via="test")
AT = datetime(2026, 6, 1, 2, tzinfo=UTC)
AFTER = "Trường Mầm non Sao Mai"
OFFICE = "Phòng Giáo dục và Đào tạo Hoa Sen"


def received(*said: dict[str, str]) -> UnitImport:
    lines = tuple(UnitLine("Sheet1", place, values) for place, values in enumerate(said, 2))
    return receive_units(actor=ACTOR, file_name="don-vi.xlsx", file=UnitFile(lines), at=AT)


def school(name: str, **said: str) -> dict[str, str]:
    return {"name": name, "ownership": "Công lập"} | said


def confirmed(made: UnitImport) -> UnitImport:
    counts = counts_of(judge(made))
    return confirm_units(actor=ACTOR, unit_import=made, seen=(counts["NEW"], counts["CHANGED"]), at=AT)


def told(lines: list[Line]) -> list[tuple[str, list[str]]]:
    return [(line.status.value, [problem.label for problem in line.problems]) for line in lines]


@pytest.mark.django_db
def test_a_file_without_a_table_is_refused_in_words() -> None:
    with pytest.raises(NothingRead, match="Tên đơn vị"):
        receive_units(actor=ACTOR, file_name="a.csv", file=read("Họ và tên,Ngày sinh\nLê Văn Bình,1979\n".encode()), at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "label"),
    [
        ({"legacy_code": "01"}, "Tên đơn vị"),
        ({"name": "Trường Tiểu học Sao Mai"}, "Loại hình"),
        ({"name": "Hội đồng"}, "Loại đơn vị"),
        (school("Trường Sao Mai"), "Cấp học"),
        (school("Trường Tiểu học Sao Mai", level="đại học"), "Cấp học"),
        ({"name": OFFICE, "level": "Tiểu học"}, "Cấp học"),
        (school("Trường Tiểu học Sao Mai", staff_count="ba mươi"), "Số người"),
        (school("Trường Tiểu học Sao Mai", email="saomai"), "Thư điện tử"),
        (school("Trường Tiểu học Sao Mai", valid_from="31/02/2020"), "Ngày đầu"),
        (school("Trường Tiểu học Sao Mai", valid_from="1/9/2020", valid_to="1/9/2019"), "Ngày cuối"),
        (school("Trường Tiểu học Sao Mai", parent="Phòng Không Có"), "Đơn vị cấp trên"),
        (school("Trường Tiểu học Sao Mai", parent="Trường Tiểu học Sao Mai"), "Đơn vị cấp trên"),
        (school("Trường Tiểu học Sao Mai", successor="Trường Tiểu học Sao Mai", valid_to="1/9/2019"), "Đơn vị kế tiếp"),
    ],
)
def test_a_wrong_line_says_in_which_column_and_why(said: dict[str, str], label: str) -> None:
    (line,) = judge(received(said))
    assert (line.status, len(line.problems), bool(line.problems[0].why)) == ("WRONG", 1, True)
    assert line.problems[0].label == label


@pytest.mark.django_db
def test_what_stands_below_a_wrong_line_or_twice_is_left_out() -> None:
    lines = judge(received({"name": OFFICE, "email": "x"}, school("Trường Tiểu học Sao Mai", parent=OFFICE), {"name": OFFICE}))
    assert [line.status.value for line in lines] == ["WRONG", "WRONG", "WRONG"]


@pytest.mark.django_db
def test_two_units_never_stand_above_each_other() -> None:
    one, two = make.unit(OFFICE, kind=Unit.Kind.EDUCATION_OFFICE), make.unit("UBND phường Hoa Sen", kind=Unit.Kind.GOVERNMENT)

    lines = judge(received({"name": one.name, "parent": two.name}, {"name": two.name, "parent": one.name}))
    assert told(lines) == [("WRONG", ["Đơn vị cấp trên"]), ("WRONG", ["Đơn vị cấp trên"])]


@pytest.mark.django_db
def test_a_name_that_several_units_have_is_asked_about_unless_the_unit_above_tells() -> None:
    parents = [make.unit(f"Phòng Giáo dục {n}", kind=Unit.Kind.EDUCATION_OFFICE) for n in range(2)]
    units = [make.unit("Trường Tiểu học Sao Mai", parent=parent) for parent in parents]

    lines = judge(received(school(units[0].name), school(units[1].name, parent=parents[1].name)))
    assert [line.unit for line in lines] == [None, units[1]]
    assert [line.status.value for line in lines] == ["WRONG", "UNCHANGED"]


@pytest.mark.django_db
def test_good_lines_come_in_together_whatever_their_order_and_the_list_is_undone_whole() -> None:
    known = make.unit("Trường Tiểu học Hoa Sen")
    Unit.objects.filter(pk=known.pk).update(legacy_code="TH01")
    before = list(Unit.objects.values())
    made = received(
        school("Trường Mầm non Sao Mai", parent="PGD", aliases="MN Sao Mai; Mầm non Sao Mai", staff_count="32", valid_from="1/8/2010"),
        {"name": "Trường Tiểu học Hoa Sen 1", "legacy_code": "TH01", "parent": OFFICE, "valid_to": "30/6/2025", "successor": AFTER},
        {"name": OFFICE, "legacy_code": "PGD"},
        {"name": "Hội đồng"},
    )
    assert counts_of(judge(made)) == {"NEW": 2, "CHANGED": 1, "UNCHANGED": 0, "WRONG": 1}

    confirmed(made)
    fresh, office = Unit.objects.get(name="Trường Mầm non Sao Mai"), Unit.objects.get(name=OFFICE)
    known.refresh_from_db()
    assert (fresh.parent, fresh.kind, fresh.level, fresh.staff_count, fresh.valid_from) == (office, "SCHOOL", "PRESCHOOL", 32, date(2010, 8, 1))
    assert sorted(alias.name for alias in fresh.aliases.all()) == ["MN Sao Mai", "Mầm non Sao Mai"]
    assert (known.name, known.parent, known.successor, known.valid_to) == ("Trường Tiểu học Hoa Sen 1", office, fresh, date(2025, 6, 30))
    assert [alias.name for alias in known.aliases.all()] == ["Trường Tiểu học Hoa Sen"]
    assert counts_of(judge(made)) == {"NEW": 0, "CHANGED": 0, "UNCHANGED": 3, "WRONG": 1}  # read again, it says nothing new

    with pytest.raises(SettledAlready):
        confirmed(made)
    undo_units(actor=ACTOR, unit_import=made, at=AT)
    assert (list(Unit.objects.values()), known.aliases.count()) == (before, 0)


@pytest.mark.django_db
def test_what_somebody_wrote_since_stays_when_a_list_is_undone() -> None:
    known = make.unit("Trường Tiểu học Hoa Sen")
    made = confirmed(received(school(known.name, staff_count="55")))
    Unit.objects.filter(pk=known.pk).update(staff_count=56)

    undo_units(actor=ACTOR, unit_import=made, at=AT)
    known.refresh_from_db()
    assert known.staff_count == 56


@pytest.mark.django_db
def test_a_list_whose_units_have_people_is_not_undone() -> None:
    made = confirmed(received(school("Trường Tiểu học Sao Mai")))
    make.person(Unit.objects.get(name="Trường Tiểu học Sao Mai"))

    with pytest.raises(UnitsInUse):
        undo_units(actor=ACTOR, unit_import=made, at=AT)


@pytest.mark.django_db
def test_a_register_that_changed_since_the_preview_is_looked_at_again() -> None:
    made = received(school("Trường Tiểu học Sao Mai"))
    make.unit("Trường Tiểu học Sao Mai")

    with pytest.raises(RegisterMoved):
        confirm_units(actor=ACTOR, unit_import=made, seen=(1, 0), at=AT)
    assert Unit.objects.count() == 1


@pytest.mark.django_db
def test_judging_costs_the_same_for_one_line_and_for_three(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    units = [make.unit(f"Trường Tiểu học Sao Mai {n}", parent=make.unit(f"Phòng {n}", kind=Unit.Kind.OTHER)) for n in range(3)]
    files = [received(*(school(unit.name, aliases="SM", successor=OFFICE, parent=str(unit.parent)) for unit in units[:n])) for n in (1, 3)]
    for made in files:
        with django_assert_num_queries(2):
            judge(made)


@pytest.fixture
def keeper(db: None) -> Client:
    return client_of(make.keeper())


def sent(keeper: Client, data: bytes) -> str:
    response = keeper.post("/units/import/", {"file": SimpleUploadedFile("đơn vị.xlsx", data)})
    assert response.status_code == 302
    return str(response.headers["Location"])


def test_the_template_is_taken_back_as_it_is(keeper: Client) -> None:
    page = sent(keeper, keeper.get("/units/template/").content)
    made = UnitImport.objects.get()
    assert counts_of(judge(made)) == {"NEW": 3, "CHANGED": 0, "UNCHANGED": 0, "WRONG": 0}

    assert keeper.post(f"{page}confirm/", {"new": "3", "changed": "0"}).status_code == 302
    assert Unit.objects.get(legacy_code="TH002").successor == Unit.objects.get(legacy_code="MN001")
    assert "Trường Mầm non Ví Dụ" in keeper.get("/units/").text
    keeper.post(f"{page}undo/")
    assert not Unit.objects.exists()
    assert read(template()).ignored == ()


def test_a_preview_names_excels_rows_the_value_and_why(keeper: Client) -> None:
    columns = [Column(heading) for heading in ("STT", "Tên trường", "Cấp học", "Loại hình", "Ghi chú")]
    rows: list[list[Cell]] = [[1, "Trường Sao Mai", "Đại học", "công lập", "x"], [2, "Trường THCS Hoa Sen", "", "công lập", ""]]
    page = keeper.get(sent(keeper, write_table("Danh sách", columns, rows, title="Danh sách trường"))).text
    wanted = ("Dòng 4", "Đại học", "Trường THCS Hoa Sen", "Ghi chú", "1 mới · 0 thay đổi · 0 giữ nguyên · 1 sai")
    assert [words for words in wanted if words not in page] == []


def test_a_picture_is_no_list(keeper: Client) -> None:
    response = keeper.post("/units/import/", {"file": SimpleUploadedFile("a.xlsx", b"\x89PNG....")})
    assert (response.status_code, "ảnh" in response.text) == (422, True)
    assert not UnitImport.objects.exists()
