from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from boiduong.audit.trail import Refusal
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.schedule import actions, moving, permissions
from boiduong.schedule.forms import GuestForm, SessionForm, SpeakerForm, VenueForm
from boiduong.schedule.models import ClassSession
from boiduong.schedule.queries import preparation_of, timetable_of
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.view)
def timetable(request: Request, campaign: Campaign) -> HttpResponse:
    may_change = campaigns.organise(request.user, campaign)
    return render(
        request,
        "schedule/timetable.html",
        {"stage": "allocation", "campaign": campaign, "timetable": timetable_of(campaign), "may_change": may_change},
    )


@require_http_methods(["GET", "POST"])
@guard(ClassSession.objects.held().select_related("campaign", "training_class", "topic", "venue", "speaker").visible_to, may=permissions.change)
def session_change(request: Request, session: ClassSession) -> HttpResponse:
    form = SessionForm(request.POST or None, campaign=session.campaign, initial=as_now(session))
    if not form.is_valid():
        shown = {"stage": "allocation", "campaign": session.campaign, "session": session, "form": form}
        return render(request, "schedule/session_change.html", shown, status=422 if form.is_bound else 200)
    starts_at, ends_at = form.span()
    venue, speaker = form.cleaned_data["venue"], form.cleaned_data["speaker"]
    moving.change_session(actor=actor(request), session=session, starts_at=starts_at, ends_at=ends_at, venue=venue, speaker=speaker, at=now())
    messages.success(request, _("The session is changed."))
    return redirect("schedule:timetable", session.campaign.code)


def as_now(session: ClassSession) -> dict[str, object]:
    starts, ends = localtime(session.starts_at), localtime(session.ends_at)
    return {"on": starts.date(), "starts": starts.time(), "ends": ends.time(), "venue": session.venue, "speaker": session.speaker}


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def preparation(request: Request, campaign: Campaign) -> HttpResponse:
    return render(request, "schedule/preparation.html", {"stage": "plan", "campaign": campaign, "preparation": preparation_of(campaign)})


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def venue_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = VenueForm(request.POST or None, campaign=campaign)
    if form.is_valid():
        try:
            venue = actions.add_venue_with_closures(actor=actor(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("capacity", str(refusal))
        else:
            messages.success(request, _("%(name)s can be used now.") % {"name": venue.name})
            return redirect("schedule:preparation", campaign.code)
    return _shown(request, campaign, form, _("Add a hall"))


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def speaker_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = SpeakerForm(request.POST or None, campaign=campaign)
    if not form.is_valid():
        return _shown(request, campaign, form, _("Add a speaker"))
    speaker = actions.invite_speaker(actor=actor(request), campaign=campaign, **form.cleaned_data)
    messages.success(request, _("%(name)s is among the speakers.") % {"name": speaker})
    return redirect("schedule:preparation", campaign.code)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def guest_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = GuestForm(request.POST or None)
    if not form.is_valid():
        return _shown(request, campaign, form, _("Add a guest of the opening"))
    guest = actions.invite_guest(actor=actor(request), campaign=campaign, **form.cleaned_data)
    messages.success(request, _("%(name)s is among the guests.") % {"name": guest})
    return redirect("schedule:preparation", campaign.code)


def _shown(request: Request, campaign: Campaign, form: Form, title: str) -> HttpResponse:
    shown = {"stage": "plan", "campaign": campaign, "form": form, "title": title}
    return render(request, "campaigns/plan_form.html", shown, status=422 if form.is_bound else 200)
