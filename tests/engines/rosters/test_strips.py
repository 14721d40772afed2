"""Several tables on one sheet: beside each other, below each other, or both."""

from datetime import date

import pytest
from engines.rosters.books import ON, book, read_rows
from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.rosters import RosterFile, RosterRow, find_duplicates, read
from boiduong.engines.sheets import Cell
from boiduong.engines.sheets.marking import Mark, mark_workbook

type Table = list[list[Cell]]

HEAD: list[Cell] = ["STT", "Họ và tên", "Ngày sinh", "Chức vụ"]
ANH: list[Cell] = [1, "Nguyễn Thị Ánh", "15/08/1979", "Hiệu trưởng"]
BINH: list[Cell] = [2, "Lê Văn Bình", "01/02/1980", "Phó hiệu trưởng"]
CUONG: list[Cell] = [1, "Trần Văn Cường", "Toán", "0912345678", "03/04/1985"]
DUNG: list[Cell] = [2, "Phạm Thị Dung", "Ngữ văn", "0912345679", "05/06/1986"]
EN: list[Cell] = [3, "Vũ Thị Én", "Lịch sử", "0912345670", "07/08/1987"]


def beside(left: Table, right: Table, *, gap: int = 1, down: int = 0) -> Table:
    """Two tables in one, the right one begun so many rows lower."""
    width = max(len(row) for row in left)
    right = [[] for _ in range(down)] + right
    made: Table = []
    for at in range(max(len(left), len(right))):
        row = left[at] if at < len(left) else []
        made.append([*row, *[None] * (width + gap - len(row)), *(right[at] if at < len(right) else [])])
    return made


def found(file: RosterFile) -> list[tuple[str, int, str]]:
    return [(row.table, row.row, row.name) for row in file.rows]


TEACHERS: list[Cell] = ["STT", "Họ và tên", "Môn dạy", "Số điện thoại", "Ngày sinh"]


@pytest.mark.parametrize(
    "second",
    [
        ["Họ tên người liên hệ", "Số điện thoại người liên hệ"],
        ["Người thân", "Điện thoại người thân"],
        ["Họ tên vợ/chồng"],
        ["Ký tên", "Họ và tên"],
    ],
)
def test_a_second_name_in_one_list_makes_no_second_table(second: list[Cell]) -> None:
    rows = read_rows([*HEAD, *second], [*ANH, "Hà Văn Giang", "0912345671"], [*BINH, "Hồ Thị Hoa", "0912345672"]).rows

    assert [(row.table, row.name, row.phone) for row in rows] == [("", "Nguyễn Thị Ánh", None), ("", "Lê Văn Bình", None)]


def test_tables_below_each_other_with_other_headings_are_read_by_their_own() -> None:
    file = read_rows(["I. CÁN BỘ QUẢN LÝ"], HEAD[:3], ANH[:3], BINH[:3], [], ["II. GIÁO VIÊN"], TEACHERS, CUONG, DUNG, ["Tổng cộng: 4"])

    assert [(row.table, row.row, row.name, str(row.birth_date), row.role, row.phone) for row in file.rows] == [
        ("", 3, "Nguyễn Thị Ánh", "1979-08-15", "manager", None),
        ("", 4, "Lê Văn Bình", "1980-02-01", "manager", None),
        ("", 8, "Trần Văn Cường", "1985-04-03", "teacher", "0912345678"),
        ("", 9, "Phạm Thị Dung", "1986-06-05", "teacher", "0912345679"),
    ]


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("DANH SÁCH CÁN BỘ QUẢN LÝ", "manager"),
        ("A. Ban giám hiệu", "manager"),
        ("Nhân viên:", "staff"),
        ("DANH SÁCH CÁN BỘ QUẢN LÝ, GIÁO VIÊN", None),
        ("PHÒNG GD&ĐT BIÊN HÒA", None),
        ("ỦY BAN NHÂN DÂN TP BIÊN HÒA", None),
        ("Kèm theo công văn của giám đốc", None),
    ],
)
def test_the_title_just_above_the_first_head_tells_the_role_where_it_names_one(title: str, role: str | None) -> None:
    assert [row.role for row in read_rows([title], HEAD[:3], ANH[:3]).rows] == [role]


