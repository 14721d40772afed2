"""Connected places of the classes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.audit.trail import Refusal
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.marks import mark_of
from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.schedule import connecting, permissions
from boiduong.schedule.actions import Collision
from boiduong.schedule.board import board_of
from boiduong.schedule.models import ConnectedPlace
from boiduong.schedule.places import places_of
from boiduong.schedule.saying import place_said
from boiduong.schedule.session_forms import PlaceForm
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor

PLACES = ConnectedPlace.objects.standing().select_related("training_class__campaign", "venue")


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def place_list(request: Request, campaign: Campaign) -> HttpResponse:
    return render(request, "schedule/place_list.html", {"stage": "allocation", "campaign": campaign, "classes": places_of(campaign)})


@require_http_methods(["GET", "POST"])
@guard(TrainingClass.objects.select_related("campaign").visible_to, may=campaigns.organise_class)
def place_new(request: Request, training_class: TrainingClass) -> HttpResponse:
    form = PlaceForm(request.POST or None, board=board_of(training_class.campaign, at=now()), training_class=training_class)
    if form.is_valid():
        try:
            connecting.connect_place(actor=actor(request), training_class=training_class, seating=form.seating(), at=now())
        except Refusal as refusal:
            form.add_error(_field_of(refusal), str(refusal))
        else:
            messages.success(request, _("The place is connected. Pair its recorder’s phone on the session’s page of doors."))
            return redirect("schedule:place_list", training_class.campaign.code)
    return _place_page(request, training_class, form, title=_("Connect a place"), button=_("Connect it"))


@require_http_methods(["GET", "POST"])
@guard(PLACES.visible_to, may=permissions.connect)
def place_edit(request: Request, place: ConnectedPlace) -> HttpResponse:
    training_class, said = place.training_class, place_said(place)
    board = board_of(training_class.campaign, at=now())
    form = PlaceForm(request.POST or None, board=board, training_class=training_class, place=place, initial=said)
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            connecting.amend_place(actor=actor(request), place=place, seating=form.seating(), at=now(), seen=seen)
        except Refusal as refusal:
            form.add_error(_field_of(refusal), str(refusal))
        else:
            messages.success(request, _("Saved: %(name)s.") % {"name": form.cleaned_data["name"]})
            return redirect("schedule:place_list", training_class.campaign.code)
    return _place_page(request, training_class, form, title=_("Change a connected place"), button=_("Save"), seen=mark_of(said))


def _place_page(request: Request, training_class: TrainingClass, form: PlaceForm, **more: str) -> HttpResponse:
    shown = {"stage": "allocation", "campaign": training_class.campaign, "training_class": training_class, "form": form} | more
    return render(request, "schedule/place_form.html", shown, status=422 if form.is_bound else 200)


def _field_of(refusal: Refusal) -> str | None:
    return {connecting.UnitElsewhere: "units", connecting.PlaceTooSmall: "capacity", Collision: "venue"}.get(type(refusal))


@require_POST
@guard(PLACES.visible_to, may=permissions.connect)
def place_remove(request: Request, place: ConnectedPlace) -> HttpResponse:
    connecting.disconnect_place(actor=actor(request), place=place, at=now())
    messages.success(request, _("Its people follow the class from the main hall again."))
    return redirect("schedule:place_list", place.campaign.code)
