from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.credentials import actions, permissions, queries
from boiduong.credentials.bridge import pdf_of
from boiduong.credentials.codes import read_code
from boiduong.credentials.forms import IssueForm, ResultFilterForm, RevokeForm, SearchForm, VerifyForm
from boiduong.credentials.models import Certificate, CertificateFile
from boiduong.people import permissions as people
from boiduong.people.models import Unit
from boiduong.web.guard import guard, public
from boiduong.web.http import Request, actor

ROWS_PER_PAGE = 50


def page_of[Row: (Enrollment, Certificate)](request: HttpRequest, rows: QuerySet[Row]) -> Page[Row]:
    return Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def result_list(request: Request, campaign: Campaign) -> HttpResponse:
    asked = ResultFilterForm(request.GET)
    asked.is_valid()
    wanted = queries.ResultFilter(**asked.cleaned_data)
    page = page_of(request, queries.results_of(campaign, wanted))
    classes, units = queries.choices_of(campaign)
    shown = {"outcome": queries.outcome_of(campaign), "page": page, "lines": queries.result_lines(list(page))}
    shown |= {"asked": wanted, "classes": classes, "units": units}
    return render(request, "credentials/result_list.html", {"stage": "results", "campaign": campaign, **shown})


@require_POST
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def completions_decide(request: Request, campaign: Campaign) -> HttpResponse:
    decided = actions.decide_completions(actor=actor(request), campaign=campaign, at=now())
    told = {"complete": decided.complete, "incomplete": decided.incomplete}
    messages.success(request, _("%(complete)d learners have completed, %(incomplete)d have not.") % told)
    return redirect("credentials:result_list", campaign.code)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def certificates_issue(request: Request, campaign: Campaign) -> HttpResponse:
    form = IssueForm(campaign, request.POST if request.method == "POST" else None)
    if form.is_valid():
        batch = actions.issue_certificates(actor=actor(request), campaign=campaign, at=now(), **form.cleaned_data)
        said = ngettext("%(count)d certificate is issued.", "%(count)d certificates are issued.", batch.certificate_count)
        messages.success(request, said % {"count": batch.certificate_count})
        return redirect("credentials:certificate_list", campaign.code)
    shown = {"form": form, "outcome": queries.outcome_of(campaign), "has_profiles": queries.issuing_profiles(campaign).exists()}
    return render(
        request, "credentials/certificates_issue.html", {"stage": "results", "campaign": campaign, **shown}, status=422 if form.errors else 200
    )


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def certificate_list(request: Request, campaign: Campaign) -> HttpResponse:
    asked = SearchForm(request.GET)
    words = asked.cleaned_data["q"] if asked.is_valid() else ""
    shown = {"page": page_of(request, queries.register_of(campaign, words)), "words": words, "files": queries.files_of(campaign)}
    shown |= {"outcome": queries.outcome_of(campaign)}
    return render(request, "credentials/certificate_list.html", {"stage": "results", "campaign": campaign, **shown})


@require_GET
@guard(Certificate.objects.visible_to, may=permissions.read_certificate)
def certificate_detail(request: Request, certificate: Certificate) -> HttpResponse:
    may_revoke = permissions.revoke_certificate(request.user, certificate)
    frame = "web/campaign.html" if may_revoke else "web/base.html"  # a coordinator is no member of the campaign
    shown = {"certificate": certificate, "may_revoke": may_revoke, "form": RevokeForm(), "frame": frame}
    shown |= {"replacement": queries.replacement_of(certificate)}
    return render(request, "credentials/certificate_detail.html", {"stage": "results", "campaign": certificate.campaign, **shown})


@require_GET
@guard(Certificate.objects.visible_to, may=permissions.read_certificate)
def certificate_pdf(request: Request, certificate: Certificate) -> HttpResponse:  # noqa: ARG001
    return as_pdf(pdf_of([certificate]), certificate.symbol.replace("/", "-"))


@require_POST
@guard(Certificate.objects.visible_to, may=permissions.revoke_certificate)
def certificate_revoke(request: Request, certificate: Certificate) -> HttpResponse:
    form = RevokeForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.revoke_certificate(actor=actor(request), certificate=certificate, reason=reason, at=now())
    messages.success(request, _("%(symbol)s is revoked.") % {"symbol": certificate.symbol})
    return redirect("credentials:certificate_detail", certificate.code)


@require_GET
@guard(CertificateFile.objects.visible_to, may=permissions.read_file)
def file_download(request: Request, file: CertificateFile) -> HttpResponse:  # noqa: ARG001
    return as_pdf(bytes(file.pdf), f"giay-chung-nhan-{file.unit.code}-{file.part}")


@require_GET
@guard(Unit.objects.visible_to, may=people.read)
def unit_certificates(request: Request, unit: Unit) -> HttpResponse:
    page = page_of(request, queries.certificates_of_unit(unit))
    return render(request, "credentials/unit_certificates.html", {"unit": unit, "page": page, "files": queries.files_of_unit(unit)})


@require_GET
@public
def verify_form(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(request.GET)
    typed = form.cleaned_data["code"] if form.is_valid() else "?"
    if not typed:
        return hidden(render(request, "credentials/verify_form.html", {"form": VerifyForm()}))
    code = read_code(typed)
    return redirect("credentials:verify", code) if code else unknown(request)


@require_GET
@public
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What is public of a certificate. No code that is not in the register gets another answer than any other."""
    certificate = Certificate.objects.filter(code=read_code(code)).first()
    if certificate is None:
        return unknown(request)
    return hidden(render(request, "credentials/verify.html", {"certificate": certificate, "content": certificate.content}))


def unknown(request: HttpRequest) -> HttpResponse:
    return hidden(render(request, "credentials/verify_unknown.html", {"form": VerifyForm()}, status=404))


def hidden(response: HttpResponse) -> HttpResponse:
    """Neither for search engines nor for the next page: the address is a code."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def as_pdf(pdf: bytes, name: str) -> HttpResponse:
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'})
