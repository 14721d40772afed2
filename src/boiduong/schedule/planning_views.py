"""What a campaign needs before there is a timetable: halls, speakers, guests, days; looked at, added, changed, taken away."""

from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.accounts.models import User
from boiduong.audit.trail import Refusal
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.marks import mark_of
from boiduong.campaigns.models import Campaign
from boiduong.campaigns.pages import form_page, removal_page, row_key, taken
from boiduong.schedule import actions, permissions, planning
from boiduong.schedule.forms import AnswerForm, DaysForm, GuestForm, SpeakerForm, VenueForm
from boiduong.schedule.models import Guest, Speaker, Venue
from boiduong.schedule.queries import preparation_of
from boiduong.schedule.saying import days_said, guest_said, speaker_said, venue_said
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor


def _guests(user: User) -> QuerySet[Guest]:
    """By key: a guest has no code of its own, the campaign's door is what guards it."""
    return Guest.objects.filter(campaign__in=Campaign.objects.visible_to(user)).select_related("campaign").annotate(code=F("pk"))


def _speakers(user: User) -> QuerySet[Speaker]:
    return Speaker.objects.visible_to(user).select_related("campaign", "invitation_noted_by")


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def preparation(request: Request, campaign: Campaign) -> HttpResponse:
    return render(request, "schedule/preparation.html", {"stage": "plan", "campaign": campaign, "preparation": preparation_of(campaign)})


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def days_edit(request: Request, campaign: Campaign) -> HttpResponse:
    said = days_said(campaign)
    form = DaysForm(request.POST or None, campaign=campaign, initial=said | {"closed_days": [day.isoformat() for day in campaign.closed_days]})
    plan = reverse("campaigns:campaign_plan", args=[campaign.code])

    def act() -> str:
        planning.set_days(actor=actor(request), campaign=campaign, seen=request.POST.get("seen", ""), **form.cleaned_data)
        return _("The days are saved.")

    if taken(request, form, act):
        return redirect(plan)
    return form_page(request, campaign, form, _("Name and days of the campaign"), seen=mark_of(said), back=plan)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def venue_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = VenueForm(request.POST or None, campaign=campaign)

    def act() -> str:
        venue = actions.add_venue_with_closures(actor=actor(request), **form.cleaned_data)
        return _("%(name)s can be used now.") % {"name": venue.name}

    if taken(request, form, act, field=_field_of):
        return redirect("schedule:preparation", campaign.code)
    return form_page(request, campaign, form, _("Add a hall"))


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def venue_edit(request: Request, campaign: Campaign) -> HttpResponse:
    """A hall is every campaign's; its closed half-days are shown on the days of this one."""
    venue = Venue.objects.select_related("owner").filter(pk=row_key(request)).first()
    if venue is None:
        raise Http404
    said = venue_said(venue, campaign)
    form = VenueForm(request.POST or None, campaign=campaign, initial=said)

    def act() -> str:
        seen = request.POST.get("seen", "")
        planning.amend_venue(actor=actor(request), venue=venue, campaign=campaign, at=now(), seen=seen, **form.cleaned_data)
        return _("Saved: %(name)s.") % {"name": venue.name}

    if taken(request, form, act, field=_field_of):
        return redirect("schedule:preparation", campaign.code)
    remove = reverse("schedule:venue_remove", args=[campaign.code]) + f"?row={venue.pk}"
    return form_page(request, campaign, form, _("Change a hall"), seen=mark_of(said), row=venue.pk, remove=remove)


def _field_of(refusal: Refusal) -> str | None:
    return "capacity" if isinstance(refusal, actions.HallTooSmall) else None


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def venue_remove(request: Request, campaign: Campaign) -> HttpResponse:
    return removal_page(request, campaign, Venue.objects.all(), planning.remove_venue, title=_("Remove a hall"), back=_preparation(campaign))


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def speaker_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = SpeakerForm(request.POST or None, campaign=campaign)

    def act() -> str:
        speaker = actions.invite_speaker(actor=actor(request), campaign=campaign, **form.cleaned_data)
        return _("%(name)s is among the speakers.") % {"name": speaker}

    if taken(request, form, act, field="full_name"):
        return redirect("schedule:preparation", campaign.code)
    return form_page(request, campaign, form, _("Add a speaker"))


