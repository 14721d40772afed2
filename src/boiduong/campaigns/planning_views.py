"""The plan of a campaign: looked at, added to, changed, taken from."""

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.accounts.models import User
from boiduong.campaigns import actions, amending, permissions
from boiduong.campaigns.forms import MemberForm, PartnerForm, RulesForm, TopicForm
from boiduong.campaigns.marks import mark_of
from boiduong.campaigns.models import Campaign, Organizer, Rules, Topic
from boiduong.campaigns.pages import form_page, removal_page, taken
from boiduong.campaigns.queries import plan_of, rules_said, topic_said
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor


def _topics(user: User) -> QuerySet[Topic]:
    """By key: a topic has no code of its own, its campaign's door is what guards it."""
    return Topic.objects.filter(campaign__in=Campaign.objects.visible_to(user)).select_related("campaign", "document").annotate(code=F("pk"))


def _organizers(user: User) -> QuerySet[Organizer]:
    return Organizer.objects.filter(campaign__in=Campaign.objects.visible_to(user)).select_related("campaign", "unit").annotate(code=F("pk"))


def _may_topic(user: User, topic: Topic) -> bool:
    return permissions.organise(user, topic.campaign)


def _may_organizer(user: User, organizer: Organizer) -> bool:
    return permissions.organise(user, organizer.campaign)


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.view)
def campaign_plan(request: Request, campaign: Campaign) -> HttpResponse:
    shown = {"stage": "plan", "campaign": campaign, "plan": plan_of(campaign), "may_organise": permissions.organise(request.user, campaign)}
    return render(request, "campaigns/campaign_plan.html", shown)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=permissions.organise)
def partner_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = PartnerForm(request.POST or None, campaign=campaign)

    def act() -> str:
        partner = actions.add_partner(actor=actor(request), campaign=campaign, **form.cleaned_data)
        return _("%(name)s is named as a co-organiser.") % {"name": partner}

    if taken(request, form, act):
        return redirect("campaigns:campaign_plan", campaign.code)
    return form_page(request, campaign, form, _("Name a co-organiser"), back=_plan(campaign))


@require_http_methods(["GET", "POST"])
@guard(_organizers, may=_may_organizer)
def partner_edit(request: Request, organizer: Organizer) -> HttpResponse:
    campaign = organizer.campaign
    form = PartnerForm(
        request.POST or None, campaign=campaign, organizer=organizer, initial={"unit": organizer.unit, "group_name": organizer.group_name}
    )

    def act() -> str:
        changed = amending.amend_partner(actor=actor(request), organizer=organizer, **form.cleaned_data)
        return _("Saved: %(name)s.") % {"name": changed}

    if taken(request, form, act):
        return redirect(_plan(campaign))
    remove = reverse("campaigns:partner_remove", args=[campaign.code]) + f"?row={organizer.pk}"
    return form_page(
        request,
        campaign,
        form,
        _("Change a co-organiser"),
        back=_plan(campaign),
        remove=remove if organizer.role == Organizer.Role.PARTNER else "",
    )


@require_POST
@guard(_organizers, may=_may_organizer)
def partner_move(request: Request, organizer: Organizer) -> HttpResponse:
    amending.move_partner(actor=actor(request), organizer=organizer, is_up="up" in request.POST)
    return redirect(_plan(organizer.campaign))


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=permissions.organise)
def partner_remove(request: Request, campaign: Campaign) -> HttpResponse:
    rows = campaign.organizers.select_related("unit")
    return removal_page(request, campaign, rows, amending.remove_partner, title=_("Remove a co-organiser"), back=_plan(campaign))


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=permissions.organise)
def topic_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = TopicForm(request.POST or None)

    def act() -> str:
        topic = actions.add_topic(actor=actor(request), campaign=campaign, **form.cleaned_data)
        return _("Topic %(number)d is added.") % {"number": topic.number}

    if taken(request, form, act, field="title"):
        return redirect("schedule:preparation", campaign.code)
    return form_page(request, campaign, form, _("Add a topic"), needs_document=True)


@require_http_methods(["GET", "POST"])
@guard(_topics, may=_may_topic)
def topic_edit(request: Request, topic: Topic) -> HttpResponse:
    said = topic_said(topic)
    form = TopicForm(request.POST or None, initial=said | {"key_points": "\n".join(topic.key_points)})

    def act() -> str:
        amending.amend_topic(actor=actor(request), topic=topic, seen=request.POST.get("seen", ""), **form.cleaned_data)
        return _("Topic %(number)d is saved.") % {"number": topic.number}

    if taken(request, form, act):
        return redirect(_plan(topic.campaign))
    remove = reverse("campaigns:topic_remove", args=[topic.campaign.code]) + f"?row={topic.pk}"
    title = _("Change topic %(number)d") % {"number": topic.number}
    return form_page(request, topic.campaign, form, title, seen=mark_of(said), needs_document=True, back=_plan(topic.campaign), remove=remove)


@require_POST
@guard(_topics, may=_may_topic)
def topic_move(request: Request, topic: Topic) -> HttpResponse:
    amending.move_topic(actor=actor(request), topic=topic, is_up="up" in request.POST)
    return redirect(_plan(topic.campaign))


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=permissions.organise)
def topic_remove(request: Request, campaign: Campaign) -> HttpResponse:
    return removal_page(request, campaign, campaign.topics.all(), amending.remove_topic, title=_("Remove a topic"), back=_plan(campaign))


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=permissions.organise)
def rules_edit(request: Request, campaign: Campaign) -> HttpResponse:
    said = rules_said(Rules.objects.select_related("essay_document").get(campaign=campaign))
    due = said["essay_due_at"]
    form = RulesForm(request.POST or None, initial=said | {"essay_due_at": localtime(due) if due else None})

    def act() -> str:
        amending.amend_rules(actor=actor(request), campaign=campaign, seen=request.POST.get("seen", ""), **form.cleaned_data)
        return _("The rules are saved.")

    if taken(request, form, act):
        return redirect(_plan(campaign))
    return form_page(request, campaign, form, _("Change the rules"), seen=mark_of(said), back=_plan(campaign), is_about_rules=True)


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=permissions.organise)
def member_new(request: Request, campaign: Campaign) -> HttpResponse:
    form = MemberForm(request.POST or None)
    if not form.is_valid():
        return form_page(request, campaign, form, _("Give somebody a role"))
    membership, token = actions.invite_member(actor=actor(request), campaign=campaign, at=now(), **form.cleaned_data)
    link = request.build_absolute_uri(reverse("web:login_link", args=[token])) if token else ""
    return render(request, "campaigns/member_told.html", {"stage": "plan", "campaign": campaign, "membership": membership, "link": link})


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=permissions.organise)
def member_remove(request: Request, campaign: Campaign) -> HttpResponse:
    rows = campaign.memberships.select_related("user")
    return removal_page(request, campaign, rows, amending.withdraw_membership, title=_("Take a role back"), back=_plan(campaign))


def _plan(campaign: Campaign) -> str:
    return reverse("campaigns:campaign_plan", args=[campaign.code])
