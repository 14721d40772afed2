from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.campaigns.models import Campaign
from boiduong.rosters import actions, permissions
from boiduong.rosters.actions import Received
from boiduong.rosters.forms import AssignForm, CallForm, DecideForm, MendForm, SendBackForm, UploadForm
from boiduong.rosters.judging import TYPED, shown
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow
from boiduong.rosters.queries import board_of, own_calls, preview_of, units_to_call
from boiduong.rosters.template import template
from boiduong.web.guard import guard, signed_in
from boiduong.web.http import Request, actor


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.organise)
def call_list(request: Request, campaign: Campaign) -> HttpResponse:
    state = request.GET.get("state", "")
    page = {"stage": "rosters", "campaign": campaign, "board": board_of(campaign, state), "state": state, "form": UploadForm()}
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


@require_GET
@signed_in
def own_call_list(request: Request) -> HttpResponse:
    return render(request, "rosters/own_call_list.html", {"calls": own_calls(request.user)})


@require_GET
@signed_in
def template_file(request: Request) -> HttpResponse:  # noqa: ARG001  the template is the same for everybody
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''mau-danh-sach.xlsx"}
    return HttpResponse(template(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", headers=headers)


@require_http_methods(["GET", "POST"])
@guard(RosterCall.objects.visible_to, may=permissions.read_call)
def call_detail(request: Request, call: RosterCall) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files = [Received(name, data, call) for name, data in form.cleaned_data["sent"]]
        made = actions.receive_files(actor=actor(request), campaign=call.campaign, files=files, at=now())
        messages.success(request, _received(len(made), len(files)))
        return redirect("rosters:call_detail", call.code)
    page = {"stage": "rosters", "call": call, "form": form, "imports": call.imports.for_list(), **_frame(request, call.campaign)}
    return render(request, "rosters/call_detail.html" + ("#rows" if request.htmx else ""), page)


@require_POST
@guard(Campaign.objects.visible_to, may=permissions.organise)
def files_upload(request: Request, campaign: Campaign) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        page = {"stage": "rosters", "campaign": campaign, "board": board_of(campaign), "state": "", "form": form}
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
    headers = {"Content-Disposition": "attachment"}
    response = HttpResponse(bytes(roster_import.content), content_type="application/octet-stream", headers=headers)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(roster_import.file_name)}"
    return response


@require_POST
@guard(RosterImport.objects.pages_of, may=permissions.judge_import)
def import_assign(request: Request, roster_import: RosterImport) -> HttpResponse:
    form = AssignForm(request.POST, campaign=roster_import.campaign)
    if form.is_valid():
        actions.assign_import(actor=actor(request), roster_import=roster_import, call=form.cleaned_data["call"], at=now())
    return redirect("rosters:import_detail", roster_import.code)


@require_POST
@guard(RosterImport.objects.pages_of, may=permissions.judge_import)
def import_confirm(request: Request, roster_import: RosterImport) -> HttpResponse:
    withdraws = "withdraws_gone" in request.POST
    actions.confirm_import(actor=actor(request), roster_import=roster_import, at=now(), withdraws_gone=withdraws)
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
    return redirect("rosters:import_detail", row.roster_import.code)


@require_POST
@guard(RosterRow.objects.visible_to, may=permissions.mend_row)
def row_leave_out(request: Request, row: RosterRow) -> HttpResponse:
    actions.leave_out_row(actor=actor(request), row=row, at=now())
    return redirect("rosters:import_detail", row.roster_import.code)


@require_POST
@guard(RosterRow.objects.visible_to, may=permissions.mend_row)
def row_decide(request: Request, row: RosterRow) -> HttpResponse:
    form = DecideForm(request.POST, row=row)
    if form.is_valid():
        actions.decide_row(actor=actor(request), row=row, person=form.cleaned_data["person"], at=now())
    return redirect("rosters:import_detail", row.roster_import.code)


def _preview(request: Request, roster_import: RosterImport, form: SendBackForm) -> HttpResponse:
    may_judge = permissions.judge_import(request.user, roster_import)
    page = {"stage": "rosters", "file": roster_import, "preview": preview_of(roster_import), "form": form, "may_judge": may_judge}
    page["assign_form"] = AssignForm(campaign=roster_import.campaign) if may_judge and roster_import.call is None else None
    return render(request, "rosters/import_detail.html", page | _frame(request, roster_import.campaign))


def _frame(request: Request, campaign: Campaign) -> dict[str, str]:
    """The campaign's frame for its organisers; a unit's coordinator has no stages to go to."""
    return {"frame": "web/campaign.html" if permissions.organise(request.user, campaign) else "web/base.html"}


def _received(new: int, sent: int) -> str:
    told = ngettext("%(count)d file is received and being read.", "%(count)d files are received and being read.", new) % {"count": new}
    known = sent - new
    return told + " " + ngettext("%(count)d was here already.", "%(count)d were here already.", known) % {"count": known} if known else told


def _quoted(name: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-._") else _percent(letter) for letter in name)


def _percent(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode())