def test_two_tables_under_heads_in_one_row_are_read_with_their_own_rows_and_columns() -> None:
    file = read_rows(*beside([HEAD, ANH, [2, "", "31/02/1980", "Phó hiệu trưởng"]], [TEACHERS, CUONG, DUNG, EN]))

    assert found(file) == [("A", 2, "Nguyễn Thị Ánh"), ("A", 3, ""), ("F", 2, "Trần Văn Cường"), ("F", 3, "Phạm Thị Dung"), ("F", 4, "Vũ Thị Én")]
    assert [(problem.kind, problem.column) for problem in file.rows[1].problems] == [("missing_name", "B"), ("bad_date", "C")]
    assert (file.rows[2].phone, str(file.rows[2].birth_date), file.rows[2].columns["phone"]) == ("0912345678", "1985-04-03", "I")
    assert file.problems == ()


def test_one_list_begun_anew_on_the_right_without_ordinals_or_a_gap() -> None:
    head: list[Cell] = HEAD[1:]

    assert found(read_rows(*beside([head, ANH[1:]], [head, BINH[1:]], gap=0))) == [("A", 2, "Nguyễn Thị Ánh"), ("D", 2, "Lê Văn Bình")]


def test_names_in_two_columns_stay_with_their_own_table() -> None:
    head: list[Cell] = ["Mã", "Họ và tên đệm", "Tên", "Năm sinh"]

    file = read_rows(*beside([head, ["GV1", "Nguyễn Thị", "Ánh", 1979]], [head, ["GV2", "Lê Văn", "Bình", 1980]], gap=0))

    assert [(row.table, row.name, row.staff_code) for row in file.rows] == [("A", "Nguyễn Thị Ánh", "GV1"), ("E", "Lê Văn Bình", "GV2")]


def test_a_table_that_begins_lower_has_a_title_and_a_total_of_its_own() -> None:
    right: Table = [["Giáo viên"], TEACHERS, CUONG, DUNG, EN, ["", "Tổng cộng: 3 người"]]

    file = read_rows(["CÁN BỘ QUẢN LÝ"], *beside([HEAD[:3], ANH[:3], BINH[:3], ["", "Cộng: 2"]], right, gap=2, down=1))

    assert found(file)[:2] == [("A", 3, "Nguyễn Thị Ánh"), ("A", 4, "Lê Văn Bình")]
    assert found(file)[2:] == [("F", 5, "Trần Văn Cường"), ("F", 6, "Phạm Thị Dung"), ("F", 7, "Vũ Thị Én")]
    assert [row.role for row in file.rows] == ["manager"] * 2 + ["teacher"] * 3


def test_a_wide_table_above_two_narrow_ones() -> None:
    wide: list[Cell] = [*HEAD, "Số điện thoại", "Email", "Ghi chú", "Số CCCD", "Giới tính"]

    above: Table = [["I. CÁN BỘ QUẢN LÝ"], wide, [*ANH, "0912345673", "anh@truong.vn"], BINH, ["II. GIÁO VIÊN"]]

    file = read_rows(*above, *beside([TEACHERS, CUONG, DUNG], [TEACHERS, EN]))

    assert found(file)[:2] == [("", 3, "Nguyễn Thị Ánh"), ("", 4, "Lê Văn Bình")]
    assert found(file)[2:] == [("A", 7, "Trần Văn Cường"), ("A", 8, "Phạm Thị Dung"), ("G", 7, "Vũ Thị Én")]
    assert [(row.phone, row.email) for row in file.rows[:2]] == [("0912345673", "anh@truong.vn"), (None, None)]


def test_heads_of_two_rows_beside_each_other() -> None:
    head: Table = [["STT", "Họ và tên", "Ngày sinh", ""], ["", "", "Nam", "Nữ"]]

    file = read_rows(*beside([*head, [1, "Nguyễn Thị Ánh", "", "15/08/1979"]], [*head, [1, "Lê Văn Bình", "01/02/1980", ""]]))

    assert [(row.table, row.name, row.sex) for row in file.rows] == [("A", "Nguyễn Thị Ánh", "F"), ("F", "Lê Văn Bình", "M")]


