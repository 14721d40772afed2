from datetime import date

import pytest
from engines.rosters.books import ON, book, only, read_rows, told

from boiduong.engines.names import Encoding, from_unicode
from boiduong.engines.rosters import Field, KnownUnit, find_duplicates, read, reread
from boiduong.engines.sheets import Cell

HEAD: list[Cell] = ["TT", "Họ và tên", "Ngày sinh", "SĐT", "CCCD"]


def person(name: Cell = "Nguyễn Thị Ánh", born: Cell = "15/08/1979", phone: Cell = "", number: Cell = "") -> list[Cell]:
    return [1, name, born, phone, number]


@pytest.mark.parametrize(("typed", "kept", "kind"), [
    ("0912345678", "0912345678", None), ("0912.345.678", "0912345678", None),
    ("+84 912 345 678", "0912345678", None), ("84912345678", "0912345678", None),
    (912345678, "0912345678", "repaired_phone"), ("01682345678", "0382345678", "repaired_phone"),
    ("0912345678 / 0983456789", "0912345678", "repaired_phone"),
    ("09123", None, "bad_phone"), ("không có", None, "bad_phone"), ("0112345678", None, "bad_phone"), ("9.12E+08", None, "bad_phone"),
])  # fmt: skip
def test_phones(typed: Cell, kept: str | None, kind: str | None) -> None:
    row = only(HEAD, person(phone=typed))

    assert row.phone == kept
    assert [problem.kind for problem in row.problems] == ([kind] if kind else [])


@pytest.mark.parametrize(("typed", "kept", "kind"), [
    ("079179012345", "079179012345", None), ("079 179 012 345", "079179012345", None), ("012345678", "012345678", None),
    (79179012345, "079179012345", "repaired_id"), (1179012345, "001179012345", "repaired_id"), ("79179012345.0", "079179012345", "repaired_id"),
    (12345678, "012345678", "repaired_id"), ("079180012345", "079180012345", "doubtful_id"), ("179179012345", "179179012345", "doubtful_id"),
    ("7.9179E+10", None, "bad_id"), ("07917901234", None, "bad_id"), ("B1234567", None, "bad_id"),
])  # fmt: skip
def test_identity_numbers(typed: Cell, kept: str | None, kind: str | None) -> None:
    row = only(HEAD, person(number=typed))

    assert row.national_id == kept
    assert [problem.kind for problem in row.problems] == ([kind] if kind else [])


@pytest.mark.parametrize(("typed", "kept", "kind", "severity", "proposal"), [
    ("31/02/1980", None, "bad_date", "error", None), ("15/08/2079", None, "bad_date", "error", "15/08/1979"),
    ("chưa rõ", None, "bad_date", "error", None),
    ("08/15/1979", date(1979, 8, 15), "ambiguous", "warning", "15/08/1979"), (29082, date(1979, 8, 15), "repaired_date", "notice", None),
    ("15/08/2015", date(2015, 8, 15), "doubtful_date", "warning", None), ("15/08/1930", date(1930, 8, 15), "doubtful_date", "warning", None),
])  # fmt: skip
def test_birth_dates(typed: Cell, kept: date | None, kind: str, severity: str, proposal: str | None) -> None:
    row = only(HEAD, person(born=typed))

    (problem,) = row.problems
    assert row.birth_date == kept
    assert (problem.column, problem.kind, problem.severity, problem.proposal) == ("C", kind, severity, proposal)


def test_two_digits_in_a_column_of_births_are_a_year() -> None:
    row = only(HEAD, person(born="80"))

    assert (row.birth_date, row.birth_precision) == (date(1980, 1, 1), "year")


def test_a_dash_is_an_empty_cell() -> None:
    row = only(HEAD, person(phone="-", number="---"))

    assert (row.phone, row.national_id, row.problems) == (None, None, ())


def test_a_column_written_month_first_is_turned_round_and_said_to_be_a_guess() -> None:
    written = ["08/15/1979", "12/25/1980", "03/31/1985", "05/02/1990"]

    rows = read_rows(HEAD, *(person(f"Nguyễn Thị {name}", born) for name, born in zip(["Ánh", "Bình", "Chi", "Dung"], written, strict=True))).rows

    assert rows[3].birth_date == date(1990, 5, 2)
    assert told(rows[3]) == [("C", "ambiguous", "warning")]


