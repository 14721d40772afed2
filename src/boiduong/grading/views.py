import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.audit.trail import Refusal
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.grading import actions, permissions, queries
from boiduong.grading.forms import GradeForm, ReleaseForm, RubricForm
from boiduong.grading.models import Grade, GradingShare
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.see_progress)
def pile_list(request: Request, campaign: Campaign) -> HttpResponse:
    standing = queries.standing_of(campaign)
    shown = {
        "stage": "grading",
        "campaign": campaign,
        "standing": standing,
        "may_organise": campaigns.organise(request.user, campaign),
        "pile": queries.pile_of(request.user, campaign),
        "graders": queries.grader_lines(campaign),
        "band_lines": queries.band_lines(campaign, standing.bands) if standing.release else [],
    }
    return render(request, "grading/pile_list.html", shown)


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.grade)
def pile_mine(request: Request, campaign: Campaign) -> HttpResponse:
    shown = {"pile": queries.pile_of(request.user, campaign), "lines": queries.pile_lines(request.user, campaign)}
    return render(request, "grading/pile_mine.html", {"stage": "grading", "campaign": campaign, **shown})


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def rubric_edit(request: Request, campaign: Campaign) -> HttpResponse:
    standing = queries.standing_of(campaign)
    form = RubricForm(request.POST if request.method == "POST" else None, criteria=standing.criteria, bands=standing.bands)
    if form.is_valid():
        try:
            reason = form.cleaned_data["override_reason"]
            actions.set_rubric(actor=actor(request), campaign=campaign, criteria=form.criteria(), bands=form.bands(), override_reason=reason)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The rubric is set."))
            return redirect("grading:pile_list", campaign.code)
    return render(
        request, "grading/rubric_edit.html", {"stage": "grading", "campaign": campaign, "form": form}, status=200 if not form.errors else 422
    )


@require_POST
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def essays_share(request: Request, campaign: Campaign) -> HttpResponse:
    count = actions.share_out(actor=actor(request), campaign=campaign, seed=secrets.token_hex(8), at=now())
    messages.success(request, ngettext("%(count)d essay is with a grader now.", "%(count)d essays are with graders now.", count) % {"count": count})
    return redirect("grading:pile_list", campaign.code)


@require_POST
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def grades_release(request: Request, campaign: Campaign) -> HttpResponse:
    form = ReleaseForm(request.POST)
    agreed = (form.cleaned_data["ungraded_agreed"] or 0) if form.is_valid() else 0
    actions.release_grades(actor=actor(request), campaign=campaign, at=now(), ungraded_agreed=agreed)
    messages.success(request, _("The grades are released."))
    return redirect("grading:pile_list", campaign.code)


@require_http_methods(["GET", "POST"])
@guard(GradingShare.objects.visible_to, may=permissions.read_essay)
def share_grade(request: Request, share: GradingShare) -> HttpResponse:
    campaign, standing = share.campaign, queries.standing_of(share.campaign)
    form = GradeForm(standing.criteria, request.POST or None, grade=Grade.objects.filter(share=share).first())
    if request.method == "POST" and form.is_valid():
        actions.grade_essay(actor=actor(request), share=share, points=form.points(), comment=form.cleaned_data["comment"], at=now())
        following = queries.pile_of(request.user, campaign, after=share.order).next_code
        return redirect("grading:share_grade", following) if following else redirect("grading:pile_mine", campaign.code)
    actions.open_essay(actor=actor(request), share=share)
    shown = {"pile": queries.pile_of(request.user, campaign, after=share.order), "reading": queries.reading_of(share), "standing": standing}
    shown |= {"stage": "grading", "campaign": campaign, "share": share, "form": form}
    return render(request, "grading/share_grade.html", shown, status=422 if form.errors else 200)
