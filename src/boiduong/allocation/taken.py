"""When halls and speakers are taken by what a new timetable does not replace: other campaigns, make-up classes, connected places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from boiduong.campaigns.models import Campaign
from boiduong.schedule.hours import clock, span
from boiduong.schedule.models import ClassSession, ConnectedPlace, Half, HallUse, Venue


@dataclass(frozen=True, slots=True)
class Taken:
    """Slots (2 x day + half) by key; one that is not there is free."""

    halls: Mapping[int, frozenset[int]]
    speakers: Mapping[int, frozenset[int]]


FREE = frozenset[int]()
NOTHING_TAKEN = Taken({}, {})


def taken_elsewhere(campaign: Campaign, days: Sequence[date]) -> Taken:
    """Where a session of the campaign's main classes cannot be put, whatever becomes of those that stand.

    A half-day of which only an hour is taken is taken whole: sessions are laid by half-days.
    """
    kept = ClassSession.objects.held().exclude(campaign=campaign, training_class__is_makeup=False)
    uses = HallUse.objects.filter(class_session__in=kept, ends_at__gt=clock(days[0], time.min), starts_at__lt=clock(days[-1], time.max))
    teaching = kept.filter(campaign=campaign, speaker__isnull=False)
    return Taken(
        halls=_by_key(uses.values_list("venue", "starts_at", "ends_at"), days),
        speakers=_by_key(teaching.values_list("speaker", "starts_at", "ends_at"), days),
    )


def _by_key(rows: Iterable[tuple[int, datetime, datetime]], days: Sequence[date]) -> Mapping[int, frozenset[int]]:
    spans = [span(day, half) for day in days for half in (Half.MORNING, Half.AFTERNOON)]
    found: dict[int, frozenset[int]] = defaultdict(frozenset)
    for key, starts_at, ends_at in rows:
        found[key] |= {slot for slot, (begins, ends) in enumerate(spans) if starts_at < ends and begins < ends_at}
    return found


def followed_from(campaign: Campaign, venues: Sequence[Venue]) -> list[str]:
    """ "Class 2 is followed from Hall B": halls that cannot be given to classes, since those who follow sit in them for each session."""
    places = ConnectedPlace.objects.standing().filter(training_class__campaign=campaign, venue__in=venues)
    names = places.order_by("training_class__number", "venue__name").values_list("training_class__name", "venue__name")
    return [
        _("%(class)s is followed from %(hall)s, so that hall cannot take classes; choose another or end the connected place.")
        % {"class": name, "hall": hall}
        for name, hall in names
    ]
