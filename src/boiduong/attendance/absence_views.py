"""Who has not attended: by kind, as letters to units, with what they make up, and the papers that excuse."""

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.attendance import absences, actions, excusing, letters, permissions
from boiduong.attendance.absences import AbsenceKind
from boiduong.attendance.forms import ExcusesDecisionForm, MakeupForm
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.doors import permissions as doors
from boiduong.people.models import Unit
from boiduong.summonses.papers import Wanted, files_of
from boiduong.summonses.queries import profile_of
from boiduong.web.files import DOCX, PDF, download
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor

STAGE = "attendance"


@require_GET
@guard(Campaign.objects.visible_to, may=doors.watch)
def absentees(request: Request, campaign: Campaign) -> HttpResponse:
    units = absences.absences_of(campaign)
    counts = Counter(line.kind for unit in units for line in unit.lines)
    wanted = request.GET.get("kind", "")
    shown = [absences.UnitAbsences(unit.unit, unit.called, [line for line in unit.lines if not wanted or line.kind == wanted]) for unit in units]
    context = {
        "stage": STAGE,
        "campaign": campaign,
        "units": [unit for unit in shown if unit.lines],
        "count": counts.total(),
        "kinds": [(kind, counts[kind]) for kind in AbsenceKind if counts[kind]],
        "wanted": wanted,
        "without_place": sum(bool(line.without_place) for unit in units for line in unit.lines),
        "waiting": sum(line.is_waiting for line in absences.excuses_of(campaign)),
        "may_write": permissions.rule(request.user, campaign),
    }
    return render(request, "attendance/absentees.html", context)


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.rule)
def absence_letter(request: Request, campaign: Campaign) -> HttpResponse:
    """The letter to one unit, in Word or as a PDF, made from what is known at this moment."""
    unit = get_object_or_404(Unit, code=request.GET.get("unit", ""))
    files = files_of(letters.absence_notice, Wanted(campaign, profile_of(campaign), unit))
    suffix, kind = (".pdf", PDF) if request.GET.get("as") == "pdf" else (".docx", DOCX)
    file = next(file for file in files if file.name.endswith(suffix))
    return download(file.name.replace("absence-notice", "thong-bao-vang-mat"), file.content, kind)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=permissions.rule)
def makeup_plan(request: Request, campaign: Campaign) -> HttpResponse:
    lines = [line for line in absences.absence_lines(campaign) if line.without_place]
    counts = Counter(str(line.kind) for line in lines)
    form = MakeupForm(request.POST if request.method == "POST" else None, counts=counts)
    if form.is_valid():
        opened = actions.plan_makeup(actor=actor(request), campaign=campaign, at=now(), **form.cleaned_data)
        messages.success(request, _("%(name)s is planned. Each learner has a place in just what they missed.") % {"name": opened.name})
        return redirect("attendance:absentees", campaign.code)
    topics = Counter((one.topic.number, one.topic.title) for line in lines for one in line.without_place)
    context = {"stage": STAGE, "campaign": campaign, "form": form, "people": len(lines), "topics": sorted(topics.items())}
    return render(request, "attendance/makeup_plan.html", context, status=400 if form.errors else 200)


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.rule)
def excuse_list(request: Request, campaign: Campaign) -> HttpResponse:
    lines = absences.excuses_of(campaign)
    waiting = [line for line in lines if line.is_waiting]
    context = {"stage": STAGE, "campaign": campaign, "waiting": waiting, "others": [line for line in lines if not line.is_waiting]}
    return render(request, "attendance/excuse_list.html", context)


@require_POST
@guard(Campaign.objects.visible_to, may=permissions.rule)
def excuse_decide(request: Request, campaign: Campaign) -> HttpResponse:
    form = ExcusesDecisionForm(request.POST)
    if form.is_valid():
        learner = get_object_or_404(Enrollment, campaign=campaign, code=form.cleaned_data["learner"])
        told = {name: form.cleaned_data[name] for name in ("accepted", "decision")}
        count = excusing.decide_waiting(actor=actor(request), enrollment=learner, at=now(), **told)
        said = ngettext("Decided for %(count)d session.", "Decided for %(count)d sessions.", count) % {"count": count}
        messages.success(request, f"{learner.person.full_name}: {said}")
    else:
        messages.error(request, _("Write down what was decided."))
    return redirect("attendance:excuse_list", campaign.code)
