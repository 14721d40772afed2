import json
from pathlib import Path

import segno
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_POST

from boiduong.campaigns.models import Campaign
from boiduong.doors import actions, permissions, queries, supervising
from boiduong.doors.forms import InviteForm
from boiduong.doors.models import Device
from boiduong.doors.office import office_ca
from boiduong.schedule.models import ClassSession
from boiduong.web.guard import guard, public
from boiduong.web.http import Request, actor

BUILT = Path(settings.PACKAGE) / "static/build"
STAGE = "attendance"


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
        return redirect("doors:door_secure")
    invitation = actions.invite_device(actor=actor(request), class_session=session, **form.invited())
    page = reverse("doors:door_page") + f"#pair={invitation.code}"
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
    return render(request, "doors/device_invite.html", context)


@require_POST
@guard(Device.objects.visible_to, may=permissions.revoke)
def device_revoke(request: Request, device: Device) -> HttpResponse:
    actions.revoke_device(actor=actor(request), device=device, at=now())
    messages.success(request, _("%(door)s was sent away; what it has sent stays.") % {"door": device.door})
    return redirect("attendance:session_detail", device.class_session.code)


@require_POST
@guard(Campaign.objects.visible_to, may=permissions.set_pin)
def pin_set(request: Request, campaign: Campaign) -> HttpResponse:
    supervising.set_supervisor_pin(actor=actor(request), campaign=campaign, pin=request.POST.get("pin", ""), at=now())
    messages.success(request, _("The PIN is set. Tell it to the supervisors alone; it is shown nowhere."))
    return redirect("attendance:rule_list", campaign.code)


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.watch)
def readiness(request: Request, campaign: Campaign) -> HttpResponse:
    """Which phones were tested, to be printed the day before."""
    at = now()
    sessions = queries.readiness_of(campaign, at=at)
    context = {"stage": STAGE, "campaign": campaign, "sessions": sessions, "at": at}
    return render(request, "doors/readiness.html", context)


@require_GET
@public
@cache_control(no_cache=True)
@csp_override(settings.DOOR_CSP)
def door_page(request: HttpRequest) -> HttpResponse:
    """The same for everybody, so that a phone may keep it: what a door knows comes over the API."""
    return render(request, "doors/door.html")


@require_GET
@public
@cache_control(no_cache=True)
def door_secure(request: HttpRequest) -> HttpResponse:
    """How a phone or a computer comes to trust this office; `serve --tls` answers with it where there is no TLS yet."""
    address = f"{settings.LAN_ADDRESS}{reverse('doors:door_page')}" if settings.LAN_ADDRESS else ""
    context = {"office": office_ca(), "address": address, "picture": picture_of(address), "is_secure": request.is_secure()}
    return render(request, "doors/door_secure.html", context)


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
    return JsonResponse({"urls": [reverse("doors:door_page"), *(static(f"build/{name}") for name in names)]})


@require_GET
@public
@cache_control(max_age=3600)
def door_install(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    drawn = {"src": static("doors/door.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    png = {"type": "image/png", "purpose": "any maskable"}
    icons = [drawn, *({"src": static(f"build/door-{size}.png"), "sizes": f"{size}x{size}"} | png for size in (192, 512))]
    page = reverse("doors:door_page")
    told = {"name": _("Check-in door"), "short_name": _("Door"), "lang": "vi", "id": page, "start_url": page, "scope": page, "display": "standalone"}
    return JsonResponse(told | {"background_color": "#f7f5f0", "theme_color": "#1e3a8a", "icons": icons}, content_type="application/manifest+json")


def picture_of(address: str) -> str:
    """The address as a QR for an <img>; empty for none."""
    return segno.make(address, error="m").svg_data_uri(scale=8, border=3, light="#fff") if address else ""
