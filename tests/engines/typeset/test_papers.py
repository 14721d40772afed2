import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time

import docx
import printed
import pytest

from boiduong.engines.tokens import sign_card
from boiduong.engines.typeset.cards import card_sheets
from boiduong.engines.typeset.certificates import CertificateLine, CertificateText, certificates
from boiduong.engines.typeset.heads import Form, Head, Signature
from boiduong.engines.typeset.letter import Heading, Letter, Paragraph, Table, letter_docx, letter_pdf
from boiduong.engines.typeset.lists import ClassMember, Lesson, Watch, class_list, sign_in_sheet, timetable
from boiduong.engines.typeset.seats import KEPT, SeatLine, SeatRow, seat_map
from boiduong.engines.typeset.summons import Batch, Learner, Sitting, SummonsLetter, days_of, summons_bundle

ON = date(2019, 7, 15)
COURSE = "lớp bồi dưỡng chính trị hè năm 2019"
DIRECTOR = Signature("Phó Giám đốc", "Hồ Gươm", "KT. Giám đốc")
SITTINGS = (
    Sitting(date(2019, 7, 23), time(7, 30), time(11, 0), "Quy định số 08-QĐi/TW"),
    Sitting(date(2019, 7, 23), time(13, 30), time(17, 0), "Chỉ thị số 28-CT/TW"),
    Sitting(date(2019, 7, 24), time(7, 30), time(11, 0), "Nghị quyết số 35-NQ/TW"),
)
HOSTILE = "<b> #panic() $x$ *y* \\ & \u202eabc " + "Nguyễn " * 30


def head(form: Form) -> Head:
    return Head(form, "Quận ủy", "Trung tâm Bồi dưỡng chính trị", "05/TB-TTCT" if form is Form.STATE else "05-TB/TTCT", "Ba Đình", ON)


def letter(form: Form = Form.STATE) -> SummonsLetter:
    return SummonsLetter(
        head=head(form),
        kind="Giấy triệu tập",
        course=COURSE,
        grounds=("Căn cứ Kế hoạch số 12-KH/QU ngày 20 tháng 6 năm 2019 của Quận ủy;",),
        notes=("Học viên có mặt trước giờ học 15 phút.",),
        signature=DIRECTOR,
        recipients=("Như trên", "Lưu: VT"),
    )


def learner(number: int, **changes: object) -> Learner:
    one = Learner(
        name=f"Nguyễn Thị Ánh {number}",
        position="Giáo viên",
        unit="Trường Tiểu học Sao Mai",
        training_class="Lớp 3",
        seat=f"B{number}",
        hall="Hội trường A",
        venue="Hội trường A, phố Sao Mai",
        sittings=SITTINGS,
        code=sign_card(campaign=1, code=number.to_bytes(16), key_id=7, private=bytes(32)),
    )
    return replace(one, **changes)  # type: ignore[arg-type]  # names and values are the tests' own


@pytest.mark.parametrize("form", Form)
def test_a_bundle_is_a_list_to_sign_and_a_sheet_a_learner_with_a_code_that_reads(form: Form) -> None:
    learners = tuple(learner(number) for number in (1, 2, 3))

    pdf = summons_bundle("Trường Tiểu học Sao Mai", (Batch(letter(form), learners),), on=ON)

    first, *sheets = printed.texts(pdf)
    assert "DANH SÁCH GIAO NHẬN" in first
    assert "Số giấy triệu tập: 3" in first
    assert printed.codes(pdf) == [[], *([one.code] for one in learners)]
    for one, sheet in zip(learners, sheets, strict=True):
        assert head(form).nation[0] in sheet
        assert head(form).number in sheet
        assert f"Lớp 3, ghế {one.seat}" in sheet
        assert "Sáng thứ Ba, 23/7/2019 7 giờ 30 - 11 giờ 00 Quy định số 08-QĐi/TW" in sheet
        assert sheet.count(one.name) == 2  # the letter and its card


def test_those_called_by_a_second_letter_have_its_number_and_a_list_of_their_own() -> None:
    second = replace(letter(), head=replace(head(Form.STATE), symbol="09/TB-TTCT"))

    pages = printed.texts(summons_bundle("Trường", (Batch(letter(), (learner(1),)), Batch(second, (learner(2),))), on=ON))

    assert ["05/TB-TTCT" in page for page in pages] == [True, True, False, False]
    assert ["09/TB-TTCT" in page for page in pages] == [False, False, True, True]


@pytest.mark.parametrize("learners", range(30, 38, 2))
def test_no_signature_stands_on_a_page_alone(learners: int) -> None:
    pages = printed.texts(summons_bundle("Trường", (Batch(letter(), tuple(map(learner, range(1, learners + 1)))),), on=ON))

    (signed,) = [page for page in pages if "NGƯỜI GIAO NHẬN" in page]
    assert f"Nguyễn Thị Ánh {learners}" in signed


