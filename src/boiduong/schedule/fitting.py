"""A hall's figures made to agree with a plan of its seats."""

from django.db import transaction

from boiduong.audit.trail import Actor, record
from boiduong.schedule.models import Venue


@transaction.atomic
def fit_venue(*, actor: Actor, venue: Venue, capacity: int, reserved: int, seat_rows: int, seats_per_row: int) -> Venue:
    """Say how many seats there are, as counted on a plan. Audits: schedule.venue.fitted, with what stood before. Locks: the hall.

    capacity: seats in all, above `reserved` and at most rows times seats a row: a plan that was checked sees to it.
    """
    row = Venue.objects.select_for_update().get(pk=venue.pk)
    before = {"capacity": row.capacity, "reserved": row.reserved_count}
    row.capacity, row.reserved_count, row.seat_rows, row.seats_per_row = capacity, reserved, seat_rows, seats_per_row
    row.save(update_fields=["capacity", "reserved_count", "seat_rows", "seats_per_row"])
    record(actor, "schedule.venue.fitted", row, before=before, capacity=capacity, reserved=reserved)
    return row
