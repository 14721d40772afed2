"""What moves buy: asked for, and taken as a draft by hand."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.allocation import rules as sentences
from boiduong.allocation.actions import RunNotSolved, RunOutOfDate
from boiduong.allocation.bridge import hall_of, needing_easy_seats, reserved_in, seats_in
from boiduong.allocation.models import ClassAssignment, HandMove, MovePrices, Run
from boiduong.allocation.moving import ClassFull, open_run, revise_run
from boiduong.allocation.tasks import price_moves
from boiduong.allocation.weighing import crowded_by, standing_of, tiers_of
from boiduong.audit.trail import Actor, record
from boiduong.campaigns.models import Enrollment, TrainingClass

LOST_AFTER = timedelta(minutes=20)  # longer than the solver is let run: who holds a list so long is gone


@transaction.atomic
def ask_prices(*, actor: Actor, run: Run, at: datetime) -> MovePrices:
    """Ask what it would gain to let so many people change class. One that is being reckoned is left alone.

    Refuses: RunNotSolved (not the published version). Audits: allocation.prices.asked. Locks: the run.
    """
    run = Run.objects.select_for_update(of=["self"]).get(pk=run.pk)
    if run.state != Run.State.PUBLISHED:
        raise RunNotSolved(_("What moves gain is reckoned from the published version."))
    known = MovePrices.objects.filter(run=run).first()
    if known and known.state in (MovePrices.State.QUEUED, MovePrices.State.RUNNING) and at - known.asked_at < LOST_AFTER:
        return known
    values: dict[str, Any] = {
        "state": MovePrices.State.QUEUED,
        "asked_by": actor.user,
        "asked_at": at,
        "claimed_at": None,
        "prices": [],
        "failure": "",
    }
    prices, _is_new = MovePrices.objects.update_or_create(run=run, defaults=values)
    price_moves.defer(prices_id=prices.pk)
    record(actor, "allocation.prices.asked", run)
    return prices


@transaction.atomic
def take_price(*, actor: Actor, run: Run, allowed: int, at: datetime) -> Run:
    """Make the moves of one price in the draft of the next version, each with its undoing.

    Refuses: RunOutOfDate (no such price, another version is published, or somebody is in another class by now or not called any more),
    ClassFull, and what revise_run refuses. Audits: allocation.price.taken, and each move. Locks: the campaign, the draft.
    """
    price = _price(run, allowed)
    draft = open_run(revise_run(actor=actor, campaign=run.campaign, at=at))
    learners = Enrollment.objects.called().filter(campaign=run.campaign).select_related("unit").in_bulk([one for one, _to in price["moves"]])
    classes = TrainingClass.objects.in_bulk([to for _one, to in price["moves"]])
    stands = dict(run.assignments.values_list("enrollment", "training_class"))
    drafted = dict(draft.assignments.values_list("enrollment", "training_class"))
    if len(learners) < len(price["moves"]) or any(stands.get(one) != drafted.get(one) for one in learners):
        raise RunOutOfDate(_("Some of these people are in another class by now. Reckon again what moves would gain."))
    _move_together(actor, draft, [(learners[one], classes[to]) for one, to in price["moves"]], at)
    record(actor, "allocation.price.taken", draft, allowed=allowed, moved=len(price["moves"]))
    return draft


def _price(run: Run, allowed: int) -> Mapping[str, Any]:
    prices = MovePrices.objects.filter(run=run, state=MovePrices.State.DONE).first()
    price = next((row for row in prices.prices if row["allowed"] == allowed), None) if prices else None
    if price is None or not price["moves"] or run.state != Run.State.PUBLISHED or any(to is None for _one, to in price["moves"]):
        raise RunOutOfDate(_("This is not proposed any more. Reckon again what moves would gain."))
    return price  # type: ignore[no-any-return]


def _move_together(actor: Actor, run: Run, moves: list[tuple[Enrollment, TrainingClass]], at: datetime) -> None:
    """All at once, as when people change places between full classes; each can be undone by itself, the newest first."""
    standing = standing_of(run)
    if crowded := crowded_by(standing, moves):
        raise ClassFull(_("%(training_class)s has no free seat.") % {"training_class": crowded})
    rows = {row.enrollment_id: row for row in run.assignments.filter(enrollment__in=[one for one, _to in moves]).select_related("training_class")}
    row_at = {row.pk: number for number, row in enumerate(standing.order.enrollments)}
    class_at = {row.pk: number for number, row in enumerate(standing.order.classes)}
    for learner, to_class in moves:
        was = rows[learner.pk]
        HandMove.objects.create(
            run=run,
            enrollment=learner,
            from_class=was.training_class,
            from_seat=was.seat,
            to_class=to_class,
            tiers_before=run.tiers,
            moved_by=actor.user,
            moved_at=at,
        )
        standing.assign[row_at[learner.pk]] = class_at[to_class.pk]
        run.tiers = tiers_of(standing)
        record(actor, "allocation.learner.moved", run, enrollment=learner.code, to=to_class.name)
    run.save(update_fields=["tiers"])
    _seat_together(run, rows, moves)


def _seat_together(run: Run, rows: Mapping[int, ClassAssignment], moves: list[tuple[Enrollment, TrainingClass]]) -> None:
    """All stand up before anybody sits down; units that come to one class together sit together."""
    ClassAssignment.objects.filter(pk__in=[row.pk for row in rows.values()]).update(seat="")
    rules = sentences.read(run.rules)
    for to_class in {to_class.pk: to_class for _one, to_class in moves}.values():
        coming = [learner for learner, to in moves if to.pk == to_class.pk]
        venue, taken = hall_of(run, to_class), run.assignments.filter(training_class=to_class).exclude(seat="").values_list("seat", flat=True)
        needing = needing_easy_seats(coming)
        seats = seats_in(venue, coming, reserved=reserved_in(venue, rules), taken=taken, needing=needing) if venue else [""] * len(coming)
        for learner, seat in zip(coming, seats, strict=True):
            row = rows[learner.pk]
            row.training_class, row.seat = to_class, seat
            row.save(update_fields=["training_class", "seat"])
