"""Whatever a clerk's habits are, the people read are the people written."""

import csv
import io
from dataclasses import dataclass
from datetime import date

import pytest
from engines.rosters.books import ON, book, books, read_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from boiduong.engines.rosters import RosterRow, read
from boiduong.engines.sheets import Cell

NAMES = [
    "Nguyễn Thị Ánh", "LÊ VĂN BÌNH", "trần thuý hoà", "H'Hen Niê", "Y Blớt Bkrông", "Điểu K'Rứ", "Tống Thị Hội", "Tô Văn Tổ", "Trần Thị Tổng",
    "Lò Ún", "Lưu Ý Nhi", "Phùng Duyệt", "Maria Trần Thị Nhàn", "Công Tằng Tôn Nữ Mỹ Linh", "John Smith",
]  # fmt: skip
POSITIONS = {
    "Hiệu trưởng": "manager",
    "P.HT": "manager",
    "GV Toán": "teacher",
    "Khối trưởng": "teacher",
    "NV nuôi dưỡng": "staff",
    "Kế toán": "staff",
}
HEADS = {
    "name": ["Họ và tên", "Họ  vàtên", "HỌ TÊN CBQL, GV", "Hộ và tên", "Họ, tên"],
    "birth": ["Ngày sinh", "NTNS", "Ngày, tháng,\nnăm sinh", "Ngay snh"],
    "position": ["Chức vụ", "Chưc vụ", "CV", "Vị trí việc làm"],
    "phone": ["SĐT", "DT", "Liên hệ", "Số điện thoại (Zalo)"],
}
BIRTHS = [
    "{0:%d/%m/%Y}", "{0.day}/{0.month}/{0.year}", "{0:%d.%m.%Y}", "{0:%Y-%m-%d}", "Ngày {0.day} tháng {0.month} năm {0.year}", "'{0:%d/%m/%Y}",
    "{0:%d/%m/%y}",
]  # fmt: skip
PHONES = ["{0}", "{1} {2}", "+84{3}", "{3}", "{0} / 0987654321", "{0}\n0987654321", "(+84) {3}"]
TITLES: list[list[Cell]] = [
    ["UBND PHƯỜNG TÂN MAI"], ["TRƯỜNG THCS LÊ LỢI"], [], ["DANH SÁCH CÁN BỘ, GIÁO VIÊN"],
    ["Đơn vị: Trường THCS Lê Lợi", "", "Người lập: Trần Lan"],
]  # fmt: skip
FOOT: list[list[Cell]] = [
    ["", "Cộng", 9], ["", "Trong đó: Nữ:", 8, "Đảng viên:", 5], ["", "", "", "Tân Mai, ngày 05 tháng 7 năm 2026"],
    ["", "NGƯỜI LẬP BIỂU", "", "HIỆU TRƯỞNG"], [], ["", "Trần Thị Lan Hương", "", "Nguyễn Văn Thành"],
]  # fmt: skip


@dataclass(frozen=True)
class Someone:
    name: str
    born: date
    position: str
    phone: str


PEOPLE = st.lists(
    st.builds(
        Someone,
        st.sampled_from(NAMES),
        st.dates(date(1960, 1, 1), date(2004, 1, 1)),
        st.sampled_from(list(POSITIONS)),
        st.from_regex(r"0[35789][0-9]{8}", fullmatch=True),
    ),
    min_size=1,
    max_size=6,
    unique_by=(lambda one: one.name, lambda one: one.phone),
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[Cell]], list[Someone]]:
    people = draw(PEOPLE)
    keys = draw(st.permutations(["birth", "position", "phone"]))
    is_split = draw(st.booleans())
    head: list[Cell] = ["TT", *(["Họ và chữ lót", "Tên"] if is_split else [draw(st.sampled_from(HEADS["name"]))])]
    rows = [*draw(st.sampled_from([[], TITLES])), [*head, *(draw(st.sampled_from(HEADS[key])) for key in keys)]]
    for number, one in enumerate(people, 1):
        family, _, given_name = one.name.rpartition(" ")
        shown = {
            "birth": draw(st.sampled_from(BIRTHS)).format(one.born),
            "position": one.position,
            "phone": draw(st.sampled_from(PHONES)).format(one.phone, one.phone[:4], one.phone[4:], one.phone[1:]),
        }
        rows += draw(st.sampled_from([[], [[]], [["", "Tổ Toán - Tin"]], [["II", "Giáo viên"]], [list(map(str, range(1, 6 + is_split)))]]))
        rows.append([number, *([family, given_name] if is_split else [one.name]), *(shown[key] for key in keys)])
    return [*rows, *draw(st.sampled_from([[], FOOT]))], people


def as_csv(rows: list[list[Cell]]) -> bytes:
    held = io.StringIO()
    csv.writer(held, delimiter=";").writerows(rows)
    return held.getvalue().encode("utf-16")


def seen(row: RosterRow) -> tuple[object, ...]:
    return row.name, row.birth_date, row.birth_precision, row.position, row.role, row.phone


