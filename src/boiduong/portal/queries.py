"""What the portal reads of a campaign. It reads every stage and writes none."""

from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, localtime
from wagtail.models import Page

from boiduong.campaigns.models import Campaign, Rules
from boiduong.documents.models import ReferenceDocument
from boiduong.engines.typeset.words import short_date
from boiduong.people.models import Person, Unit
from boiduong.portal.drafting import Lesson, Opening, Story
from boiduong.portal.models import ArticlePage, SectionPage
from boiduong.reports.figures import SummaryFigures
from boiduong.schedule.models import ClassSession

AUDIENCE = {Person.Role.MANAGER: "cán bộ quản lý giáo dục", Person.Role.TEACHER: "giáo viên", Person.Role.STAFF: "nhân viên"}
AREAS = ("quận", "huyện", "thị xã", "thành phố", "tỉnh", "phường", "xã")


def story_of(campaign: Campaign, figures: SummaryFigures) -> Story:
    """What an article tells of these figures; the rest is read here, in seven queries."""
    sessions = list(ClassSession.objects.held().filter(campaign=campaign).select_related("training_class", "speaker").order_by("starts_at", "pk"))
    own = [localdate(row.starts_at) for row in sessions if not row.training_class.is_makeup]
    makeup = dict.fromkeys(localdate(row.starts_at) for row in sessions if row.training_class.is_makeup)
    rules = Rules.objects.select_related("essay_document").get(campaign=campaign)
    due = rules.essay_due_at
    return Story(
        title=campaign.title,
        organizers=figures.organizers,
        area=_area(campaign),
        starts_on=min(own, default=campaign.starts_on),
        ends_on=max(own, default=campaign.ends_on),
        halls=figures.halls,
        classes=figures.classes,
        audience=tuple(AUDIENCE[Person.Role(group.key)] for group in figures.by_role if group.present),
        present=figures.total.present,
        made_up=figures.total.made_up,
        makeup_on=tuple(makeup),
        opening=_opening(campaign, sessions),
        lessons=tuple(_lessons(campaign)),
        essay_document=_named(rules.essay_document) if rules.essay_document else "",
        essay_due_at=localtime(due) if due else None,
        essays=figures.essays.received,
    )


def _area(campaign: Campaign) -> str:
    """The kind of place the lead answers for, as its own name or that of a body above it says; of two, the smaller one."""
    names, unit = "", cast("Unit | None", campaign.lead_unit)
    while unit is not None:
        names, unit = f"{names} {unit.name}", unit.parent
    spoken = f" {names.casefold()} "
    return next((area for area in AREAS if f" {area} " in spoken), "")


def _opening(campaign: Campaign, sessions: list[ClassSession]) -> Opening | None:
    session = next((row for row in sessions if row.is_opening), None)
    if session is None:
        return None
    speaker = f"{session.speaker} - {_titled(session.speaker_titles)}".removesuffix(" - ") if session.speaker else ""
    guests = [
        f"{guest.form_of_address} {guest.full_name} - {', '.join(guest.titles)}".strip(" -") if guest.full_name else guest.body_name
        for guest in campaign.guests.of_opening()
        if not session.speaker or guest.full_name != session.speaker.full_name
    ]
    return Opening(localdate(session.starts_at), tuple(filter(None, (speaker, *guests))))


def _titled(titles: list[str]) -> str:
    """The first title, and the others in brackets."""
    first, *others = titles or [""]
    return f"{first} ({'; '.join(others)})" if others else first


def _lessons(campaign: Campaign) -> list[Lesson]:
    topics = campaign.topics.select_related("document").order_by("number")
    return [Lesson(_named(topic.document), topic.document.subject, tuple(topic.key_points)) for topic in topics]


def _named(document: ReferenceDocument) -> str:
    return f"{document.kind} số {document.symbol} ngày {short_date(document.issued_on)} của {document.issuer}"


def sections() -> QuerySet[SectionPage]:
    """Where an article can be put."""
    rows: QuerySet[SectionPage] = SectionPage.objects.filter(depth__gt=2).order_by("path")
    return rows


def articles_of(campaign: Campaign) -> QuerySet[ArticlePage]:
    """On line or not yet, the newest draft first."""
    rows: QuerySet[ArticlePage] = ArticlePage.objects.filter(campaign=campaign).select_related("views").order_by("-pk")
    return rows


def article_of_campaign(campaign: Campaign, number: str) -> ArticlePage:
    """Raises Http404 if there is no such article of this campaign."""
    found: ArticlePage = get_object_or_404(articles_of(campaign), pk=int(number) if number.isdecimal() and len(number) < 12 else 0)
    return found


def asked_article(request: HttpRequest, path: str) -> ArticlePage | None:
    """The article at this address, if an article is what stands there. Wagtail keeps the answer with the request for its own view."""
    found = Page.route_for_request(request, path)
    return found.page if found is not None and isinstance(found.page, ArticlePage) else None
