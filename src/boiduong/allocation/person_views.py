"""Pages about single learners in a version: why this class, moves by hand, and what units ask for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.allocation import moving, permissions, queries, why_queries
from boiduong.allocation.bridge import needing_easy_seats
from boiduong.allocation.forms import AnswerForm, FindForm, MoveForm, SwapForm
from boiduong.allocation.models import Run, SwapRequest
from boiduong.allocation.swap_queries import swap_list_of
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.web.guard import guard, signed_in
from boiduong.web.http import Request, actor, own_page

RUNS = Run.objects.select_related("campaign__rules")


@require_GET
@guard(RUNS.visible_to, may=permissions.read)
def run_people(request: Request, run: Run) -> HttpResponse:
    """Find a learner of a version; what was changed by hand in it."""
    find = FindForm(request.GET)
    words = find.cleaned_data["q"] if find.is_valid() else ""
    shown = {"stage": "allocation", "campaign": run.campaign, "run": run, "words": words}
    shown |= {"left_out": queries.left_out_of(run)}
    found = {"found": queries.learners_like(run, words), "moves": queries.hand_moves_of(run)}
    return render(request, "allocation/run_people.html", shown | found)


@require_GET
@guard(RUNS.visible_to, may=permissions.read)
def run_why(request: Request, run: Run) -> HttpResponse:
    """One learner: why this class, and what every other would cost and bring, before anybody moves them."""
    form = MoveForm(request.GET, campaign=run.campaign)
    code = form.cleaned_data["learner"] if form.is_valid() else ""
    learner = run.campaign.enrollments.called().select_related("person", "unit").filter(code=code).first()
    if learner is None:
        return redirect("allocation:run_people", run.code)
    shown = {"stage": "allocation", "campaign": run.campaign, "run": run, "learner": learner, "why": why_queries.why_view(run, learner)}
    shown |= {"needs_easy_seat": bool(needing_easy_seats([learner])), "moves": queries.hand_moves_of(run)}
    return render(request, "allocation/run_why.html", shown)


@require_POST
@guard(RUNS.visible_to, may=permissions.publish)
def run_move(request: Request, run: Run) -> HttpResponse:
    form = MoveForm(request.POST, campaign=run.campaign)
    if not form.is_valid() or not form.cleaned_data["training_class"]:
        return redirect("allocation:run_people", run.code)
    learner = get_object_or_404(run.campaign.enrollments.called().select_related("person"), code=form.cleaned_data["learner"])
    move = moving.move_learner(actor=actor(request), run=run, enrollment=learner, to_class=form.cleaned_data["training_class"], at=now())
    messages.success(request, _("%(name)s is now in %(to)s.") % {"name": learner.person.full_name, "to": move.to_class})
    return redirect("allocation:run_people", run.code)


@require_POST
@guard(RUNS.visible_to, may=permissions.publish)
def run_undo(request: Request, run: Run) -> HttpResponse:
    moving.undo_move(actor=actor(request), run=run, at=now())
    messages.success(request, _("The last change is undone."))
    back = own_page(request, request.POST.get("back", ""))
    return redirect(back) if back else redirect("allocation:run_people", run.code)


@require_POST
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def run_revise(request: Request, campaign: Campaign) -> HttpResponse:
    """Make the draft, or go on with the one there is; back to the learner who is to be moved, if one is named."""
    draft = moving.revise_run(actor=actor(request), campaign=campaign, at=now())
    form = MoveForm(request.POST, campaign=campaign)
    if form.is_valid():
        return redirect(why_queries.why_url(draft, form.cleaned_data["learner"]))
    return redirect("allocation:run_people", draft.code)


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def swap_list(request: Request, campaign: Campaign) -> HttpResponse:
    return render(request, "allocation/swap_list.html", {"stage": "allocation", "campaign": campaign, "swaps": swap_list_of(campaign)})


@require_http_methods(["GET", "POST"])
@signed_in
def own_swap_list(request: Request) -> HttpResponse:
    """For a coordinator: ask for another class for one of the own people, and read the answers."""
    form = SwapForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        asked = {"enrollment": form.cleaned_data["learner"], "to_class": form.cleaned_data["to_class"], "reason": form.cleaned_data["reason"]}
        moving.ask_swap(actor=actor(request), at=now(), **asked)
        messages.success(request, _("The organiser sees your request now; the answer will stand here."))
        return redirect("allocation:own_swap_list")
    swaps = SwapRequest.objects.filter(enrollment__unit__coordinators__user=request.user).for_list()
    return render(request, "allocation/own_swap_list.html", {"form": form, "swaps": swaps}, status=422 if form.is_bound else 200)


@require_POST
@guard(SwapRequest.objects.select_related("enrollment__campaign").visible_to, may=permissions.answer_swap)
def swap_grant(request: Request, swap: SwapRequest) -> HttpResponse:
    move = moving.grant_swap(actor=actor(request), swap=swap, at=now())
    messages.success(request, _("Granted. Publish version %(version)d, then issue the new summons.") % {"version": move.run.version})
    return redirect("allocation:swap_list", swap.campaign.code)


@require_POST
@guard(SwapRequest.objects.select_related("enrollment__campaign").visible_to, may=permissions.answer_swap)
def swap_decline(request: Request, swap: SwapRequest) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why, so that the unit knows."))
        return redirect("allocation:swap_list", swap.campaign.code)
    moving.decline_swap(actor=actor(request), swap=swap, answer=form.cleaned_data["answer"], at=now())
    return redirect("allocation:swap_list", swap.campaign.code)
