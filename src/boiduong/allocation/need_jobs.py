"""Seats that are easily reached: who was to have one is forgotten when nobody needs to know any more."""

from datetime import date, timedelta

from django.db import transaction

from boiduong.allocation.models import SeatNeed
from boiduong.audit.trail import Actor, record
from boiduong.campaigns.models import Campaign

MACHINE = Actor(None, via="job")
KEPT = timedelta(days=90)  # after the campaign's last day, as rosters are


def forget_seat_needs(*, on: date) -> int:
    """Forget the needs of campaigns that ended long ago. Audits: allocation.seat_needs.forgotten, once a campaign. Returns how many."""
    ended = Campaign.objects.filter(ends_on__lt=on - KEPT, enrollments__seat_need__isnull=False).distinct().order_by("pk")
    return sum(_forget(campaign) for campaign in ended)


@transaction.atomic
def _forget(campaign: Campaign) -> int:
    count, _kinds = SeatNeed.objects.filter(enrollment__campaign=campaign).delete()
    record(MACHINE, "allocation.seat_needs.forgotten", campaign, count=count)
    return count
