from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from boiduong.allocation import actions, permissions
from boiduong.allocation.forms import PublishForm, RunForm
from boiduong.allocation.models import Run
from boiduong.allocation.queries import class_view, run_view
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.schedule.models import Venue
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def run_list(request: Request, campaign: Campaign) -> HttpResponse:
    template = "allocation/run_list.html" + ("#rows" if request.htmx else "")
    form = RunForm(initial={"class_count": campaign.classes.filter(is_makeup=False).count() or 8, "venues": Venue.objects.all()[:1]})
    classes = campaign.classes.for_list()
    return render(
        request, template, {"stage": "allocation", "campaign": campaign, "runs": campaign.runs.for_list(), "form": form, "classes": classes}
    )


@require_POST
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def run_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = RunForm(request.POST)
    if not form.is_valid():
        shown = {"stage": "allocation", "campaign": campaign, "runs": campaign.runs.for_list(), "form": form, "classes": campaign.classes.for_list()}
        return render(request, "allocation/run_list.html", shown, status=422)
    run = actions.request_run(actor=actor(request), campaign=campaign, at=now(), **form.cleaned_data)
    messages.success(request, _("Version %(version)d is being worked out.") % {"version": run.version})
    return redirect("allocation:run_list", campaign.code)


@require_GET
@guard(Run.objects.select_related("campaign").visible_to, may=permissions.read)
def run_detail(request: Request, run: Run) -> HttpResponse:
    return render(request, "allocation/run_detail.html", {"stage": "allocation", "campaign": run.campaign, "run": run, "view": run_view(run)})


@require_POST
@guard(Run.objects.select_related("campaign").visible_to, may=permissions.publish)
def run_publish(request: Request, run: Run) -> HttpResponse:
    form = PublishForm(request.POST)
    accepted = (form.cleaned_data["accept_left_out"] or 0) if form.is_valid() else 0
    actions.publish_run(actor=actor(request), run=run, at=now(), accept_left_out=accepted)
    messages.success(request, _("The class lists, the seats and the timetable are published."))
    return redirect("allocation:run_list", run.campaign.code)


@require_GET
@guard(TrainingClass.objects.select_related("campaign").visible_to, may=campaigns.organise_class)
def class_detail(request: Request, training_class: TrainingClass) -> HttpResponse:
    shown = {"stage": "allocation", "campaign": training_class.campaign, "training_class": training_class, "view": class_view(training_class)}
    return render(request, "allocation/class_detail.html", shown)
