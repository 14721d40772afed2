"""Habits of files that nobody here had seen: each was first read wrong, then understood."""

import io

import pytest
import xlsxwriter
from engines.rosters.books import ON, book, books, only, read_rows, told

from boiduong.engines.names import Encoding, from_unicode
from boiduong.engines.rosters import KnownUnit, read
from boiduong.engines.sheets import Cell
from boiduong.rehearsal.sheet_files import Grid, as_workbook

HEAD: list[Cell] = ["TT", "Họ và tên", "Ngày sinh", "Chức vụ"]
ANH: list[Cell] = [1, "Nguyễn Thị Ánh", "15/08/1979", "GV"]
BINH: list[Cell] = [2, "Lê Văn Bình", "01/02/1980", "HT"]


# What is refused to be taken for people, units or headings.


@pytest.mark.parametrize("total", ["Cộng CBQL:", "Cộng giáo viên", "Tổng toàn trường:"])
def test_a_sum_is_nobody_though_its_count_stands_under_births_and_ticks(total: str) -> None:
    file = read_rows(
        ["TT", "Họ và tên", "Ngày sinh", "Nữ"], [1, "Nguyễn Thị Ánh", "15/08/1979", "x"], ["", total, 1, 1], [2, "Lê Văn Bình", "1/2/1980", ""]
    )

    assert [(row.name, row.problems) for row in file.rows] == [("Nguyễn Thị Ánh", ()), ("Lê Văn Bình", ())]


def test_people_whose_names_begin_like_a_total_are_people() -> None:
    names = ["Tổng Văn Cộng", "Hoàng Trưởng", "Nguyễn Văn Tổ", "Lê Ký"]
    people: list[list[Cell]] = [[name, "GV"] for name in names]

    assert [row.name for row in read_rows(["Họ và tên", "Chức vụ"], *people).rows] == names


def test_a_sheet_that_says_how_a_list_is_made_is_passed_over_though_its_name_does_not() -> None:
    shown: list[list[Cell]] = [["HƯỚNG DẪN NHẬP DANH SÁCH"], ["Ví dụ:"], HEAD, [1, "Nguyễn Văn A", "01/01/1980", "Giáo viên"]]

    file = read(books({"Sheet2": shown, "DS": [HEAD, BINH]}), "ds.xlsx", on=ON)

    assert [row.name for row in file.rows] == ["Lê Văn Bình"]
    assert [problem.kind for problem in file.problems] == ["guidance_sheet"]


def test_a_line_of_guidance_above_a_whole_list_does_not_hide_it() -> None:
    many: list[list[Cell]] = [[n, f"Nguyễn Thị {given}", "15/08/1979", "GV"] for n, given in enumerate(["Ánh", "Bình", "Cúc", "Dung"], 1)]

    file = read(books({"GV": [["Hướng dẫn nhập: mỗi người một dòng"], HEAD, *many], "CBQL": [HEAD, BINH]}), "ds.xlsx", on=ON)

    assert len(file.rows) == 5


def test_the_ministrys_initials_are_no_telephone() -> None:
    row = only(["STT", "Mã định danh Bộ GD&ĐT", "Họ và tên", "Số điện thoại"], [1, "0112345678", "Lê Thị Hoa", "0912345678"])

    assert (row.staff_code, row.phone, row.problems) == ("0112345678", "0912345678", ())


@pytest.mark.parametrize("filename", ["DS gửi Phòng.xlsx", "THCS.xlsx", "46 chữ nhiều phông.xlsx", "mỗi trường một trang.xlsx"])
def test_a_files_name_without_the_name_of_a_body_tells_no_unit(filename: str) -> None:
    assert read(book(HEAD, ANH), filename, on=ON).unit is None


# What is told, for a person to look at.


def test_an_error_that_a_formula_ended_in_is_a_wrong_date_and_not_an_empty_one() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as made:
        page = made.add_worksheet("DS")
        for r, row in enumerate([HEAD, ANH, BINH]):
            page.write_row(r, 0, row)
        page.write_formula(1, 2, "=DATE(C9,B9,A9)", None, "#VALUE!")

    rows = read(held.getvalue(), "ds.xlsx", on=ON).rows

    assert [[(problem.column, problem.kind, problem.value) for problem in row.problems] for row in rows] == [[("C", "bad_date", "#VALUE!")], []]


def test_a_name_alone_between_people_is_kept_with_a_question_and_one_below_them_is_a_signature() -> None:
    file = read_rows(HEAD, ANH, ["", "Hồ Ba", "", ""], BINH, ["", "Hồ Thị Lan", "", ""])

    assert [(row.name, told(row)) for row in file.rows] == [
        ("Nguyễn Thị Ánh", []),
        ("Hồ Ba", [("B", "only_name", "warning")]),
        ("Lê Văn Bình", []),
    ]


