from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.people import actions as people
from boiduong.people.models import Unit
from boiduong.people.queries import unit_of_link
from boiduong.rosters import actions, permissions, wording
from boiduong.rosters.actions import Received
from boiduong.rosters.bridge import links_file, marked_file, original_file
from boiduong.rosters.division import shares_of
from boiduong.rosters.forms import (
    AssignForm,
    CallForm,
    ConfirmForm,
    DecideForm,
    DivideForm,
    LinkUploadForm,
    MendForm,
    RemindForm,
    SendBackForm,
    UploadForm,
)
from boiduong.rosters.judging import TYPED, shown
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow
from boiduong.rosters.queries import (
    board_of,
    calls_to_remind,
    deliveries_of,
    files_of,
    files_of_unit,
    link_of,
    own_calls,
    preview_of,
    rows_of_unit,
    stop_after,
    units_to_call,
    units_without_link,
)
from boiduong.rosters.template import template
from boiduong.web.files import download, workbook
from boiduong.web.guard import by_link, guard, signed_in
from boiduong.web.http import Request, actor

CLERK = Actor(None, via="link")


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.organise)
def call_list(request: Request, campaign: Campaign) -> HttpResponse:
    state = request.GET.get("state", "")
    page = {"stage": "rosters", "campaign": campaign, "board": board_of(campaign, state, on=localdate()), "state": state, "form": UploadForm()}
    return render(request, "rosters/call_list.html" + ("#rows" if request.htmx else ""), page)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=permissions.organise)
def call_new(request: Request, campaign: Campaign) -> HttpResponse:
    units = units_to_call(campaign)
    form = CallForm(request.POST or None, units=units, initial={"units": [unit.pk for unit in units]})
    if not form.is_valid():
        return render(request, "rosters/call_new.html", {"stage": "rosters", "campaign": campaign, "form": form})
    count = actions.call_for_rosters(actor=actor(request), campaign=campaign, at=now(), **form.cleaned_data)
    messages.success(request, ngettext("%(count)d school is called for.", "%(count)d schools are called for.", count) % {"count": count})
    return redirect("rosters:call_list", campaign.code)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=permissions.organise)
def reminder_list(request: Request, campaign: Campaign) -> HttpResponse:
    form = RemindForm(request.POST or None, calls=campaign.roster_calls.awaited())
    if request.method == "POST" and form.is_valid():
        count = actions.note_reminders(actor=actor(request), calls=form.cleaned_data["calls"], at=now())
        messages.success(request, ngettext("%(count)d reminder is written down.", "%(count)d reminders are written down.", count) % {"count": count})
        return redirect("rosters:reminder_list", campaign.code)
    lines = [(call, text := wording.reminder(call), wording.mail_to(call, text)) for call in calls_to_remind(campaign)]
    page = {"stage": "rosters", "campaign": campaign, "lines": lines, "form": form, "today": localdate()}
    return render(request, "rosters/reminder_list.html", page)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=permissions.organise)
def link_list(request: Request, campaign: Campaign) -> HttpResponse:
    """Addresses for all units that have none; they are told once, in the workbook that comes back."""
    units = list(units_without_link(campaign))
    if request.method != "POST" or not units:
        return render(request, "rosters/link_list.html", {"stage": "rosters", "campaign": campaign, "units": units})
    tokens = people.renew_links(actor=actor(request), units=units, at=now())
    calls = campaign.roster_calls.for_list().select_related("campaign", "unit").filter(unit__in=units)
    addresses = [(call, _address(request, tokens[call.unit_id])) for call in calls]
    return workbook("duong-dan-don-vi.xlsx", links_file([(call.unit.name, at, wording.invitation(call, at)) for call, at in addresses]))


