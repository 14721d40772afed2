from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boiduong.campaigns.models import Campaign, Membership, Topic
from boiduong.documents.models import DocumentProfile
from boiduong.people.models import Unit
from boiduong.schedule.hours import half_of
from boiduong.schedule.models import ClassSession, Guest, Half, SessionChange, Speaker, Venue


@dataclass(frozen=True, slots=True)
class Day:
    """A training day with its sessions of each half, in order of time."""

    on: date
    morning: list[ClassSession]
    afternoon: list[ClassSession]


@dataclass(frozen=True, slots=True)
class Timetable:
    days: list[Day]
    session_count: int
    opening: ClassSession | None
    guests: list[Guest]
    speakers: list[Speaker]
    changed: set[int]  # sessions that are not as they were planned first


def changed_sessions(campaign: Campaign) -> set[int]:
    """Keys of the sessions with a change that stands. One query."""
    return set(SessionChange.objects.standing().filter(class_session__campaign=campaign).values_list("class_session", flat=True))


def timetable_of(campaign: Campaign) -> Timetable:
    """All that the timetable shows. Five queries, however many rows."""
    sessions = list(ClassSession.objects.held().filter(campaign=campaign).for_list())
    days: dict[date, dict[Half, list[ClassSession]]] = {}
    for session in sessions:
        halves = days.setdefault(localtime(session.starts_at).date(), {Half.MORNING: [], Half.AFTERNOON: []})
        halves[half_of(session.starts_at)].append(session)
    return Timetable(
        days=[Day(on, halves[Half.MORNING], halves[Half.AFTERNOON]) for on, halves in sorted(days.items())],
        session_count=len(sessions),
        opening=next((session for session in sessions if session.is_opening), None),
        guests=list(campaign.guests.of_opening()),
        speakers=list(campaign.speakers.prefetch_related("topics").order_by("pk")),
        changed=changed_sessions(campaign),
    )


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to have before schools are asked for rosters. view: a URL name; one that takes no campaign has none of its own pages."""

    title: str
    text: str  # what is there, or why it is needed
    is_met: bool
    view: str
    takes_campaign: bool
    button: str
    is_awaited: bool = False  # somebody else's answer: nothing waits for it here


@dataclass(frozen=True, slots=True)
class Preparation:
    needs: list[Need]
    next_need: Need | None  # None: rosters can be asked for
    topics: list[Topic]
    venues: list[Venue]
    speakers: list[Speaker]
    guests: list[Guest]


def preparation_of(campaign: Campaign) -> Preparation:
    """What is there and what is missing. The same number of queries, however many rows."""
    topics = list(campaign.topics.order_by("number"))
    venues = list(Venue.objects.select_related("owner").order_by("name", "pk"))
    speakers = list(campaign.speakers.select_related("invitation_noted_by").prefetch_related("topics").order_by("pk"))
    needs = [_topic_need(topics), _venue_need(venues), _speaker_need(topics, speakers), *_office_needs(campaign), *_answer_need(speakers)]
    return Preparation(
        needs=needs,
        next_need=next((need for need in needs if not need.is_met and not need.is_awaited), None),
        topics=topics,
        venues=venues,
        speakers=speakers,
        guests=list(campaign.guests.order_by("precedence")),
    )


def _topic_need(topics: list[Topic]) -> Need:
    told = _("Topics so far: %(count)d") % {"count": len(topics)} if topics else _("What every class is taught, each about an official document.")
    return Need(_("Topics"), told, bool(topics), "campaigns:topic_new", takes_campaign=True, button=_("Add a topic"))


def _venue_need(venues: list[Venue]) -> Need:
    seats = max((venue.capacity - venue.reserved_count for venue in venues), default=0)
    told = _("The largest hall has %(seats)d seats for learners.") % {"seats": seats} if venues else _("How many seats a class can have.")
    return Need(_("Halls"), told, bool(venues), "schedule:venue_new", takes_campaign=True, button=_("Add a hall"))


def _speaker_need(topics: list[Topic], speakers: list[Speaker]) -> Need:
    coming = [speaker for speaker in speakers if speaker.invitation != Speaker.Invitation.DECLINED]
    taught = {topic.pk for speaker in coming for topic in speaker.topics.all()}
    untaught = ", ".join(str(topic.number) for topic in topics if topic.pk not in taught)
    told = _("Topics without a speaker: %(numbers)s") % {"numbers": untaught} if untaught else _("Every topic has a speaker.")
    is_met = bool(coming) and not untaught
    told = told if topics else _("Name the topics first: a speaker is for topics.")
    return Need(_("Speakers"), told, is_met, "schedule:speaker_new", takes_campaign=True, button=_("Add a speaker"))


def _answer_need(speakers: list[Speaker]) -> list[Need]:
    """Who has said that they come. Nothing where nobody is named yet."""
    if not speakers:
        return []
    counts = {state: sum(speaker.invitation == state for speaker in speakers) for state in Speaker.Invitation}
    told = ", ".join(_("%(state)s: %(count)d") % {"state": state.label, "count": count} for state, count in counts.items() if count)
    waits = next((s for s in speakers if s.invitation in {Speaker.Invitation.TO_INVITE, Speaker.Invitation.INVITED}), None)
    return [Need(_("Answers of the speakers"), told, waits is None, "schedule:preparation", takes_campaign=True, button="", is_awaited=True)]


def _office_needs(campaign: Campaign) -> list[Need]:
    schools = Unit.objects.schools().count()
    has_profile = DocumentProfile.objects.filter(unit__organized__campaign=campaign).exists()
    operators = campaign.memberships.filter(role=Membership.Role.OPERATOR).exists()
    return [
        Need(
            _("Schools"),
            _("Schools in the register: %(count)d") % {"count": schools} if schools else _("Who is asked for a roster."),
            schools > 0,
            "people:unit_list",
            takes_campaign=False,
            button=_("Enter schools"),
        ),
        Need(
            _("Form of papers"),
            _("Known for one of the organisers.") if has_profile else _("How the letters of an organiser are headed, numbered and signed."),
            has_profile,
            "documents:profile_edit",
            takes_campaign=False,
            button=_("Say how papers look"),
        ),
        Need(
            _("People at the doors"),
            _("Somebody is named.") if operators else _("Those who scan cards need a login of their own."),
            operators,
            "campaigns:member_new",
            takes_campaign=True,
            button=_("Give somebody a role"),
        ),
    ]
