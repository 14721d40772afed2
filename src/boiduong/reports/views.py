from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.reports import actions, permissions
from boiduong.reports.behind import people_behind
from boiduong.reports.counting import summary_figures
from boiduong.reports.figures import definitions
from boiduong.reports.forms import BehindForm
from boiduong.reports.models import SummaryReport
from boiduong.reports.queries import differences_since, overview_of
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.view)
def dashboard(request: Request, campaign: Campaign) -> HttpResponse:
    return render(request, "reports/dashboard.html", {"campaign": campaign, "overview": overview_of(campaign, request.user)})


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.view)
def report_list(request: Request, campaign: Campaign) -> HttpResponse:
    reports = list(campaign.summary_reports.for_list())
    may_organise = campaigns.organise(request.user, campaign)
    changed = differences_since(reports[0].figures, campaign) if reports and may_organise else []
    shown = {"stage": "report", "campaign": campaign, "reports": reports, "changed": changed, "may_organise": may_organise}
    return render(request, "reports/report_list.html", shown)


@require_POST
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def report_make(request: Request, campaign: Campaign) -> HttpResponse:
    report = actions.make_report(actor=actor(request), campaign=campaign, at=now())
    messages.success(request, _("Version %(number)d tells the figures as they are now.") % {"number": report.version})
    return redirect("reports:report_list", campaign.code)


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def figures(request: Request, campaign: Campaign) -> HttpResponse:
    shown = {"stage": "report", "campaign": campaign, "figures": summary_figures(campaign), "definitions": definitions()}
    return render(request, "reports/figures.html", shown)


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def figure_people(request: Request, campaign: Campaign) -> HttpResponse:
    form = BehindForm(request.GET)
    found = people_behind(campaign, form.asked)
    page = Paginator(found.learners, 100).get_page(request.GET.get("page"))
    return render(request, "reports/figure_people.html", {"stage": "report", "campaign": campaign, "found": found, "page": page, "asked": form.asked})


@require_GET
@guard(SummaryReport.objects.visible_to, may=permissions.read_report)
def report_docx(request: Request, report: SummaryReport) -> HttpResponse:  # noqa: ARG001
    return _file(report, report.docx, "docx", WORD)


@require_GET
@guard(SummaryReport.objects.visible_to, may=permissions.read_report)
def report_xlsx(request: Request, report: SummaryReport) -> HttpResponse:  # noqa: ARG001
    return _file(report, report.xlsx, "xlsx", EXCEL)


@require_GET
@guard(SummaryReport.objects.visible_to, may=permissions.read_report)
def report_pdf(request: Request, report: SummaryReport) -> HttpResponse:  # noqa: ARG001
    return _file(report, report.pdf or b"", "pdf", "application/pdf")


def _file(report: SummaryReport, content: bytes | memoryview, ending: str, kind: str) -> HttpResponse:
    name = f"bao-cao-{report.campaign.code}-{report.version}.{ending}"
    return HttpResponse(bytes(content), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
