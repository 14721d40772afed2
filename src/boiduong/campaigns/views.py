from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from boiduong.audit.models import Progress
from boiduong.campaigns import permissions
from boiduong.campaigns.models import Campaign
from boiduong.campaigns.queries import plan_of
from boiduong.web.guard import guard, signed_in
from boiduong.web.http import Request


@require_GET
@signed_in
def campaign_list(request: Request) -> HttpResponse:
    return render(request, "campaigns/campaign_list.html", {"campaigns": Campaign.objects.visible_to(request.user).for_list()})


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.view)
def campaign_plan(request: Request, campaign: Campaign) -> HttpResponse:
    return render(request, "campaigns/campaign_plan.html", {"stage": "plan", "campaign": campaign, "plan": plan_of(campaign)})


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.view)
def job_list(request: Request, campaign: Campaign) -> HttpResponse:
    template = "campaigns/job_list.html" + ("#rows" if request.htmx else "")
    jobs = Progress.objects.filter(campaign_code=campaign.code).order_by("-changed_at")[:50]
    return render(request, template, {"campaign": campaign, "jobs": jobs})
