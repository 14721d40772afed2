"""The decision that recognises who has completed a campaign: an official paper from the completions as they were decided."""

from collections.abc import Iterator

from boiduong.campaigns.models import Campaign
from boiduong.credentials.models import Completion
from boiduong.documents.bridge import head_of, signature_of
from boiduong.documents.models import DocumentProfile
from boiduong.engines.typeset.letter import Heading, Letter, Paragraph, Table, letter_docx, letter_pdf
from boiduong.engines.typeset.words import figure, short_date
from boiduong.summonses.letters import lowered, open_symbol
from boiduong.summonses.papers import File, Wanted

KIND, KIND_CODE = "Quyết định", "QĐ"


def decision(wanted: Wanted) -> Iterator[File]:
    """PDF and Word; nothing before anybody has completed."""
    rows = Completion.objects.filter(campaign=wanted.campaign, is_complete=True).select_related("enrollment__person", "enrollment__unit")
    rows = rows.filter(enrollment__unit=wanted.unit) if wanted.unit else rows
    completions = list(rows.order_by("enrollment__unit__sort_key", "enrollment__person__sort_key", "pk"))
    if completions:
        letter = decision_letter(wanted.campaign, wanted.profile, completions)
        yield File("decision.pdf", letter_pdf(letter, on=wanted.campaign.starts_on))
        yield File("decision.docx", letter_docx(letter, on=wanted.campaign.starts_on))


def decision_letter(campaign: Campaign, profile: DocumentProfile, completions: list[Completion]) -> Letter:
    course = lowered(campaign.title)
    rows = tuple((str(n), c.enrollment.person.full_name, c.enrollment.unit.name, c.band) for n, c in enumerate(completions, 1))
    parts = (
        Paragraph(f"Điều 1. Công nhận {figure(len(completions))} học viên hoàn thành {course} (có danh sách kèm theo)."),
        Paragraph("Điều 2. Các đơn vị có học viên và học viên có tên trong danh sách chịu trách nhiệm thi hành Quyết định này."),
        Paragraph("Điều 3. Quyết định này có hiệu lực kể từ ngày ký."),
        Heading("Danh sách học viên được công nhận"),
        Table(("TT", "Họ và tên", "Đơn vị", "Xếp loại"), rows, (14, 60, 65, 26), (0, 3)),
    )
    return Letter(
        head=head_of(profile, symbol=open_symbol(profile, KIND, KIND_CODE)),
        kind=KIND,
        about=f"Công nhận kết quả {course}",
        to=(),
        grounds=tuple(_grounds(campaign)),
        parts=parts,
        signature=signature_of(profile),
        recipients=("Như Điều 2", "Lưu" if profile.form == DocumentProfile.Form.PARTY else "Lưu: VT"),
        deciding=profile.unit.name,
    )


def _grounds(campaign: Campaign) -> Iterator[str]:
    rule = campaign.rules.essay_document
    if rule is not None:
        yield f"Căn cứ {rule.kind} số {rule.symbol} ngày {short_date(rule.issued_on)} của {rule.issuer};"
    yield f"Căn cứ kết quả điểm danh và kết quả bài thu hoạch {lowered(campaign.title)},"
