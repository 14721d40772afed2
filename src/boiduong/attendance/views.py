from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.attendance import actions, excusing, permissions, queries, ruling, settling
from boiduong.attendance.counting import rules_now
from boiduong.attendance.forms import AdmitForm, CorrectionForm, DecisionForm, DecisionsForm, ExcuseDecisionForm, ExcuseForm, MatchForm, RulesForm
from boiduong.attendance.models import OddCase, RuleSet
from boiduong.attendance.noticing import open_cases
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.doors import handover
from boiduong.doors import permissions as doors
from boiduong.doors.forms import InviteForm, PinForm, QueueForm
from boiduong.doors.models import CheckIn, Device, SupervisorPin
from boiduong.people.matching import recognise_people
from boiduong.people.models import Person
from boiduong.schedule.models import ClassSession
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor

STAGE = "attendance"


@require_GET
@guard(Campaign.objects.visible_to, may=doors.watch)
def board(request: Request, campaign: Campaign) -> HttpResponse:
    template = "attendance/board.html" + ("#lines" if request.htmx else "")
    lines = queries.board_of(campaign, at=now())
    context = {"stage": STAGE, "campaign": campaign, "lines": lines, "open_cases": sum(line.open_cases for line in lines)}
    if not request.htmx:
        context["figures"] = queries.figures_of(campaign)
    return render(request, template, context)


@require_GET
@guard(ClassSession.objects.visible_to, may=doors.watch_session)
def session_detail(request: Request, session: ClassSession) -> HttpResponse:
    context = {
        "stage": STAGE,
        "session": session,
        "line": queries.line_of(session, at=now()),
        "rows": queries.session_attendance(session),
        "form": InviteForm(session=session),
        "may_judge": permissions.judge(request.user, session),
    }
    return render(request, "attendance/session_detail.html", context)


@require_http_methods(["GET", "POST"])
@guard(Device.objects.visible_to, may=doors.revoke)
def device_queue(request: Request, device: Device) -> HttpResponse:
    """The file of what a phone could not send."""
    form = QueueForm(request.POST, request.FILES) if request.method == "POST" else QueueForm()
    if not form.is_bound or not form.is_valid():
        return render(request, "attendance/device_queue.html", {"stage": STAGE, "campaign": device.campaign, "device": device, "form": form})
    told = handover.take_in_queue(actor=actor(request), device=device, content=form.cleaned_data["queue"].read(), at=now(), notice=open_cases)
    said = ngettext("%(count)d entry was read in", "%(count)d entries were read in", told.total()) % {"count": told.total()}
    messages.success(request, said + ": " + ", ".join(f"{count} {CheckIn.Status(status).label}" for status, count in told.items()))
    return redirect("attendance:session_detail", device.class_session.code)


@require_POST
@guard(ClassSession.objects.visible_to, may=permissions.judge)
def session_judge(request: Request, session: ClassSession) -> HttpResponse:
    count = actions.judge_now(actor=actor(request), class_session=session, at=now())
    messages.success(request, ngettext("%(count)d learner was judged.", "%(count)d learners were judged.", count) % {"count": count})
    return redirect("attendance:session_detail", session.code)


@require_GET
@guard(Campaign.objects.visible_to, may=doors.watch)
def inbox(request: Request, campaign: Campaign) -> HttpResponse:
    context = {"stage": STAGE, "campaign": campaign, "groups": queries.open_cases_of(campaign), "settled_count": queries.settled_count(campaign)}
    context["decided"] = queries.lately_decided(campaign)
    return render(request, "attendance/inbox.html", context)


@require_POST
@guard(OddCase.objects.visible_to, may=permissions.settle)
def case_settle(request: Request, case: OddCase) -> HttpResponse:
    form = DecisionForm(request.POST)
    if form.is_valid():
        settling.settle_case(actor=actor(request), case=case, at=now(), **form.cleaned_data)
        messages.success(request, _("Decided."))
    else:
        messages.error(request, _("Write down what was decided."))
    return redirect("attendance:inbox", case.campaign.code)


