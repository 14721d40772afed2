from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from boiduong.accounts.models import OneTimeLogin
from boiduong.web import actions
from boiduong.web.guard import by_link

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _unused(token: str) -> OneTimeLogin | None:
    return actions.find_login_link(token, now())


@require_http_methods(["GET", "POST"])
@by_link(_unused)
def login_link(request: HttpRequest, link: OneTimeLogin, token: str) -> HttpResponse:  # noqa: ARG001
    """A page with one button: a messenger that looks at links beforehand must not spend this one."""
    if request.method != "POST":
        return render(request, "web/login_link.html", {"link": link})
    login(request, actions.use_login_link(link=link, at=now()), backend=BACKEND)
    return redirect("campaigns:campaign_list")
