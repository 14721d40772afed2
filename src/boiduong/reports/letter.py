"""The summary report as an official paper: the figures in sentences and tables. Its language is Vietnamese, whoever asks for it."""

from collections.abc import Iterable, Sequence

from boiduong.engines.typeset.heads import Head, Signature
from boiduong.engines.typeset.letter import Heading, Letter, Paragraph, Part, Table
from boiduong.engines.typeset.words import figure, short_date
from boiduong.reports.figures import Day, Group, SummaryFigures, definitions, percent

KIND = "Báo cáo"
COLUMNS = ("Triệu tập", "Có mặt", "Tỉ lệ (%)", "Học bù", "Vắng có phép", "Vắng không phép")
GROUP_WIDTHS = (45.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0)
UNIT_WIDTHS = (13.0, 52.0, 18.0, 16.0, 14.0, 16.0, 18.0, 18.0)


def report_letter(figures: SummaryFigures, head: Head, signature: Signature) -> Letter:
    """The whole paper. Must run under the Vietnamese language: the words for levels and roles are those of the catalogue."""
    return Letter(
        head=head,
        kind=KIND,
        about=about(figures.title),
        to=(),
        grounds=(),
        parts=(*_organised(figures), *_attended(figures), *_achieved(figures), *_defined(), *_listed(figures)),
        signature=signature,
        recipients=(*figures.organizers, "Các đơn vị có học viên", "Lưu: VT"),
    )


def about(title: str) -> str:
    return f"Tổng kết {lowered(title)}"


def lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def series(names: Sequence[str]) -> str:
    """ "a, b và c"."""
    return " và ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _organised(figures: SummaryFigures) -> Iterable[Part]:
    lead, *partners = figures.organizers
    bodies = f"{lead} phối hợp với {series(partners)}" if partners else lead
    halls = f" tại {series(figures.halls)}" if figures.halls else ""
    makeup = f", trong đó có {figures.makeup_classes} lớp học bù" if figures.makeup_classes else ""
    yield Heading("I. Tổ chức thực hiện")
    yield Paragraph(
        f"Từ ngày {short_date(figures.starts_on)} đến ngày {short_date(figures.ends_on)}, {bodies} đã tổ chức {lowered(figures.title)}{halls}. "
        f"Có {figures.classes + figures.makeup_classes} lớp{makeup}; {figures.sessions} buổi học; {len(figures.topics)} chuyên đề như sau:"
    )
    rows = tuple(
        (str(topic.number), topic.title, topic.document, "; ".join(topic.speakers), figure(topic.sessions), figure(topic.visits))
        for topic in figures.topics
    )
    yield Table(("STT", "Chuyên đề", "Văn bản", "Báo cáo viên", "Số buổi", "Số lượt"), rows, (13, 44, 45, 32, 15, 16), centred=(0, 4, 5))


def _attended(figures: SummaryFigures) -> Iterable[Part]:
    total = figures.total
    yield Heading("II. Kết quả tham dự")
    yield Paragraph(f"Số học viên được triệu tập: {figure(total.called)} người, thuộc {figure(figures.units)} đơn vị.")
    yield Paragraph(
        f"Số học viên có mặt: {figure(total.present)} người, đạt {decimal(total.present_percent)} %; "
        f"trong đó {figure(total.made_up)} người hoàn thành nhờ học bù."
    )
    yield Paragraph(
        f"Số học viên vắng: {figure(total.absent)} người, trong đó vắng có phép {figure(total.excused)} người, "
        f"vắng không phép {figure(total.without_leave)} người."
    )
    yield Paragraph(f"Số lượt học viên có mặt ở các buổi học: {figure(total.visits)} lượt.")
    for title, name, groups in (
        ("1. Theo lớp", "Lớp", figures.by_class),
        ("2. Theo cấp học", "Cấp học", figures.by_level),
        ("3. Theo loại hình đơn vị", "Loại hình", figures.by_ownership),
        ("4. Theo đối tượng", "Đối tượng", figures.by_role),
    ):
        yield Heading(title)
        yield Table((name, *COLUMNS), tuple(_row(group) for group in groups), GROUP_WIDTHS, centred=(1, 2, 3, 4, 5, 6))
    yield Heading("5. Theo ngày (tính theo lượt)")
    yield Table(
        ("Ngày", "Số buổi", "Lượt phải dự", "Lượt có mặt", "Tỉ lệ (%)", "Lượt đến muộn"),
        tuple(_day(day) for day in figures.by_day),
        (30, 25, 28, 28, 27, 27),
        centred=(0, 1, 2, 3, 4, 5),
    )


def _row(group: Group) -> tuple[str, ...]:
    counts = figure(group.called), figure(group.present), decimal(group.present_percent)
    return (capital(group.name) or "Chưa xếp", *counts, figure(group.made_up), figure(group.excused), figure(group.without_leave))


def _day(day: Day) -> tuple[str, ...]:
    return short_date(day.on), figure(day.sessions), figure(day.expected), figure(day.visits), decimal(day.present_percent), figure(day.late)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _achieved(figures: SummaryFigures) -> Iterable[Part]:
    essays = figures.essays
    yield Heading("III. Bài thu hoạch và kết quả")
    yield Paragraph(
        f"Số bài thu hoạch phải nộp: {figure(essays.due)}; đã nhận: {figure(essays.received)} ({decimal(percent(essays.received, essays.due))} %), "
        f"trong đó nộp muộn {figure(essays.late)}; chưa nộp: {figure(essays.missing)}."
    )
    if figures.graded is None:
        yield Paragraph("Kết quả chấm bài chưa được công bố.")
        return
    yield Paragraph(f"Số bài đã chấm: {figure(figures.graded)}. Kết quả xếp loại:")
    rows = tuple((capital(band.name), band.from_points, figure(band.count), decimal(percent(band.count, figures.graded))) for band in figures.bands)
    yield Table(("Xếp loại", "Từ điểm", "Số bài", "Tỉ lệ (%)"), rows, (60, 35, 35, 35), centred=(1, 2, 3))
    yield Paragraph(f"Số học viên hoàn thành: {figure(figures.total.completed)} người; số giấy chứng nhận đã cấp: {figure(figures.certificates)}.")


def _defined() -> Iterable[Part]:
    yield Heading("IV. Cách tính số liệu")
    for name, meaning in definitions():
        yield Paragraph(f"{name}: {lowered(meaning)}")


def _listed(figures: SummaryFigures) -> Iterable[Part]:
    yield Heading("Phụ lục 1. Kết quả theo đơn vị")
    rows = tuple(
        (
            str(number),
            unit.name,
            *(figure(count) for count in (unit.called, unit.present, unit.made_up, unit.excused, unit.without_leave, unit.essays)),
        )
        for number, unit in enumerate(figures.by_unit, 1)
    )
    heads = ("STT", "Đơn vị", "Triệu tập", "Có mặt", "Học bù", "Vắng có phép", "Vắng không phép", "Bài đã nộp")
    yield Table(heads, rows, UNIT_WIDTHS, centred=(0, 2, 3, 4, 5, 6, 7))
    if not figures.absentees:
        return
    yield Heading("Phụ lục 2. Học viên vắng không phép")
    people = tuple(
        (str(number), person.name, person.position, person.unit, person.training_class) for number, person in enumerate(figures.absentees, 1)
    )
    yield Table(("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Lớp"), people, (13, 47, 34, 53, 18), centred=(0, 4))
