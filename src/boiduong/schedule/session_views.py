"""The editor of the timetable."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from boiduong.audit.trail import Refusal
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.schedule import moving, permissions
from boiduong.schedule.board import board_of, place_of
from boiduong.schedule.grid import grid_of, places_for
from boiduong.schedule.models import ClassSession, SessionChange
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor

SESSIONS = ClassSession.objects.held().select_related("campaign", "training_class", "topic", "venue", "speaker")


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def timetable_edit(request: Request, campaign: Campaign) -> HttpResponse:
    by = "classes" if request.GET.get("by") == "classes" else "halls"
    page = request.GET.get("page", "1")
    grid = grid_of(board_of(campaign, at=now()), list(campaign.classes.for_list()), by=by, page=int(page) if page.isdecimal() else 1)
    last = moving.last_change(campaign)
    shown = {"stage": "allocation", "campaign": campaign, "grid": grid, "last": last, "may_undo": last is not None and moving.can_undo(last)}
    return render(request, "schedule/timetable_edit.html", shown)


@require_GET
@guard(SESSIONS.visible_to, may=permissions.change)
def session_places(request: Request, session: ClassSession) -> JsonResponse:
    """What the editor shows before a session is dropped."""
    by = "classes" if request.GET.get("by") == "classes" else "halls"
    return JsonResponse({"cells": places_for(board_of(session.campaign, at=now()), session, by=by)})


@require_POST
@guard(SESSIONS.visible_to, may=permissions.change)
def session_move(request: Request, session: ClassSession) -> HttpResponse:
    place = place_of(board_of(session.campaign, at=now()), request.POST.get("place", ""))
    back = _editor(request, session.campaign)
    if place is None:
        messages.error(request, _("That place is not on the timetable any more."))
        return back
    try:
        change = moving.move_session(actor=actor(request), session=session, place=place, why=moving.Why(), at=now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(training_class)s is moved.") % {"training_class": change.class_session.training_class})
    return back


@require_POST
@guard(SessionChange.objects.for_list().visible_to, may=permissions.undo)
def change_undo(request: Request, change: SessionChange) -> HttpResponse:
    try:
        moving.undo_change(actor=actor(request), change=change, at=now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The session is as it was before."))
    return _editor(request, change.campaign)


def _editor(request: Request, campaign: Campaign) -> HttpResponse:
    """Back to the page and columns from which the person came."""
    by, page = request.POST.get("by", ""), request.POST.get("page", "")
    said = f"?by={by}&page={page}" if by in {"halls", "classes"} and page.isdecimal() else ""
    return redirect(reverse("schedule:timetable_edit", args=[campaign.code]) + said)