@require_http_methods(["GET", "POST"])
@guard(_speakers, may=permissions.plan_speaker)
def speaker_edit(request: Request, speaker: Speaker) -> HttpResponse:
    said = speaker_said(speaker)
    form = SpeakerForm(request.POST or None, campaign=speaker.campaign, initial=said | {"titles": "\n".join(speaker.titles)})

    def act() -> str:
        seen = request.POST.get("seen", "")
        planning.amend_speaker(actor=actor(request), speaker=speaker, at=now(), seen=seen, **form.cleaned_data)
        return _("Saved: %(name)s.") % {"name": speaker}

    if taken(request, form, act):
        return redirect(_preparation(speaker.campaign))
    remove = reverse("schedule:speaker_remove", args=[speaker.campaign.code]) + f"?row={speaker.pk}"
    return form_page(request, speaker.campaign, form, _("Change a speaker"), seen=mark_of(said), remove=remove)


@require_http_methods(["GET", "POST"])
@guard(_speakers, may=permissions.plan_speaker)
def speaker_answer(request: Request, speaker: Speaker) -> HttpResponse:
    known = speaker.invitation != Speaker.Invitation.TO_INVITE
    initial = {"invitation": speaker.invitation if known else Speaker.Invitation.INVITED, "note": speaker.invitation_note, "on": localdate()}
    form = AnswerForm(request.POST or None, initial=initial)

    def act() -> str:
        planning.note_answer(actor=actor(request), speaker=speaker, today=localdate(), **form.cleaned_data)
        return _("Noted: %(name)s.") % {"name": speaker}

    if taken(request, form, act, field="on"):
        return redirect(_preparation(speaker.campaign))
    title = _("Invitation of %(name)s") % {"name": speaker}
    return form_page(request, speaker.campaign, form, title, answer_of=speaker if known else None)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def speaker_remove(request: Request, campaign: Campaign) -> HttpResponse:
    return removal_page(request, campaign, campaign.speakers.all(), planning.remove_speaker, title=_("Remove a speaker"), back=_preparation(campaign))


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def guest_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = GuestForm(request.POST or None)

    def act() -> str:
        guest = actions.invite_guest(actor=actor(request), campaign=campaign, **form.told())
        return _("%(name)s is among the guests.") % {"name": guest}

    if taken(request, form, act):
        return redirect("schedule:preparation", campaign.code)
    return form_page(request, campaign, form, _("Add a guest"))


@require_http_methods(["GET", "POST"])
@guard(_guests, may=permissions.plan_guest)
def guest_edit(request: Request, guest: Guest) -> HttpResponse:
    said = guest_said(guest)
    comes_to = "both" if guest.at_opening and guest.at_closing else "opening" if guest.at_opening else "closing"
    form = GuestForm(request.POST or None, initial=said | {"titles": "\n".join(guest.titles), "comes_to": comes_to})

    def act() -> str:
        planning.amend_guest(actor=actor(request), guest=guest, seen=request.POST.get("seen", ""), **form.told())
        return _("Saved: %(name)s.") % {"name": guest}

    if taken(request, form, act):
        return redirect(_preparation(guest.campaign))
    remove = reverse("schedule:guest_remove", args=[guest.campaign.code]) + f"?row={guest.pk}"
    return form_page(request, guest.campaign, form, _("Change a guest"), seen=mark_of(said), remove=remove)


@require_POST
@guard(_guests, may=permissions.plan_guest)
def guest_move(request: Request, guest: Guest) -> HttpResponse:
    planning.move_guest(actor=actor(request), guest=guest, is_up="up" in request.POST)
    return redirect(_preparation(guest.campaign) + "#guests")


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def guest_remove(request: Request, campaign: Campaign) -> HttpResponse:
    return removal_page(request, campaign, campaign.guests.all(), planning.remove_guest, title=_("Remove a guest"), back=_preparation(campaign))


def _preparation(campaign: Campaign) -> str:
    return reverse("schedule:preparation", args=[campaign.code])
