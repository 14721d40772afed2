from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign
from boiduong.documents.actions import issue_document
from boiduong.documents.bridge import head_of, signature_of
from boiduong.documents.models import DocumentProfile, IssuedDocument
from boiduong.engines.typeset.heads import Form, Head, Signature
from boiduong.engines.typeset.letter import letter_docx, letter_pdf
from boiduong.reports.counting import summary_figures
from boiduong.reports.figures import SummaryFigures, digest, frozen
from boiduong.reports.letter import KIND, about, report_letter
from boiduong.reports.models import SummaryReport
from boiduong.reports.queries import profile_of
from boiduong.reports.workbook import report_xlsx

KIND_CODE = "BC"


class NobodyCalled(Refusal):
    pass


def make_report(*, actor: Actor, campaign: Campaign, at: datetime) -> SummaryReport:
    """Freeze the campaign's figures as they are now, with the Word, Excel and PDF files that tell them.

    Figures that are still those of the last version make no other one: that version comes back, with the same bytes.
    The paper takes its number from the register of the first organiser that has a profile; without one, room is left for the pen.
    Refuses: NobodyCalled. Audits: reports.report.made. Locks: the campaign and the profile while the files are set, about two seconds.
    """
    with translation.override("vi"):  # an official paper, and the same bytes whoever asks
        figures = summary_figures(campaign)
        if not figures.total.called:
            raise NobodyCalled(_("Nobody is called to this campaign yet; there is nothing to report."))
        return _keep(actor, campaign, figures, at)


@transaction.atomic
def _keep(actor: Actor, campaign: Campaign, figures: SummaryFigures, at: datetime) -> SummaryReport:
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    plain, on = frozen(figures), localdate(at)
    last = campaign.summary_reports.order_by("-version").first()
    if last is not None and last.figures_sha256 == digest(plain):
        return last
    profile = profile_of(campaign)
    document = _numbered(actor, campaign, profile, on) if profile else None
    letter = report_letter(figures, *_head_and_signature(campaign, profile, document, on))
    report = SummaryReport.objects.create(
        campaign=campaign,
        version=(campaign.summary_reports.aggregate(last=Max("version"))["last"] or 0) + 1,
        document=document,
        figures=plain,
        figures_sha256=digest(plain),
        made_by=actor.user,
        made_at=at,
        docx=letter_docx(letter, on=on),
        pdf=letter_pdf(letter, on=on),
        xlsx=report_xlsx(figures, on=on),
    )
    record(actor, "reports.report.made", report, version=report.version, figures_sha256=report.figures_sha256)
    return report


def _numbered(actor: Actor, campaign: Campaign, profile: DocumentProfile, on: date) -> IssuedDocument:
    return issue_document(
        actor=actor,
        profile=profile,
        kind=KIND,
        kind_code=KIND_CODE,
        subject=about(campaign.title),
        issued_on=on,
        campaign_code=campaign.code,
    )


def _head_and_signature(campaign: Campaign, profile: DocumentProfile | None, document: IssuedDocument | None, on: date) -> tuple[Head, Signature]:
    if profile is not None:
        return head_of(profile, document=document), signature_of(profile)
    unit = campaign.lead_unit
    parent = unit.parent.name if unit.parent else ""
    head = Head(form=Form.STATE, parent=parent, issuer=unit.name, symbol=f"/{KIND_CODE}-", place="", on=on)
    return head, Signature(position="Trưởng ban", authority="TM. Ban tổ chức")
