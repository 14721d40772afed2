"""Odd things that clerks do, one by one."""

import io
import unicodedata

import pytest
import xlsxwriter
from engines.rosters.books import ON, book, books, only, read_rows, told

from boiduong.engines.rosters import RosterFile, read
from boiduong.engines.sheets import Cell

HEAD: list[Cell] = ["TT", "Họ và tên", "Ngày sinh", "Chức vụ", "SĐT"]
ANH: list[Cell] = [1, "Nguyễn Thị Ánh", "15/08/1979", "Giáo viên", "0912345678"]
BINH: list[Cell] = [2, "Lê Văn Bình", "16/09/1980", "Hiệu trưởng", "0912345679"]
CUC: list[Cell] = [3, "Đỗ Thị Cúc", "17/10/1981", "Giáo viên", "0912345670"]


def names(file: RosterFile) -> list[str]:
    return [row.name for row in file.rows]


@pytest.mark.parametrize(
    "notes",
    [
        [["Ghi chú: danh sách này thay cho danh sách gửi ngày 02/7."]],
        [["", "* Cô Trần Thị Lan nghỉ thai sản đến 30/9, không đưa vào danh sách."]],
        [["", "Lưu ý:"], ["", "- Thầy Lê Văn Bình chuyển từ trường khác về"], ["", "- Mọi thắc mắc gọi 0987654321 (cô Hoa, văn thư)"]],
        [["", "Người liên hệ: Trần Thị Hoa", "", "", "0987654321"]],
        [[], ["", "Danh sách có 02 người./."], ["", "", "", "KT. HIỆU TRƯỞNG"], ["", "", "", "PHÓ HIỆU TRƯỞNG"], [], ["", "", "", "Trần Thị Lan"]],
    ],
)
def test_notes_under_the_table_are_nobody(notes: list[list[Cell]]) -> None:
    assert names(read_rows(HEAD, ANH, BINH, *notes)) == ["Nguyễn Thị Ánh", "Lê Văn Bình"]


def test_pictures_comments_hidden_columns_and_filters_change_nothing() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as made:
        page = made.add_worksheet("DS")
        for r, row in enumerate([HEAD, ANH, BINH]):
            page.write_row(r, 0, row)
        page.write_comment(1, 1, "Hà Văn Dũng, 01/01/1982, chuyển đi")
        page.set_column(2, 2, None, None, {"hidden": True})
        page.autofilter(0, 0, 2, 4)
        dot = bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
        )
        page.insert_image(0, 7, "dot.png", {"image_data": io.BytesIO(dot)})

    file = read(held.getvalue(), "ds.xlsx", on=ON)

    assert [(row.name, str(row.birth_date), row.problems) for row in file.rows] == [
        ("Nguyễn Thị Ánh", "1979-08-15", ()),
        ("Lê Văn Bình", "1980-09-16", ()),
    ]


def test_a_name_merged_over_two_columns_is_one_name() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as made:
        page = made.add_worksheet("DS")
        page.write_row(0, 0, ["TT", "Họ và tên", "", "Ngày sinh"])
        page.merge_range(0, 1, 0, 2, "Họ và tên")
        for r, (number, name, born, *_rest) in enumerate([ANH, BINH], 1):
            page.write(r, 0, number)
            page.merge_range(r, 1, r, 2, name)
            page.write(r, 3, born)

    assert names(read(held.getvalue(), "ds.xlsx", on=ON)) == ["Nguyễn Thị Ánh", "Lê Văn Bình"]


def test_a_nursery_is_no_mark() -> None:
    file = read_rows([*HEAD, "Lớp"], [*ANH, "Mẫu giáo"], [*BINH, "NT"])

    assert [row.team for row in file.rows] == ["Mẫu giáo", "NT"]