def test_a_head_on_the_right_above_nobody_changes_nothing() -> None:
    assert found(read_rows(*beside([HEAD, ANH, BINH], [HEAD]))) == [("", 2, "Nguyễn Thị Ánh"), ("", 3, "Lê Văn Bình")]


def test_somebody_in_both_tables_is_told_with_the_table_to_look_in() -> None:
    file = read_rows(*beside([HEAD, ANH, BINH], [HEAD, [1, *ANH[1:]]]))

    assert [(row.table, problem.kind, problem.column, problem.message) for row in file.rows for problem in row.problems] == [
        ("F", "duplicate", "G", "Trùng với dòng 2 (bảng ở cột A): cùng họ tên và ngày sinh."),
    ]  # fmt: skip
    assert [duplicate.rows for duplicate in find_duplicates([file])] == [(("ds.xlsx", "Sheet1", 2), ("ds.xlsx", "Sheet1", 2))]


def test_a_marked_workbook_of_two_tables_is_read_as_before() -> None:
    table = beside([HEAD, ANH, BINH], [TEACHERS, CUONG, DUNG])
    marked = mark_workbook(book(*table), [Mark("Sheet1", 2, "G", True, "Trùng."), Mark("Sheet1", 3, "B", True, "Thiếu.")], heading="Việc cần sửa")

    assert found(read(marked, "ds.xlsx", on=ON)) == found(read_rows(*table))


_PEOPLE = [ANH[1], BINH[1], CUONG[1], DUNG[1], EN[1], "Hà Văn Giang", "Hồ Thị Hoa", "Đỗ Thị Kim", "Võ Minh Long", "Tạ Thị Mai"]
_OTHERS = {
    "Ngày sinh": st.dates(date(1955, 1, 1), date(2000, 1, 1)).map(lambda day: f"{day:%d/%m/%Y}"),
    "Số điện thoại": st.integers(900_000_000, 999_999_999).map(lambda number: f"0{number}"),
    "Chức vụ": st.sampled_from(["Giáo viên", "Hiệu trưởng", "Kế toán", "", "Tổ trưởng"]),
    "Tổ": st.sampled_from(["Toán", "Ngữ văn", ""]),
    "Ghi chú": st.sampled_from(["", "nghỉ thai sản", "đi học"]),
    "Dân tộc": st.sampled_from(["Kinh", "Hoa"]),
}


@st.composite
def tables(draw: st.DrawFn, names: st.SearchStrategy[list[str]]) -> Table:
    headings = draw(st.lists(st.sampled_from(sorted(_OTHERS)), min_size=2, unique=True))
    people = draw(names)
    rows: Table = [[number, name, *(draw(_OTHERS[heading]) for heading in headings)] for number, name in enumerate(people, 1)]
    return [["STT", "Họ và tên", *headings], *rows]


def told(row: RosterRow) -> tuple[object, ...]:
    return (row.name, row.birth_date, row.role, row.position, row.team, row.phone, row.note, tuple((one.kind, one.value) for one in row.problems))


@given(
    tables(st.lists(st.sampled_from([str(name) for name in _PEOPLE[:5]]), min_size=1, max_size=5, unique=True)),
    tables(st.lists(st.sampled_from([str(name) for name in _PEOPLE[5:]]), min_size=1, max_size=5, unique=True)),
    st.integers(0, 2),
    st.integers(0, 3),
)
def test_beside_another_a_table_says_what_it_says_alone(left: Table, right: Table, gap: int, down: int) -> None:
    file = read_rows(*beside(left, right, gap=gap, down=down))

    alone = [*read_rows(*left).rows, *read_rows(*right).rows]
    assert [told(row) for row in file.rows] == [told(row) for row in alone]
    places = [(row.table, row.row) for row in file.rows]
    assert places == [("A", at) for at in range(2, len(left) + 1)] + [(places[-1][0], at + down) for at in range(2, len(right) + 1)]