@require_POST
@guard(Campaign.objects.visible_to, may=permissions.settle_all)
def cases_settle(request: Request, campaign: Campaign) -> HttpResponse:
    """All cases of one kind alike, as far down as the page has shown them."""
    form = DecisionsForm(request.POST)
    if form.is_valid():
        count = settling.settle_cases(actor=actor(request), campaign=campaign, at=now(), **form.cleaned_data)
        messages.success(request, ngettext("%(count)d case was decided.", "%(count)d cases were decided.", count) % {"count": count})
    else:
        messages.error(request, _("Write down what was decided."))
    return redirect("attendance:inbox", campaign.code)


@guard(OddCase.objects.visible_to, may=permissions.settle)
def case_match(request: Request, case: OddCase) -> HttpResponse:
    """Who somebody on no list is: looked for by name, then said so."""
    form = MatchForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        enrollment = get_object_or_404(Enrollment.objects.called(), campaign=case.campaign_id, code=form.cleaned_data["learner"])
        settling.match_stranger(actor=actor(request), case=case, enrollment=enrollment, decision=form.cleaned_data["decision"], at=now())
        messages.success(request, _("%(name)s was there: what the door saw counts for them.") % {"name": enrollment.person.full_name})
        return redirect("attendance:inbox", case.campaign.code)
    told = queries.stranger_of(case)
    typed = request.GET.get("q", told.full_name if told else "")[:100]
    context = {"stage": STAGE, "case": case, "typed": typed, "people": queries.learners_named(case.campaign, typed), "form": form}
    return render(request, "attendance/case_match.html", context)


@guard(OddCase.objects.visible_to, may=permissions.settle)
def case_admit(request: Request, case: OddCase) -> HttpResponse:
    """Somebody on no list is called after all. Whoever of the register they could be is shown first, so that nobody comes to be known twice."""
    told = queries.stranger_of(case)
    unit = queries.unit_told(told) if told else None
    initial = {"full_name": told.full_name, "phone": told.phone, "unit": unit.code if unit else None} if told else {}
    form = AdmitForm(request.POST if request.method == "POST" else None, campaign=case.campaign, initial=initial)
    alike: list[Person] = []
    if form.is_valid():
        said, chosen = form.said(), form.cleaned_data["person"]
        [found] = recognise_people([said])
        alike = [found.person] if found.person else list(found.candidates)
        if chosen or not alike:
            known = next((person for person in alike if person.code == chosen), None)
            settling.admit_stranger(actor=actor(request), case=case, said=said, known=known, decision=form.cleaned_data["decision"], at=now())
            added = _("%(name)s is on the list now, and what the door saw counts. Their card comes when summonses are issued next.")
            messages.success(request, added % {"name": said.full_name})
            return redirect("attendance:inbox", case.campaign.code)
    context = {"stage": STAGE, "case": case, "form": form, "alike": alike, "told": told}
    return render(request, "attendance/case_admit.html", context, status=400 if form.errors else 200)


@require_POST
@guard(OddCase.objects.visible_to, may=permissions.settle)
def case_reopen(request: Request, case: OddCase) -> HttpResponse:
    settling.reopen_case(actor=actor(request), case=case, at=now())
    messages.success(request, _("The decision was taken back."))
    return redirect("attendance:inbox", case.campaign.code)


@require_GET
@guard(Campaign.objects.visible_to, may=doors.watch)
def rule_list(request: Request, campaign: Campaign) -> HttpResponse:
    return _rules_page(request, campaign, RulesForm.of(rules_now(campaign)))


@require_POST
@guard(Campaign.objects.visible_to, may=permissions.rule)
def rule_change(request: Request, campaign: Campaign) -> HttpResponse:
    form = RulesForm(request.POST)
    if not form.is_valid():
        return _rules_page(request, campaign, form)
    ruling.change_rules(actor=actor(request), campaign=campaign, at=now(), **form.cleaned_data)
    messages.success(request, _("The rules are changed. Sessions that were judged before are being judged again."))
    return redirect("attendance:rule_list", campaign.code)


