from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.marks import Known
from boiduong.campaigns.models import Campaign, Topic, TrainingClass
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession, Guest, Half, Speaker, SpeakerUnavailability, Venue, VenueClosure


class HallTooSmall(Refusal):
    pass


class Collision(Refusal):
    """A hall, a speaker or a class would be in two places at once."""


@dataclass(frozen=True, slots=True)
class PlannedSession:
    training_class: TrainingClass
    topic: Topic
    venue: Venue
    speaker: Speaker | None
    starts_at: datetime
    ends_at: datetime
    is_opening: bool = False


@transaction.atomic
def add_venue(
    *, actor: Actor, name: str, owner: Unit, capacity: int, seat_rows: int, seats_per_row: int, reserved: int = 0, address: str = ""
) -> Venue:
    """Make a hall known: its owner, its seats, and how many of them are kept for guests and stewards.

    Refuses: HallTooSmall (more seats promised than its rows hold, or all of them kept), Known (this owner's hall of this name: two clicks add one).
    Audits: schedule.venue.added. Locks: the owner.
    """
    refuse_too_small(capacity=capacity, seat_rows=seat_rows, seats_per_row=seats_per_row, reserved=reserved)
    refuse_known_hall(owner, name)
    venue = Venue.objects.create(
        name=name, owner=owner, capacity=capacity, reserved_count=reserved, seat_rows=seat_rows, seats_per_row=seats_per_row, address=address
    )
    record(actor, "schedule.venue.added", venue, name=name, capacity=capacity)
    return venue


def refuse_too_small(*, capacity: int, seat_rows: int, seats_per_row: int, reserved: int) -> None:
    """Refuses: HallTooSmall."""
    if capacity > seat_rows * seats_per_row or reserved >= capacity:
        raise HallTooSmall(
            _("%(rows)d rows of %(seats)d do not hold %(capacity)d seats, %(reserved)d of them kept.")
            % {"rows": seat_rows, "seats": seats_per_row, "capacity": capacity, "reserved": reserved}
        )


def refuse_known_hall(owner: Unit, name: str, *, besides: Venue | None = None) -> None:
    """Refuses: Known. Locks: the owner, so that of two at once the second is told."""
    Unit.objects.select_for_update(of=["self"]).get(pk=owner.pk)
    if Venue.objects.filter(owner=owner, name__iexact=name.strip()).exclude(pk=besides.pk if besides else 0).exists():
        raise Known(_("%(owner)s has a hall of this name already.") % {"owner": owner})


@transaction.atomic
def add_venue_with_closures(*, actor: Actor, closed: Sequence[tuple[date, Half]], **hall: Any) -> Venue:
    """Make a hall known together with the half-days on which it cannot be had; hall: as add_venue takes it.

    Refuses: as add_venue does. Audits: as add_venue and close_venue do.
    """
    venue = add_venue(actor=actor, **hall)
    for on, half in closed:
        close_venue(actor=actor, venue=venue, on=on, half=half)
    return venue


@transaction.atomic
def close_venue(*, actor: Actor, venue: Venue, on: date, half: Half) -> VenueClosure:
    """Note a half-day on which the hall cannot be had. Done twice, it is done once. Audits: schedule.venue.closed."""
    closure, is_new = VenueClosure.objects.get_or_create(venue=venue, on=on, half=half)
    if is_new:
        record(actor, "schedule.venue.closed", venue, on=on.isoformat(), half=half)
    return closure


