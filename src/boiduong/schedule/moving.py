"""A person's verbs over sessions that are planned: moved, given to another speaker, and taken back."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.schedule.actions import collisions_in_words
from boiduong.schedule.board import Place, Slot, board_of, free_speakers, place_troubles, speaker_troubles, weigh
from boiduong.schedule.models import CalendarLink, ClassSession, SessionChange, Speaker, Venue


class SessionCancelled(Refusal):
    pass


class PlaceUnfit(Refusal):
    """Hall, class or speaker cannot be there then; the text says all that speaks against it."""


class SpeakerUnfit(Refusal):
    pass


class SessionBegun(Refusal):
    """People were scanned into it: what happened stays where it happened."""


class NothingToUndo(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of a change, as it is told to those concerned."""

    reason: SessionChange.Reason = SessionChange.Reason.PLAN
    note: str = ""


@transaction.atomic
def move_session(*, actor: Actor, session: ClassSession, place: Place, why: Why, at: datetime) -> SessionChange:
    """Hold a session in another hall or on another half-day. One that has begun is broken off, and its topic is planned anew there.

    Refuses: SessionCancelled, PlaceUnfit, SessionBegun (a make-up session that has begun), Collision. Audits: schedule.session.moved.
    Locks: the session; two who move into one hall at once are told apart by the database's constraints.
    """
    row = _locked(session)
    weighed = weigh(board_of(row.campaign, at=at), row, place)
    if weighed.troubles:
        raise PlaceUnfit(" ".join(weighed.troubles))
    starts_at, ends_at = place.span_for(row)
    return _changed(actor, row, at, why, starts_at=starts_at, ends_at=ends_at, venue=place.venue, speaker=row.speaker)


@transaction.atomic
def change_session(
    *, actor: Actor, session: ClassSession, starts_at: datetime, ends_at: datetime, venue: Venue, speaker: Speaker | None, at: datetime
) -> SessionChange | None:
    """Hold a session at another hour, in another hall or by another speaker, whose titles of today go into the record. None: nothing is other.

    For hours that no place of the editor has; what forbids a place there forbids it here. Refuses: SessionCancelled, PlaceUnfit, SessionBegun,
    Collision. Audits: schedule.session.moved. Locks: the session.
    """
    row = _locked(session)
    is_moved = (row.starts_at, row.ends_at, row.venue_id) != (starts_at, ends_at, venue.pk)
    if not is_moved and row.speaker_id == (speaker.pk if speaker else None):
        return None
    board, slot = board_of(row.campaign, at=at), Slot(starts_at, ends_at, venue)
    troubles = [*(place_troubles(board, row, slot) if is_moved else []), *speaker_troubles(board, row, slot, speaker)]
    if troubles:
        raise PlaceUnfit(" ".join(troubles))
    return _changed(actor, row, at, Why(), starts_at=starts_at, ends_at=ends_at, venue=venue, speaker=speaker)


@transaction.atomic
def replace_speakers(
    *, actor: Actor, campaign: Campaign, picks: Sequence[tuple[ClassSession, Speaker]], why: Why, at: datetime
) -> list[SessionChange]:
    """Give each of these sessions to another speaker, whose titles of today go into its record. All of them or none.

    Refuses: SessionCancelled, SpeakerUnfit (not on the topic, away, elsewhere, enough on that day), Collision.
    Audits: schedule.session.moved, once a session. Locks: the sessions.
    """
    changes = []
    for session, speaker in picks:
        row = _locked(session)
        if speaker not in free_speakers(board_of(campaign, at=at), row):  # looked at anew: the pick before may have filled this one's day
            raise SpeakerUnfit(_("%(speaker)s cannot give “%(topic)s” then.") % {"speaker": speaker, "topic": row.topic})
        changes.append(_changed(actor, row, at, why, starts_at=row.starts_at, ends_at=row.ends_at, venue=row.venue, speaker=speaker))
    return changes