@given(tables())
@settings(max_examples=60, deadline=None)
def test_the_people_read_are_the_people_written(table: tuple[list[list[Cell]], list[Someone]]) -> None:
    rows, people = table
    truth = [(one.name, one.born, "day", one.position, POSITIONS[one.position], one.phone) for one in people]

    for file in (read(book(*rows), "ds.xlsx", on=ON), read(as_csv(rows), "ds.xls", on=ON)):
        assert [seen(row) for row in file.rows] == truth
        assert [problem for row in file.rows for problem in row.problems if problem.severity != "notice"] == []


def test_a_list_without_a_heading_is_read_by_what_stands_in_it() -> None:
    file = read_rows(
        ["TRƯỜNG THCS LÊ LỢI"], [1, "Nguyễn Thị Ánh", "15/08/1979", "Nữ", "GV", "0912345678"],
        [2, "Lê Văn Bình", "16/09/1980", "Nam", "HT", 912345679],
    )  # fmt: skip

    assert [(row.row, row.name, str(row.birth_date), row.sex, row.role, row.phone) for row in file.rows] == [
        (2, "Nguyễn Thị Ánh", "1979-08-15", "F", "teacher", "0912345678"), (3, "Lê Văn Bình", "1980-09-16", "M", "manager", "0912345679"),
    ]  # fmt: skip
    assert [problem.kind for problem in file.problems] == ["no_head"]


def test_a_column_called_dt_holds_phones_or_what_is_not_kept() -> None:
    head: list[Cell] = ["TT", "Họ và tên", "DT", "Ngày sinh"]

    people = read_rows(head, [1, "Nguyễn Thị Ánh", "Ê-đê", "15/08/1979"], [2, "Lê Văn Bình", "Kinh", "16/09/1980"])

    assert [(problem.column, problem.kind) for problem in people.problems] == [("C", "sensitive")]
    assert read_rows(head, [1, "Nguyễn Thị Ánh", "0912345678", "15/08/1979"]).rows[0].phone == "0912345678"


def test_text_under_nam_that_is_no_date_is_told() -> None:
    file = read_rows(["TT", "Họ và tên", "Ngày sinh", ""], ["", "", "Nam", "Nữ"], [1, "Lê Văn Bình", "không rõ", ""], [2, "Nguyễn Thị Ánh", "", 1980])

    assert [[(problem.column, problem.kind) for problem in row.problems] for row in file.rows] == [[("C", "bad_date")], []]


def test_the_same_person_without_a_day_of_birth_is_told_twice() -> None:
    head: list[Cell] = ["TT", "Họ và tên", "Năm sinh", "SĐT"]

    same = read_rows(head, [1, "Nguyễn Thị Ánh", 1979, "0912345678"], [2, "Nguyễn Thị Ánh", 1979, "0912345678"]).rows
    maybe = read_rows(head, [1, "Nguyễn Thị Ánh", 1979, ""], [2, "Nguyễn Thị Ánh", 1979, ""]).rows
    others = read_rows(head, [1, "Nguyễn Thị Ánh", 1979, "0912345678"], [2, "Nguyễn Thị Ánh", 1979, "0912345679"]).rows

    assert [[(problem.kind, problem.severity) for problem in rows[1].problems] for rows in (same, maybe, others)] == [
        [("duplicate", "error")], [("duplicate", "warning")], [],
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["Hướng dẫn", "HUONG DAN LAP DS", "Ví dụ"])
def test_a_guidance_sheet_with_people_of_its_own_is_passed_over_and_told(name: str) -> None:
    head: list[Cell] = ["TT", "Họ và tên", "Ngày sinh"]
    sheets: dict[str, list[list[Cell]]] = {name: [head, [1, "Nguyễn Văn A", "1/1/1980"]], "DS": [head, [1, "Nguyễn Thị Ánh", "15/08/1979"]]}

    file = read(books(sheets), "ds.xlsx", on=ON)

    assert [row.name for row in file.rows] == ["Nguyễn Thị Ánh"]
    assert [(problem.kind, problem.severity, problem.value) for problem in file.problems] == [("guidance_sheet", "warning", name)]


def test_a_list_on_a_sheet_called_guidance_is_read_where_there_is_no_other() -> None:
    file = read(books({"Hướng dẫn": [["TT", "Họ và tên", "Ngày sinh"], [1, "Nguyễn Thị Ánh", "15/08/1979"]], "Sheet2": []}), "ds.xlsx", on=ON)

    assert [row.name for row in file.rows] == ["Nguyễn Thị Ánh"]


def test_who_writes_over_an_example_is_a_person_whatever_number_is_left_in_front() -> None:
    head: list[Cell] = ["TT", "Họ và tên", "Ngày sinh"]

    file = read_rows(head, ["VD1", "Nguyễn Thị Ánh", "15/08/1979"], ["VD2", "Trần Văn Ví  Dụ", "02/11/1985"], [3, "Lê Văn Dụ", "1/1/1980"])

    assert [row.name for row in file.rows] == ["Nguyễn Thị Ánh", "Lê Văn Dụ"]
    assert [(problem.kind, problem.severity) for problem in file.problems] == [("examples", "notice")]
