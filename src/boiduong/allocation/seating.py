"""A person's verbs about seats: the plan of a hall, seats made anew, two people exchanged, a seat that is easily reached."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.allocation import rules as sentences
from boiduong.allocation.bridge import hall_of, needing_easy_seats, plan_of, reserved_in, seats_by_learner
from boiduong.allocation.models import ClassAssignment, HandMove, Run, SeatNeed, SeatPlan
from boiduong.allocation.moving import NotInThisVersion, exchange_seats, open_run
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Enrollment, TrainingClass
from boiduong.engines.allocation.plans import Mark, PlanUnusable, checked_plan, count_of, named_rows
from boiduong.engines.allocation.seats import free_seats
from boiduong.schedule.fitting import fit_venue
from boiduong.schedule.models import Venue


class HallPlanUnusable(Refusal):
    pass


class SeatCannotBeHad(Refusal):
    pass


@transaction.atomic
def draw_hall(*, actor: Actor, venue: Venue, rows: Sequence[str]) -> SeatPlan:
    """Say how a hall's seats lie; its figures then follow the plan. Seats that people were told stay theirs until a version is published.

    rows: a text a row from the stage back, a mark a place.
    Refuses: HallPlanUnusable. Audits: schedule.venue.fitted, allocation.hall.drawn. Locks: the hall.
    """
    try:
        plan = checked_plan(rows)
    except PlanUnusable as reason:
        raise HallPlanUnusable(str(reason)) from reason
    sizes = [sum(seat is not None for seat in row) for label, row in named_rows(plan) if label]
    reserved, capacity = count_of(plan, Mark.RESERVED), sum(sizes)
    venue = fit_venue(actor=actor, venue=venue, capacity=capacity, reserved=reserved, seat_rows=len(sizes), seats_per_row=max(sizes))
    drawn, _is_new = SeatPlan.objects.update_or_create(venue=venue, defaults={"rows": list(plan)})
    record(actor, "allocation.hall.drawn", drawn, seats=capacity, accessible=count_of(plan, Mark.ACCESSIBLE))
    return drawn


@transaction.atomic
def note_seat_need(*, actor: Actor, enrollment: Enrollment, is_needed: bool) -> None:
    """Note that a learner is to have a seat that is easily reached, or forget it. Nothing is said about why, here or in the trail.

    It holds for seats that are made after it. Done twice, it is done once. Audits: allocation.seat_need.noted or .forgotten.
    """
    if not is_needed:
        gone, _kinds = SeatNeed.objects.filter(enrollment=enrollment).delete()
        if gone:
            record(actor, "allocation.seat_need.forgotten", enrollment)
        return
    _need, is_new = SeatNeed.objects.get_or_create(enrollment=enrollment)
    if is_new:
        record(actor, "allocation.seat_need.noted", enrollment)


@transaction.atomic
def change_seat(*, actor: Actor, run: Run, enrollment: Enrollment, seat: str, at: datetime) -> HandMove:
    """Give a learner another seat of their class in a version that is not published yet; whoever sits there gets theirs.

    Refuses: RunNotSolved, NotInThisVersion, SeatCannotBeHad (no such seat, or kept). Audits: allocation.seat.changed. Locks: the run.
    """
    run = open_run(run)
    row = run.assignments.select_related("training_class").filter(enrollment=enrollment).first()
    if row is None:
        raise NotInThisVersion(_("This learner has no class in this version."))
    other = run.assignments.filter(training_class=row.training_class, seat=seat).exclude(pk=row.pk).first()
    if seat == row.seat or seat not in _usable(run, row.training_class):
        raise SeatCannotBeHad(_("Seat %(seat)s cannot be given: it is kept, not there, or the learner's own.") % {"seat": seat})
    move = HandMove.objects.create(
        run=run,
        enrollment=enrollment,
        from_class=row.training_class,
        from_seat=row.seat,
        to_class=row.training_class,
        to_seat=seat,
        other_id=other.enrollment_id if other else None,
        tiers_before=run.tiers,
        moved_by=actor.user,
        moved_at=at,
    )
    exchange_seats(row, other, seat)
    record(actor, "allocation.seat.changed", run, enrollment=enrollment.code, seat=seat, other=other.enrollment.code if other else "")
    return move


def _usable(run: Run, training_class: TrainingClass) -> set[str]:
    venue = hall_of(run, training_class)
    if venue is None:
        return set()
    free = free_seats(plan_of(venue), reserved=reserved_in(venue, sentences.read(run.rules)))
    return {seat.name for seat in free.accessible}.union(*free.ordinary)


@transaction.atomic
def reseat_run(*, actor: Actor, run: Run, at: datetime) -> int:  # noqa: ARG001  when it was is told by the trail
    """Make the seats of a version anew, by the halls' plans and the needs of today. Nobody gives up a seat they were told, if it can still be had.

    Returns how many sit elsewhere now. Refuses: RunNotSolved. Audits: allocation.run.reseated. Locks: the run.
    """
    run = open_run(run)
    shown = run.assignments.select_related("training_class", "enrollment")
    rows = list(shown.order_by("enrollment__unit__sort_key", "enrollment__person__sort_key", "pk"))
    needing, changed = needing_easy_seats(row.enrollment for row in rows), []
    for training_class in {row.training_class_id: row.training_class for row in rows}.values():
        changed += _reseated(run, training_class, [row for row in rows if row.training_class_id == training_class.pk], needing)
    ClassAssignment.objects.filter(pk__in=[row.pk for row, _seat in changed]).update(seat="")
    for row, seat in changed:
        row.seat = seat
    ClassAssignment.objects.bulk_update([row for row, _seat in changed], ["seat"], batch_size=1000)
    record(actor, "allocation.run.reseated", run, changed=len(changed))
    return len(changed)


def _reseated(run: Run, training_class: TrainingClass, rows: list[ClassAssignment], needing: frozenset[int]) -> list[tuple[ClassAssignment, str]]:
    venue = hall_of(run, training_class)
    if venue is None:
        return []
    members = [row.enrollment for row in rows]
    told = {one.pk: one.seat for one in members if one.training_class_id == training_class.pk and one.seat}
    seat_of = seats_by_learner(venue, members, told, needing, reserved_in(venue, sentences.read(run.rules)))
    return [(row, seat_of[row.enrollment_id]) for row in rows if row.seat != seat_of[row.enrollment_id]]