@require_POST
@guard(RosterCall.objects.visible_to, may=permissions.judge_call)
def link_renew(request: Request, call: RosterCall) -> HttpResponse:
    token = people.renew_links(actor=actor(request), units=[call.unit], at=now())[call.unit_id]
    address = _address(request, token)
    page = {"stage": "rosters", "campaign": call.campaign, "call": call, "address": address, "message": wording.invitation(call, address)}
    return render(request, "rosters/link_made.html", page)


@require_POST
@guard(RosterCall.objects.visible_to, may=permissions.judge_call)
def link_revoke(request: Request, call: RosterCall) -> HttpResponse:
    people.revoke_links(actor=actor(request), unit=call.unit, at=now())
    messages.success(request, _("The address of %(unit)s works no more.") % {"unit": call.unit.name})
    return redirect("rosters:call_detail", call.code)


@require_http_methods(["GET", "POST"])
@by_link(unit_of_link)
def link_home(request: HttpRequest, unit: Unit, token: str) -> HttpResponse:
    """All that a unit's clerk does, without an account: send, correct, send again."""
    form = LinkUploadForm(request.POST or None, request.FILES or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        call = form.cleaned_data["call"]
        files = [Received(name, data, call) for name, data in form.cleaned_data["sent"]]
        made = actions.receive_files(actor=CLERK, campaign=call.campaign, files=files, at=now())
        messages.success(request, _received(len(made), len(files)))
        return redirect("rosters:link_home", token)
    page = {"unit": unit, "token": token, "form": form, "deliveries": deliveries_of(unit)}
    return render(request, "rosters/link_home.html", page, status=422 if form.errors else 200)


@require_POST
@by_link(unit_of_link)
def link_row_mend(request: HttpRequest, unit: Unit, token: str) -> HttpResponse:
    row = get_object_or_404(rows_of_unit(unit), code=request.POST.get("row", ""))
    form = MendForm(request.POST)
    if form.is_valid():
        actions.mend_row(actor=CLERK, row=row, typed=form.typed(), at=now())
    return _onward(reverse("rosters:link_home", args=[token]), row)


@require_POST
@by_link(unit_of_link)
def link_row_leave_out(request: HttpRequest, unit: Unit, token: str) -> HttpResponse:
    row = get_object_or_404(rows_of_unit(unit), code=request.POST.get("row", ""))
    actions.leave_out_row(actor=CLERK, row=row, at=now())
    return _onward(reverse("rosters:link_home", args=[token]), row)


@require_GET
@by_link(unit_of_link)
def link_marked(request: HttpRequest, unit: Unit, token: str) -> HttpResponse:  # noqa: ARG001  the file does not say whose link it was
    return workbook(*marked_file(get_object_or_404(files_of_unit(unit), code=request.GET.get("file", ""))))


@require_GET
@by_link(unit_of_link)
def link_template(request: HttpRequest, unit: Unit, token: str) -> HttpResponse:  # noqa: ARG001  the file does not say whose link it was
    return workbook("mau-danh-sach.xlsx", template(unit.name))


@require_GET
@signed_in
def own_call_list(request: Request) -> HttpResponse:
    return render(request, "rosters/own_call_list.html", {"calls": own_calls(request.user)})


@require_GET
@signed_in
def template_file(request: Request) -> HttpResponse:  # noqa: ARG001  the template is the same for everybody
    return workbook("mau-danh-sach.xlsx", template())


@require_http_methods(["GET", "POST"])
@guard(RosterCall.objects.visible_to, may=permissions.read_call)
def call_detail(request: Request, call: RosterCall) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files = [Received(name, data, call) for name, data in form.cleaned_data["sent"]]
        made = actions.receive_files(actor=actor(request), campaign=call.campaign, files=files, at=now())
        messages.success(request, _received(len(made), len(files)))
        return redirect("rosters:call_detail", call.code)
    page = {"stage": "rosters", "call": call, "form": form, "imports": files_of(call), **_frame(request, call.campaign)}
    page |= {"may_judge": permissions.judge_call(request.user, call), "link": link_of(call.unit)}
    return render(request, "rosters/call_detail.html" + ("#rows" if request.htmx else ""), page)


@require_POST
@guard(Campaign.objects.visible_to, may=permissions.organise)
def files_upload(request: Request, campaign: Campaign) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        page = {"stage": "rosters", "campaign": campaign, "board": board_of(campaign, on=localdate()), "state": "", "form": form}
        return render(request, "rosters/call_list.html", page)
    files = [Received(name, data) for name, data in form.cleaned_data["sent"]]
    made = actions.receive_files(actor=actor(request), campaign=campaign, files=files, at=now())
    messages.success(request, _received(len(made), len(files)))
    return redirect("rosters:call_list", campaign.code)


@require_POST
@guard(Campaign.objects.visible_to, may=permissions.organise)
def ready_confirm(request: Request, campaign: Campaign) -> HttpResponse:
    count = actions.confirm_ready(actor=actor(request), campaign=campaign, at=now())
    messages.success(request, ngettext("%(count)d file is confirmed.", "%(count)d files are confirmed.", count) % {"count": count})
    return redirect("rosters:call_list", campaign.code)


@require_GET
@guard(RosterImport.objects.pages_of, may=permissions.read_import)
def import_detail(request: Request, roster_import: RosterImport) -> HttpResponse:
    return _preview(request, roster_import, SendBackForm())


@require_GET
@guard(RosterImport.objects.visible_to, may=permissions.read_import)
def import_file(request: Request, roster_import: RosterImport) -> HttpResponse:  # noqa: ARG001  the file does not depend on who asks
    return download(*original_file(roster_import), "application/octet-stream")


@require_GET
@guard(RosterImport.objects.visible_to, may=permissions.read_import)
def import_marked(request: Request, roster_import: RosterImport) -> HttpResponse:  # noqa: ARG001  nor does this one
    return workbook(*marked_file(roster_import))


@require_POST
@guard(RosterImport.objects.pages_of, may=permissions.judge_import)
def import_assign(request: Request, roster_import: RosterImport) -> HttpResponse:
    form = AssignForm(request.POST, campaign=roster_import.campaign)
    if form.is_valid():
        actions.assign_import(actor=actor(request), roster_import=roster_import, call=form.cleaned_data["call"], at=now())
    return redirect("rosters:import_detail", roster_import.code)


@require_POST
@guard(RosterImport.objects.pages_of, may=permissions.judge_import)
def import_divide(request: Request, roster_import: RosterImport) -> HttpResponse:
    form = DivideForm(request.POST, shares=shares_of(roster_import), campaign=roster_import.campaign)
    if not form.is_valid():
        return _preview(request, roster_import, SendBackForm())
    confirms = "confirms" in request.POST
    made = actions.divide_import(actor=actor(request), roster_import=roster_import, parts=form.parts(), at=now(), confirms=confirms)
    told = ngettext("%(count)d unit has its people now.", "%(count)d units have their people now.", len(made))
    messages.success(request, told % {"count": len(made)})
    return redirect("rosters:import_detail", roster_import.code)


@require_POST
@guard(RosterImport.objects.pages_of, may=permissions.judge_import)
def import_confirm(request: Request, roster_import: RosterImport) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _preview(request, roster_import, SendBackForm())
    actions.confirm_import(actor=actor(request), roster_import=roster_import, at=now(), **form.cleaned_data)
    messages.success(request, _("The file is confirmed; its people are called."))
    return redirect("rosters:call_list", roster_import.campaign.code)


@require_POST
@guard(RosterImport.objects.pages_of, may=permissions.judge_import)
def import_send_back(request: Request, roster_import: RosterImport) -> HttpResponse:
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _preview(request, roster_import, form)
    actions.send_back(actor=actor(request), roster_import=roster_import, note=form.cleaned_data["note"], at=now())
    messages.success(request, _("The file is sent back with your note."))
    return redirect("rosters:call_list", roster_import.campaign.code)


@require_POST
@guard(RosterImport.objects.pages_of, may=permissions.judge_import)
def import_undo(request: Request, roster_import: RosterImport) -> HttpResponse:
    actions.undo_import(actor=actor(request), roster_import=roster_import, at=now())
    messages.success(request, _("The import is undone; its people are off the list."))
    return redirect("rosters:import_detail", roster_import.code)


@require_http_methods(["GET", "POST"])
@guard(RosterRow.objects.visible_to, may=permissions.mend_row)
def row_mend(request: Request, row: RosterRow) -> HttpResponse:
    form = MendForm(request.POST or None, initial={name: shown(row.values, name) for name in TYPED})
    if not form.is_valid():
        return render(request, "rosters/row_mend.html", {"stage": "rosters", "row": row, "form": form, **_frame(request, row.campaign)})
    mended = actions.mend_row(actor=actor(request), row=row, typed=form.typed(), at=now())
    if mended.status in (RosterRow.Status.WRONG, RosterRow.Status.AMBIGUOUS):
        messages.warning(request, _("Row %(row)d still has a problem.") % {"row": mended.row})
    return _onward(reverse("rosters:import_detail", args=[row.roster_import.code]), row)


@require_POST
@guard(RosterRow.objects.visible_to, may=permissions.mend_row)
def row_leave_out(request: Request, row: RosterRow) -> HttpResponse:
    actions.leave_out_row(actor=actor(request), row=row, at=now())
    return _onward(reverse("rosters:import_detail", args=[row.roster_import.code]), row)


@require_POST
@guard(RosterRow.objects.visible_to, may=permissions.decide_row)
def row_decide(request: Request, row: RosterRow) -> HttpResponse:
    form = DecideForm(request.POST, row=row)
    if form.is_valid():
        actions.decide_row(actor=actor(request), row=row, person=form.cleaned_data["person"], at=now())
    return _onward(reverse("rosters:import_detail", args=[row.roster_import.code]), row)


def _preview(request: Request, roster_import: RosterImport, form: SendBackForm) -> HttpResponse:
    may_judge = permissions.judge_import(request.user, roster_import)
    page: dict[str, Any] = {"stage": "rosters", "file": roster_import, "preview": preview_of(roster_import), "form": form, "may_judge": may_judge}
    page["parts"] = roster_import.parts.for_list() if roster_import.call is None else ()
    is_nobodys = may_judge and roster_import.call is None and roster_import.state == RosterImport.State.READ
    page["assign_form"] = AssignForm(campaign=roster_import.campaign) if is_nobodys else None
    if is_nobodys and any(row.values.get("unit") for row in page["preview"].rows):
        page["divide_form"] = DivideForm(shares=shares_of(roster_import), campaign=roster_import.campaign)
    return render(request, "rosters/import_detail.html", page | _frame(request, roster_import.campaign))


def _onward(page: str, row: RosterRow) -> HttpResponse:
    """Back to the page, at the next place that needs a person: the browser puts the cursor there, with or without scripts."""
    return HttpResponseRedirect(f"{page}#{stop_after(row)}")


def _frame(request: Request, campaign: Campaign) -> dict[str, str]:
    """The campaign's frame for its organisers; a unit's coordinator has no stages to go to."""
    return {"frame": "web/campaign.html" if permissions.organise(request.user, campaign) else "web/base.html"}


def _address(request: Request, token: str) -> str:
    return request.build_absolute_uri(reverse("rosters:link_home", args=[token]))


def _received(new: int, sent: int) -> str:
    told = ngettext("%(count)d file is received and being read.", "%(count)d files are received and being read.", new) % {"count": new}
    known = sent - new
    return told + " " + ngettext("%(count)d was here already.", "%(count)d were here already.", known) % {"count": known} if known else told
