"""Official papers of a campaign as letters: what each says, from the campaign's own rows. Numbers and dates not yet given are left to the pen."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localtime

from boiduong.allocation.models import MakeupPlace
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.documents.bridge import head_of, signature_of
from boiduong.documents.models import DocumentProfile, IssuedDocument
from boiduong.engines.typeset.letter import Heading, Letter, Paragraph, Part, Table
from boiduong.engines.typeset.words import clock, figure, half_day, short_date, weekday
from boiduong.schedule.models import ClassSession, Guest, Speaker
from boiduong.summonses.wording import course_of, moment

PARTY = DocumentProfile.Form.PARTY


def plan_letter(campaign: Campaign, profile: DocumentProfile, sessions: list[ClassSession], called_count: int) -> Letter:
    organizers = [str(organizer) for organizer in campaign.organizers.select_related("unit").order_by("order")]
    parts: list[Part] = [Heading("I. Chuyên đề"), _topics(campaign), Heading("II. Đối tượng, thời gian, địa điểm")]
    if called_count:
        parts.append(Paragraph(f"Cán bộ quản lý giáo dục, giáo viên, nhân viên các đơn vị trên địa bàn: {figure(called_count)} người."))
    parts.append(Paragraph(f"Thời gian: từ ngày {short_date(campaign.starts_on)} đến ngày {short_date(campaign.ends_on)}."))
    if sessions:
        parts += [Paragraph("Lịch học:"), *timetable_of(sessions)]
    parts += [Heading("III. Yêu cầu đối với học viên"), *(Paragraph(rule) for rule in rules_of(campaign))]
    parts += [Heading("IV. Tổ chức thực hiện"), *(Paragraph(f"- {name}.") for name in organizers)]
    return _letter(profile, ("Kế hoạch", "KH"), f"Tổ chức {lowered(campaign.title)}", parts, ["Các đơn vị có học viên"])


def rules_of(campaign: Campaign) -> list[str]:
    rules = campaign.rules
    touch = "điểm danh khi vào và khi ra" if rules.needs_check_out else "điểm danh khi vào"
    said = [f"- Mỗi buổi học, học viên {touch}; đến sau giờ học {rules.late_after_minutes} phút là đi muộn."]
    if rules.essay_due_at:
        due = f"- Sau lớp học, học viên viết bài thu hoạch, nộp trước {moment(rules.essay_due_at)}; đạt yêu cầu từ {points(rules.pass_points)}"
        said.append(f"{due} trên thang {points(rules.max_points)} điểm.")
    return said


def points(value: object) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value).rstrip("0").rstrip(".").replace(".", ",") or "0"


def roster_call_letter(campaign: Campaign, profile: DocumentProfile, due_on: date | None) -> Letter:
    until = f" trước ngày {short_date(due_on)}" if due_on else ""
    columns = (
        ("Họ và tên", "Đủ họ, tên đệm và tên, có dấu"),
        ("Ngày sinh", "Ngày/tháng/năm"),
        ("Nam, nữ", ""),
        ("Chức vụ", "Ghi rõ cán bộ quản lý, giáo viên hoặc nhân viên"),
        ("Số điện thoại", "Ghi dạng chữ để giữ số 0 ở đầu"),
        ("Ghi chú", "Ngày không thể học và lý do, nếu có"),
    )
    rows = tuple((str(number), *column) for number, column in enumerate(columns, 1))
    parts: list[Part] = [
        Paragraph(f"Để tổ chức {lowered(campaign.title)}, đề nghị các đơn vị lập danh sách học viên và gửi về {profile.unit.name}{until}."),
        Paragraph("Danh sách gửi bằng tệp Excel của đơn vị, không cần theo mẫu riêng, có đủ các cột sau:"),
        Table(("TT", "Cột", "Cách ghi"), rows, (12, 45, 108), (0,)),
        Paragraph("Mỗi người ghi một dòng. Ban tổ chức kiểm tra và gửi lại chính tệp đó nếu có chỗ cần sửa."),
    ]
    return _letter(profile, ("", "CV"), f"gửi danh sách học viên {lowered(campaign.title)}", parts, ["Như trên"], to=("Các đơn vị có học viên",))


def summons_letter(
    campaign: Campaign, profile: DocumentProfile, document: IssuedDocument | None, sessions: list[ClassSession], learners: list[Enrollment]
) -> Letter:
    """The covering letter, with everybody who is called as its list."""
    counts: dict[int, int] = {}
    for learner in learners:
        counts[learner.training_class_id or 0] = counts.get(learner.training_class_id or 0, 0) + 1
    called = [session for session in sessions if session.training_class_id in counts]
    rows = tuple(
        (str(n), row.person.full_name, row.unit.name, row.training_class.name if row.training_class else "", row.seat)
        for n, row in enumerate(learners, 1)
    )
    parts: list[Part] = [
        Paragraph(f"{profile.unit.name} triệu tập {figure(len(learners))} học viên tham dự {course_of(campaign)}, lịch học như sau:"),
        *timetable_of(called),
        *(Paragraph(rule) for rule in rules_of(campaign)),
        Paragraph("Đề nghị thủ trưởng đơn vị giao giấy triệu tập và thẻ cho từng người, bố trí để học viên tham dự đầy đủ, đúng giờ."),
        Heading("Danh sách học viên"),
        Table(("TT", "Họ và tên", "Đơn vị", "Lớp", "Ghế"), rows, (12, 55, 60, 22, 16), (0, 3, 4)),
    ]
    is_own = document is not None and document.profile_id == profile.pk
    kind = (document.kind, document.kind_code) if document and is_own else ("Thông báo", "TB")
    course = course_of(campaign)
    about = f"tham dự {course}" if "triệu tập" in kind[0].lower() else f"triệu tập học viên tham dự {course}"
    return _letter(profile, kind, about, parts, ["Các đơn vị có học viên"], document=document)


def class_list_letter(training_class: TrainingClass, profile: DocumentProfile, learners: Iterable[Enrollment]) -> Letter:
    rows = tuple((str(n), row.person.full_name, row.position, row.unit.name, row.seat) for n, row in enumerate(learners, 1))
    parts: list[Part] = [
        Table(("TT", "Họ và tên", "Chức vụ", "Đơn vị", "Ghế"), rows, (12, 50, 32, 55, 16), (0, 4)),
        Paragraph(f"Danh sách này có {figure(len(rows))} người."),
    ]
    about = f"học viên {training_class.name}, {course_of(training_class.campaign)}"
    return _letter(profile, ("Danh sách", ""), about, parts, [])


def timetable_letter(campaign: Campaign, profile: DocumentProfile, sessions: list[ClassSession]) -> Letter:
    return _letter(profile, ("Thời khóa biểu", "TB"), course_of(campaign), timetable_of(sessions), ["Các đơn vị có học viên", "Báo cáo viên"])


def speaker_letter(campaign: Campaign, profile: DocumentProfile, speaker: Speaker, sessions: list[ClassSession]) -> Letter:
    title = f", {speaker.titles[0]}" if speaker.titles else ""
    parts: list[Part] = [
        Paragraph(f"{profile.unit.name} trân trọng kính mời {speaker}{title} trình bày chuyên đề tại {course_of(campaign)}:"),
        *timetable_of(sessions),
        Paragraph("Rất mong nhận được sự tham gia của báo cáo viên."),
    ]
    return _letter(profile, ("Giấy mời", "GM"), "báo cáo viên", parts, ["Như trên"])


def guest_letter(campaign: Campaign, profile: DocumentProfile, guest: Guest, opening: ClassSession) -> Letter:
    called = guest.body_name or " ".join(filter(None, (guest.form_of_address, guest.full_name)))
    title = f", {guest.titles[0]}" if guest.titles else ""
    starts = localtime(opening.starts_at)
    when = f"{clock(starts.time())}, {weekday(starts.date())}, ngày {short_date(starts.date())}"
    parts: list[Part] = [
        Paragraph(f"{profile.unit.name} trân trọng kính mời {called}{title} dự khai mạc {course_of(campaign)}."),
        Paragraph(f"Thời gian: {when}."),
        Paragraph(f"Địa điểm: {', '.join(filter(None, (opening.venue.name, opening.venue.address)))}."),
    ]
    return _letter(profile, ("Giấy mời", "GM"), f"dự khai mạc {course_of(campaign)}", parts, ["Như trên"])


def makeup_letter(campaign: Campaign, profile: DocumentProfile, sessions: list[ClassSession], places: list[MakeupPlace]) -> Letter:
    rows = tuple(
        (str(n), place.enrollment.person.full_name, place.enrollment.unit.name, _half(place.class_session), place.seat)
        for n, place in enumerate(places, 1)
    )
    parts: list[Part] = [
        Paragraph(f"{profile.unit.name} tổ chức học bù cho học viên vắng mặt tại {course_of(campaign)}, lịch học như sau:"),
        *timetable_of(sessions),
        Paragraph("Mỗi học viên chỉ học những buổi đã vắng, mang theo thẻ đã cấp để điểm danh."),
        Heading("Danh sách học bù"),
        Table(("TT", "Họ và tên", "Đơn vị", "Buổi học bù", "Ghế"), rows, (12, 48, 55, 34, 16), (0, 4)),
    ]
    return _letter(profile, ("Thông báo", "TB"), f"học bù {lowered(campaign.title)}", parts, ["Các đơn vị có học viên học bù"])


def timetable_of(sessions: list[ClassSession]) -> list[Part]:
    """The half-days as a table; a hall that is everywhere the same is said once under it."""
    halls = {", ".join(filter(None, (s.venue.name, s.venue.address))) for s in sessions}
    if len(halls) == 1:
        rows = tuple((s.training_class.name, _half(s), _hours(s), s.topic.title) for s in sessions)
        return [Table(("Lớp", "Ngày", "Giờ", "Chuyên đề"), rows, (20, 34, 42, 69), (0, 2)), Paragraph(f"Địa điểm: {halls.pop()}.")]
    rows_with_halls = tuple((s.training_class.name, _half(s), _hours(s), s.topic.title, s.venue.name) for s in sessions)
    return [Table(("Lớp", "Ngày", "Giờ", "Chuyên đề", "Địa điểm"), rows_with_halls, (18, 33, 42, 44, 28), (0, 2))]


def _half(session: ClassSession) -> str:
    starts = localtime(session.starts_at)
    return f"{half_day(starts.time())} {short_date(starts.date())}"


def _hours(session: ClassSession) -> str:
    return f"{clock(localtime(session.starts_at).time())} - {clock(localtime(session.ends_at).time())}"


def _topics(campaign: Campaign) -> Table:
    topics = campaign.topics.select_related("document").order_by("number")
    rows = tuple(
        (str(t.number), t.title, f"{t.document.kind} số {t.document.symbol} ngày {short_date(t.document.issued_on)} của {t.document.issuer}")
        for t in topics
    )
    return Table(("TT", "Chuyên đề", "Văn bản"), rows, (12, 70, 83), (0,))


def _letter(
    profile: DocumentProfile,
    kind: tuple[str, str],
    about: str,
    parts: list[Part],
    recipients: list[str],
    *,
    to: tuple[str, ...] = (),
    document: IssuedDocument | None = None,
) -> Letter:
    """kind: as printed and its code; both empty for a State letter, whose subject stands in the head."""
    name, kind_code = kind
    regarding = "" if name else f"V/v {about}"
    is_own = document is not None and document.profile_id == profile.pk
    head = head_of(profile, document=document if is_own else None, symbol=open_symbol(profile, name, kind_code), regarding=regarding)
    kept = "Lưu" if profile.form == PARTY else "Lưu: VT"
    return Letter(
        head=head,
        kind=name,
        about=about if name else "",
        to=to,
        grounds=(),
        parts=tuple(parts),
        signature=signature_of(profile),
        recipients=(*recipients, kept) if recipients else (),
    )


def open_symbol(profile: DocumentProfile, kind: str, kind_code: str) -> str:
    """The symbol with room for the number before it; a State letter without a kind has no code of its kind, a list has no number at all."""
    if kind and not kind_code:
        return ""
    if profile.form == PARTY:
        return f"-{kind_code}/{profile.short_symbol}"
    return "/" + "-".join(filter(None, (kind_code if kind else "", profile.short_symbol)))


def lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
