"""Connected places of the classes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.audit.trail import Refusal
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.schedule import connecting, permissions
from boiduong.schedule.models import ConnectedPlace
from boiduong.schedule.places import places_of
from boiduong.schedule.session_forms import PlaceForm
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def place_list(request: Request, campaign: Campaign) -> HttpResponse:
    return render(request, "schedule/place_list.html", {"stage": "allocation", "campaign": campaign, "classes": places_of(campaign)})


@require_http_methods(["GET", "POST"])
@guard(TrainingClass.objects.select_related("campaign").visible_to, may=campaigns.organise_class)
def place_new(request: Request, training_class: TrainingClass) -> HttpResponse:
    form = PlaceForm(request.POST or None, training_class=training_class)
    if form.is_valid():
        try:
            connecting.connect_place(actor=actor(request), training_class=training_class, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The place is connected. Pair its recorder’s phone on the session’s page of doors."))
            return redirect("schedule:place_list", training_class.campaign.code)
    shown = {"stage": "allocation", "campaign": training_class.campaign, "training_class": training_class, "form": form}
    return render(request, "schedule/place_new.html", shown, status=422 if form.is_bound else 200)


@require_POST
@guard(ConnectedPlace.objects.select_related("training_class__campaign").visible_to, may=permissions.disconnect)
def place_remove(request: Request, place: ConnectedPlace) -> HttpResponse:
    connecting.disconnect_place(actor=actor(request), place=place, at=now())
    messages.success(request, _("Its people follow the class from the main hall again."))
    return redirect("schedule:place_list", place.campaign.code)