def test_real_dates_that_a_foreign_excel_swapped_are_turned_round() -> None:
    typed: list[Cell] = [date(1979, 8, 5), "25/12/1980", date(1985, 3, 1), "31/03/1985", date(1990, 5, 2), "15/08/1979"]

    rows = read_rows(
        HEAD, *(person(f"Nguyễn Thị {name}", born) for name, born in zip(["Ánh", "Bình", "Chi", "Dung", "Em", "Gái"], typed, strict=True))
    ).rows

    assert [row.birth_date for row in rows[:3]] == [date(1979, 5, 8), date(1980, 12, 25), date(1985, 1, 3)]
    assert told(rows[0]) == [("C", "ambiguous", "warning")]


def test_a_date_of_a_day_up_to_twelve_is_no_problem_by_itself() -> None:
    assert only(HEAD, person(born="05/02/1980")).problems == ()


@pytest.mark.parametrize(("typed", "kept", "kinds"), [
    ("NGUYỄN THỊ ÁNH", "NGUYỄN THỊ ÁNH", []), ("Nguyễn\u00a0Thị\u200b Ánh", "Nguyễn Thị Ánh", []),
    ("1. Nguyễn Thị Ánh", "Nguyễn Thị Ánh", ["repaired_name"]),
    ("H'Hen Niê", "H'Hen Niê", []), ("K'Brôi", "K'Brôi", []), ("Y Phôn Ksơr", "Y Phôn Ksơr", []),
    ("Nguyễn Тһị Hоа", "Nguyễn Thị Hoa", ["encoding"]), ("Nguyễn Thò Ánh", "Nguyễn Thò Ánh", ["encoding"]), ("Trần Xn", "Trần Xn", ["encoding"]),
    ("Nguy?n Th? Ánh", "Nguy?n Th? Ánh", ["encoding"]), ("Nguyễn Tòch Ánh", "Nguyễn Tòch Ánh", ["encoding"]),
])  # fmt: skip
def test_names(typed: str, kept: str, kinds: list[str]) -> None:
    row = only(HEAD, person(typed))

    assert row.name == kept
    assert [problem.kind for problem in row.problems] == kinds


def test_half_repaired_text_is_told_with_a_proposal_and_never_changed() -> None:
    (problem,) = only(HEAD, person("Nguyễn Thò Ánh")).problems

    assert (problem.severity, problem.proposal) == ("warning", "Nguyễn Thị Ánh")


def test_brackets_behind_a_name_become_a_note() -> None:
    row = only(HEAD, person("Nguyễn Thị Ánh (nghỉ thai sản)"))

    assert (row.name, row.note) == ("Nguyễn Thị Ánh", "nghỉ thai sản")


@pytest.mark.parametrize(("encoding", "font"), [
    (Encoding.TCVN3, ".VnTime"), (Encoding.VNI, "VNI-Times"), (Encoding.TCVN3, "Times New Roman"), (Encoding.VNI, "Times New Roman"),
])  # fmt: skip
def test_old_encodings_are_undone_with_and_without_their_fonts(encoding: Encoding, font: str) -> None:
    rows: list[list[Cell]] = [
        HEAD,
        person("Vũ Quang Hoà"),
        person("Đặng Thị Ánh", "15/08/1980"),
        person("Hồ Hữu Ước", "15/08/1981"),
        person("Lê Oanh", "1/1/82"),
    ]
    spoilt = [[from_unicode(cell, encoding) if isinstance(cell, str) else cell for cell in row] for row in rows]

    found = read_rows(*spoilt, font=font).rows

    assert [row.name for row in found] == ["Vũ Quang Hoà", "Đặng Thị Ánh", "Hồ Hữu Ước", "Lê Oanh"]
    assert all(told(row) == [("B", "encoding", "notice")] for row in found[:3])


