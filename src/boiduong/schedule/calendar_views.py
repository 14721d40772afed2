"""Calendars of classes, halls and speakers: their addresses, and what stands at them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.schedule import moving
from boiduong.schedule.calendars import calendar_of, subject_row, subjects_of
from boiduong.schedule.models import CalendarLink
from boiduong.web.guard import by_link, guard
from boiduong.web.http import Request, actor


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def calendar_list(request: Request, campaign: Campaign) -> HttpResponse:
    """Whose calendars there are; a POST makes one an address, which is shown this once."""
    if request.method == "GET":
        return render(request, "schedule/calendar_list.html", {"stage": "allocation", "campaign": campaign, "subjects": subjects_of(campaign)})
    subject = subject_row(campaign, request.POST.get("kind", ""), request.POST.get("subject", ""))
    if subject is None:
        messages.error(request, _("Choose a class, a hall or a speaker of this campaign."))
        return redirect("schedule:calendar_list", campaign.code)
    token = moving.renew_calendar(actor=actor(request), campaign=campaign, subject=subject, at=now())
    address = request.build_absolute_uri(reverse("schedule:calendar_feed", args=[token]))
    shown = {
        "stage": "allocation",
        "campaign": campaign,
        "subject": subject,
        "address": address,
        "subscribe": "webcal" + address[address.index(":") :],
    }
    return render(request, "schedule/calendar_made.html", shown)


@require_GET
@by_link(CalendarLink.objects.by_token)
def calendar_feed(request: HttpRequest, link: CalendarLink, token: str) -> HttpResponse:  # noqa: ARG001  the door hands both over
    response = HttpResponse(calendar_of(link, at=now()), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="lich.ics"'
    return response