def _rules_page(request: Request, campaign: Campaign, form: RulesForm) -> HttpResponse:
    context = {
        "stage": STAGE,
        "campaign": campaign,
        "form": form,
        "pin": PinForm(),
        "pin_set_at": SupervisorPin.objects.filter(campaign=campaign).values_list("set_at", flat=True).first(),
        "versions": RuleSet.objects.filter(campaign=campaign).select_related("made_by").order_by("-number"),
        "judging": campaign.judgings.order_by("-pk").first(),
        "may_rule": permissions.rule(request.user, campaign),
    }
    return render(request, "attendance/rule_list.html", context, status=400 if form.errors else 200)


@require_GET
@guard(Enrollment.objects.visible_to, may=permissions.hand_in_excuse)
def learner(request: Request, enrollment: Enrollment) -> HttpResponse:
    return _learner_page(request, enrollment, CorrectionForm(enrollment=enrollment), ExcuseForm(enrollment=enrollment))


@require_POST
@guard(Enrollment.objects.visible_to, may=permissions.correct)
def learner_correct(request: Request, enrollment: Enrollment) -> HttpResponse:
    form = CorrectionForm(request.POST, enrollment=enrollment)
    if not form.is_valid():
        return _learner_page(request, enrollment, form, ExcuseForm(enrollment=enrollment))
    actions.correct_attendance(actor=actor(request), enrollment=enrollment, at=now(), **form.cleaned_data)
    messages.success(request, _("The correction is kept beside what was recorded."))
    return redirect("attendance:learner", enrollment.code)


@require_POST
@guard(Enrollment.objects.visible_to, may=permissions.hand_in_excuse)
def learner_excuse(request: Request, enrollment: Enrollment) -> HttpResponse:
    form = ExcuseForm(request.POST, request.FILES, enrollment=enrollment)
    if not form.is_valid():
        return _learner_page(request, enrollment, CorrectionForm(enrollment=enrollment), form)
    excusing.hand_in_excuse(actor=actor(request), enrollment=enrollment, at=now(), **form.told())
    messages.success(request, _("The paper is attached."))
    return redirect("attendance:learner", enrollment.code)


@require_POST
@guard(Enrollment.objects.visible_to, may=permissions.correct)
def learner_excuse_decide(request: Request, enrollment: Enrollment) -> HttpResponse:
    form = ExcuseDecisionForm(request.POST)
    if form.is_valid():
        excuse = get_object_or_404(enrollment.excuses.defer("paper"), class_session__code=form.cleaned_data["class_session"])
        told = {name: form.cleaned_data[name] for name in ("accepted", "decision")}
        excusing.decide_excuse(actor=actor(request), excuse=excuse, at=now(), **told)
        messages.success(request, _("Decided."))
    else:
        messages.error(request, _("Write down what was decided."))
    return redirect("attendance:learner", enrollment.code)


@require_GET
@guard(Enrollment.objects.visible_to, may=permissions.hand_in_excuse)
def learner_paper(request: Request, enrollment: Enrollment) -> FileResponse:
    """The paper itself, as a download: a browser never runs what somebody sent."""
    excuse = get_object_or_404(enrollment.excuses, class_session__code=request.GET.get("session", ""))
    return FileResponse(BytesIO(bytes(excuse.paper)), as_attachment=True, filename=excuse.paper_name, content_type="application/octet-stream")


def _learner_page(request: Request, enrollment: Enrollment, correction: CorrectionForm, excuse: ExcuseForm) -> HttpResponse:
    context = {
        "stage": STAGE,
        "enrollment": enrollment,
        "lines": queries.learner_lines(enrollment),
        "rules": rules_now(enrollment.campaign),
        "correction": correction,
        "excuse": excuse,
        "may_correct": permissions.correct(request.user, enrollment),
    }
    return render(request, "attendance/learner.html", context)
