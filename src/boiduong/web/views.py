from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boiduong.accounts.models import OneTimeLogin
from boiduong.web import actions
from boiduong.web.forms import AccountForm
from boiduong.web.guard import by_link, signed_in
from boiduong.web.http import Request, actor

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _unused(token: str) -> OneTimeLogin | None:
    return actions.find_login_link(token, now())


@require_http_methods(["GET", "POST"])
@by_link(_unused)
def login_link(request: HttpRequest, link: OneTimeLogin, token: str) -> HttpResponse:  # noqa: ARG001
    """A page with one button: a messenger that looks at links beforehand must not spend this one."""
    if request.method != "POST":
        return render(request, "web/login_link.html", {"link": link})
    user = actions.use_login_link(link=link, at=now())
    login(request, user, backend=BACKEND)
    has_no_way_back = not user.has_usable_password() and not settings.REHEARSAL
    return redirect("web:own_account" if has_no_way_back else "campaigns:campaign_list")


@require_http_methods(["GET", "POST"])
@signed_in
def own_account(request: Request) -> HttpResponse:
    form = AccountForm(request.POST or None, user=request.user)
    if not form.is_valid():
        return render(request, "web/own_account.html", {"form": form}, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    user = actions.settle_account(actor=actor(request), user=request.user, full_name=said["full_name"], password=said["password"])
    update_session_auth_hash(request, user)
    messages.success(request, _("Saved."))
    return redirect("campaigns:campaign_list")
