"""Whom a change of a session concerns: who is due in it, who cannot come then, who has to be told. Reads; writes nothing."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boiduong.campaigns.models import Enrollment, Unavailability
from boiduong.people.models import Unit
from boiduong.schedule.board import due_in
from boiduong.schedule.models import ClassSession, SessionChange, Venue

SHOWN = 50  # of those who cannot come


@dataclass(frozen=True, slots=True)
class UnitLine:
    unit: Unit
    learner_count: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A learner who is due and cannot come then."""

    enrollment: Enrollment
    why: str


@dataclass(frozen=True, slots=True)
class Concerned:
    units: list[UnitLine]
    learner_count: int
    missing: list[Missing]  # the first of them
    missing_count: int
    owners: list[Unit]  # of the halls, the one that is left first
    stewards: list[str]  # who was to hold a phone at its doors
    bundle_count: int  # of summonses that are set and name what stood before


def concerned_by(session: ClassSession, *, on: date, starts_at: datetime, ends_at: datetime, venues: list[Venue]) -> Concerned:
    """Eight queries at most, however many people. venues: the hall that is left and the one that is taken; their owners are told."""
    due = Enrollment.objects.called().filter(due_in(session)).distinct()
    counts: Counter[int] = Counter(dict(due.order_by().values_list("unit").annotate(n=Count("pk", distinct=True))))
    units = [UnitLine(unit, counts[unit.pk]) for unit in Unit.objects.filter(pk__in=counts).order_by("sort_key", "pk")]
    said = Unavailability.objects.filter(enrollment=OuterRef("pk"), on=on)
    busy = ClassSession.objects.held().filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exclude(pk=session.pk)
    elsewhere = busy.filter(Q(training_class=OuterRef("training_class")) | Q(makeup_places__enrollment=OuterRef("pk")))
    cannot = due.annotate(has_said=Exists(said), is_elsewhere=Exists(elsewhere)).filter(Q(has_said=True) | Q(is_elsewhere=True))
    rows = list(cannot.select_related("person", "unit").order_by("unit__sort_key", "person__sort_key", "pk")[:SHOWN])
    return Concerned(
        units=units,
        learner_count=counts.total(),
        missing=[Missing(row, _why(row)) for row in rows],
        missing_count=cannot.count() if len(rows) == SHOWN else len(rows),
        owners=list(Unit.objects.filter(venues__in=venues).distinct().order_by("pk")),
        stewards=_stewards(session),
        bundle_count=session.campaign.bundles.filter(state="READY", unit__in=counts).count(),
    )


def _why(row: Any) -> str:
    """row: an enrollment with what the query has noted about it."""
    return _("cannot come on that day") if row.has_said else _("has another session then")


def concerned_by_change(change: SessionChange) -> Concerned:
    """For a change that was made: seen from where the session is held now."""
    venues = [change.from_venue, change.to_venue] if change.is_moved else []
    on = localtime(change.to_starts_at).date()
    found = concerned_by(change.class_session, on=on, starts_at=change.to_starts_at, ends_at=change.to_ends_at, venues=venues)
    return replace(found, stewards=_stewards(change.instead_of)) if change.instead_of else found


def _stewards(session: ClassSession) -> list[str]:
    return sorted({name for name in session.devices.filter(revoked_at=None).values_list("operator_name", flat=True) if name})
