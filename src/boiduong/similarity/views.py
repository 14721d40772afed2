from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.audit.trail import Refusal
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.similarity import actions, permissions, queries
from boiduong.similarity.bridge import pair_of
from boiduong.similarity.forms import ModelTextForm, VerdictForm
from boiduong.similarity.models import Match, Verdict
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.see)
def scan_list(request: Request, campaign: Campaign) -> HttpResponse:
    shown = {
        "stage": "essays",
        "campaign": campaign,
        "standing": queries.standing_of(campaign, request.GET.get("page", "1")),
        "may_organise": campaigns.organise(request.user, campaign),
        "may_read": campaigns.grade(request.user, campaign),
    }
    return render(request, "similarity/scan_list.html", shown)


@require_POST
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def scan_new(request: Request, campaign: Campaign) -> HttpResponse:
    actions.request_scan(actor=actor(request), campaign=campaign, at=now())
    messages.success(request, _("The essays are being compared."))
    return redirect("similarity:scan_list", campaign.code)


@require_GET
@guard(
    Match.objects.select_related("scan__campaign", "submission__enrollment", "other_submission__enrollment", "model_text").visible_to,
    may=permissions.read_match,
)
def match_detail(request: Request, match: Match) -> HttpResponse:
    actions.open_match(actor=actor(request), match=match)
    shown = {"stage": "essays", "campaign": match.campaign, "match": match, "pair": pair_of(match), "following": queries.following(match)}
    shown |= {"verdict": getattr(match, "verdict", None), "decisions": Verdict.Decision.choices, "form": VerdictForm()}
    return render(request, "similarity/match_detail.html", shown)


@require_POST
@guard(
    Match.objects.select_related("scan__campaign", "submission__enrollment", "other_submission__enrollment").visible_to, may=permissions.read_match
)
def verdict_give(request: Request, match: Match) -> HttpResponse:
    form = VerdictForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        actions.give_verdict(actor=actor(request), match=match, decision=given["decision"], reason=given["reason"], at=now())
        messages.success(request, _("The conclusion is noted."))
    return redirect("similarity:match_detail", queries.following(match) or match.code)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def model_list(request: Request, campaign: Campaign) -> HttpResponse:
    form = ModelTextForm(request.POST or None)
    if form.is_valid():
        try:
            actions.add_model_text(actor=actor(request), campaign=campaign, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("title", str(refusal))
        else:
            return redirect("similarity:model_list", campaign.code)
    shown = {"stage": "essays", "campaign": campaign, "form": form, "models": campaign.model_texts.order_by("title").defer("text")}
    return render(request, "similarity/model_list.html", shown, status=422 if form.errors else 200)
