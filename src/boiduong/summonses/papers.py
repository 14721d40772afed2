"""Every kind of paper of a campaign up to its doors, as files: for the command and for whoever needs them all at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boiduong.allocation.models import MakeupPlace
from boiduong.audit.trail import Refusal
from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.documents.models import DocumentProfile, IssuedDocument
from boiduong.engines.typeset.letter import Letter, letter_docx, letter_pdf
from boiduong.people.models import Unit
from boiduong.rosters.models import RosterCall
from boiduong.schedule.models import ClassSession, Guest, Speaker
from boiduong.summonses import bridge, letters
from boiduong.summonses.models import Summons


class NothingToPrint(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Wanted:
    campaign: Campaign
    profile: DocumentProfile  # may be one that is not kept: see queries.profile_of
    unit: Unit | None  # None: all of them


@dataclass(frozen=True, slots=True)
class File:
    name: str  # without a folder
    content: bytes


type Kind = Callable[[Wanted], Iterator[File]]


def files_of(kind: Kind, wanted: Wanted) -> list[File]:
    """The files of one kind; the same rows give the same PDF. Refuses: NothingToPrint."""
    files = list(kind(wanted))
    if not files:
        raise NothingToPrint(_("There is nothing to print yet: the stage that this paper is about has not been reached."))
    return files


def _both(letter: Letter, name: str, wanted: Wanted) -> Iterator[File]:
    on = wanted.campaign.starts_on  # of the file, not of the paper: the same rows are the same bytes on any day
    yield File(f"{name}.pdf", letter_pdf(letter, on=on))
    yield File(f"{name}.docx", letter_docx(letter, on=on))


def _sessions(campaign: Campaign) -> list[ClassSession]:
    return list(
        ClassSession.objects.held().filter(campaign=campaign).for_list().select_related("training_class", "topic", "venue", "speaker", "campaign")
    )


def plan(wanted: Wanted) -> Iterator[File]:
    called = wanted.campaign.enrollments.called().count()
    yield from _both(letters.plan_letter(wanted.campaign, wanted.profile, _sessions(wanted.campaign), called), "plan", wanted)


def roster_call(wanted: Wanted) -> Iterator[File]:
    calls = RosterCall.objects.filter(campaign=wanted.campaign).order_by("due_on").values_list("due_on", flat=True)
    yield from _both(letters.roster_call_letter(wanted.campaign, wanted.profile, calls.first()), "roster-call", wanted)


def summons(wanted: Wanted) -> Iterator[File]:
    """The covering letter with its list, then the sheets of each unit."""
    rows = Summons.objects.valid().filter(enrollment__campaign=wanted.campaign)
    rows = rows.filter(enrollment__unit=wanted.unit) if wanted.unit else rows
    learners = [row.enrollment for row in rows.for_list()]
    if not learners:
        return
    latest = IssuedDocument.objects.filter(summonses__in=rows).order_by("pk").last()
    letter = letters.summons_letter(wanted.campaign, wanted.profile, latest, _sessions(wanted.campaign), learners)
    yield from _both(letter, "summons", wanted)
    yield from bundle(wanted)


def bundle(wanted: Wanted) -> Iterator[File]:
    """One PDF a unit: receipt list, sheets, cards; in the form that is asked for."""
    summoned = Summons.objects.valid().filter(enrollment__campaign=wanted.campaign).values("enrollment__unit")
    units = [wanted.unit] if wanted.unit else Unit.objects.filter(pk__in=summoned).order_by("sort_key", "pk")
    for unit in units:
        batches = bridge.batches_of(wanted.campaign, unit, wanted.profile)
        if batches:
            yield File(f"summons-{slug(unit.name)}-{unit.code}.pdf", bridge.unit_pdf(unit, batches, on=wanted.campaign.starts_on))


def class_list(wanted: Wanted) -> Iterator[File]:
    for training_class in _classes(wanted):
        learners = bridge.class_members(training_class).order_by("person__sort_key", "pk")
        name = f"class-list-{training_class.number:02d}"
        yield File(f"{name}.pdf", bridge.class_list_pdf(training_class, wanted.profile, on=wanted.campaign.starts_on))
        yield File(f"{name}.xlsx", bridge.class_list_xlsx(training_class))
        letter = letters.class_list_letter(training_class, wanted.profile, learners)
        yield File(f"{name}.docx", letter_docx(letter, on=wanted.campaign.starts_on))


def timetable(wanted: Wanted) -> Iterator[File]:
    sessions = _sessions(wanted.campaign)
    if sessions:
        yield File("timetable.pdf", bridge.timetable_pdf(wanted.campaign, wanted.profile, on=wanted.campaign.starts_on))
        letter = letters.timetable_letter(wanted.campaign, wanted.profile, sessions)
        yield File("timetable.docx", letter_docx(letter, on=wanted.campaign.starts_on))


def invitation(wanted: Wanted) -> Iterator[File]:
    """One a speaker with sessions, one a guest of the opening."""
    sessions = _sessions(wanted.campaign)
    for number, speaker in enumerate(Speaker.objects.filter(campaign=wanted.campaign).order_by("pk"), 1):
        own = [session for session in sessions if session.speaker_id == speaker.pk]
        if own:
            name = f"invitation-speaker-{number:02d}-{slug(speaker.full_name)}"
            yield from _both(letters.speaker_letter(wanted.campaign, wanted.profile, speaker, own), name, wanted)
    opening = next((session for session in sessions if session.is_opening), None)
    for guest in Guest.objects.filter(campaign=wanted.campaign).of_opening() if opening else ():
        if opening:
            name = f"invitation-guest-{guest.precedence:02d}"
            yield from _both(letters.guest_letter(wanted.campaign, wanted.profile, guest, opening), name, wanted)


def sign_in(wanted: Wanted) -> Iterator[File]:
    for session in _sessions(wanted.campaign):
        name = f"sign-in-{session.training_class.number:02d}-{localtime(session.starts_at):%m%d-%H%M}-{session.code}.pdf"
        yield File(name, bridge.sign_in_pdf(session, wanted.profile))


def seat_map(wanted: Wanted) -> Iterator[File]:
    for training_class in _classes(wanted):
        pdf = bridge.seat_map_pdf(training_class, wanted.profile, on=wanted.campaign.starts_on)
        if pdf:
            yield File(f"seat-map-{training_class.number:02d}.pdf", pdf)


def cards(wanted: Wanted) -> Iterator[File]:
    for training_class in _classes(wanted):
        pdf = bridge.class_cards_pdf(training_class, unit=wanted.unit, on=wanted.campaign.starts_on)
        if pdf:
            yield File(f"cards-{training_class.number:02d}.pdf", pdf)


def makeup_notice(wanted: Wanted) -> Iterator[File]:
    places = MakeupPlace.objects.filter(enrollment__campaign=wanted.campaign)
    places = places.filter(enrollment__unit=wanted.unit) if wanted.unit else places
    rows = list(
        places.select_related("enrollment__person", "enrollment__unit", "class_session").order_by(
            "enrollment__unit__sort_key", "enrollment__person__sort_key", "class_session__starts_at"
        )
    )
    if rows:
        sessions = [session for session in _sessions(wanted.campaign) if session.training_class.is_makeup]
        yield from _both(letters.makeup_letter(wanted.campaign, wanted.profile, sessions, rows), "makeup-notice", wanted)


def _classes(wanted: Wanted) -> Iterator[TrainingClass]:
    """Classes with people in them, their campaign at hand."""
    for row in wanted.campaign.classes.filter(enrollments__withdrawn_at=None, enrollments__isnull=False).distinct().order_by("is_makeup", "number"):
        row.campaign = wanted.campaign
        yield row


def slug(name: str) -> str:
    return slugify(name.replace("đ", "d").replace("Đ", "D"))[:60].rstrip("-")


KINDS: dict[str, Kind] = {
    "plan": plan,
    "roster-call": roster_call,
    "summons": summons,
    "class-list": class_list,
    "timetable": timetable,
    "invitation": invitation,
    "sign-in": sign_in,
    "seat-map": seat_map,
    "cards": cards,
    "makeup-notice": makeup_notice,
    "bundle": bundle,
}
