"""Postponing a session, giving it to another speaker, and telling those concerned."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from boiduong.audit.trail import Refusal
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.schedule import moving, permissions
from boiduong.schedule.board import Place, board_of, free_places, place_of
from boiduong.schedule.concerning import Concerned, concerned_by, concerned_by_change
from boiduong.schedule.models import ClassSession, SessionChange, Speaker
from boiduong.schedule.session_forms import BEST, PostponeForm, ReplaceForm
from boiduong.schedule.session_views import SESSIONS
from boiduong.schedule.telling import changes_together, texts_of_move, texts_of_replacement
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor


@require_http_methods(["GET", "POST"])
@guard(SESSIONS.visible_to, may=permissions.change)
def session_postpone(request: Request, session: ClassSession) -> HttpResponse:
    """One screen: why, where to, who cannot come then, who has to be told."""
    board = board_of(session.campaign, at=now())
    free = free_places(board, session)
    show_all = "all" in request.GET or "all" in request.POST
    form = PostponeForm(request.POST or None, free=free, hall=session.venue, show_all=show_all or request.method == "POST")
    place = place_of(board, request.POST.get("place") or request.GET.get("place") or (free[0].place.key if free else ""))
    if form.is_valid() and place:
        try:
            change = moving.move_session(actor=actor(request), session=session, place=place, why=form.why(), at=now())
        except Refusal as refusal:
            form.add_error("place", str(refusal))
        else:
            messages.success(request, _("The session is moved. Now tell those concerned."))
            return redirect("schedule:change_detail", change.code)
    if not form.is_bound and place:
        form.initial["place"] = place.key
    shown = {
        "stage": "allocation",
        "campaign": session.campaign,
        "session": session,
        "form": form,
        "place": place,
        "free_count": len(free),
        "has_more": len(free) > BEST and not show_all,
        "show_all": show_all,
        "has_begun": moving.has_begun(session),
        "concerned": _concerned(session, place) if place else None,
    }
    template = "schedule/session_postpone.html" + ("#concerned" if request.htmx else "")
    return render(request, template, shown, status=422 if form.is_bound else 200)


def _concerned(session: ClassSession, place: Place) -> Concerned:
    starts_at, ends_at = place.span_for(session)
    return concerned_by(session, on=place.on, starts_at=starts_at, ends_at=ends_at, venues=[session.venue, place.venue])


@require_http_methods(["GET", "POST"])
@guard(SESSIONS.visible_to, may=permissions.change)
def session_speaker(request: Request, session: ClassSession) -> HttpResponse:
    return _replace(request, session.campaign, session.speaker, [session])


@require_http_methods(["GET", "POST"])
@guard(Speaker.objects.select_related("campaign").visible_to, may=permissions.replace)
def speaker_replace(request: Request, speaker: Speaker) -> HttpResponse:
    return _replace(request, speaker.campaign, speaker, list(SESSIONS.filter(speaker=speaker).order_by("starts_at", "pk")))


def _replace(request: Request, campaign: Campaign, speaker: Speaker | None, sessions: list[ClassSession]) -> HttpResponse:
    form = ReplaceForm(request.POST or None, board=board_of(campaign, at=now()), sessions=sessions)
    if form.is_valid():
        try:
            changes = moving.replace_speakers(actor=actor(request), campaign=campaign, picks=form.picks(), why=form.why(), at=now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The speaker is replaced. Now tell those concerned."))
            return redirect("schedule:change_detail", changes[0].code)
    shown = {"stage": "allocation", "campaign": campaign, "speaker": speaker, "sessions": sessions, "form": form}
    return render(request, "schedule/speaker_replace.html", shown, status=422 if form.is_bound else 200)


@require_GET
@guard(SessionChange.objects.for_list().visible_to, may=permissions.undo)
def change_detail(request: Request, change: SessionChange) -> HttpResponse:
    """What was changed, the texts for those concerned, and the papers that are to be printed anew."""
    changes = changes_together(change)
    concerned = concerned_by_change(change)
    replaced = [row for row in changes if row.is_other_speaker]
    texts = [*(texts_of_move(change, concerned) if change.is_moved else []), *(texts_of_replacement(replaced) if replaced else [])]
    shown = {
        "stage": "allocation",
        "campaign": change.campaign,
        "change": change,
        "changes": changes,
        "concerned": concerned if change.is_moved else None,
        "texts": texts,
        "may_undo": moving.can_undo(change),
    }
    return render(request, "schedule/change_detail.html", shown)


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def change_list(request: Request, campaign: Campaign) -> HttpResponse:
    changes = SessionChange.objects.for_list().filter(class_session__campaign=campaign)
    return render(request, "schedule/change_list.html", {"stage": "allocation", "campaign": campaign, "changes": changes})
