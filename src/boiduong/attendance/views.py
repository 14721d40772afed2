import json
from io import BytesIO
from pathlib import Path

import segno
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.attendance import actions, excusing, handover, permissions, queries, ruling, settling
from boiduong.attendance.forms import (
    AdmitForm,
    CorrectionForm,
    DecisionForm,
    ExcuseDecisionForm,
    ExcuseForm,
    InviteForm,
    MatchForm,
    PinForm,
    QueueForm,
    RulesForm,
)
from boiduong.attendance.models import CheckIn, Device, OddCase, RuleSet, SupervisorPin
from boiduong.attendance.office import office_ca
from boiduong.attendance.quota import rules_now
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.people.matching import recognise_people
from boiduong.people.models import Person
from boiduong.schedule.models import ClassSession
from boiduong.web.guard import guard, public
from boiduong.web.http import Request, actor

BUILT = Path(settings.PACKAGE) / "static/build"
STAGE = "attendance"


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.watch)
def board(request: Request, campaign: Campaign) -> HttpResponse:
    template = "attendance/board.html" + ("#lines" if request.htmx else "")
    lines = queries.board_of(campaign, at=now())
    context = {"stage": STAGE, "campaign": campaign, "lines": lines, "open_cases": sum(line.open_cases for line in lines)}
    if not request.htmx:
        context["figures"] = queries.figures_of(campaign)
    return render(request, template, context)


@require_GET
@guard(ClassSession.objects.visible_to, may=permissions.watch_session)
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


@require_POST
@guard(ClassSession.objects.visible_to, may=permissions.pair)
def device_invite(request: Request, session: ClassSession) -> HttpResponse:
    """Answers with the page itself, not with a redirect: the code is shown this once and kept nowhere."""
    form = InviteForm(request.POST, session=session)
    if not form.is_valid():
        messages.error(request, _("Name the door, for example: Door 1."))
        return redirect("attendance:session_detail", session.code)
    is_this_computer = request.get_host().partition(":")[0] in {"localhost", "127.0.0.1"}
    if not request.is_secure() and not is_this_computer:
        messages.error(request, _("This address is not secure (https://), so no phone could open its camera. First do what this page says."))
        return redirect("attendance:door_secure")
    invitation = actions.invite_device(actor=actor(request), class_session=session, **form.invited())
    page = reverse("attendance:door_page") + f"#pair={invitation.code}"
    outside = f"{settings.LAN_ADDRESS}{page}" if settings.LAN_ADDRESS else "" if is_this_computer else request.build_absolute_uri(page)
    context = {
        "stage": STAGE,
        "session": session,
        "device": invitation.device,
        "code": invitation.code,
        "address": page,
        "picture": picture_of(outside),
        "help_address": settings.HELP_ADDRESS,
        "help_picture": picture_of(settings.HELP_ADDRESS),
        "office": office_ca(),
    }
    return render(request, "attendance/device_invite.html", context)


@require_POST
@guard(Device.objects.visible_to, may=permissions.revoke)
def device_revoke(request: Request, device: Device) -> HttpResponse:
    actions.revoke_device(actor=actor(request), device=device, at=now())
    messages.success(request, _("%(door)s was sent away; what it has sent stays.") % {"door": device.door})
    return redirect("attendance:session_detail", device.class_session.code)


