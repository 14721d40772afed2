from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boiduong.portal.drafting import Lesson, Opening, Story, article_of, point
from boiduong.portal.rounding import about

STORY = Story(
    title="Bồi dưỡng chính trị hè năm 2019",
    organizers=("Ban Tuyên giáo Quận ủy", "Trung tâm Bồi dưỡng chính trị quận", "Phòng Giáo dục và Đào tạo quận"),
    area="quận",
    starts_on=date(2019, 7, 23),
    ends_on=date(2019, 8, 3),
    halls=("hội trường khu liên cơ quan (Ủy ban nhân dân quận)",),
    classes=8,
    audience=("cán bộ quản lý giáo dục", "giáo viên"),
    present=2974,
    made_up=61,
    makeup_on=(date(2019, 8, 5),),
    opening=Opening(date(2019, 7, 23), ("TS. Lê Hải Đăng - Nguyên Vụ trưởng", "lãnh đạo Phòng Giáo dục và Đào tạo quận")),
    lessons=(Lesson("Chỉ thị số 28-CT/TW ngày 21/01/2019 của Ban Bí thư", "Nâng cao chất lượng kết nạp đảng viên", ("Coi trọng chất lượng.",)),),
    essay_document="Hướng dẫn số 52-HD/BTGQU",
    essay_due_at=datetime(2019, 8, 20, 17, tzinfo=UTC),
    essays=0,
)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (248, "248"), (999, "999"), (1000, "1.000"), (2974, "gần 3.000"), (3047, "hơn 3.000"), (3000, "3.000"),
        (1400, "1.400"), (1490, "gần 1.500"), (12345, "12.345"), (60120, "hơn 60.000"), (999_900, "gần 1.000.000"),
    ],
)  # fmt: skip
def test_a_round_figure_is_told_only_near_it(count: int, told: str) -> None:
    assert about(count) == told


@given(st.integers(min_value=0, max_value=5_000_000))
def test_nearly_is_below_over_is_above_and_neither_is_far(count: int) -> None:
    *word, told = about(count).split()
    figure = int(told.replace(".", ""))

    assert (count < figure) == (word == ["gần"])
    assert (count > figure) == (word == ["hơn"])
    assert abs(count - figure) <= 0.02 * figure


def test_the_article_tells_who_when_where_and_how_many() -> None:
    draft = article_of(STORY)

    assert draft.title == ("Hoàn thành bồi dưỡng chính trị hè năm 2019 cho gần 3.000 cán bộ quản lý giáo dục và giáo viên trên địa bàn quận")
    assert draft.lead == (
        "Từ ngày 23/7/2019 đến ngày 03/8/2019, tại hội trường khu liên cơ quan (Ủy ban nhân dân quận), Ban Tuyên giáo Quận ủy phối hợp với "
        "Trung tâm Bồi dưỡng chính trị quận và Phòng Giáo dục và Đào tạo quận đã hoàn thành 8 lớp bồi dưỡng chính trị hè năm 2019 "
        "cho cán bộ quản lý giáo dục và giáo viên, với 2.974 học viên tham dự."
    )
    assert draft.paragraphs[0].startswith("Chương trình khai mạc ngày 23/7/2019. Dự khai mạc có TS. Lê Hải Đăng - Nguyên Vụ trưởng; lãnh đạo")
    assert draft.paragraphs[2] == "Một là, coi trọng chất lượng."


def test_essays_are_to_come_until_the_first_has_come() -> None:
    last = "Sau khi học tập, các học viên sẽ viết bài thu hoạch theo quy định tại Hướng dẫn số 52-HD/BTGQU, hạn nộp 17 giờ 00 ngày 20/8/2019."
    assert article_of(STORY).paragraphs[-1] == last

    assert article_of(replace(STORY, essays=5)).paragraphs[-1].startswith("Sau khi học tập, đã có 5 học viên nộp bài thu hoạch theo quy định")


def test_without_an_opening_or_a_make_up_neither_is_told() -> None:
    text = " ".join(article_of(replace(STORY, opening=None, made_up=0)).paragraphs)

    assert "khai mạc" not in text
    assert "học bù" not in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Một là, giữ đúng tiêu chuẩn.", "Một là, giữ đúng tiêu chuẩn."),
        ("Đảng viên đi trước.", "Hai là, đảng viên đi trước."),
        ("Đảng ta lãnh đạo.", "Hai là, Đảng ta lãnh đạo."),
        ("Ban Bí thư yêu cầu.", "Hai là, Ban Bí thư yêu cầu."),
    ],
)
def test_a_point_says_its_place_and_names_keep_their_capitals(text: str, told: str) -> None:
    assert point(text, 1) == told
