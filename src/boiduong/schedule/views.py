from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from boiduong.audit.trail import Refusal
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.schedule import moving, permissions
from boiduong.schedule.forms import SessionForm
from boiduong.schedule.models import ClassSession, SessionChange
from boiduong.schedule.queries import timetable_of
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
    form = SessionForm(request.POST or None, session=session, initial=as_now(session))
    if form.is_valid():
        starts_at, ends_at = form.span()
        said = {name: form.cleaned_data[name] for name in ("venue", "speaker")}
        try:
            change = moving.change_session(actor=actor(request), session=session, starts_at=starts_at, ends_at=ends_at, at=now(), **said)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _changed(request, session, change)
    shown = {"stage": "allocation", "campaign": session.campaign, "session": session, "form": form}
    return render(request, "schedule/session_change.html", shown, status=422 if form.is_bound else 200)


def _changed(request: Request, session: ClassSession, change: SessionChange | None) -> HttpResponse:
    """To the page from which those concerned are told; nowhere where nothing is other."""
    if change is None:
        return redirect("schedule:timetable", session.campaign.code)
    messages.success(request, _("The session is changed. Now tell those concerned."))
    return redirect("schedule:change_detail", change.code)


def as_now(session: ClassSession) -> dict[str, object]:
    starts, ends = localtime(session.starts_at), localtime(session.ends_at)
    return {"on": starts.date(), "starts": starts.time(), "ends": ends.time(), "venue": session.venue, "speaker": session.speaker}
