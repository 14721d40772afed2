from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from boiduong.documents import actions, permissions
from boiduong.documents.forms import ProfileForm, ReferenceForm, SearchForm
from boiduong.documents.models import DocumentProfile, IssuedDocument, ReferenceDocument
from boiduong.documents.queries import references_like
from boiduong.web.guard import guard, signed_in
from boiduong.web.http import Request, actor, way_back


@require_GET
@signed_in
def reference_list(request: Request) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    shown = {"references": references_like(words), "words": words, "may_keep": permissions.keep(request.user)}
    return render(request, "documents/reference_list.html", shown)


@require_GET
@guard(ReferenceDocument.objects.visible_to, may=permissions.read)
def reference_detail(request: Request, document: ReferenceDocument) -> HttpResponse:
    topics = document.topics.select_related("campaign").order_by("-campaign__starts_on")
    shown = {"document": document, "topics": topics, "may_keep": permissions.keep(request.user)}
    return render(request, "documents/reference_detail.html", shown)


@require_http_methods(["GET", "POST"])
@signed_in
def reference_new(request: Request) -> HttpResponse:
    if not permissions.keep(request.user):
        raise PermissionDenied
    form = ReferenceForm(request.POST or None)
    if not form.is_valid():
        return render(request, "documents/reference_form.html", {"form": form, "back": way_back(request)})
    document = actions.register_reference(actor=actor(request), **form.cleaned_data)
    messages.success(request, _("%(symbol)s is in the register.") % {"symbol": document.symbol})
    back = way_back(request)
    return redirect(back) if back else redirect("documents:reference_detail", document.code)


@require_http_methods(["GET", "POST"])
@guard(ReferenceDocument.objects.visible_to, may=permissions.keep)
def reference_edit(request: Request, document: ReferenceDocument) -> HttpResponse:
    said = {name: getattr(document, name) for name in ReferenceForm.base_fields}
    form = ReferenceForm(request.POST or None, initial=said)
    if not form.is_valid():
        return render(request, "documents/reference_form.html", {"form": form, "document": document})
    actions.amend_reference(actor=actor(request), document=document, **form.cleaned_data)
    messages.success(request, _("The correction is kept."))
    return redirect("documents:reference_detail", document.code)


@require_GET
@signed_in
def issued_list(request: Request) -> HttpResponse:
    if not permissions.keep(request.user):
        raise PermissionDenied
    profiles = DocumentProfile.objects.select_related("unit").order_by("unit__sort_key", "form")
    return render(request, "documents/issued_list.html", {"issued": IssuedDocument.objects.for_list()[:500], "profiles": profiles})


@require_http_methods(["GET", "POST"])
@signed_in
def profile_edit(request: Request) -> HttpResponse:
    """One page for a first profile and for a change: a body has one a form."""
    if not permissions.keep(request.user):
        raise PermissionDenied
    known = DocumentProfile.objects.filter(pk=request.GET.get("profile", "0") if request.GET.get("profile", "0").isdigit() else 0).first()
    said = {name: getattr(known, name) for name in ProfileForm.base_fields} if known else None
    form = ProfileForm(request.POST or None, initial=said)
    if not form.is_valid():
        return render(request, "documents/profile_form.html", {"form": form, "back": way_back(request)})
    actions.keep_profile(actor=actor(request), **form.cleaned_data | {"form": DocumentProfile.Form(form.cleaned_data["form"])})
    messages.success(request, _("Papers of this body will be written so from now on."))
    return redirect(way_back(request) or "documents:issued_list")
