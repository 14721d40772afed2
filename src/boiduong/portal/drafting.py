"""The article of a finished campaign, written from its figures. Its language is Vietnamese, whoever asks for it.

What is told, and in which order, follows the notice that asked for this software: who held it, when and where, for how many; who opened it; each
topic with its document and its points; what is still to come. "N học viên tham dự" is written only where N is the number present.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from boiduong.engines.typeset.words import clock, figure, short_date
from boiduong.portal.rounding import about
from boiduong.reports.letter import lowered, series

ORDINALS = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười")


@dataclass(frozen=True, slots=True)
class Opening:
    on: date
    people: tuple[str, ...]  # the speaker, then the guests by precedence; each with titles, or a body that sent somebody


@dataclass(frozen=True, slots=True)
class Lesson:
    document: str  # "Chỉ thị số 28-CT/TW ngày 21/01/2019 của Ban Bí thư"
    subject: str
    key_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What the article tells. Counts are persons unless named otherwise."""

    title: str  # the campaign's: "Bồi dưỡng chính trị hè năm 2019"
    organizers: tuple[str, ...]  # the lead first
    area: str  # "quận"; empty where no organiser's name tells
    starts_on: date
    ends_on: date
    halls: tuple[str, ...]  # each with its owner
    classes: int  # without make-up classes
    audience: tuple[str, ...]  # "cán bộ quản lý giáo dục", "giáo viên": those of whom somebody was present
    present: int
    made_up: int  # part of present
    makeup_on: tuple[date, ...]
    opening: Opening | None
    lessons: tuple[Lesson, ...]
    essay_document: str  # empty if the rules name none
    essay_due_at: datetime | None  # in local time
    essays: int  # received so far


@dataclass(frozen=True, slots=True)
class Draft:
    title: str
    lead: str
    paragraphs: tuple[str, ...]


def article_of(story: Story) -> Draft:
    paragraphs = (*_opening(story), *_lessons(story), *_makeup(story), _essays(story))
    return Draft(title=_title(story), lead=_lead(story), paragraphs=paragraphs)


def _title(story: Story) -> str:
    area = f" trên địa bàn {story.area}" if story.area else ""
    return f"Hoàn thành {lowered(story.title)} cho {about(story.present)} {series(story.audience)}{area}"


def _lead(story: Story) -> str:
    lead, *partners = story.organizers
    bodies = f"{lead} phối hợp với {series(partners)}" if partners else lead
    place = f" tại {series(story.halls)}," if story.halls else ""
    return (
        f"Từ ngày {short_date(story.starts_on)} đến ngày {short_date(story.ends_on)},{place} {bodies} đã hoàn thành {story.classes} lớp "
        f"{lowered(story.title)} cho {series(story.audience)}, với {figure(story.present)} học viên tham dự."
    )


def _opening(story: Story) -> Iterator[str]:
    if story.opening and story.opening.people:
        yield f"Chương trình khai mạc ngày {short_date(story.opening.on)}. Dự khai mạc có {'; '.join(story.opening.people)}."


def _lessons(story: Story) -> Iterator[str]:
    for place, lesson in enumerate(story.lessons):
        yield f"{_introduced(place, len(story.lessons), has_opening=story.opening is not None)} {lesson.document} về {lowered(lesson.subject)}."
        yield from (point(text, number) for number, text in enumerate(lesson.key_points))


def _introduced(place: int, total: int, *, has_opening: bool) -> str:
    if place == 0:
        begun = "Sau phần khai mạc, đồng chí" if has_opening else "Ở chuyên đề thứ nhất,"
        return f"{begun} báo cáo viên trình bày những nội dung cơ bản của"
    if place == total - 1:
        return "Khép lại chương trình, báo cáo viên giới thiệu với học viên"
    return "Tiếp đó, các lớp học tập, quán triệt"


def point(text: str, number: int) -> str:
    """ "Một là, ..."; a point that says its place already stays as it is. number: from 0; after the tenth the point stands alone."""
    if number >= len(ORDINALS) or any(text.startswith(f"{ordinal} là") for ordinal in ORDINALS):
        return text
    return f"{ORDINALS[number]} là, {text if _is_name(text) else lowered(text)}"


def _is_name(text: str) -> bool:
    """Whether the first word keeps its capital within a sentence: "Ban Bí thư", "Đảng ta", "HĐND"; not "Đảng viên"."""
    first, second, *_ = (*text.split(), "", "")
    return first.isupper() or second[:1].isupper() or (first == "Đảng" and second != "viên")


def _makeup(story: Story) -> Iterator[str]:
    if story.made_up and story.makeup_on:
        days = series([short_date(on) for on in story.makeup_on])
        yield f"Học viên chưa dự đủ các buổi được bố trí học bù ngày {days}; {figure(story.made_up)} người đã học đủ chương trình nhờ buổi học này."


def _essays(story: Story) -> str:
    rule = f" tại {story.essay_document}" if story.essay_document else ""
    due = f", hạn nộp {clock(story.essay_due_at.time())} ngày {short_date(story.essay_due_at.date())}" if story.essay_due_at else ""
    if story.essays:
        return f"Sau khi học tập, đã có {figure(story.essays)} học viên nộp bài thu hoạch theo quy định{rule}{due}."
    return f"Sau khi học tập, các học viên sẽ viết bài thu hoạch theo quy định{rule}{due}."
