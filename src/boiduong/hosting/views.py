from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.campaigns.pages import form_page, removal_page, taken
from boiduong.hosting import actions, papers, permissions
from boiduong.hosting.forms import CeremonyForm, DutyForm, ItemForm, StewardForm
from boiduong.hosting.models import AgendaItem, Ceremony, Steward
from boiduong.hosting.queries import ceremonies_of, duties_of, programme_of, roster_of, sessions_for, stewards_of, usual_session
from boiduong.summonses.papers import Wanted, files_of
from boiduong.summonses.queries import profile_of
from boiduong.web.files import download
from boiduong.web.guard import guard, signed_in
from boiduong.web.http import Request, actor

PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _ceremonies(user: User) -> QuerySet[Ceremony]:
    near = Ceremony.objects.visible_to(user)
    return near.select_related("campaign__lead_unit", "class_session__venue", "class_session__training_class")


def _items(user: User) -> QuerySet[AgendaItem]:
    """By key: a point has no code of its own, its campaign's door is what guards it."""
    rows = AgendaItem.objects.filter(ceremony__campaign__in=Campaign.objects.visible_to(user))
    return rows.select_related("ceremony__campaign").annotate(code=F("pk"))


def _stewards(user: User) -> QuerySet[Steward]:
    return Steward.objects.visible_to(user).select_related("campaign").distinct()


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def ceremony_list(request: Request, campaign: Campaign) -> HttpResponse:
    """Opening and closing, each planned or still to be planned."""
    planned = ceremonies_of(campaign)
    lines = [(kind, programme_of(planned[kind]) if kind in planned else None) for kind in Ceremony.Kind]
    return render(request, "hosting/ceremony_list.html", {"stage": "plan", "campaign": campaign, "lines": lines})


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def ceremony_plan(request: Request, campaign: Campaign) -> HttpResponse:
    """Plan or move the ceremony that `kind` names."""
    kind = request.POST.get("kind", "") or request.GET.get("kind", "")
    if kind not in Ceremony.Kind:
        raise Http404
    form = CeremonyForm(request.POST or None, campaign=campaign, initial=_usual(campaign, Ceremony.Kind(kind)))
    if form.is_valid():
        said = form.cleaned_data
        ceremony = actions.plan_ceremony(
            actor=actor(request), campaign=campaign, kind=Ceremony.Kind(kind), session=said["session"], begins=said["begins"]
        )
        messages.success(request, _("Planned. The running order below is the usual one: change what is different with you."))
        return redirect("hosting:ceremony_detail", ceremony.code)
    title = _("Plan the opening") if kind == Ceremony.Kind.OPENING else _("Plan the closing")
    return form_page(request, campaign, form, title, kind=kind, back=reverse("hosting:ceremony_list", args=[campaign.code]))


def _usual(campaign: Campaign, kind: Ceremony.Kind) -> dict[str, Any]:
    planned = ceremonies_of(campaign).get(kind)
    if planned is not None:
        return {"session": planned.class_session, "begins": planned.begins}
    session = usual_session(kind, sessions_for(campaign))
    if session is None:
        return {}
    return {"session": session, "begins": localtime(session.starts_at if kind == Ceremony.Kind.OPENING else session.ends_at).time()}


@require_http_methods(["GET", "POST"])
@guard(_ceremonies, may=permissions.host)
def ceremony_detail(request: Request, ceremony: Ceremony) -> HttpResponse:
    """The running order; the form adds a point at its end."""
    form = ItemForm(request.POST or None)

    def act() -> str:
        actions.add_item(actor=actor(request), ceremony=ceremony, **form.cleaned_data)
        return _("Added at the end.")

    if taken(request, form, act, field="what"):
        return redirect("hosting:ceremony_detail", ceremony.code)
    shown = {"stage": "plan", "campaign": ceremony.campaign, "ceremony": ceremony, "programme": programme_of(ceremony), "form": form}
    return render(request, "hosting/ceremony_detail.html", shown, status=422 if form.is_bound else 200)


@require_GET
@guard(_ceremonies, may=permissions.host)
def ceremony_paper(request: Request, ceremony: Ceremony) -> HttpResponse:
    """The programme as PDF, or with ?word for Word."""
    is_word = "word" in request.GET
    content = papers.ceremony_file(ceremony, profile_of(ceremony.campaign), is_word=is_word)
    name = f"chuong-trinh-{ceremony.kind.lower()}-{ceremony.campaign.code}.{'docx' if is_word else 'pdf'}"
    return download(name, content, DOCX if is_word else PDF)