def test_unicode_text_under_an_old_font_is_left_alone() -> None:
    assert only(HEAD, person("Nguyễn Thị Ánh"), font=".VnTime").name == "Nguyễn Thị Ánh"


def test_one_old_row_in_a_sound_sheet_is_mended_alone() -> None:
    old = from_unicode("Đặng Thị Hoà", Encoding.TCVN3)

    rows = read_rows(HEAD, person("Vũ Quang Hoà"), person(old, "15/08/1980"), person("Hồ Hữu Ước", "1/1/82")).rows

    assert [row.name for row in rows] == ["Vũ Quang Hoà", "Đặng Thị Hoà", "Hồ Hữu Ước"]


def test_a_missing_name_is_an_error_of_its_column() -> None:
    assert told(only(HEAD, [1, "", "15/08/1979", "0912345678", ""])) == [("B", "missing_name", "error")]
    assert told(only(["TT", "Họ đệm", "Tên", "SĐT"], [1, "Nguyễn Thị", "", "0912345678"])) == [("C", "missing_name", "error")]


def test_the_second_of_two_equal_rows_is_a_duplicate() -> None:
    rows = read_rows(HEAD, person("Nguyễn Thị Hoà"), person("NGUYỄN THỊ HÒA"), person("Nguyễn Thị Hoà", "16/08/1979")).rows

    assert [told(row) for row in rows] == [[], [("B", "duplicate", "error")], []]
    assert rows[1].problems[0].message == "Trùng với dòng 2: cùng họ tên và ngày sinh."


def test_one_number_on_two_people_is_said() -> None:
    rows = read_rows(HEAD, person(number="079179012345"), person("Lê Văn Bình", number="079179012345")).rows

    assert told(rows[1]) == [("E", "duplicate", "error")]


def test_a_person_in_two_files_is_found() -> None:
    first, second = (read(book(HEAD, person()), name, on=ON) for name in ("a.xlsx", "b.xlsx"))

    (duplicate,) = find_duplicates([first, second])
    assert duplicate.rows == (("a.xlsx", "Sheet1", 2), ("b.xlsx", "Sheet1", 2))


KNOWN = [KnownUnit("kd", "Trường Tiểu học Kim Đồng", ["TH Kim Đồng Q3"]), KnownUnit("ll", "Trường THCS Lê Lợi")]


@pytest.mark.parametrize(("title", "filename", "code"), [
    ("Đơn vị: TH Kim Đồng", "ds.xlsx", "kd"), ("TRƯỜNG TRUNG HỌC CƠ SỞ LÊ LỢI", "ds.xlsx", "ll"), ("", "07 THCS Lê Lợi - DS hè 2019.xlsx", "ll"),
    ("Trường: TH Kim Đồng Q3", "ds.xlsx", "kd"), ("Đơn vị: ....", "ds.xlsx", None), ("Đơn vị: Trường THPT Lê Lợi", "ds.xlsx", None),
])  # fmt: skip
def test_the_unit_is_recognised(title: str, filename: str, code: str | None) -> None:
    assert read(book([title], HEAD, person()), filename, known_units=KNOWN, on=ON).unit_code == code


def test_a_mended_row_is_judged_like_a_file() -> None:
    row = reread({Field.NAME: "Nguyễn Thị Ánh", Field.BIRTH: "31/2/1980", Field.SEX: "Nữ", Field.POSITION: "PHT", Field.ID: "1179012345"}, on=ON)

    assert (row.name, row.sex, row.role, row.national_id) == ("Nguyễn Thị Ánh", "F", "manager", "001179012345")
    assert [(problem.column, problem.kind) for problem in row.problems] == [("birth_date", "bad_date"), ("national_id", "repaired_id")]


def test_a_font_is_believed_where_two_readings_are_words() -> None:
    row = only(["TT", "Hä vµ tªn", "Ngµy sinh"], [1, from_unicode("Vừ Mí Kẻ", Encoding.TCVN3), "1/2/1980"], font=".VnTime")

    assert (row.name, [problem.severity for problem in row.problems]) == ("Vừ Mí Kẻ", ["notice"])