@require_http_methods(["GET", "POST"])
@guard(Device.objects.visible_to, may=permissions.revoke)
def device_queue(request: Request, device: Device) -> HttpResponse:
    """The file of what a phone could not send."""
    form = QueueForm(request.POST, request.FILES) if request.method == "POST" else QueueForm()
    if not form.is_bound or not form.is_valid():
        return render(request, "attendance/device_queue.html", {"stage": STAGE, "campaign": device.campaign, "device": device, "form": form})
    told = handover.take_in_queue(actor=actor(request), device=device, content=form.cleaned_data["queue"].read(), at=now())
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
@guard(Campaign.objects.visible_to, may=permissions.watch)
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
    initial = {"full_name": told.full_name, "phone": told.phone} if told else {}
    form = AdmitForm(request.POST if request.method == "POST" else None, campaign=case.campaign, initial=initial)
    alike: list[Person] = []
    if form.is_valid():
        said, chosen = form.said(), form.cleaned_data["person"]
        [found] = recognise_people([said])
        alike = [found.person] if found.person else list(found.candidates)
        if chosen or not alike:
            known = next((person for person in alike if person.code == chosen), None)
            settling.admit_stranger(actor=actor(request), case=case, said=said, known=known, decision=form.cleaned_data["decision"], at=now())
            messages.success(request, _("%(name)s is on the list now, and what the door saw counts.") % {"name": said.full_name})
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
@guard(Campaign.objects.visible_to, may=permissions.watch)
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


@require_POST
@guard(Campaign.objects.visible_to, may=permissions.rule)
def pin_set(request: Request, campaign: Campaign) -> HttpResponse:
    ruling.set_supervisor_pin(actor=actor(request), campaign=campaign, pin=request.POST.get("pin", ""), at=now())
    messages.success(request, _("The PIN is set. Tell it to the supervisors alone; it is shown nowhere."))
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
        "correction": correction,
        "excuse": excuse,
        "may_correct": permissions.correct(request.user, enrollment),
    }
    return render(request, "attendance/learner.html", context)


@require_GET
@public
@cache_control(no_cache=True)
@csp_override(settings.DOOR_CSP)
def door_page(request: HttpRequest) -> HttpResponse:
    """The same for everybody, so that a phone may keep it: what a door knows comes over the API."""
    return render(request, "attendance/door.html")


@require_GET
@public
@cache_control(no_cache=True)
def door_secure(request: HttpRequest) -> HttpResponse:
    """How a phone or a computer comes to trust this office; `serve --tls` answers with it where there is no TLS yet."""
    address = f"{settings.LAN_ADDRESS}{reverse('attendance:door_page')}" if settings.LAN_ADDRESS else ""
    context = {"office": office_ca(), "address": address, "picture": picture_of(address), "is_secure": request.is_secure()}
    return render(request, "attendance/door_secure.html", context)


@require_GET
@public
@cache_control(no_cache=True)
def door_authority(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The office's CA as a file that Android, iPhone and Windows install."""
    office = office_ca()
    if office is None:
        raise Http404
    head = {"Content-Disposition": 'attachment; filename="boi-duong-ca.crt"'}
    return HttpResponse(office.der, content_type="application/x-x509-ca-cert", headers=head)


@require_GET
@public
@cache_control(no_cache=True)
def door_worker(request: HttpRequest) -> FileResponse:  # noqa: ARG001
    """From the root: a service worker rules only what lies under its own address."""
    return FileResponse((BUILT / "door-worker.js").open("rb"), content_type="text/javascript")


@require_GET
@public
@cache_control(no_cache=True)
def door_assets(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """What the worker keeps: the page and every file it needs, under the names that this site serves them by."""
    names = json.loads((BUILT / "door-assets.json").read_text(encoding="utf-8"))
    return JsonResponse({"urls": [reverse("attendance:door_page"), *(static(f"build/{name}") for name in names)]})


@require_GET
@public
@cache_control(max_age=3600)
def door_install(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    drawn = {"src": static("attendance/door.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    png = {"type": "image/png", "purpose": "any maskable"}
    icons = [drawn, *({"src": static(f"build/door-{size}.png"), "sizes": f"{size}x{size}"} | png for size in (192, 512))]
    page = reverse("attendance:door_page")
    told = {"name": _("Check-in door"), "short_name": _("Door"), "lang": "vi", "id": page, "start_url": page, "scope": page, "display": "standalone"}
    return JsonResponse(told | {"background_color": "#f7f5f0", "theme_color": "#1e3a8a", "icons": icons}, content_type="application/manifest+json")


def picture_of(address: str) -> str:
    """The address as a QR for an <img>; empty for none."""
    return segno.make(address, error="m").svg_data_uri(scale=8, border=3, light="#fff") if address else ""
