"""The signed sign-in sheet of a session: its pages, and what it says otherwise than the doors."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from boiduong.attendance import comparing, permissions, sheets
from boiduong.attendance.forms import SheetForm
from boiduong.attendance.models import SignedSheet
from boiduong.campaigns.models import Enrollment
from boiduong.schedule.models import ClassSession
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor

STAGE = "attendance"
MOST_TYPED, MOST_WHY = 60, 200


@require_GET
@guard(ClassSession.objects.visible_to, may=permissions.compare)
def sheet(request: Request, session: ClassSession) -> HttpResponse:
    return _sheet_page(request, session, request.GET.get("typed", "")[:MOST_TYPED], SheetForm())


@require_POST
@guard(ClassSession.objects.visible_to, may=permissions.compare)
def sheet_keep(request: Request, session: ClassSession) -> HttpResponse:
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _sheet_page(request, session, "", form)
    pages = [sheets.Page(page.name or "", page.read()) for page in form.cleaned_data["pages"]]
    kept = sheets.keep_sheet(actor=actor(request), class_session=session, pages=pages, at=now())
    messages.success(request, ngettext("%(count)d page is kept.", "%(count)d pages are kept.", len(kept)) % {"count": len(kept)})
    return redirect("attendance:sheet", session.code)


@require_POST
@guard(ClassSession.objects.visible_to, may=permissions.compare)
def sheet_mark(request: Request, session: ClassSession) -> HttpResponse:
    """By the learner's code, as a line's button sends it, or by what was typed: marked at once where it names one alone."""
    page, typed = reverse("attendance:sheet", args=[session.code]), request.POST.get("typed", "")[:MOST_TYPED]
    if code := request.POST.get("learner", ""):
        learner = get_object_or_404(Enrollment, campaign=session.campaign_id, code=code)
        page += f"#line-{code}"  # a list that was gone down goes on from there
    else:
        found = comparing.lines_typed(comparing.comparison_of(session).lines, typed)
        if len(found) != 1:
            return redirect(reverse("attendance:sheet", args=[session.code], query={"typed": typed}))
        learner = found[0].enrollment
    try:
        mark = sheets.mark_sheet(actor=actor(request), class_session=session, enrollment=learner, at=now())
    except sheets.MarkedAlready as refusal:
        messages.error(request, str(refusal))
        return redirect(page)
    said = _("%(name)s: signed, but not seen at a door.") if mark.has_signed else _("%(name)s: seen at a door, but not signed.")
    messages.success(request, said % {"name": learner.person.full_name})
    return redirect(page)


@require_POST
@guard(ClassSession.objects.visible_to, may=permissions.compare)
def sheet_unmark(request: Request, session: ClassSession) -> HttpResponse:
    learner = get_object_or_404(Enrollment, campaign=session.campaign_id, code=request.POST.get("learner", ""))
    sheets.unmark_sheet(actor=actor(request), class_session=session, enrollment=learner, at=now())
    messages.success(request, _("The mark at %(name)s was taken back.") % {"name": learner.person.full_name})
    return redirect("attendance:sheet", session.code)


@require_GET
@guard(SignedSheet.objects.visible_to, may=permissions.read_sheet)
def sheet_page(request: Request, page: SignedSheet) -> FileResponse:  # noqa: ARG001
    """A picture is shown, anything else is a download. The kind is what the bytes were found to be, not what a name says."""
    is_picture = page.content_type.startswith("image/")
    return FileResponse(BytesIO(bytes(page.content)), as_attachment=not is_picture, filename=page.file_name, content_type=page.content_type)


@require_POST
@guard(SignedSheet.objects.visible_to, may=permissions.read_sheet)
def sheet_withdraw(request: Request, page: SignedSheet) -> HttpResponse:
    sheets.withdraw_page(actor=actor(request), page=page, why=request.POST.get("why", "")[:MOST_WHY], at=now())
    messages.success(request, _("The page is withdrawn. It is kept below, and can be put back."))
    return redirect("attendance:sheet", page.class_session.code)


@require_POST
@guard(SignedSheet.objects.visible_to, may=permissions.read_sheet)
def sheet_restore(request: Request, page: SignedSheet) -> HttpResponse:
    sheets.restore_page(actor=actor(request), page=page)
    messages.success(request, _("The page is put back."))
    return redirect("attendance:sheet", page.class_session.code)


def _sheet_page(request: Request, session: ClassSession, typed: str, form: SheetForm) -> HttpResponse:
    compared = comparing.comparison_of(session)
    pages = list(SignedSheet.objects.filter(class_session=session).for_list())
    context = {
        "stage": STAGE,
        "session": session,
        "compared": compared,
        "typed": typed,
        "found": comparing.lines_typed(compared.lines, typed),
        "pages": [page for page in pages if page.withdrawn_at is None],
        "withdrawn": [page for page in pages if page.withdrawn_at is not None],
        "form": form,
    }
    return render(request, "attendance/sheet.html", context, status=400 if form.errors else 200)