def test_where_old_text_stands_in_its_font_a_cell_in_another_font_stays_as_it_is() -> None:
    """ "Toán" would be "Tốn" in VNI, and "Quân" and "Quõn" are both words of some encoding."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as made:
        page, old = made.add_worksheet("DS"), made.add_format({"font_name": "VNI-Times"})
        page.write_row(0, 0, ["TT", "Họ và tên", "Chức vụ"])
        for r, (name, position) in enumerate([("Văn Thúy", "GV Toán"), ("Dương Thị Mỹ", "Văn thư"), ("Lê Quốc Đạt", "GV Hoá")], 1):
            page.write(r, 0, r)
            page.write(r, 1, from_unicode(name, Encoding.VNI), old)
            page.write(r, 2, position)
        page.write_row(4, 0, [4, "Hoàng Quân", "GV"])

    rows = read(held.getvalue(), "ds.xlsx", on=ON).rows

    assert [(row.name, row.position) for row in rows] == [
        ("Văn Thúy", "GV Toán"),
        ("Dương Thị Mỹ", "Văn thư"),
        ("Lê Quốc Đạt", "GV Hoá"),
        ("Hoàng Quân", "GV"),
    ]


def test_sheets_that_name_different_schools_are_of_these_schools() -> None:
    data = books(
        {
            "Kim Đồng": [["TRƯỜNG TIỂU HỌC KIM ĐỒNG"], HEAD, ANH],
            "THCS Lê Lợi": [HEAD, BINH],
        }
    )

    file = read(data, "cum 3.xlsx", on=ON)

    assert [row.unit for row in file.rows] == ["Trường Tiểu học Kim Đồng", "Trường THCS Lê Lợi"]
    assert (file.unit, [problem.kind for problem in file.problems]) == (None, ["several_units"])
    known = [KnownUnit("KD", "Trường Tiểu học Kim Đồng"), KnownUnit("LL", "Trường THCS Lê Lợi")]
    settled = read(data, "cum 3.xlsx", known_units=known, on=ON)
    assert (settled.unit_code, [problem.kind for problem in settled.problems]) == (None, ["several_units"])


# What is understood.


@pytest.mark.parametrize(("family", "given"), [("Cil", "Múp Ha Brông"), ("Trần Lê", "Nguyễn Bảo Châu"), ("Nguyễn Thị", "Ánh")])
def test_a_given_name_of_several_words_beside_the_heading_is_joined(family: str, given: str) -> None:
    assert only(["TT", "Họ và tên", "", "Ngày sinh"], [1, family, given, "15/08/1979"]).name == f"{family} {given}"


@pytest.mark.parametrize("note", ["nghỉ thai sản", "Giáo Viên", "Đi học xa"])
def test_something_else_beside_the_heading_is_not(note: str) -> None:
    assert only(["TT", "Họ và tên", "", "Ngày sinh"], [1, "Nguyễn Thị Ánh", note, "15/08/1979"]).name == "Nguyễn Thị Ánh"


def test_of_two_phones_and_numbers_ones_own_and_the_newer_are_taken_and_the_others_where_these_are_missing() -> None:
    head: list[Cell] = ["STT", "Họ và tên", "Số CMND cũ", "Số CCCD", "Số ĐT cơ quan", "Số ĐT di động"]

    rows = read_rows(
        head, [1, "Lê Thị Hoa", "012345678", "001180012345", "0243825123", "0912345678"], [2, "Lê Văn Hùng", "012345679", "", "0243825123", ""]
    ).rows

    assert [(row.national_id, row.phone) for row in rows] == [("001180012345", "0912345678"), ("012345679", "0243825123")]


@pytest.mark.parametrize("heading", ["Điện thoại\nEmail", "Số điện thoại", "Email"])
def test_a_phone_and_an_address_in_one_cell_are_two(heading: str) -> None:
    row = only(["TT", "Họ và tên", heading], [1, "Lê Thị Hoa", "0912345678\nha@gmail.com"])

    assert (row.phone, row.email, row.problems) == ("0912345678", "ha@gmail.com", ())


@pytest.mark.parametrize(
    ("typed", "name", "role"), [("Lê Thị Hoa - Hiệu trưởng", "Lê Thị Hoa", "manager"), ("Trần Nga (PHT)", "Trần Nga", "manager")]
)
def test_a_position_behind_the_name_is_one(typed: str, name: str, role: str) -> None:
    row = only(["TT", "Họ và tên, chức vụ", "Ngày sinh"], [1, typed, "15/08/1979"])

    assert (row.name, row.role) == (name, role)


@pytest.mark.parametrize("typed", ["Đ/c Lê Thị Hoa", "Cô Lê Thị Hoa", "Thầy Lê Thị Hoa", "ThS. Lê Thị Hoa"])
def test_a_form_of_address_is_no_part_of_the_name(typed: str) -> None:
    row = only(HEAD, [1, typed, "15/08/1979", "GV"])

    assert (row.name, told(row)) == ("Lê Thị Hoa", [("B", "repaired_name", "notice")])


@pytest.mark.parametrize("name", ["Y ‘Blơ Niê Kđăm", "K`Brêu", "Ksor H’Lan", "Đặng Công Sơn", "Ông Thị Hoa"])
def test_names_with_any_apostrophe_raise_no_alarm(name: str) -> None:
    row = only(HEAD, [1, name, "15/08/1979", "GV"])

    assert (row.name, row.problems) == (name, ())


def test_roles_are_ticked_under_their_own_headings() -> None:
    head: list[list[Cell]] = [["TT", "Họ và tên", "Năm sinh", "Đối tượng", "", ""], ["", "", "", "CBQL", "GV", "NV"]]

    rows = read_rows(*head, [1, "Lê Hoa", 1980, "x", "", ""], [2, "Trần Nam", 1985, "", "x", ""], [3, "Vũ Mai", 1990, "", "", "x"]).rows

    assert [(row.role, row.position, row.problems) for row in rows] == [("manager", "", ()), ("teacher", "", ()), ("staff", "", ())]


@pytest.mark.parametrize(
    ("role", "positions"),
    [
        ("teacher", ["T.Trưởng", "T/phó"]),
        ("manager", ["Cán bộ quản lí", "Phụ trách trường", "Chủ nhóm lớp", "Principal"]),
        ("staff", ["Cô nuôi", "VT-TQ", "Y sĩ", "Y tá", "Kĩ thuật viên"]),
    ],
)
def test_positions_as_schools_shorten_them(role: str, positions: list[str]) -> None:
    assert {position: only(HEAD, [1, "Lê Thị Hoa", "15/08/1979", position]).role for position in positions} == dict.fromkeys(positions, role)


@pytest.mark.parametrize(
    ("head", "shown", "sex"),
    [(["Nữ"], ["Nam"], "M"), (["Ông/Bà"], ["Bà"], "F"), (["Năm sinh Nam", "Năm sinh Nữ"], ["", 1980], "F"), (["Gender"], ["Male"], "M")],
)
def test_the_sex_as_forms_ask_it(head: list[Cell], shown: list[Cell], sex: str) -> None:
    assert only(["TT", "Họ và tên", *head, "Chức vụ"], [1, "Lê Hoa", *shown, "GV"]).sex == sex


def test_headings_in_english() -> None:
    row = only(["No", "Full name", "Date of birth", "Position", "Mobile phone"], [1, "John Smith", "13/02/1980", "Teacher", "0912345678"])

    assert (row.name, str(row.birth_date), row.role, row.phone) == ("John Smith", "1980-02-13", "teacher", "0912345678")


@pytest.mark.parametrize(
    ("filename", "unit"),
    [
        ("danh sach - TH Phu My (1).xlsx", "Trường Tiểu học Phú Mỹ"),
        ("Trường Tiểu học Phú Mỹ (2).xlsx", "Trường Tiểu học Phú Mỹ"),
        ("Trường Tiểu học Phú Mỹ - nop lai.xlsx", "Trường Tiểu học Phú Mỹ"),
        ("Trường Tiểu học Bản Phùng.xlsx", "Trường Tiểu học Bản Phùng"),
        ("Tiểu học Phú - Mỹ.xlsx", "Trường Tiểu học Phú Mỹ"),
    ],
)
def test_the_unit_is_told_with_its_accents_and_without_what_a_copy_adds(filename: str, unit: str) -> None:
    data = as_workbook([Grid("Sheet1", [["TRƯỜNG TIỂU HỌC PHÚ MỸ"], ["DANH SÁCH"], HEAD, ANH])])

    assert read(data, filename, on=ON).unit == unit


@pytest.mark.parametrize(("name", "phone"), [("Tên CBGVNV", "Đ.thoại"), ("HỌ, CHỮ ĐỆM VÀ TÊN", "Tel")])
def test_headings_as_schools_shorten_them(name: str, phone: str) -> None:
    row = only(["TT", name, "Ngày sinh", phone], [1, "Nguyễn Thị Ánh", "15/08/1979", "0912345678"])

    assert (row.name, row.phone, row.problems) == ("Nguyễn Thị Ánh", "0912345678", ())


def test_a_column_under_an_unknown_heading_is_understood_by_what_stands_in_it_and_told() -> None:
    head: list[Cell] = ["TT", "Danh tính", "Ngày sinh", "Chức vụ", "Gọi số", "Bằng cấp"]
    people: list[list[Cell]] = [[*ANH, "0912345678", "ĐHSP Toán"], [*BINH, "912345679", "Thạc sĩ"]]

    file = read_rows(head, *people)

    assert [(row.name, row.phone, row.position) for row in file.rows] == [("Nguyễn Thị Ánh", "0912345678", "GV"), ("Lê Văn Bình", "0912345679", "HT")]
    assert [(problem.kind, problem.column, problem.value) for problem in file.problems] == [
        ("column_guessed", "B", "Danh tính"),
        ("column_guessed", "E", "Gọi số"),
    ]
