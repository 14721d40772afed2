"""What the frame around every page shows. It reads every app, so it stands above them all."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from boiduong.campaigns.models import Campaign
from boiduong.reports.own_work import own_work_of
from boiduong.reports.queries import running_job_count, stages_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """Lazy: a partial that shows no frame pays for none of it."""
    campaign: Campaign | None = getattr(request, "campaign", None)
    shown: dict[str, Any] = {"is_rehearsal": settings.REHEARSAL, "campaign_of_page": campaign}
    if request.user.is_authenticated:
        user = request.user
        shown["own_work"] = SimpleLazyObject(lambda: own_work_of(user, on=localdate()))
    if campaign is not None:
        found = campaign
        shown["stages"] = SimpleLazyObject(lambda: stages_of(found, request.user) if request.user.is_authenticated else [])
        shown["running_jobs"] = SimpleLazyObject(lambda: running_job_count(found))
    return shown
