from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.accounts.models import User
from boiduong.audit.trail import Refusal
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.campaigns.pages import form_page, taken
from boiduong.payments import actions, bridge, permissions
from boiduong.payments.figures import differences, thawed
from boiduong.payments.forms import ApprovalForm, DecisionForm, TableForm, TierForm, rates_as_text
from boiduong.payments.models import FeeTable, PaySheet
from boiduong.payments.queries import draft_of
from boiduong.schedule.models import ClassSession
from boiduong.summonses.queries import profile_of
from boiduong.summonses.wording import course_title
from boiduong.web.files import PDF, download, workbook
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor

MOST_COPIES = 20  # fee tables of other campaigns to begin from


def _tables(user: User) -> QuerySet[FeeTable]:
    return FeeTable.objects.visible_to(user).select_related("campaign")


def _sheets(user: User) -> QuerySet[PaySheet]:
    return PaySheet.objects.visible_to(user).select_related("campaign__lead_unit")


def _sessions(user: User) -> QuerySet[ClassSession]:
    return ClassSession.objects.visible_to(user).select_related("campaign", "training_class", "topic", "speaker", "pay_decision")


def _page(campaign: Campaign) -> str:
    return reverse("payments:pay_sheet", args=[campaign.code])


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def pay_sheet(request: Request, campaign: Campaign) -> HttpResponse:
    """What would be approved now, what is unsaid, and the versions approved."""
    draft = draft_of(campaign, now())
    latest = thawed(draft.approved[0].frozen) if draft.approved else None
    shown = {
        "stage": "report",
        "campaign": campaign,
        "draft": draft,
        "changes": differences(latest, draft.sheet) if latest else [],
        "versions": [(sheet, thawed(sheet.frozen)) for sheet in draft.approved],
        "form": ApprovalForm(),
    }
    return render(request, "payments/pay_sheet.html", shown)


@require_POST
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def sheet_approve(request: Request, campaign: Campaign) -> HttpResponse:
    form = ApprovalForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    sheet = actions.approve_sheet(actor=actor(request), campaign=campaign, reason=reason, at=now())
    messages.success(request, _("Version %(version)d is approved. Download it, print it and let it be signed.") % {"version": sheet.version})
    return redirect(_page(campaign))


@require_GET
@guard(_sheets, may=permissions.read_sheet)
def sheet_download(request: Request, sheet: PaySheet) -> HttpResponse:
    """The workbook; with `as=pdf` the same as pages to print."""
    campaign, on = sheet.campaign, localdate(sheet.approved_at)
    profile = profile_of(campaign)
    is_pdf = request.GET.get("as") == "pdf"
    make = bridge.pay_pages if is_pdf else bridge.pay_xlsx
    content = make(
        thawed(sheet.frozen),
        office=profile.unit.name,
        parent=profile.parent_name,
        course=course_title(campaign),
        version=sheet.version,
        on=on,
        signer=profile.signer_name,
    )
    if is_pdf:
        return download(bridge.file_name(campaign.code, sheet.version, on, "pdf"), content, PDF)
    return workbook(bridge.file_name(campaign.code, sheet.version, on), content)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def table_new(request: Request, campaign: Campaign) -> HttpResponse:
    others = _tables(request.user).exclude(campaign=campaign).order_by("-valid_from", "source")
    copied = others.filter(code=request.GET.get("copy", "")).prefetch_related("rates").first()
    form = TableForm(request.POST or None, initial=(_said(copied) if copied else {}) | {"valid_from": campaign.starts_on, "valid_to": None})

    def act() -> str:
        actions.keep_table(actor=actor(request), campaign=campaign, **form.cleaned_data)
        return _("The fee table is saved.")

    if taken(request, form, act):
        return redirect(_page(campaign))
    copies = [] if copied else [(table, f"?copy={table.code}") for table in others[:MOST_COPIES]]
    return form_page(request, campaign, form, _("Enter a fee table"), back=_page(campaign), stage="report", copies=copies)


def _said(table: FeeTable) -> dict[str, Any]:
    names = ("source", "basis", "valid_from", "valid_to", "tax_percent", "tax_from_amount", "is_example")
    return {name: getattr(table, name) for name in names} | {"rates": rates_as_text(table)}


@require_http_methods(["GET", "POST"])
@guard(_tables, may=permissions.keep_fees)
def table_edit(request: Request, table: FeeTable) -> HttpResponse:
    form = TableForm(request.POST or None, initial=_said(table))

    def act() -> str:
        actions.keep_table(actor=actor(request), campaign=table.campaign, table=table, **form.cleaned_data)
        return _("The fee table is saved. Sheets approved before stay as they were.")

    if taken(request, form, act):
        return redirect(_page(table.campaign))
    return form_page(request, table.campaign, form, _("Change a fee table"), back=_page(table.campaign), stage="report")


@require_http_methods(["GET", "POST"])
@guard(_tables, may=permissions.keep_fees)
def tier_choose(request: Request, table: FeeTable) -> HttpResponse:
    """By which line the speaker that `speaker` names is paid."""
    speaker = table.campaign.speakers.filter(code=request.GET.get("speaker", "")).first()
    if speaker is None:
        raise Http404
    chosen = table.speaker_rates.filter(speaker=speaker).first()
    form = TierForm(request.POST or None, table=table, initial={"rate": chosen.rate_id if chosen else None})
    if form.is_valid():
        actions.choose_rate(actor=actor(request), speaker=speaker, table=table, rate=form.cleaned_data["rate"])
        return redirect(_page(table.campaign))
    return form_page(request, table.campaign, form, str(speaker), back=_page(table.campaign), stage="report")


@require_http_methods(["GET", "POST"])
@guard(_sessions, may=permissions.decide_pay)
def session_decide(request: Request, session: ClassSession) -> HttpResponse:
    decision = getattr(session, "pay_decision", None)
    initial = {"payee": decision.payee_id if decision else session.speaker_id, "reason": decision.reason if decision else ""}
    form = DecisionForm(request.POST or None, speakers=session.campaign.speakers.order_by("full_name"), initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        payee = said["payee"] if said["is_paid"] == "yes" else None
        try:
            actions.decide_pay(actor=actor(request), session=session, payee=payee, reason=said["reason"], at=now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(_page(session.campaign))
    title = f"{session.training_class.name} · {session.topic.title}"
    return form_page(request, session.campaign, form, title, back=_page(session.campaign), stage="report")
