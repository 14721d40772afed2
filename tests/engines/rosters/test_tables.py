import pytest
from engines.rosters.books import only, read_rows

from boiduong.engines.rosters import Role
from boiduong.engines.sheets import Cell

HEAD: list[Cell] = ["TT", "Họ và tên", "Ngày sinh", "Chức vụ", "SĐT"]
ANH: list[Cell] = [1, "Nguyễn Thị Ánh", "15/08/1979", "GV", "0912345678"]
BINH: list[Cell] = [2, "Lê Văn Bình", "16/09/1980", "Hiệu trưởng", "0912345679"]


def names(*rows: list[Cell]) -> list[tuple[int, str]]:
    return [(row.row, row.name) for row in read_rows(*rows).rows]


def test_the_table_is_found_among_titles() -> None:
    assert names(
        ["UBND QUẬN", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["TRƯỜNG THCS LÊ LỢI", "", "", "Độc lập - Tự do - Hạnh phúc"], [],
        ["", "DANH SÁCH GIÁO VIÊN"], [], HEAD, ANH, [], BINH,
    ) == [(7, "Nguyễn Thị Ánh"), (9, "Lê Văn Bình")]  # fmt: skip


def test_totals_and_signatures_are_nobody() -> None:
    assert names(
        HEAD, ANH, BINH, [], ["", "Tổng cộng: 2 người"], ["", "Trong đó nữ: 1"], ["", "", "", "Q.3, ngày 5 tháng 7 năm 2019"],
        ["", "NGƯỜI LẬP BIỂU", "", "HIỆU TRƯỞNG"], ["", "(Ký, ghi rõ họ tên)", "", "(Ký tên, đóng dấu)"], [], ["", "Trần Thị Cúc", "", "Lê Văn Bình"],
    ) == [(2, "Nguyễn Thị Ánh"), (3, "Lê Văn Bình")]  # fmt: skip


def test_a_place_and_day_under_the_birth_column_is_nobody() -> None:
    assert names(HEAD, ANH, [], ["", "", "Ngày 28 tháng 6 năm 2019"], ["", "", "HIỆU TRƯỞNG"], ["", "", "Lê Văn Bình"]) == [(2, "Nguyễn Thị Ánh")]


def test_a_total_in_the_middle_does_not_end_the_table() -> None:
    assert names(HEAD, ["I", "Cán bộ quản lý"], BINH, ["", "Cộng: 1 người"], ["II", "Giáo viên"], ANH) == [(3, "Lê Văn Bình"), (6, "Nguyễn Thị Ánh")]


@pytest.mark.parametrize(
    ("group", "role"),
    [
        (["I", "Cán bộ quản lý"], "manager"), (["I. Ban giám hiệu"], "manager"),
        (["", "Tổ Toán - Tin"], "teacher"), (["", "TỔ VĂN PHÒNG: 5 người"], "staff"),
        (["III", "Nhân viên", "", "", 1], "staff"), (["A. GIÁO VIÊN"], "teacher"),
    ],
)  # fmt: skip
def test_a_group_row_gives_its_role_to_those_without_a_position(group: list[Cell], role: Role) -> None:
    assert only(HEAD, group, [1, "Nguyễn Thị Ánh", "15/08/1979", "", "0912345678"]).role == role


def test_a_position_says_more_than_its_group() -> None:
    assert only(HEAD, ["II", "Giáo viên"], BINH).role == "manager"


def test_a_teacher_called_like_a_team_is_a_person() -> None:
    assert names(HEAD, [1, "Tô Văn Bình", "15/08/1979", "GV", ""]) == [(2, "Tô Văn Bình")]


def test_a_repeated_head_is_nobody_and_may_change_the_columns() -> None:
    assert names(HEAD, ANH, ["TT", "Ngày sinh", "Họ và tên"], [2, "16/09/1980", "Lê Văn Bình"]) == [(2, "Nguyễn Thị Ánh"), (4, "Lê Văn Bình")]


def test_a_row_of_column_numbers_is_nobody() -> None:
    assert names(HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)"], ANH) == [(3, "Nguyễn Thị Ánh")]
    assert names(HEAD, [1, 2, 3, 4, 5], ANH) == [(3, "Nguyễn Thị Ánh")]
    assert names(HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)", "", "", "x"], ANH) == [(3, "Nguyễn Thị Ánh")]


def test_a_name_in_three_columns_is_one() -> None:
    assert names(["Họ", "Tên đệm", "Tên", "Ngày sinh"], ["Nguyễn", "Thị", "Ánh", "15/08/1979"], ["Lê", "", "Bình", "16/09/1980"]) == [
        (2, "Nguyễn Thị Ánh"), (3, "Lê Bình"),
    ]  # fmt: skip


def test_a_birth_date_in_words_is_no_place_and_day() -> None:
    people: list[list[Cell]] = [[1, "ngô quốc mỹ", "Ngày 11 tháng 11 năm 1984"], [2, "Lê Văn Bình", "Ngày 1 tháng 2 năm 1980"]]

    assert names(["TT", "Họ và tên", "Ngày sinh"], *people) == [(2, "ngô quốc mỹ"), (3, "Lê Văn Bình")]


def test_rows_that_were_only_numbered_are_nobody() -> None:
    assert names(HEAD, ANH, [2], [3]) == [(2, "Nguyễn Thị Ánh")]


def test_birth_dates_under_nam_and_nu_tell_the_sex() -> None:
    head: list[list[Cell]] = [["TT", "Họ và tên", "Ngày, tháng, năm sinh", "", "Chức vụ"], ["", "", "Nam", "Nữ", ""]]

    rows = read_rows(*head, [1, "Lê Văn Bình", "16/09/1980", "", "GV"], [2, "Nguyễn Thị Ánh", "", "15/08/1979", "GV"]).rows

    assert [(row.name, str(row.birth_date), row.sex) for row in rows] == [("Lê Văn Bình", "1980-09-16", "M"), ("Nguyễn Thị Ánh", "1979-08-15", "F")]


def test_day_month_and_year_may_stand_apart() -> None:
    row = only(["TT", "Họ và tên", "Ngày sinh", "", "", "Nữ"], ["", "", "Ngày", "Tháng", "Năm", ""], [1, "Nguyễn Thị Ánh", 15, 8, 1979, "x"])

    assert (str(row.birth_date), row.sex) == ("1979-08-15", "F")


def test_a_head_of_three_rows() -> None:
    head: list[list[Cell]] = [["TT", "Họ và tên", "Thông tin cá nhân"], ["", "", "Ngày sinh", "", "SĐT"], ["", "", "Nam", "Nữ"]]

    row = only(*head, [1, "Nguyễn Thị Ánh", "", "15/08/1979", "0912345678"])

    assert (row.row, str(row.birth_date), row.sex, row.phone) == (4, "1979-08-15", "F", "0912345678")


def test_a_number_that_belongs_to_a_team_is_kept_and_one_that_counts_it_is_not() -> None:
    rows = read_rows(HEAD, ["II. TỔ KHỐI 1 + 2"], ANH, ["", "Tổ Toán: 8 người"], [2, "Lê Văn Bình", "", "GV", "0912345679"]).rows

    assert [row.team for row in rows] == ["TỔ KHỐI 1 + 2", "Tổ Toán"]


def test_only_women_are_ticked() -> None:
    rows = read_rows(["TT", "Họ và tên", "Nữ"], [1, "Nguyễn Thị Ánh", "X"], [2, "Lê Văn Bình", ""]).rows

    assert [row.sex for row in rows] == ["F", "M"]


def test_a_column_that_nobody_ticked_says_nothing() -> None:
    assert only(["TT", "Họ và tên", "Nữ", "SĐT"], [1, "Nguyễn Thị Ánh", "", "0912345678"]).sex is None


def test_a_name_in_two_columns_is_one() -> None:
    assert only(["TT", "Họ và chữ đệm", "Tên", "SĐT"], [1, "Nguyễn Thị", "Ánh", "0912345678"]).name == "Nguyễn Thị Ánh"


def test_one_heading_over_two_columns_of_a_name() -> None:
    assert only(["TT", "Họ và tên", "", "SĐT"], [1, "Nguyễn Thị", "Ánh", "0912345678"]).name == "Nguyễn Thị Ánh"


def test_what_the_campaign_does_not_need_is_dropped_and_said_once() -> None:
    file = read_rows(["TT", "Họ và tên", "Dân tộc", "Đảng viên", "SĐT"], [1, "Nguyễn Thị Ánh", "Tày", "x", "0912345678"])

    assert [(problem.column, problem.kind, problem.value) for problem in file.problems] == [
        ("C", "sensitive", "Dân tộc"),
        ("D", "sensitive", "Đảng viên"),
    ]
    assert "Tày" not in str(file.rows)


def test_a_file_without_a_table_says_so() -> None:
    file = read_rows(["Kính gửi Phòng GD&ĐT"], ["Trường không có giáo viên tham gia"])

    assert [(problem.kind, problem.severity) for problem in file.problems] == [("no_table", "error")]


@pytest.mark.parametrize(
    ("position", "role"),
    [
        ("H.Trưởng", "manager"), ("P. Hiệu trưởng", "manager"), ("PHT", "manager"), ("Phó Giám đốc", "manager"),
        ("CBQL", "manager"),
        ("G.viên", "teacher"), ("TTCM", "teacher"), ("Tổ trưởng chuyên môn", "teacher"), ("GV kiêm thư viện", "teacher"), ("TPT Đội", "teacher"),
        ("Nguyên Hiệu trưởng, GV", "teacher"), ("Tổ trưởng tổ Văn", "teacher"),
        ("NV văn thư", "staff"), ("Kế toán", "staff"),
        ("Tổ trưởng tổ Văn phòng", "staff"), ("Nhân viên thiết bị, dạy thay", "staff"), ("Bảo mẫu", "staff"),
    ],
)  # fmt: skip
def test_a_position_makes_a_role(position: str, role: Role) -> None:
    assert only(HEAD, [1, "Nguyễn Thị Ánh", "15/08/1979", position, ""]).role == role
