from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.reports.queries import overview_of
from boiduong.web.guard import guard
from boiduong.web.http import Request


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.view)
def dashboard(request: Request, campaign: Campaign) -> HttpResponse:
    return render(request, "reports/dashboard.html", {"campaign": campaign, "overview": overview_of(campaign)})
