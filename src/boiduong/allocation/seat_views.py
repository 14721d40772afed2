from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from boiduong.allocation import permissions, queries, seat_queries, seating
from boiduong.allocation.bridge import plan_of
from boiduong.allocation.models import Run
from boiduong.allocation.seat_forms import DrawForm, PlanFileForm, SeatChangeForm, SeatChoiceForm, SeatNeedForm
from boiduong.campaigns.models import Enrollment
from boiduong.engines.allocation.plan_sheets import write_plan
from boiduong.engines.allocation.plans import Mark, count_of
from boiduong.schedule.models import Venue
from boiduong.web.guard import guard, signed_in
from boiduong.web.http import Request, actor, own_page

RUNS = Run.objects.select_related("campaign__rules")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@guard(RUNS.visible_to, may=permissions.read)
def run_seats(request: Request, run: Run) -> HttpResponse:
    """The hall of one class, and an exchange of two seats before it is made."""
    form = SeatChoiceForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else dict.fromkeys(form.fields, "")
    training_class = seat_queries.class_of(run, asked["klass"])
    view = seat_queries.seat_view(run, training_class) if training_class else None
    choice = seat_queries.choice_of(view, seat=asked["seat"], learner=asked["learner"], to=asked["to"]) if view else None
    shown: dict[str, Any] = {"training_class": training_class, "view": view, "moves": queries.hand_moves_of(run)}
    if choice:
        shown |= {"person": choice.person, "chosen": choice.cell, "to": choice.to, "exchange": choice.words}
    return render(request, "allocation/run_seats.html", {"stage": "allocation", "campaign": run.campaign, "run": run} | shown)


@require_POST
@guard(RUNS.visible_to, may=permissions.publish)
def seat_change(request: Request, run: Run) -> HttpResponse:
    form = SeatChangeForm(request.POST)
    if not form.is_valid():
        return redirect("allocation:run_seats", run.code)
    learner = get_object_or_404(run.campaign.enrollments.called().select_related("person"), code=form.cleaned_data["learner"])
    move = seating.change_seat(actor=actor(request), run=run, enrollment=learner, seat=form.cleaned_data["seat"], at=now())
    messages.success(request, _("%(name)s has seat %(seat)s now.") % {"name": learner.person.full_name, "seat": move.to_seat})
    return _to_class(run, move.to_class.code)


@require_POST
@guard(RUNS.visible_to, may=permissions.publish)
def run_reseat(request: Request, run: Run) -> HttpResponse:
    changed = seating.reseat_run(actor=actor(request), run=run, at=now())
    words = ngettext("The seats are made anew: %(count)d person sits elsewhere.", "The seats are made anew: %(count)d people sit elsewhere.", changed)
    messages.success(request, words % {"count": changed})
    return _to_class(run, request.POST.get("klass", ""))


def _to_class(run: Run, code: str) -> HttpResponse:
    return redirect(f"{reverse('allocation:run_seats', args=[run.code])}?{urlencode({'klass': code})}")


@require_POST
@guard(Enrollment.objects.select_related("campaign", "unit", "person").visible_to, may=permissions.note_seat_need)
def seat_need(request: Request, enrollment: Enrollment) -> HttpResponse:
    form = SeatNeedForm(request.POST)
    if form.is_valid():
        seating.note_seat_need(actor=actor(request), enrollment=enrollment, is_needed=form.cleaned_data["needed"])
        messages.success(request, _("It is noted; seats that are made from now on go by it."))
    return redirect(own_page(request, form.cleaned_data.get("back", "")) or "allocation:own_swap_list")


@require_GET
@signed_in
def own_seat_need_list(request: Request) -> HttpResponse:
    """For a coordinator: who of the own people is to have a seat that is easily reached."""
    shown = {"learners": seat_queries.own_learners(request.user, localdate())}
    return render(request, "allocation/own_seat_need_list.html", shown)


@require_GET
@guard(permissions.halls_of, may=permissions.draw_hall)
def hall_plan(request: Request, venue: Venue) -> HttpResponse:
    return _hall_shown(request, venue)


@require_POST
@guard(permissions.halls_of, may=permissions.draw_hall)
def hall_draw(request: Request, venue: Venue) -> HttpResponse:
    form = DrawForm(request.POST)
    if not form.is_valid():
        return _hall_shown(request, venue, draw=form)
    return _drawn(request, venue, form.cleaned_data["plan"])


@require_POST
@guard(permissions.halls_of, may=permissions.draw_hall)
def hall_upload(request: Request, venue: Venue) -> HttpResponse:
    form = PlanFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _hall_shown(request, venue, upload=form)
    return _drawn(request, venue, form.cleaned_data["sent"])


@require_GET
@guard(permissions.halls_of, may=permissions.draw_hall)
def hall_download(request: Request, venue: Venue) -> HttpResponse:  # noqa: ARG001
    made = HttpResponse(write_plan(plan_of(venue)), content_type=XLSX)
    made.headers["Content-Disposition"] = f'attachment; filename="so-do-{venue.code}.xlsx"'
    return made


def _drawn(request: Request, venue: Venue, plan: tuple[str, ...]) -> HttpResponse:
    seating.draw_hall(actor=actor(request), venue=venue, rows=plan)
    messages.success(request, _("The plan of the hall is kept. Make the seats of a version anew to go by it."))
    return redirect("allocation:hall_plan", venue.code)


def _hall_shown(request: Request, venue: Venue, draw: DrawForm | None = None, upload: PlanFileForm | None = None) -> HttpResponse:
    plan = plan_of(venue)
    blocks = " ".join(str(len(block)) for block in max(plan, key=lambda row: row.count(".")).split(".") if block)
    as_now = {"seat_rows": venue.seat_rows, "blocks": blocks, "reserved": venue.reserved_count, "accessible": count_of(plan, Mark.ACCESSIBLE)}
    shown: dict[str, Any] = {
        "venue": venue,
        "rows": seat_queries.empty_rows(venue),
        "draw": draw or DrawForm(initial=as_now),
        "upload": upload or PlanFileForm(),
    }
    return render(request, "allocation/hall_plan.html", shown, status=422 if draw or upload else 200)
