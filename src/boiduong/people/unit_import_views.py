from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.accounts.models import User
from boiduong.audit.trail import Refusal
from boiduong.engines.units import read_apart, template
from boiduong.people import permissions, unit_importing
from boiduong.people.forms import SeenForm, UnitFileForm
from boiduong.people.models import UnitImport
from boiduong.people.unit_judging import Status, counts_of, judge
from boiduong.web.files import workbook
from boiduong.web.guard import guard, signed_in
from boiduong.web.http import Request, actor

PAGE = 100


def _imports(user: User) -> QuerySet[UnitImport]:
    return UnitImport.objects.all() if permissions.keep(user) else UnitImport.objects.none()


@require_http_methods(["GET", "POST"])
@signed_in
def unit_import_new(request: Request) -> HttpResponse:
    """A file is read at once, in a process apart; what it would do is shown before anything is written."""
    if not permissions.keep(request.user):
        raise PermissionDenied
    form = UnitFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            made = unit_importing.receive_units(actor=actor(request), file_name=sent.name, file=read_apart(sent.read()), at=now())
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("people:unit_import_detail", made.code)
    shown = {"form": form, "earlier": UnitImport.objects.defer("lines", "made").select_related("uploaded_by").order_by("-pk")[:10]}
    return render(request, "people/unit_import_new.html", shown, status=422 if form.is_bound else 200)


@require_GET
@signed_in
def unit_template(request: Request) -> HttpResponse:  # noqa: ARG001  the same for everybody
    return workbook("mau-danh-sach-don-vi.xlsx", template())


@require_GET
@guard(_imports, may=permissions.keep)
def unit_import_detail(request: Request, unit_import: UnitImport) -> HttpResponse:
    shown: dict[str, object] = {"unit_import": unit_import}
    if unit_import.state == UnitImport.State.READ:
        lines = judge(unit_import)
        status = request.GET.get("status", "")
        wanted = [line for line in lines if line.status == status] if status in Status.__members__ else lines
        shown |= {"counts": counts_of(lines), "status": status, "page": Paginator(wanted, PAGE).get_page(request.GET.get("page"))}
    return render(request, "people/unit_import_detail.html", shown)


@require_POST
@guard(_imports, may=permissions.keep)
def unit_import_confirm(request: Request, unit_import: UnitImport) -> HttpResponse:
    form = SeenForm(request.POST)
    if form.is_valid():
        seen = (form.cleaned_data["new"], form.cleaned_data["changed"])
        unit_importing.confirm_units(actor=actor(request), unit_import=unit_import, seen=seen, at=now())
        messages.success(request, _("The list is in the register."))
    return redirect("people:unit_import_detail", unit_import.code)


@require_POST
@guard(_imports, may=permissions.keep)
def unit_import_undo(request: Request, unit_import: UnitImport) -> HttpResponse:
    unit_importing.undo_units(actor=actor(request), unit_import=unit_import, at=now())
    messages.success(request, _("Undone: the register is as it was before this list."))
    return redirect("people:unit_import_detail", unit_import.code)
