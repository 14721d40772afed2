"""Pages on logins: who keeps the register, who answers for a unit, a new link for whoever forgot."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.accounts.models import User
from boiduong.people import entrusting, permissions
from boiduong.people.forms import LoginForm
from boiduong.people.logins import coordinators, logins
from boiduong.people.models import Unit, UnitCoordinator
from boiduong.web.actions import close_login, renew_login
from boiduong.web.guard import guard, signed_in
from boiduong.web.http import Request, actor

PAGE = 50


def _logins(user: User) -> QuerySet[User]:
    return logins() if permissions.keep(user) else logins().none()


def _coordinators(user: User) -> QuerySet[UnitCoordinator]:
    return coordinators().filter(unit__in=Unit.objects.visible_to(user))


@require_GET
@signed_in
def login_list(request: Request) -> HttpResponse:
    if not permissions.keep(request.user):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()
    page = Paginator(logins(words), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/login_list.html", {"page": page, "words": words})


@require_http_methods(["GET", "POST"])
@signed_in
def keeper_new(request: Request) -> HttpResponse:
    if not permissions.keep(request.user):
        raise PermissionDenied
    form = LoginForm(request.POST or None)
    if not form.is_valid():
        return _asked(request, form, _("Entrust the register to somebody"), back=reverse("people:login_list"))
    user, token = entrusting.invite_keeper(actor=actor(request), at=now(), **form.cleaned_data)
    return _told(request, user, token, back=reverse("people:login_list"))


@require_http_methods(["GET", "POST"])
@guard(Unit.objects.visible_to, may=permissions.keep)
def coordinator_new(request: Request, unit: Unit) -> HttpResponse:
    form = LoginForm(request.POST or None)
    back = reverse("people:unit_detail", args=[unit.code])
    if not form.is_valid():
        return _asked(request, form, _("Who answers for %(unit)s") % {"unit": unit.name}, back=back)
    user, token = entrusting.invite_coordinator(actor=actor(request), unit=unit, at=now(), **form.cleaned_data)
    return _told(request, user, token, back=back)


@require_POST
@guard(_coordinators, may=permissions.keep)
def coordinator_end(request: Request, coordinator: UnitCoordinator) -> HttpResponse:
    entrusting.dismiss_coordinator(actor=actor(request), coordinator=coordinator)
    messages.success(request, _("Saved."))
    return redirect("people:unit_detail", coordinator.unit.code)


@require_POST
@guard(_logins, may=permissions.keep)
def login_renew(request: Request, user: User) -> HttpResponse:
    token = renew_login(actor=actor(request), user=user, at=now())
    return _told(request, user, token, back=reverse("people:login_list"))


@require_POST
@guard(_logins, may=permissions.keep)
def login_close(request: Request, user: User) -> HttpResponse:
    close_login(actor=actor(request), user=user, at=now())
    messages.success(request, _("This login is closed. A new link opens it again."))
    return redirect("people:login_list")


@require_POST
@guard(_logins, may=permissions.keep)
def keeper_end(request: Request, user: User) -> HttpResponse:
    entrusting.dismiss_keeper(actor=actor(request), user=user)
    messages.success(request, _("Saved."))
    return redirect("people:login_list")


def _asked(request: Request, form: Form, title: str, *, back: str) -> HttpResponse:
    return render(request, "people/login_new.html", {"form": form, "title": title, "back": back}, status=422 if form.is_bound else 200)


def _told(request: Request, user: User, token: str, *, back: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("web:login_link", args=[token])) if token else ""
    return render(request, "people/login_told.html", {"invited": user, "link": link, "back": back})
