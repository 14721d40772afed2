"""Where a session could be held, and what speaks against each place, in sentences. Reads; writes nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import FETCH_RAISE, Count, F, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass, Unavailability
from boiduong.schedule.hours import clock, half_of, span
from boiduong.schedule.models import ClassSession, ConnectedPlace, Half, HallUse, Speaker, SpeakerUnavailability, Venue, VenueClosure
from boiduong.schedule.places import connected_counts

type Cell = tuple[int, date, Half]  # a hall or a speaker, and a half-day


@dataclass(frozen=True, slots=True)
class Slot:
    """A hall from an hour to an hour."""

    starts_at: datetime
    ends_at: datetime
    venue: Venue

    @property
    def on(self) -> date:
        return localtime(self.starts_at).date()

    @property
    def halves(self) -> list[Half]:
        """The halves of the day that it touches."""
        return list(dict.fromkeys((half_of(self.starts_at), half_of(self.ends_at - timedelta(microseconds=1)))))


@dataclass(frozen=True, slots=True)
class Place:
    """A hall on a half-day."""

    on: date
    half: Half
    venue: Venue

    @property
    def key(self) -> str:
        return f"{self.on.isoformat()} {self.half} {self.venue.code}"

    def span_for(self, session: ClassSession) -> tuple[datetime, datetime]:
        """When the session would be held: by its own clock where it keeps its half of the day, else by the usual one."""
        if half_of(session.starts_at) != self.half:
            return span(self.on, self.half)
        return clock(self.on, localtime(session.starts_at).time()), clock(self.on, localtime(session.ends_at).time())

    def slot_for(self, session: ClassSession) -> Slot:
        return Slot(*self.span_for(session), self.venue)


@dataclass(frozen=True, slots=True)
class Board:
    """All that decides where sessions can be held. Loaded whole, so that a hundred places cost no query more than one."""

    campaign: Campaign
    at: datetime  # the moment of looking
    days: list[date]
    venues: list[Venue]
    sessions: list[ClassSession]  # of this campaign, held
    by_class: dict[int, list[ClassSession]]
    by_speaker: dict[int, list[ClassSession]]
    uses: dict[tuple[int, date], list[HallUse]]  # hall and day -> who is in it; other campaigns' too
    connected: dict[int, list[ConnectedPlace]]  # class -> its places in halls that are known
    closed: frozenset[Cell]
    away: frozenset[Cell]  # speakers
    learners: Counter[int]  # class -> people due in its hall
    learners_away: Counter[tuple[int, date]]  # class and day -> people who said that they cannot come

    def places(self) -> Iterator[Place]:
        for day in self.days:
            for half in Half:
                for venue in self.venues:
                    yield Place(day, half, venue)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A place for one session: what forbids it (nothing: it is free) and how many learners could not come."""

    place: Place
    troubles: list[str]
    away_count: int


def board_of(campaign: Campaign, *, at: datetime) -> Board:
    """The same number of queries, however many rows."""
    sessions = list(ClassSession.objects.held().filter(campaign=campaign).for_list())
    venues = list(Venue.objects.order_by("name", "pk"))
    days = sorted({*campaign.open_days(), *(localtime(session.starts_at).date() for session in sessions)})
    return Board(
        campaign=campaign,
        at=at,
        days=days,
        venues=venues,
        sessions=sessions,
        by_class=_grouped((row.training_class_id, row) for row in sessions),
        by_speaker=_grouped((row.speaker_id, row) for row in sessions if row.speaker_id),
        uses=_uses_of(days),
        connected=_grouped((row.training_class_id, row) for row in _connected(campaign)),
        closed=frozenset((venue, on, Half(half)) for venue, on, half in VenueClosure.objects.values_list("venue", "on", "half")),
        away=_speakers_away(campaign),
        learners=_learners_of(campaign),
        learners_away=_learners_away(campaign),
    )