@pytest.mark.parametrize("mark", ["nt", "Nt", "-nt-", "n.t", "như trên", "Như trên", '"', "''", "//", "-//-", "〃", "″"])
def test_a_mark_for_the_same_as_above_means_that(mark: str) -> None:
    file = read_rows([*HEAD, "Tổ"], [*ANH, "Tổ Toán"], [2, "Lê Văn Bình", "16/09/1980", mark, "0912345679", mark], [*CUC[:3], mark, "", "Tổ Văn"])

    assert [(row.position, row.role, row.team) for row in file.rows] == [
        ("Giáo viên", "teacher", "Tổ Toán"), ("Giáo viên", "teacher", "Tổ Toán"), ("Giáo viên", "teacher", "Tổ Văn"),
    ]  # fmt: skip


def test_a_mark_for_the_same_as_above_with_nobody_above_is_empty() -> None:
    assert (only(HEAD, [*ANH[:3], "nt", ANH[4]]).position, only(HEAD, [*ANH[:3], "-", ANH[4]]).position) == ("", "")


@pytest.mark.parametrize(
    "shown", ["9.12345678E+08", 912345678.0, "912345678", "0912.345.678", "(0912) 345 678", "+84 912-345-678", "’0912345678", "0912345678."]
)
def test_a_phone_is_read_however_it_is_spoilt(shown: Cell) -> None:
    assert only(HEAD, [*ANH[:4], shown]).phone == "0912345678"


def test_a_phone_that_excel_rounded_is_told_and_not_made_up() -> None:
    row = only(HEAD, [*ANH[:4], "9.12E+08"])

    assert (row.phone, told(row)) == (None, [("E", "bad_phone", "warning")])


def test_text_from_a_mac_is_composed() -> None:
    head = [unicodedata.normalize("NFD", str(cell)) for cell in HEAD]

    row = only([*head], [1, unicodedata.normalize("NFD", "Nguyễn Thị Ánh"), "15/08/1979", unicodedata.normalize("NFD", "Hiệu trưởng"), ""])

    assert (row.name, row.role, row.problems) == ("Nguyễn Thị Ánh", "manager", ())


@pytest.mark.parametrize("mark", ["x", "X", "1", 1, 1.0, "có", "Có", "v", "✓", "Nữ", "+", True])
def test_women_are_ticked_in_every_way(mark: Cell) -> None:
    file = read_rows(["TT", "Họ và tên", "Nữ", "Ngày sinh"], [1, "Nguyễn Thị Ánh", mark, "15/08/1979"], [2, "Lê Văn Bình", "", "16/09/1980"])

    assert [row.sex for row in file.rows] == ["F", "M"]


@pytest.mark.parametrize("mark", ["không", "Không", "0", 0])
def test_a_no_in_the_column_of_women_is_a_man(mark: Cell) -> None:
    file = read_rows(["TT", "Họ và tên", "Nữ", "Ngày sinh"], [1, "Nguyễn Thị Ánh", "có", "15/08/1979"], [2, "Lê Văn Bình", mark, "16/09/1980"])

    assert [row.sex for row in file.rows] == ["F", "M"]


def test_the_role_stands_in_a_group_row() -> None:
    head: list[Cell] = ["TT", "Họ và tên", "Ngày sinh"]

    file = read_rows(head, ["I", "BAN GIÁM HIỆU"], BINH[:3], ["II", "GIÁO VIÊN"], ANH[:3], ["III. NHÂN VIÊN", ""], CUC[:3])

    assert [(row.name, row.role) for row in file.rows] == [("Lê Văn Bình", "manager"), ("Nguyễn Thị Ánh", "teacher"), ("Đỗ Thị Cúc", "staff")]


@pytest.mark.parametrize("rows", [[], [["", "Không có"]], [[1], [2], [3]], [["", "Cộng: 0 người"]], [["", "(Trường không có người tham gia)"]]])
def test_an_empty_school_has_nobody_and_says_so(rows: list[list[Cell]]) -> None:
    file = read_rows(["TRƯỜNG TIỂU HỌC SAO MAI"], HEAD, *rows)

    assert names(file) == []
    assert [problem.severity for problem in file.problems] == ["error"]


