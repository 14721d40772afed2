from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.accounts.models import User
from boiduong.audit.models import Progress
from boiduong.audit.trail import Refusal
from boiduong.campaigns import actions, permissions
from boiduong.campaigns.forms import CampaignForm, PairForm
from boiduong.campaigns.models import Campaign
from boiduong.campaigns.queries import clashes_of
from boiduong.people.merging import facts_of
from boiduong.people.models import PersonPair
from boiduong.people.permissions import keep
from boiduong.web.guard import guard, signed_in
from boiduong.web.http import Request, actor


@require_GET
@signed_in
def campaign_list(request: Request) -> HttpResponse:
    shown = {"campaigns": Campaign.objects.visible_to(request.user).for_list(), "may_plan": permissions.plan_new(request.user)}
    return render(request, "campaigns/campaign_list.html", shown)


@require_http_methods(["GET", "POST"])
@signed_in
def campaign_new(request: Request) -> HttpResponse:
    if not permissions.plan_new(request.user):
        raise PermissionDenied
    form = CampaignForm(request.POST or None)
    if form.is_valid():
        try:
            campaign = actions.begin_campaign(actor=actor(request), organiser=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The campaign is begun. Next, name its topics."))
            return redirect("schedule:preparation", campaign.code)
    return render(request, "campaigns/campaign_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.view)
def job_list(request: Request, campaign: Campaign) -> HttpResponse:
    template = "campaigns/job_list.html" + ("#rows" if request.htmx else "")
    jobs = Progress.objects.filter(campaign_code=campaign.code).order_by("-changed_at")[:50]
    return render(request, template, {"campaign": campaign, "jobs": jobs})


def _pairs(user: User) -> QuerySet[PersonPair]:
    return PersonPair.objects.visible_to(user).select_related("first__unit", "second__unit", "merge")


@require_http_methods(["GET", "POST"])
@guard(_pairs, may=keep)
def pair_decide(request: Request, pair: PersonPair) -> HttpResponse:
    """Both rows side by side, with what they clash in; one form settles it and says that they are one person."""
    facts, clashes = facts_of(pair.first, pair.second), clashes_of(pair.first, pair.second)
    form = PairForm(request.POST or None, facts=facts, clashes=clashes)
    if not form.is_valid():
        return render(request, "campaigns/pair_decide.html", {"pair": pair, "facts": facts, "clashes": clashes, "form": form})
    actions.settle_same(actor=actor(request), pair=pair, at=now(), **form.settled())
    messages.success(request, _("Remembered: this is one person. “Undo” is at the foot of the list."))
    return redirect("people:pair_list")


@require_POST
@guard(_pairs, may=keep)
def pair_part(request: Request, pair: PersonPair) -> HttpResponse:
    """Undo what was decided of a pair."""
    if pair.merge is None:
        raise Http404
    actions.part_learners(actor=actor(request), merge=pair.merge, at=now())
    messages.success(request, _("Undone: they are two people again, as they were."))
    return redirect("people:pair_list")
