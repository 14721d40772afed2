from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from boiduong.allocation import actions, comparing, permissions, queries
from boiduong.allocation import rules as sentences
from boiduong.allocation.forms import (
    AgainForm,
    AimsForm,
    PublishForm,
    RelaxForm,
    RuleForm,
    RunForm,
    scopes_of,
)
from boiduong.allocation.history import history_of
from boiduong.allocation.models import DivisionRule, Run, SwapRequest
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
    count = campaign.classes.filter(is_makeup=False).count()
    form = _run_form(campaign, initial={"class_count": count or 8, "venues": Venue.objects.all()[:1], "mode": Run.Mode.KEEP})
    return render(request, template, _list_shown(campaign, form))


def _run_form(campaign: Campaign, **values: Any) -> RunForm:
    published = campaign.runs.filter(state=Run.State.PUBLISHED).exists()
    return AgainForm(**values) if published else RunForm(**values)


def _list_shown(campaign: Campaign, form: RunForm) -> dict[str, Any]:
    """Sentences that contradict each other are told here already, before anybody asks for a version."""
    said = [sentences.rule_of(row) for row in campaign.division_rules.for_list()]
    return {
        "stage": "allocation",
        "campaign": campaign,
        "versions": history_of(campaign),
        "form": form,
        "classes": campaign.classes.for_list(),
        "rules": said,
        "halls": Venue.objects.order_by("name"),
        "open_swap_count": SwapRequest.objects.filter(enrollment__campaign=campaign, state=SwapRequest.State.OPEN).count(),
    }


@require_POST
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def run_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = _run_form(campaign, data=request.POST)
    if not form.is_valid():
        return render(request, "allocation/run_list.html", _list_shown(campaign, form), status=422)
    try:
        run = actions.request_run(actor=actor(request), campaign=campaign, at=now(), **form.cleaned_data)
    except (actions.NothingToDivide, actions.HallsFollowedFrom, actions.RulesContradict, actions.TimetableCannotStay) as reason:
        form.add_error(None, str(reason))
        return render(request, "allocation/run_list.html", _list_shown(campaign, form), status=422)
    messages.success(request, _("Version %(version)d is being worked out.") % {"version": run.version})
    return redirect("allocation:run_detail", run.code)


@require_GET
@guard(Run.objects.select_related("campaign", "based_on").visible_to, may=permissions.read)
def run_detail(request: Request, run: Run) -> HttpResponse:
    is_at_work = run.state in (Run.State.QUEUED, Run.State.RUNNING)
    if request.htmx and not is_at_work:
        return HttpResponseClientRefresh()  # the answer is there: the whole page is another one now
    is_cut_short = not (run.solution or {}).get("reproducible", True)
    shown = _run_shown(run) | {"view": run_view(run), "is_cut_short": is_cut_short, "progress": queries.progress_of(run) if is_at_work else None}
    return render(request, "allocation/run_detail.html" + ("#working" if request.htmx else ""), shown)


@require_POST
@guard(Run.objects.select_related("campaign").visible_to, may=permissions.publish)
def run_publish(request: Request, run: Run) -> HttpResponse:
    form = PublishForm(request.POST)
    accepted = (form.cleaned_data["accept_left_out"] or 0) if form.is_valid() else 0
    actions.publish_run(actor=actor(request), run=run, at=now(), accept_left_out=accepted)
    messages.success(request, _("The class lists, the seats and the timetable are published."))
    return redirect("allocation:run_difference", run.code)


@require_GET
@guard(TrainingClass.objects.select_related("campaign").visible_to, may=campaigns.organise_class)
def class_detail(request: Request, training_class: TrainingClass) -> HttpResponse:
    shown = {"stage": "allocation", "campaign": training_class.campaign, "training_class": training_class, "view": class_view(training_class)}
    return render(request, "allocation/class_detail.html", shown)


RUNS = Run.objects.select_related("campaign__rules")


def _run_shown(run: Run) -> dict[str, Any]:
    return {"stage": "allocation", "campaign": run.campaign, "run": run}


@require_POST
@guard(Run.objects.select_related("campaign").visible_to, may=permissions.publish)
def run_cancel(request: Request, run: Run) -> HttpResponse:
    cancelled = actions.cancel_run(actor=actor(request), run=run, at=now())
    messages.success(request, _("Version %(version)d is cancelled.") % {"version": run.version})
    if cancelled.tiers:  # there is a plan, which may be good enough
        return redirect("allocation:run_detail", run.code)
    return redirect("allocation:run_list", run.campaign.code)