@transaction.atomic
def invite_speaker(
    *,
    actor: Actor,
    campaign: Campaign,
    full_name: str,
    degree: str,
    titles: Sequence[str],
    topics: Sequence[Topic],
    max_per_day: int = 2,
    unavailable: Sequence[tuple[date, Half]] = (),
) -> Speaker:
    """Name somebody who is to teach these topics; titles first to last as paper names them. Whether they come is noted by note_answer.

    Refuses: Known (the same name and titles: two clicks name one). Audits: schedule.speaker.invited. Locks: the campaign.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.speakers.filter(full_name__iexact=full_name.strip(), degree=degree, titles=list(titles)).exists():
        raise Known(_("%(name)s is among the speakers already.") % {"name": f"{degree} {full_name}".strip()})
    speaker = Speaker.objects.create(campaign=campaign, full_name=full_name, degree=degree, titles=list(titles), max_per_day=max_per_day)
    speaker.topics.set(topics)
    SpeakerUnavailability.objects.bulk_create([SpeakerUnavailability(speaker=speaker, on=on, half=half) for on, half in unavailable])
    record(actor, "schedule.speaker.invited", speaker, name=str(speaker))
    return speaker


@transaction.atomic
def invite_guest(
    *,
    actor: Actor,
    campaign: Campaign,
    full_name: str = "",
    form_of_address: str = "",
    titles: Sequence[str] = (),
    body_name: str = "",
    at_opening: bool = True,
    at_closing: bool = False,
) -> Guest:
    """Invite a delegate to the opening, the closing or both, after those invited before: a person with titles, or a body that sends somebody unnamed.

    Refuses: Known (the same name and titles: two clicks invite one). Audits: schedule.guest.invited. Locks: the campaign.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.guests.filter(full_name=full_name, body_name=body_name, titles=list(titles)).exists():
        raise Known(_("%(name)s is among the guests already.") % {"name": full_name or body_name})
    last = campaign.guests.aggregate(last=Max("precedence"))["last"] or 0
    guest = Guest.objects.create(
        campaign=campaign,
        full_name=full_name,
        form_of_address=form_of_address,
        titles=list(titles),
        body_name=body_name,
        precedence=last + 1,
        at_opening=at_opening,
        at_closing=at_closing,
    )
    record(actor, "schedule.guest.invited", guest, name=str(guest))
    return guest


@transaction.atomic
def plan_sessions(
    *, actor: Actor, campaign: Campaign, sessions: Sequence[PlannedSession], at: datetime, besides: Iterable[TrainingClass] = ()
) -> list[ClassSession]:
    """Make these the sessions of the classes they name. What those classes had planned otherwise is cancelled and stays on record.

    besides: classes that have no other sessions than these, named or not: a plan of fewer classes leaves the others none.
    Refuses: Collision. Audits: schedule.sessions.planned, once. Locks: the sessions of those classes.
    """
    classes = {session.training_class.pk for session in sessions} | {row.pk for row in besides}
    held = ClassSession.objects.select_for_update(no_key=True).filter(campaign=campaign, training_class__in=classes, cancelled_at=None)
    standing = {_sameness(row): row for row in held}
    wanted = {_planned_sameness(session): session for session in sessions}
    gone = [row.pk for key, row in standing.items() if key not in wanted]
    ClassSession.objects.filter(pk__in=gone).update(cancelled_at=at)
    fresh = [_row_of(campaign, session) for key, session in wanted.items() if key not in standing]
    with collisions_in_words():
        ClassSession.objects.bulk_create(fresh)
    record(actor, "schedule.sessions.planned", campaign, planned=len(fresh), cancelled=len(gone))
    return list(ClassSession.objects.held().filter(campaign=campaign, training_class__in=classes).for_list())


def _row_of(campaign: Campaign, session: PlannedSession) -> ClassSession:
    return ClassSession(
        campaign=campaign,
        training_class=session.training_class,
        topic=session.topic,
        venue=session.venue,
        speaker=session.speaker,
        speaker_titles=list(session.speaker.titles) if session.speaker else [],
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        is_opening=session.is_opening,
    )


def _sameness(row: ClassSession) -> tuple[object, ...]:
    return (row.training_class_id, row.topic_id, row.venue_id, row.speaker_id, row.starts_at, row.ends_at, row.is_opening)


def _planned_sameness(session: PlannedSession) -> tuple[object, ...]:
    speaker = session.speaker.pk if session.speaker else None
    return (session.training_class.pk, session.topic.pk, session.venue.pk, speaker, session.starts_at, session.ends_at, session.is_opening)


@contextmanager
def collisions_in_words() -> Iterator[None]:
    """The database forbids collisions by itself; here its no becomes a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        for constraint, words in _collision_words().items():
            if constraint in str(error):
                raise Collision(words) from error
        raise


def _collision_words() -> dict[str, str]:
    return {
        "venue_never_twice_at_once": _("The hall, or that of a connected place, is taken at that time."),
        "speaker_never_twice_at_once": _("The speaker teaches elsewhere at that time."),
        "training_class_never_twice_at_once": _("The class has another session at that time."),
    }