@require_http_methods(["GET", "POST"])
@guard(_items, may=permissions.host_item)
def item_edit(request: Request, item: AgendaItem) -> HttpResponse:
    form = ItemForm(request.POST or None, initial={"what": item.what, "who": item.who, "minutes": item.minutes})
    back = reverse("hosting:ceremony_detail", args=[item.ceremony.code])
    if form.is_valid():
        actions.amend_item(actor=actor(request), item=item, **form.cleaned_data)
        return redirect(back)
    return form_page(request, item.ceremony.campaign, form, _("Change a point of the running order"), back=back)


@require_POST
@guard(_items, may=permissions.host_item)
def item_move(request: Request, item: AgendaItem) -> HttpResponse:
    actions.move_item(actor=actor(request), item=item, is_up="up" in request.POST)
    return redirect("hosting:ceremony_detail", item.ceremony.code)


@require_POST
@guard(_items, may=permissions.host_item)
def item_remove(request: Request, item: AgendaItem) -> HttpResponse:
    actions.remove_item(actor=actor(request), item=item)
    messages.success(request, _("Removed: %(name)s.") % {"name": item.what})
    return redirect("hosting:ceremony_detail", item.ceremony.code)


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def duty_list(request: Request, campaign: Campaign) -> HttpResponse:
    days = roster_of(campaign)
    halls = {place.venue for day in days for place in day.places}
    shown = {"stage": "plan", "campaign": campaign, "days": days, "stewards": stewards_of(campaign)}
    return render(request, "hosting/duty_list.html", shown | {"only_hall": next(iter(halls)) if len(halls) == 1 else None})


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def steward_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = StewardForm(request.POST or None, campaign=campaign)
    back = reverse("hosting:duty_list", args=[campaign.code])
    if form.is_valid():
        said = form.cleaned_data
        user = said["member"].user if said["member"] else None
        steward = actions.name_steward(actor=actor(request), campaign=campaign, full_name=said["full_name"], phone=said["phone"], user=user)
        messages.success(request, _("%(name)s can be put on duty now.") % {"name": steward})
        return redirect(back)
    return form_page(request, campaign, form, _("Name somebody for duties"), back=back)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def steward_remove(request: Request, campaign: Campaign) -> HttpResponse:
    back = reverse("hosting:duty_list", args=[campaign.code])
    return removal_page(request, campaign, campaign.stewards.all(), actions.remove_steward, title=_("Take somebody off the list"), back=back)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def duty_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = DutyForm(request.POST or None, campaign=campaign, initial={name: request.GET.getlist(name) for name in ("half_days",)} | _venue(request))
    back = reverse("hosting:duty_list", args=[campaign.code])

    def act() -> str:
        made = actions.put_on_duty(actor=actor(request), **form.cleaned_data)
        return _("%(name)s: half-days given: %(count)d.") % {"name": form.cleaned_data["steward"], "count": len(made)}

    if taken(request, form, act, field="half_days"):
        return redirect(back)
    return form_page(request, campaign, form, _("Put somebody on duty"), back=back)


def _venue(request: Request) -> dict[str, Any]:
    said = request.GET.get("venue", "")
    return {"venue": int(said)} if said.isdecimal() and len(said) < 10 else {}


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def duty_remove(request: Request, campaign: Campaign) -> HttpResponse:
    rows = campaign.duties.select_related("steward", "venue")
    back = reverse("hosting:duty_list", args=[campaign.code])
    return removal_page(request, campaign, rows, actions.end_duty, title=_("Take somebody off duty"), back=back)


@require_GET
@guard(Campaign.objects.visible_to, may=campaigns.organise)
def duty_paper(request: Request, campaign: Campaign) -> HttpResponse:
    """The roster as PDF, or with ?word for Word. Refuses: NothingToPrint."""
    is_word = "word" in request.GET
    files = files_of(papers.duties, Wanted(campaign, profile_of(campaign), None))
    wanted = next(file for file in files if file.name.endswith(".docx") == is_word)
    return download(f"phan-cong-truc-{campaign.code}.{'docx' if is_word else 'pdf'}", wanted.content, DOCX if is_word else PDF)


@require_GET
@guard(_stewards, may=permissions.read_duties)
def steward_detail(request: Request, steward: Steward) -> HttpResponse:
    """One person's list, theirs and the organiser's."""
    shown = {"steward": steward, "lines": duties_of(steward), "is_own": steward.user_id == request.user.pk}
    return render(request, "hosting/steward_detail.html", shown)


@require_GET
@signed_in
def own_duty_list(request: Request) -> HttpResponse:
    """Where I am on duty, in every campaign."""
    stewards = Steward.objects.filter(user=request.user).select_related("campaign").order_by("-campaign__starts_on", "pk")
    return render(request, "hosting/own_duty_list.html", {"lists": [(steward, duties_of(steward)) for steward in stewards]})
