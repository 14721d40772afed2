"""What the papers of this stage say. They are in Vietnamese whatever language a page is read in, so they stand here and not in a catalogue."""

from datetime import date, datetime

from django.utils.timezone import localtime

from boiduong.campaigns.models import Campaign, Rules
from boiduong.documents.models import DocumentProfile
from boiduong.engines.typeset.words import clock, long_date, short_date

KIND, KIND_CODE = "Giấy triệu tập", "GTT"


def course_of(campaign: Campaign) -> str:
    """Inside a sentence: "lớp bồi dưỡng chính trị hè năm 2019"."""
    return f"lớp {campaign.title[:1].lower()}{campaign.title[1:]}"


def course_title(campaign: Campaign) -> str:
    return f"Lớp {campaign.title[:1].lower()}{campaign.title[1:]}"


def grounds_of(campaign: Campaign, *, version: int, published_on: date) -> tuple[str, ...]:
    return (
        f"Thực hiện kế hoạch {campaign.title[:1].lower()}{campaign.title[1:]};",
        f"Theo danh sách lớp (bản {version}) công bố {long_date(published_on)},",
    )


def notes_of(rules: Rules, phone: str) -> tuple[str, ...]:
    """What to bring, what is owed afterwards, whom to tell; each from the campaign's own rules."""
    when = "khi vào và khi ra" if rules.needs_check_out else "khi vào"
    first = f"Học viên có mặt trước giờ học 15 phút, mang theo thẻ ở cuối giấy này và đưa mã QR {when} để điểm danh."
    due = f" Sau lớp học, học viên nộp bài thu hoạch trước {moment(rules.essay_due_at)}." if rules.essay_due_at else ""
    call = f" Điện thoại ban tổ chức: {phone}." if phone else ""
    away = "Người không thể tham dự vì lý do chính đáng báo cáo bằng văn bản qua thủ trưởng đơn vị để được xếp học bù."
    return (first + due, away + call)


def recipients_of(profile: DocumentProfile) -> tuple[str, ...]:
    kept = "Lưu" if profile.form == DocumentProfile.Form.PARTY else "Lưu: VT"
    return ("Người được triệu tập", "Đơn vị công tác (để thực hiện)", kept)


def moment(at: datetime) -> str:
    local = localtime(at)
    return f"{clock(local.time())} ngày {short_date(local.date())}"


def message_of(campaign: Campaign, *, unit: str, learner_count: int, lines: list[str], address: str) -> str:
    """To be copied into a unit's Zalo group. lines: a class with its people; address: where the bundle is fetched, empty if it goes as a file."""
    said = [
        f"Kính gửi {unit}:",
        f"Ban tổ chức {campaign.title[:1].lower()}{campaign.title[1:]} gửi giấy triệu tập và thẻ học viên của {learner_count} người.",
        *lines,
        "Đề nghị đơn vị in, giao cho từng người ký nhận. Học viên mang thẻ (bản in hoặc trên điện thoại) khi đi học.",
    ]
    return "\n".join([*said, f"Tải giấy triệu tập: {address}" if address else "Tệp PDF giấy triệu tập gửi kèm tin nhắn này."])