def test_a_long_summons_keeps_its_card_whole_on_the_next_page() -> None:
    pdf = summons_bundle("Trường", (Batch(letter(), (learner(1, sittings=SITTINGS * 8),)),), on=ON)

    assert [codes for codes in printed.codes(pdf) if codes] == [[learner(1).code]]
    assert "THẺ HỌC VIÊN" in printed.texts(pdf)[-1]


def test_a_hostile_name_is_printed_as_it_is_and_does_not_hide_the_code() -> None:
    pdf = summons_bundle(HOSTILE, (Batch(letter(), (learner(1, name=HOSTILE, unit=HOSTILE),)),), on=ON)

    assert "#panic() $x$ *y*" in printed.texts(pdf)[-1]
    assert printed.codes(pdf)[-1] == [learner(1).code]


@pytest.mark.parametrize(
    "make", [lambda: summons_bundle("Trường", (Batch(letter(), ()),), on=ON), lambda: card_sheets(course=COURSE, learners=(), on=ON)]
)
def test_nothing_is_printed_for_nobody(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match="at least one learner"):
        make()


def test_the_year_is_said_once_unless_there_are_two() -> None:
    assert days_of(SITTINGS) == "Sáng\u00a023/7, chiều\u00a023/7, sáng\u00a024/7/2019"
    assert days_of((SITTINGS[0], replace(SITTINGS[1], on=date(2020, 1, 2)))) == "Sáng\u00a023/7/2019, chiều\u00a002/01/2020"
    assert days_of(()) == ""


def test_cards_come_eight_to_a_sheet_and_all_of_them_read() -> None:
    learners = tuple(learner(number, name=HOSTILE if number == 1 else "Lê Hà") for number in range(1, 12))

    pdf = card_sheets(course=COURSE, learners=learners, on=ON)

    assert [set(page) for page in printed.codes(pdf)] == [{one.code for one in learners[:8]}, {one.code for one in learners[8:]}]


def test_a_sign_in_sheet_repeats_its_head_and_numbers_its_pages() -> None:
    members = tuple(ClassMember(f"Lê Hà {row}", "", "", "Trường Mầm non Sao Mai", f"A{row}") for row in range(1, 61))
    lesson = Lesson(date(2019, 7, 23), time(13, 30), time(17, 0), "Lớp 3", "Chỉ thị số 28-CT/TW", "", "Hội trường A")

    pages = printed.texts(sign_in_sheet(head(Form.STATE), course="Lớp bồi dưỡng", lesson=lesson, members=members, on=ON))

    assert all("TT Họ và tên Đơn vị Ghế Ký vào Ký ra" in page for page in pages)
    assert [f"Trang {number} / {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)
    assert "Buổi: Chiều thứ Ba, 23/7/2019, 13 giờ 30 - 17 giờ 00" in pages[0]
    assert "Danh sách có 60 người." in pages[-1]
    assert all(f"Lê Hà {row} " in " ".join(pages) for row in range(1, 61))


def test_each_connected_place_has_a_sheet_of_its_own_with_its_recorder() -> None:
    hall = tuple(ClassMember(f"Lê Hà {row}", "", "", "Trường Mầm non Sao Mai", f"A{row}") for row in range(1, 61))
    there = tuple(ClassMember(f"Trần An {row}", "", "", "Trường THCS Lê Lợi", "") for row in range(1, 4))
    lesson = Lesson(date(2019, 7, 23), time(13, 30), time(17, 0), "Lớp 3", "Chỉ thị số 28-CT/TW", "", "Hội trường A")
    watch = Watch("Điểm cầu Lê Lợi, Số 2 đường Lê Lợi", "Cô Hạnh - 0900 000 000", there)

    pages = printed.texts(sign_in_sheet(head(Form.STATE), course="Lớp bồi dưỡng", lesson=lesson, members=hall, on=ON, connected=(watch,)))

    *of_hall, of_place = pages
    assert [f"Trang {number} / {len(of_hall)}" in page for number, page in enumerate(of_hall, 1)] == [True] * len(of_hall)
    assert "Trang 1 / 1" in of_place
    assert "Địa điểm: Điểm cầu Lê Lợi, Số 2 đường Lê Lợi" in of_place
    assert "Người điểm danh: Cô Hạnh - 0900 000 000" in of_place
    assert ("Danh sách có 60 người." in of_hall[-1], "Danh sách có 3 người." in of_place) == (True, True)
    assert not any("Trần An" in page for page in of_hall)


def test_a_class_list_shows_birth_dates_and_seats_only_where_there_are_any() -> None:
    def words(member: ClassMember) -> str:
        made = class_list(head(Form.STATE), title="danh sách học viên lớp 3", course="Lớp", members=(member,), signature=DIRECTOR, on=ON)
        return printed.texts(made)[0]

    full, bare = words(ClassMember("Lê Hà", "05/02/1980", "Giáo viên", "Trường", "A1")), words(ClassMember("Lê Hà", "", "Giáo viên", "Trường", ""))

    assert "DANH SÁCH HỌC VIÊN LỚP 3" in full
    assert ("Ngày sinh" in full, "Ghế" in full) == (True, True)
    assert ("Ngày sinh" in bare, "Ghế" in bare) == (False, False)


def test_a_timetable_has_a_row_a_day_in_order_and_says_common_hours_once() -> None:
    lessons = tuple(
        Lesson(date(2019, 7, day), time(hour, 30), time(hour + 3, 30), f"Lớp {day}", "Chuyên đề", "TS. Lê Hà", "Hội trường A")
        for day in (24, 23)
        for hour in (7, 13)
    )

    made = timetable(head(Form.STATE), course="Lớp", lessons=lessons, notes=(), signature=DIRECTOR, recipients=("Lưu: VT",), on=ON)

    text = " ".join(printed.texts(made))
    assert text.index("Thứ Ba 23/7/2019") < text.index("Thứ Tư 24/7/2019")
    assert text.count("7 giờ 30 - 10 giờ 30") == 1
    assert "Địa điểm: Hội trường A." in text


def test_certificates_are_a_page_each_with_number_and_check() -> None:
    text = CertificateText(
        head(Form.STATE), "chương trình bồi dưỡng chính trị hè năm 2019", "từ ngày 23/7/2019 đến ngày 03/8/2019", DIRECTOR, "boiduong.example"
    )
    lines = tuple(
        CertificateLine(
            f"{number:04d}/2019/GCN", HOSTILE if number == 1 else "Lê Hà", "05/02/1980", "Trường", "", f"https://boiduong.example/{number}"
        )
        for number in (1, 2)
    )

    pdf = certificates(text, lines, on=ON)

    assert printed.codes(pdf) == [["https://boiduong.example/1"], ["https://boiduong.example/2"]]
    assert ["0001/2019/GCN" in page for page in printed.texts(pdf)] == [True, False]
    assert "Lê Hà" in printed.texts(pdf)[1]


def test_two_threads_at_one_press_get_the_same_bytes() -> None:
    learners = tuple(learner(number) for number in range(1, 5))
    alone = summons_bundle("Trường", (Batch(letter(), learners),), on=ON)

    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda _: summons_bundle("Trường", (Batch(letter(), learners),), on=ON), range(4)))

    assert together == [alone] * 4


