"""Sessions as an iCalendar of RFC 5545, one for each class, hall and speaker. Reads; writes nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, DateTimeField, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.timezone import localtime
from icalendar import Calendar, Event, vText

from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.schedule.models import CalendarLink, ClassSession, HallUse, Speaker, Venue

MAKER = "-//boiduong//schedule//VI"
OFTEN = "PT1H"  # how often calendars are asked to look again


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose calendar can be had, and since when it has an address."""

    kind: str  # "class", "hall", "speaker"
    code: str
    name: str
    made_at: datetime | None


def subjects_of(campaign: Campaign) -> list[Subject]:
    """Four queries, however many rows."""
    valid = list(CalendarLink.objects.filter(campaign=campaign, revoked_at=None))
    since = {("class", link.training_class_id): link.made_at for link in valid if link.training_class_id}
    since |= {("hall", link.venue_id): link.made_at for link in valid if link.venue_id}
    since |= {("speaker", link.speaker_id): link.made_at for link in valid if link.speaker_id}
    halls = Venue.objects.filter(sessions__campaign=campaign).distinct().order_by("name", "pk")
    return [
        *(Subject("class", row.code, row.name, since.get(("class", row.pk))) for row in campaign.classes.for_list()),
        *(Subject("hall", row.code, row.name, since.get(("hall", row.pk))) for row in halls),
        *(Subject("speaker", row.code, str(row), since.get(("speaker", row.pk))) for row in campaign.speakers.order_by("pk")),
    ]


def subject_row(campaign: Campaign, kind: str, code: str) -> TrainingClass | Venue | Speaker | None:
    if kind == "class":
        return campaign.classes.filter(code=code).first()
    if kind == "hall":
        return Venue.objects.filter(code=code, sessions__campaign=campaign).distinct().first()
    return campaign.speakers.filter(code=code).first() if kind == "speaker" else None


def calendar_of(link: CalendarLink, *, at: datetime) -> bytes:
    """All sessions that are its subject's or once were; those that are not any more are told as cancelled. One query."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    subject = link.training_class or link.venue or link.speaker
    for name in ("name", "x-wr-calname"):
        calendar.add(name, f"{subject} · {link.campaign}")
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("refresh-interval", vText(OFTEN), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", OFTEN)
    for session in _sessions(link):
        calendar.add_component(event_of(session, is_off=not _is_theirs(link, session), at=at))
    return bytes(calendar.to_ical())


def _sessions(link: CalendarLink) -> QuerySet[ClassSession]:
    if link.training_class_id:
        theirs = Q(training_class=link.training_class_id)
    elif link.venue_id:
        theirs = Q(hall_uses__venue=link.venue_id) | Q(venue=link.venue_id)
        theirs |= Q(changes__from_venue=link.venue_id) | Q(changes__to_venue=link.venue_id)
    else:
        theirs = Q(speaker=link.speaker_id) | Q(changes__from_speaker=link.speaker_id) | Q(changes__to_speaker=link.speaker_id)
    keys = ClassSession.objects.filter(theirs, campaign=link.campaign_id).values("pk")
    counted = ClassSession.objects.filter(pk__in=keys).annotate(
        is_followed_there=Exists(HallUse.objects.filter(class_session=OuterRef("pk"), venue=link.venue_id)),
        change_count=Count("changes", distinct=True),
        undone_count=Count("changes", filter=Q(changes__undone_at__isnull=False), distinct=True),
        changed_at=Greatest(Max("changes__made_at"), Max("changes__undone_at"), "cancelled_at", output_field=DateTimeField()),
    )
    return counted.for_list()


def _is_theirs(link: CalendarLink, session: ClassSession) -> bool:
    if link.training_class_id:
        return True
    if link.venue_id:  # its own hall, or one that its class follows it from
        return session.venue_id == link.venue_id or bool(vars(session)["is_followed_there"])
    return session.speaker_id == link.speaker_id


def event_of(session: ClassSession, *, is_off: bool, at: datetime) -> Event:
    """session: as `_sessions` counts it. is_off: held, but not by or in whose calendar this is. Instants are UTC, so no zone need be told."""
    said = vars(session)
    is_off = is_off or session.cancelled_at is not None
    event = Event()
    event.add("uid", f"{session.code}@schedule.boiduong")
    event.add("sequence", said["change_count"] + said["undone_count"] + (session.cancelled_at is not None))
    event.add("dtstamp", at.astimezone(UTC))
    if said["changed_at"]:
        event.add("last-modified", said["changed_at"].astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", f"{session.training_class}: {session.topic}")
    event.add("location", ", ".join(filter(None, (session.venue.name, session.venue.address))))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("description", _description(session))
    return event


def _description(session: ClassSession) -> str:
    """In Vietnamese, whoever made the address: its readers are."""
    hours = f"{localtime(session.starts_at):%H:%M}-{localtime(session.ends_at):%H:%M}"
    lines = [f"Giờ học: {hours}", f"Báo cáo viên: {session.speaker}" if session.speaker else "", "Có khai mạc" if session.is_opening else ""]
    return "\n".join(filter(None, lines))
