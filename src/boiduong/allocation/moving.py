"""A person's hand in a version: drafts made from the published one, moves with their undoing, and what units ask for."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.allocation import rules as sentences
from boiduong.allocation.actions import RunNotSolved, next_version
from boiduong.allocation.bridge import first_halls, needing_easy_seats, reserved_in, seats_in
from boiduong.allocation.models import ClassAssignment, HandMove, Run, SwapRequest
from boiduong.allocation.weighing import choices_of, standing_of, tiers_of
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.schedule.models import ClassSession, Venue


class NothingToRevise(Refusal):
    pass


class NotInThisVersion(Refusal):
    pass


class ClassFull(Refusal):
    pass


class NothingToUndo(Refusal):
    pass


class SwapImpossible(Refusal):
    pass


class SwapDecided(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Place:
    training_class: TrainingClass | None
    seat: str


@transaction.atomic
def revise_run(*, actor: Actor, campaign: Campaign, at: datetime) -> Run:
    """Make a draft that says what the published version says, to be changed by hand; the draft there is, if nobody has published it.

    Refuses: NothingToRevise (none is published). Audits: allocation.run.revised. Locks: the campaign.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    published = campaign.runs.filter(state=Run.State.PUBLISHED).first()
    if published is None:
        raise NothingToRevise(_("No version is published yet."))
    draft = campaign.runs.filter(state=Run.State.SOLVED, based_on=published, seconds=None).order_by("-pk").first()
    if draft is not None:
        return draft
    draft = Run.objects.create(
        campaign=campaign,
        version=next_version(campaign),
        state=Run.State.SOLVED,
        mode=Run.Mode.FEW,
        based_on=published,
        class_count=published.class_count,
        rules=published.rules,
        order=published.order,
        solution=published.solution,
        requested_by=actor.user,
        requested_at=at,
        solved_at=at,
    )
    draft.venues.set(_venues_of(published))
    rows = published.assignments.filter(enrollment__withdrawn_at=None)
    ClassAssignment.objects.bulk_create(
        [ClassAssignment(run=draft, enrollment_id=row.enrollment_id, training_class_id=row.training_class_id, seat=row.seat) for row in rows],
        batch_size=2000,
    )
    _count_again(draft)
    record(actor, "allocation.run.revised", draft, version=published.version)
    return draft


def _venues_of(published: Run) -> list[Venue]:
    held = ClassSession.objects.held().filter(campaign=published.campaign_id, training_class__is_makeup=False)
    return list(Venue.objects.filter(pk__in=held.values("venue"))) or list(published.venues.all())


def _count_again(run: Run) -> None:
    run.tiers = tiers_of(standing_of(run))
    run.save(update_fields=["tiers"])


@transaction.atomic
def move_learner(*, actor: Actor, run: Run, enrollment: Enrollment, to_class: TrainingClass, at: datetime) -> HandMove:
    """Put one learner into another class of a version that is not published yet, on a seat that is free there.

    Refuses: RunNotSolved, NotInThisVersion, ClassFull. Audits: allocation.learner.moved. Locks: the run.
    """
    run = open_run(run)
    choices = {choice.training_class.pk: choice for choice in choices_of(run, enrollment)}
    choice = choices.get(to_class.pk)
    if choice is None or choice.is_present:
        raise NotInThisVersion(_("This learner cannot be moved there in this version."))
    if choice.is_full:
        raise ClassFull(_("%(training_class)s has no free seat.") % {"training_class": to_class})
    row = run.assignments.select_for_update().filter(enrollment=enrollment).first()
    before = Place(row.training_class, row.seat) if row else Place(None, "")
    ClassAssignment.objects.update_or_create(
        run=run, enrollment=enrollment, defaults={"training_class": to_class, "seat": free_seat(run, enrollment, to_class)}
    )
    move = HandMove.objects.create(
        run=run,
        enrollment=enrollment,
        from_class=before.training_class,
        from_seat=before.seat,
        to_class=to_class,
        tiers_before=run.tiers,
        moved_by=actor.user,
        moved_at=at,
    )
    _count_again(run)
    record(actor, "allocation.learner.moved", run, enrollment=enrollment.code, to=to_class.name, changes=dict(choice.changes))
    return move


def open_run(run: Run) -> Run:
    """The run, locked and open to a person's hand. Refuses: RunNotSolved."""
    row = Run.objects.select_for_update(of=["self"]).select_related("campaign").get(pk=run.pk)
    if row.state != Run.State.SOLVED:
        raise RunNotSolved(_("Only a version that is solved and not published can be changed by hand."))
    return row


def free_seat(run: Run, enrollment: Enrollment, to_class: TrainingClass) -> str:
    """The seat that a newcomer gets in a class; empty where no hall is known or it is full."""
    standing = standing_of(run)
    klass = next(number for number, row in enumerate(standing.order.classes) if row.pk == to_class.pk)
    hall = first_halls(standing.sessions).get(klass)
    if hall is None:
        return ""
    venue, taken = standing.order.venues[hall], run.assignments.filter(training_class=to_class).values_list("seat", flat=True)
    reserved, needing = reserved_in(venue, sentences.read(run.rules)), needing_easy_seats([enrollment])
    return seats_in(venue, [enrollment], reserved=reserved, taken=taken, needing=needing)[0]


