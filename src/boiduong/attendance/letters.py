"""The letter to a unit about its learners who have not attended. It is in Vietnamese whatever language a page is read in."""

from collections.abc import Iterator

from django.utils.timezone import localtime

from boiduong.attendance.absences import AbsenceKind, AbsenceLine, Missed, UnitAbsences, absences_of
from boiduong.attendance.counting import rules_now
from boiduong.attendance.models import Attendance
from boiduong.campaigns.models import Campaign
from boiduong.documents.bridge import head_of, signature_of
from boiduong.documents.models import DocumentProfile
from boiduong.engines.typeset.letter import Heading, Letter, Paragraph, Part, Table, letter_docx, letter_pdf
from boiduong.engines.typeset.words import clock, figure, half_day, short_date
from boiduong.schedule.models import ClassSession
from boiduong.summonses.letters import open_symbol
from boiduong.summonses.papers import File, Wanted, slug
from boiduong.summonses.wording import course_of

KINDS = {
    AbsenceKind.EXCUSED: "Vắng có phép",
    AbsenceKind.LEFT_EARLY: "Có đến nhưng không dự hết buổi",
    AbsenceKind.PARTLY: "Chỉ dự một số buổi",
    AbsenceKind.UNEXCUSED: "Vắng không phép",
}
WHY = {
    Attendance.Verdict.EXCUSED: "có phép",
    Attendance.Verdict.LATE: "đến muộn",
    Attendance.Verdict.LEFT_EARLY: "về sớm",
    Attendance.Verdict.NO_CHECK_OUT: "không điểm danh ra",
    Attendance.Verdict.ABSENT: "vắng",
}
WIDTHS = (12.0, 48.0, 20.0, 85.0)


def absence_notice(wanted: Wanted) -> Iterator[File]:
    """One letter a unit, in PDF and in Word; a unit without anybody missing gets none."""
    for told in absences_of(wanted.campaign, unit=wanted.unit):
        letter = absence_letter(wanted.campaign, wanted.profile, told)
        name = f"absence-notice-{slug(told.unit.name)}-{told.unit.code}"
        yield File(f"{name}.pdf", letter_pdf(letter, on=wanted.campaign.starts_on))
        yield File(f"{name}.docx", letter_docx(letter, on=wanted.campaign.starts_on))


def absence_letter(campaign: Campaign, profile: DocumentProfile, told: UnitAbsences) -> Letter:
    """campaign: with its rules at hand, or one more query."""
    party = profile.form == DocumentProfile.Form.PARTY
    count, about = len(told.lines), f"học viên chưa dự đủ {course_of(campaign)}"
    opening = (
        f"Theo kết quả điểm danh tại {course_of(campaign)}, {profile.unit.name} thông báo: trong {figure(told.called)} học viên "
        f"được triệu tập của Quý đơn vị, có {figure(count)} người chưa dự đủ các chuyên đề, cụ thể như sau:"
    )
    return Letter(
        head=head_of(profile, symbol=open_symbol(profile, "Thông báo", "TB")),
        kind="Thông báo",
        about=f"về việc {about}",
        to=(told.unit.name,),
        grounds=(),
        parts=(Paragraph(opening), *_by_kind(told), *_made_up(told), *_asked(campaign)),
        signature=signature_of(profile),
        recipients=("Như trên", "Lưu" if party else "Lưu: VT"),
    )


def _by_kind(told: UnitAbsences) -> Iterator[Part]:
    """A table a kind, so that those without excuse are not read among those with one."""
    for kind, title in KINDS.items():
        lines = [line for line in told.lines if line.kind == kind]
        if lines:
            rows = tuple((str(n), line.enrollment.person.full_name, _class(line), _lacks(line)) for n, line in enumerate(lines, 1))
            yield Heading(f"{title}: {figure(len(lines))} người")
            yield Table(("TT", "Họ và tên", "Lớp", "Chuyên đề chưa dự"), rows, WIDTHS, (0, 2))


def _class(line: AbsenceLine) -> str:
    return line.enrollment.training_class.name if line.enrollment.training_class else ""


def _lacks(line: AbsenceLine) -> str:
    return "; ".join(f"{one.topic.title} ({WHY.get(one.verdict, 'vắng')})" for one in line.missed)


def _made_up(told: UnitAbsences) -> Iterator[Part]:
    places = [(line, one) for line in told.lines for one in line.missed if one.makeup]
    if places:
        yield Heading("Lịch học bù")
        yield Paragraph("Mỗi học viên chỉ học những chuyên đề chưa dự, mang theo thẻ đã cấp để điểm danh.")
        rows = tuple((str(n), line.enrollment.person.full_name, one.topic.title, _place(one)) for n, (line, one) in enumerate(places, 1))
        yield Table(("TT", "Họ và tên", "Chuyên đề", "Thời gian, địa điểm"), rows, (12, 42, 51, 60), (0,))


def _place(one: Missed) -> str:
    session = one.makeup
    return f"{_hours(session)}, {session.venue.name}" if session else ""


def _hours(session: ClassSession) -> str:
    starts, ends = localtime(session.starts_at), localtime(session.ends_at)
    return f"{clock(starts.time())} - {clock(ends.time())} {half_day(starts.time())} {short_date(starts.date())}"


def _asked(campaign: Campaign) -> Iterator[Part]:
    days = rules_now(campaign).excuse_days
    yield Paragraph(
        f"Học viên vắng mặt vì lý do chính đáng, đề nghị Quý đơn vị gửi giấy tờ kèm theo trong vòng {days} ngày kể từ buổi học; "
        "giấy gửi sau thời hạn này sẽ do ban tổ chức xem xét."
    )
    yield Paragraph("Đề nghị Quý đơn vị thông báo đến từng học viên và phối hợp thực hiện.")