@require_POST
@guard(Run.objects.select_related("campaign").visible_to, may=permissions.publish)
def run_keep(request: Request, run: Run) -> HttpResponse:
    actions.keep_best(actor=actor(request), run=run, at=now())
    messages.success(request, _("The plan is kept. It can be changed by hand and published like any other."))
    return redirect("allocation:run_detail", run.code)


@require_POST
@guard(Run.objects.select_related("campaign").visible_to, may=permissions.publish)
def run_relax(request: Request, run: Run) -> HttpResponse:
    form = RelaxForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else ""
    again = actions.relax_and_rerun(actor=actor(request), run=run, key=key, at=now())
    messages.success(request, _("Version %(version)d is being worked out.") % {"version": again.version})
    return redirect("allocation:run_list", run.campaign.code)


@require_GET
@guard(RUNS.visible_to, may=permissions.read)
def run_difference(request: Request, run: Run) -> HttpResponse:
    left_out = int(run.tiers.get("unassigned", {}).get("value", 0))
    shown = _run_shown(run) | {"difference": comparing.difference_of(run), "left_out_count": left_out}
    return render(request, "allocation/run_difference.html", shown)


@require_GET
@guard(RUNS.visible_to, may=permissions.read)
def run_days(request: Request, run: Run) -> HttpResponse:
    """Who is away when: a picture of schools and days."""
    return render(request, "allocation/run_days.html", _run_shown(run) | {"heat": comparing.heat_map_of(run)})


def _rule_forms(campaign: Campaign) -> dict[str, Any]:
    return {"campaign": campaign, "scopes": scopes_of(campaign), "classes": list(campaign.classes.filter(is_makeup=False).order_by("number"))}


def _rules_shown(campaign: Campaign, wrong: RuleForm | None = None) -> dict[str, Any]:
    given = _rule_forms(campaign)
    said = list(campaign.division_rules.for_list())
    aims = actions.aims_of(campaign)
    forms = [wrong if wrong and wrong.kind == kind else RuleForm(kind=kind, **given) for kind in sentences.SENTENCES]
    return {
        "stage": "allocation",
        "campaign": campaign,
        "rules": [(row, sentences.text_of(row)) for row in said],
        "wrong": wrong,
        "contradictions": sentences.contradictions([sentences.rule_of(row) for row in said], topic_count=campaign.topics.count()),
        "forms": forms,
        "aims": [(name, sentences.AIM_NAMES[name]) for name in aims],
        "usual": campaign.rules,
    }


@require_GET
@guard(Campaign.objects.select_related("rules").visible_to, may=campaigns.organise)
def rule_list(request: Request, campaign: Campaign) -> HttpResponse:
    moved = {"moved": request.GET.get("moved", ""), "step": request.GET.get("step", "")}  # where the keyboard was
    return render(request, "allocation/rule_list.html", _rules_shown(campaign) | moved)


def _said_form(request: Request, campaign: Campaign, kind: str) -> RuleForm:
    known = kind if kind in sentences.SENTENCES else DivisionRule.Kind.TOGETHER.value
    return RuleForm(request.POST, kind=known, **_rule_forms(campaign))


@require_POST
@guard(Campaign.objects.select_related("rules").visible_to, may=campaigns.organise)
def rule_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = _said_form(request, campaign, request.POST.get("kind", ""))
    if request.POST.get("kind") != form.kind or not form.is_valid():
        return render(request, "allocation/rule_list.html", _rules_shown(campaign, form), status=422)
    actions.say_rule(actor=actor(request), campaign=campaign, said=actions.Said(**form.said()))
    messages.success(request, _("The sentence holds from the next version on."))
    return redirect("allocation:rule_list", campaign.code)


@require_POST
@guard(DivisionRule.objects.select_related("campaign__rules", "unit", "training_class").visible_to, may=permissions.say_rule)
def rule_take_back(request: Request, rule: DivisionRule) -> HttpResponse:
    actions.take_back_rule(actor=actor(request), rule=rule)
    messages.success(request, _("The sentence is taken back."))
    return redirect("allocation:rule_list", rule.campaign.code)


@require_POST
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def aim_order(request: Request, campaign: Campaign) -> HttpResponse:
    form = AimsForm(request.POST)
    if form.is_valid():
        actions.order_aims(actor=actor(request), campaign=campaign, order=form.ordered(actions.aims_of(campaign)))
    moved = {name: form.data[name] for name in ("aim", "step") if form.data.get(name)}
    query = f"?{urlencode({'moved': moved.get('aim', ''), 'step': moved.get('step', '')})}" if moved else ""
    return redirect(reverse("allocation:rule_list", args=[campaign.code]) + query)