def notice(form: Form) -> Letter:
    return Letter(
        head=head(form),
        kind="Thông báo",
        about="về việc gửi danh sách học viên",
        to=("Phòng Giáo dục và Đào tạo", "Các trường"),
        grounds=("Căn cứ Kế hoạch số 12-KH/QU;",),
        parts=(Heading("1. Đối tượng"), Paragraph("Cán bộ & giáo viên <các> trường."), Table(("TT", "Lớp"), (("1", "Lớp 1"),), (20, 100), (0,))),
        signature=DIRECTOR,
        recipients=("Như trên", "Lưu: VT"),
    )


@pytest.mark.parametrize("form", Form)
def test_a_letter_says_the_same_on_paper_and_in_word(form: Form) -> None:
    on_paper = " ".join(printed.texts(letter_pdf(notice(form), on=ON)))
    word = docx.Document(io.BytesIO(letter_docx(notice(form), on=ON)))
    in_word = " ".join([p.text for p in word.paragraphs] + [cell.text for table in word.tables for row in table.rows for cell in row.cells])

    said = ["THÔNG BÁO", "về việc gửi danh sách học viên", "- Phòng Giáo dục và Đào tạo;", "- Các trường.", "Căn cứ Kế hoạch số 12-KH/QU;"]
    said += ["1. Đối tượng", "Cán bộ & giáo viên <các> trường.", "Lớp 1", head(form).number, head(form).dated, "KT. GIÁM ĐỐC", "- Lưu: VT."]
    assert [words for words in said if words not in on_paper] == []
    assert [words for words in said if words not in in_word] == []


def test_a_seat_map_fills_one_page_and_the_list_after_it_leaves_no_name_out() -> None:
    """The fullest hall: twenty rows of twenty with an aisle between them and one across, two seats of each row free and a kept one in front."""

    def row(label: str) -> SeatRow:
        names = [f"Lê {label}{seat}" if seat > 2 else "" for seat in range(1, 21)]
        return SeatRow(label, (KEPT if label == "A" else names[0], *names[1:10], None, *names[10:]))

    rows = (*map(row, "ABCDEFGHIJ"), SeatRow("", (None,) * 21), *map(row, "KLMNOPQRST"))
    seats = [(row.label, seat) for row in rows if row.label for seat in range(3, 21)]
    lines = tuple(SeatLine(f"{label}-{seat}", f"Lê {label}{seat}", "Trường Tiểu học Sao Mai") for label, seat in seats)

    pages = printed.texts(seat_map(head(Form.STATE), course="Lớp", training_class="Lớp 3", hall="Hội trường A", rows=rows, lines=lines, on=ON))

    names = [name for row in rows for name in row.places if name and name != KEPT]
    assert len(names) == 360
    assert [name for name in names if name not in pages[0]] == []
    assert [line for line in lines if not any(line.seat in page and line.name in page for page in pages[1:])] == []