@transaction.atomic
def undo_move(*, actor: Actor, run: Run, at: datetime) -> HandMove:
    """Take the newest hand move of a version back: class, seat and figures are as before it. A request that it granted is open again.

    Refuses: RunNotSolved, NothingToUndo. Audits: allocation.learner.moved_back, allocation.swap.reopened. Locks: the run.
    """
    run = open_run(run)
    move = run.hand_moves.filter(undone_at=None).select_related("enrollment", "from_class", "to_class").order_by("-pk").first()
    if move is None:
        raise NothingToUndo(_("Nothing has been moved by hand in this version."))
    row = run.assignments.get(enrollment=move.enrollment)
    if move.to_seat:
        _take_back_seat(run, move, row)
    elif move.from_class is None:
        row.delete()
    else:
        row.training_class, row.seat = move.from_class, _seat_again(run, move)
        row.save(update_fields=["training_class", "seat"])
    move.undone_at = at
    move.save(update_fields=["undone_at"])
    run.tiers = move.tiers_before
    run.save(update_fields=["tiers"])
    record(actor, "allocation.learner.moved_back", run, enrollment=move.enrollment.code)
    _reopen(actor, move)
    return move


def _reopen(actor: Actor, move: HandMove) -> None:
    """The unit must not read "granted" of what was taken back. A request and the move that it led to are of one moment."""
    if move.enrollment.swap_requests.filter(state=SwapRequest.State.OPEN).exists():
        return  # asked anew meanwhile: that one waits for its answer
    granted = SwapRequest.objects.filter(enrollment=move.enrollment, to_class=move.to_class, state=SwapRequest.State.GRANTED)
    for swap in granted.filter(decided_at=move.moved_at).select_related("enrollment"):
        swap.state, swap.decided_at = SwapRequest.State.OPEN, None
        swap.save(update_fields=["state", "decided_at"])
        record(actor, "allocation.swap.reopened", swap, enrollment=move.enrollment.code)


def _seat_again(run: Run, move: HandMove) -> str:
    """The seat that a move was from; another free one, if seats were made anew since and somebody has it."""
    if move.from_class is None or not run.assignments.filter(training_class=move.from_class, seat=move.from_seat).exclude(seat="").exists():
        return move.from_seat
    return free_seat(run, move.enrollment, move.from_class)


def _take_back_seat(run: Run, move: HandMove, row: ClassAssignment) -> None:
    """Whoever has the seat that was left gives it back for the one that was taken."""
    other = run.assignments.filter(training_class=row.training_class, seat=move.from_seat).exclude(seat="").exclude(pk=row.pk).first()
    exchange_seats(row, other, move.from_seat)


def exchange_seats(row: ClassAssignment, other: ClassAssignment | None, seat: str) -> None:
    """The one takes this seat, the other the one's; no seat is anybody's twice in between."""
    left = row.seat
    for sitter, place in ((row, ""), *([(other, left)] if other else []), (row, seat)):
        sitter.seat = place
        sitter.save(update_fields=["seat"])


@transaction.atomic
def ask_swap(*, actor: Actor, enrollment: Enrollment, to_class: TrainingClass, reason: str, at: datetime) -> SwapRequest:
    """A unit asks for another class for one of its people.

    Refuses: SwapImpossible (no class yet, the same class, another campaign's, asked already). Audits: allocation.swap.asked.
    """
    wrong = to_class.campaign_id != enrollment.campaign_id or to_class.is_makeup
    if enrollment.training_class_id is None or wrong or to_class.pk == enrollment.training_class_id:
        raise SwapImpossible(_("Ask for another class than the one the learner is in now."))
    if enrollment.swap_requests.filter(state=SwapRequest.State.OPEN).exists():
        raise SwapImpossible(_("This has been asked for already; the organiser will answer."))
    swap = SwapRequest.objects.create(enrollment=enrollment, to_class=to_class, reason=reason, asked_by=actor.user, asked_at=at)
    record(actor, "allocation.swap.asked", swap, enrollment=enrollment.code, to=to_class.name)
    return swap


@transaction.atomic
def grant_swap(*, actor: Actor, swap: SwapRequest, at: datetime) -> HandMove:
    """Move the learner in the draft of the next version; publishing it makes the new summons.

    Refuses: SwapDecided, and what revise_run and move_learner refuse. Audits: allocation.swap.granted. Locks: the request.
    """
    swap = _undecided(swap)
    draft = revise_run(actor=actor, campaign=swap.enrollment.campaign, at=at)
    move = move_learner(actor=actor, run=draft, enrollment=swap.enrollment, to_class=swap.to_class, at=at)
    _decide(actor, swap, SwapRequest.State.GRANTED, "", at)
    return move


@transaction.atomic
def decline_swap(*, actor: Actor, swap: SwapRequest, answer: str, at: datetime) -> SwapRequest:
    """Say no, with the reason that the unit reads. Refuses: SwapDecided. Audits: allocation.swap.declined. Locks: the request."""
    return _decide(actor, _undecided(swap), SwapRequest.State.DECLINED, answer, at)


def _undecided(swap: SwapRequest) -> SwapRequest:
    row = SwapRequest.objects.select_for_update(of=["self"]).select_related("enrollment__campaign", "to_class").get(pk=swap.pk)
    if row.state != SwapRequest.State.OPEN:
        raise SwapDecided(_("This request has been answered already."))
    return row


def _decide(actor: Actor, swap: SwapRequest, state: SwapRequest.State, answer: str, at: datetime) -> SwapRequest:
    swap.state, swap.answer, swap.decided_at = state, answer, at
    swap.save(update_fields=["state", "answer", "decided_at"])
    record(actor, f"allocation.swap.{state.lower()}", swap, enrollment=swap.enrollment.code)
    return swap