def _grouped[Key, Row](rows: Iterable[tuple[Key, Row]]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for key, row in rows:
        found[key].append(row)
    return found


def _uses_of(days: list[date]) -> dict[tuple[int, date], list[HallUse]]:
    if not days:
        return {}
    first, last = clock(days[0], time.min), clock(days[-1], time.max)
    rows = HallUse.objects.filter(ends_at__gt=first, starts_at__lt=last).select_related("class_session__training_class", "connected_place")
    rows = rows.order_by("starts_at", "pk").fetch_mode(FETCH_RAISE)
    return _grouped(((row.venue_id, localtime(row.starts_at).date()), row) for row in rows)


def _connected(campaign: Campaign) -> Iterable[ConnectedPlace]:
    return ConnectedPlace.objects.standing().filter(training_class__campaign=campaign).exclude(venue=None).select_related("venue").order_by("pk")


def _speakers_away(campaign: Campaign) -> frozenset[Cell]:
    rows = SpeakerUnavailability.objects.filter(speaker__campaign=campaign).values_list("speaker", "on", "half")
    return frozenset((speaker, on, Half(half)) for speaker, on, half in rows)


def _learners_of(campaign: Campaign) -> Counter[int]:
    """Those of a class who do not sit in a connected place; of a make-up class, those who have a place in it, as its rows say."""
    called = Enrollment.objects.called().filter(campaign=campaign)
    own = called.filter(training_class__isnull=False).values_list("training_class").annotate(n=Count("pk"))
    placed = TrainingClass.objects.filter(campaign=campaign, is_makeup=True, sessions__cancelled_at=None)
    due = placed.annotate(n=Count("sessions__makeup_places__enrollment", distinct=True)).values_list("pk", "n")
    return Counter(dict(own)) - connected_counts(campaign) + Counter({key: n for key, n in due if n})


def _learners_away(campaign: Campaign) -> Counter[tuple[int, date]]:
    rows = Unavailability.objects.filter(enrollment__campaign=campaign, enrollment__withdrawn_at=None, enrollment__training_class__isnull=False)
    counted = rows.values_list(F("enrollment__training_class"), "on").annotate(n=Count("pk"))
    return Counter({(training_class, on): n for training_class, on, n in counted})


def due_in(session: ClassSession) -> Q:
    """Which enrollments are due in a session: its class's, and whoever has a make-up place in it."""
    return Q(training_class=session.training_class_id) | Q(makeup_places__class_session=session.pk)


def weigh(board: Board, session: ClassSession, place: Place) -> Weighed:
    """What forbids holding this session there, in sentences. Where it is held now, nothing does."""
    slot, away_count = place.slot_for(session), board.learners_away[session.training_class_id, place.on]
    if place.venue.pk == session.venue_id and slot.starts_at == session.starts_at:
        return Weighed(place, [], away_count)
    return Weighed(place, [*place_troubles(board, session, slot), *speaker_troubles(board, session, slot, session.speaker)], away_count)


def place_troubles(board: Board, session: ClassSession, slot: Slot) -> list[str]:
    """What keeps hall, class and connected places from being there then."""
    troubles = [*_day_troubles(board, session, slot), *_room_troubles(board, session, slot), *_class_troubles(board, session, slot)]
    for place in board.connected.get(session.training_class_id, []):
        troubles += _connected_troubles(board, session, slot, place)
    return list(dict.fromkeys(troubles))


def _day_troubles(board: Board, session: ClassSession, slot: Slot) -> Iterator[str]:
    if slot.starts_at < board.at < session.starts_at:  # what is past can be put in order, but nothing is put off into the past
        yield _("That half-day is over.")
    if slot.on in board.campaign.closed_days:
        yield _("Nothing is held on that day.")


def _room_troubles(board: Board, session: ClassSession, slot: Slot) -> Iterator[str]:
    venue = slot.venue
    yield from hall_troubles(board, session, slot, venue)
    seats, people = venue.capacity - venue.reserved_count, board.learners[session.training_class_id]
    if people > seats:
        said = {"hall": venue, "seats": seats, "training_class": session.training_class, "people": people}
        yield _("%(hall)s has %(seats)d seats for learners; %(training_class)s has %(people)d people.") % said


def hall_troubles(board: Board, session: ClassSession, slot: Slot, venue: Venue) -> Iterator[str]:
    """Why a hall cannot be had then."""
    if any((venue.pk, slot.on, half) in board.closed for half in slot.halves):
        yield _("%(hall)s cannot be had on that half-day.") % {"hall": venue}
    for use in board.uses.get((venue.pk, slot.on), []):
        other = use.class_session
        if other.pk == session.pk or not _meets(slot, use):
            continue
        if other.campaign_id != board.campaign.pk:
            yield _("%(hall)s is taken by another campaign then.") % {"hall": venue}
        elif use.connected_place:
            yield _("%(training_class)s is followed from %(hall)s then.") % {"training_class": other.training_class, "hall": venue}
        else:
            yield _("%(training_class)s is in %(hall)s then.") % {"training_class": other.training_class, "hall": venue}


def _connected_troubles(board: Board, session: ClassSession, slot: Slot, place: ConnectedPlace) -> Iterator[str]:
    assert place.venue is not None
    if place.venue_id == slot.venue.pk:
        yield _("%(hall)s is a connected place of %(training_class)s.") % {"hall": slot.venue, "training_class": session.training_class}
    yield from hall_troubles(board, session, slot, place.venue)


def _class_troubles(board: Board, session: ClassSession, slot: Slot) -> Iterator[str]:
    for other in _overlapping(board.by_class.get(session.training_class_id, []), session, slot):
        yield _("%(training_class)s has another session then: %(topic)s.") % {"training_class": session.training_class, "topic": other.topic}


def speaker_troubles(board: Board, session: ClassSession, slot: Slot, speaker: Speaker | None) -> Iterator[str]:
    """What keeps this speaker from giving the session there."""
    if speaker is None:
        return
    theirs = [row for row in board.by_speaker.get(speaker.pk, []) if row.pk != session.pk]
    if any((speaker.pk, slot.on, half) in board.away for half in slot.halves):
        yield _("%(speaker)s cannot come on that half-day.") % {"speaker": speaker}
    for other in _overlapping(theirs, session, slot):
        yield _("%(speaker)s teaches %(training_class)s then.") % {"speaker": speaker, "training_class": other.training_class}
    if sum(localtime(row.starts_at).date() == slot.on for row in theirs) >= speaker.max_per_day:
        yield _("%(speaker)s already teaches %(count)d half-days on that day, the most agreed.") % {"speaker": speaker, "count": speaker.max_per_day}


def _meets(slot: Slot, row: ClassSession | HallUse) -> bool:
    return row.starts_at < slot.ends_at and slot.starts_at < row.ends_at


def _overlapping(rows: list[ClassSession], session: ClassSession, slot: Slot) -> list[ClassSession]:
    return [row for row in rows if row.pk != session.pk and _meets(slot, row)]


def free_places(board: Board, session: ClassSession) -> list[Weighed]:
    """Where the session could be held otherwise, best first: most can come, then its own hall, then the nearest day."""
    now_on, now_half = localtime(session.starts_at).date(), half_of(session.starts_at)
    here = (now_on, now_half, session.venue_id)
    weighed = [weigh(board, session, place) for place in board.places() if (place.on, place.half, place.venue.pk) != here]
    free = [one for one in weighed if not one.troubles]
    return sorted(free, key=lambda one: _rank(one, session, now_on))


def _rank(one: Weighed, session: ClassSession, now_on: date) -> tuple[int, bool, int, bool, bool]:
    place = one.place
    days = abs((place.on - now_on).days)
    return one.away_count, place.venue.pk != session.venue_id, days, place.on < now_on, half_of(session.starts_at) != place.half


def place_of(board: Board, key: str) -> Place | None:
    """The place that a form or the editor named, or None."""
    on, _space, rest = key.partition(" ")
    half, _space, code = rest.partition(" ")
    venue = next((row for row in board.venues if row.code == code), None)
    day = next((day for day in board.days if day.isoformat() == on), None)
    return Place(day, Half(half), venue) if venue and day and half in Half.values else None


def slot_now(session: ClassSession) -> Slot:
    return Slot(session.starts_at, session.ends_at, session.venue)


def free_speakers(board: Board, session: ClassSession) -> list[Speaker]:
    """Who else can give the session: a speaker on its topic who has not declined and whom nothing keeps from coming. One query."""
    on_topic = Speaker.objects.coming().filter(campaign=board.campaign, topics=session.topic_id).order_by("full_name", "pk")
    others = [speaker for speaker in on_topic if speaker.pk != session.speaker_id]
    return [speaker for speaker in others if not list(speaker_troubles(board, session, slot_now(session), speaker))]