def test_people_who_stand_on_two_sheets_are_told_as_the_same() -> None:
    file = read(books({"Tổng hợp": [HEAD, ANH, BINH], "CBQL": [HEAD, BINH], "GV": [HEAD, ANH]}), "ds.xlsx", on=ON)

    assert [(row.sheet, row.name, [problem.kind for problem in row.problems]) for row in file.rows] == [
        ("Tổng hợp", "Nguyễn Thị Ánh", []), ("Tổng hợp", "Lê Văn Bình", []),
        ("CBQL", "Lê Văn Bình", ["duplicate"]), ("GV", "Nguyễn Thị Ánh", ["duplicate"]),
    ]  # fmt: skip


def test_a_table_far_down_and_far_right_is_found() -> None:
    far: list[Cell] = [""] * 6

    above: list[list[Cell]] = [["Kính gửi: Phòng Giáo dục và Đào tạo"]] * 40

    file = read_rows(*above, [*far, *HEAD], [*far, *ANH], [*far, *BINH])

    assert [(row.row, row.name) for row in file.rows] == [(42, "Nguyễn Thị Ánh"), (43, "Lê Văn Bình")]


def test_numbers_that_begin_anew_in_every_team_lose_nobody() -> None:
    assert names(read_rows(HEAD, ["", "Tổ Toán"], ANH, ["", "Tổ Văn"], [1, *BINH[1:]], [2, *CUC[1:]])) == [
        "Nguyễn Thị Ánh",
        "Lê Văn Bình",
        "Đỗ Thị Cúc",
    ]


def test_a_name_in_capitals_with_its_title_and_its_number_is_a_name() -> None:
    assert only(HEAD, ["", "1. THS. NGUYỄN THỊ ÁNH (TT)", "15/08/1979", "GV", ""]).name == "NGUYỄN THỊ ÁNH"


@pytest.mark.parametrize(
    "shown",
    [
        "'15/08/1979",
        "15/8/79",
        "15.8.1979",
        "15-08-1979",
        "15/08/1979\u00a0",
        "15 /08/ 1979",
        "15/08/1979.",
        "15,08,1979",
        "15\\08\\1979",
        "15081979",
    ],
)
def test_a_birth_date_is_read_however_it_is_typed(shown: Cell) -> None:
    row = only(HEAD, [1, "Nguyễn Thị Ánh", shown, "GV", ""])

    assert str(row.birth_date) == "1979-08-15"


def test_a_heading_over_two_lines_with_a_unit_of_measure_is_a_heading() -> None:
    head: list[Cell] = ["Số\nTT", "Họ và tên\n(chữ in hoa)", "Ngày tháng\nnăm sinh\n(dd/mm/yyyy)", "Chức vụ\n(hiện tại)", "Số điện thoại\n(di động)"]

    row = only(head, ANH)

    assert (row.name, str(row.birth_date), row.role, row.phone) == ("Nguyễn Thị Ánh", "1979-08-15", "teacher", "0912345678")


def test_a_page_number_and_a_head_repeated_on_each_page_are_nobody() -> None:
    assert names(read_rows(HEAD, ANH, ["", "", "Trang 1/2"], [], HEAD, BINH, ["", "", "Trang 2/2"])) == ["Nguyễn Thị Ánh", "Lê Văn Bình"]


def test_a_unit_told_in_a_column_merged_down_is_told_for_all() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as made:
        page = made.add_worksheet("DS")
        page.write_row(0, 0, [*HEAD, "Đơn vị"])
        page.write_row(1, 0, ANH)
        page.write_row(2, 0, BINH)
        page.merge_range(1, 5, 2, 5, "TH Sao Mai")
        page.write_row(3, 0, [*CUC, "TH Hoa Sen"])

    assert [row.unit for row in read(held.getvalue(), "ds.xlsx", on=ON).rows] == ["TH Sao Mai", "TH Sao Mai", "TH Hoa Sen"]


def test_a_file_of_text_cells_only_is_read() -> None:
    assert names(read(book(HEAD, [str(cell) for cell in ANH], [str(cell) for cell in BINH]), "ds.xlsx", on=ON)) == ["Nguyễn Thị Ánh", "Lê Văn Bình"]