@transaction.atomic
def undo_change(*, actor: Actor, change: SessionChange, at: datetime) -> SessionChange:
    """Make a session what it was before its newest change.

    Refuses: NothingToUndo (taken back before, or changed again since), SessionBegun, SessionCancelled, Collision.
    Audits: schedule.session.moved_back. Locks: the session.
    """
    row = _locked(change.class_session)
    newest = row.changes.standing().order_by("-pk").first()
    if newest is None or newest.pk != change.pk:
        raise NothingToUndo(_("This has been taken back or changed again since."))
    if change.instead_of_id is not None or has_begun(row):
        raise SessionBegun(_("Somebody has been scanned already: this cannot be taken back."))
    row.starts_at, row.ends_at, row.venue = newest.from_starts_at, newest.from_ends_at, newest.from_venue
    row.speaker, row.speaker_titles = newest.from_speaker, newest.from_speaker_titles
    with collisions_in_words():
        row.save(update_fields=["starts_at", "ends_at", "venue", "speaker", "speaker_titles"])
    newest.undone_at = at
    newest.save(update_fields=["undone_at"])
    record(actor, "schedule.session.moved_back", row, change=newest.code)
    return newest


def last_change(campaign: Campaign) -> SessionChange | None:
    """The newest change that stands: the one that "undo" takes back."""
    return SessionChange.objects.standing().filter(class_session__campaign=campaign).for_list().first()


def can_undo(change: SessionChange) -> bool:
    """Whether taking it back is worth offering; the action looks again."""
    return change.undone_at is None and change.instead_of_id is None and not has_begun(change.class_session)


def has_begun(session: ClassSession) -> bool:
    """Whether a door has seen anybody, as the session's own rows say."""
    return session.check_ins.exists()


def _locked(session: ClassSession) -> ClassSession:
    row = (
        ClassSession.objects.select_for_update(of=["self"], no_key=True)  # its halls' rows may point to it meanwhile
        .select_related("campaign", "training_class", "topic", "venue", "speaker")
        .get(pk=session.pk)
    )
    if row.cancelled_at is not None:
        raise SessionCancelled(_("This session has been cancelled; plan another."))
    return row


def _changed(
    actor: Actor, row: ClassSession, at: datetime, why: Why, *, starts_at: datetime, ends_at: datetime, venue: Venue, speaker: Speaker | None
) -> SessionChange:
    change = SessionChange(
        from_starts_at=row.starts_at,
        from_ends_at=row.ends_at,
        from_venue=row.venue,
        from_speaker=row.speaker,
        from_speaker_titles=row.speaker_titles,
        to_starts_at=starts_at,
        to_ends_at=ends_at,
        to_venue=venue,
        to_speaker=speaker,
        reason=why.reason,
        note=why.note,
        made_by=actor.user,
        made_at=at,
    )
    if change.is_moved and has_begun(row):
        row, change.instead_of = _broken_off(row, at), row
    if change.is_other_speaker:
        row.speaker, row.speaker_titles = speaker, list(speaker.titles) if speaker else []
    row.starts_at, row.ends_at, row.venue = starts_at, ends_at, venue
    with collisions_in_words():
        row.save()
    change.class_session = row
    change.save()
    record(actor, "schedule.session.moved", row, change=change.code, reason=why.reason, before=_told(change))
    return change


def _broken_off(row: ClassSession, at: datetime) -> ClassSession:
    """End a session that has begun, with all that its doors saw, and give the one that takes its place."""
    if row.training_class.is_makeup:
        raise SessionBegun(_("This make-up session has begun: plan another make-up class for those who missed it."))
    ClassSession.objects.filter(pk=row.pk).update(cancelled_at=at)
    return ClassSession(
        campaign=row.campaign,
        training_class=row.training_class,
        topic=row.topic,
        speaker=row.speaker,
        speaker_titles=row.speaker_titles,
        is_opening=row.is_opening,
    )


def _told(change: SessionChange) -> dict[str, object]:
    return {"starts_at": change.from_starts_at.isoformat(), "venue": change.from_venue_id, "speaker": change.from_speaker_id}


@transaction.atomic
def renew_calendar(*, actor: Actor, campaign: Campaign, subject: TrainingClass | Venue | Speaker, at: datetime) -> str:
    """A secret address for the calendar of a class, a hall or a speaker; one made before stops working.

    Audits: schedule.calendar.renewed. Locks: the campaign. Returns a token of 128 random bits, told here and kept nowhere.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    names: dict[type, str] = {TrainingClass: "training_class", Venue: "venue", Speaker: "speaker"}
    of = {names[type(subject)]: subject}
    CalendarLink.objects.filter(campaign=campaign, revoked_at=None, **of).update(revoked_at=at)
    token = secrets.token_urlsafe(16)
    CalendarLink.objects.create(campaign=campaign, token_hash=hashlib.sha256(token.encode()).hexdigest(), made_at=at, **of)
    record(actor, "schedule.calendar.renewed", subject, campaign=campaign.code)
    return token
