"""How a form of the plan is shown, and how something is removed from it: after a page that says what stands in the way."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from boiduong.audit.trail import Refusal
from boiduong.campaigns.marks import GoneMeanwhile
from boiduong.campaigns.models import Campaign
from boiduong.campaigns.standing import standing_on
from boiduong.web.http import Request, actor


def form_page(request: Request, campaign: Campaign, form: Form, title: str, **more: Any) -> HttpResponse:
    """more: `seen` (the mark of what is shown), `back` and `remove` (addresses), `needs_document`, `copies` (rows of other campaigns to begin from,
    each with its address).
    """
    shown = {"stage": "plan", "campaign": campaign, "form": form, "title": title} | more
    return render(request, "campaigns/plan_form.html", shown, status=422 if form.is_bound and form.errors else 200)


type FieldOf = str | Callable[[Refusal], str | None] | None  # the field beside which a refusal is told; None: above the form


def taken(request: Request, form: Form, act: Callable[[], str], *, field: FieldOf = None) -> bool:
    """Whether a form that says something valid has been acted on. act: does it, and returns what is told; a refusal is told in the form."""
    if not form.is_valid():
        return False
    try:
        told = act()
    except Refusal as refusal:
        form.add_error(field(refusal) if callable(field) else field, str(refusal))
        return False
    messages.success(request, told)
    return True


def row_key(request: Request) -> int:
    """The row that a page is about, by its key in `row`; 0, which no row has, if it names none."""
    said = request.POST.get("row", "") or request.GET.get("row", "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def removal_page(
    request: Request,
    campaign: Campaign,
    rows: QuerySet[Any],
    remove: Callable[..., Model | str],
    *,
    title: str,
    back: str,
    held: Callable[[Any], list[str]] = standing_on,
) -> HttpResponse:
    """GET: what would go, and what stands in the way. POST: it goes, or the page says why not.

    rows: those of the campaign, by key. remove: the action. held: what stands on a row.
    """
    key = row_key(request)
    why = ""
    if request.method == "POST":
        try:
            gone = remove(actor=actor(request), campaign=campaign, key=key)
        except GoneMeanwhile as refusal:
            messages.info(request, str(refusal))
            return redirect(back)
        except Refusal as refusal:
            why = str(refusal)
        else:
            messages.success(request, _("Removed: %(name)s.") % {"name": gone})
            return redirect(back)
    row = rows.filter(pk=key).first()
    if row is None:
        messages.info(request, _("What you wanted to remove is not there any more."))
        return redirect(back)
    shown = {"stage": "plan", "campaign": campaign, "title": title, "row": row, "obstacles": held(row), "why": why, "back": back}
    return render(request, "campaigns/plan_remove.html", shown, status=409 if why else 200)
