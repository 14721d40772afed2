from datetime import datetime, timedelta
from itertools import count

from boiduong.allocation.models import ClassAssignment, Run
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.documents.models import DocumentProfile
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession, Venue
from boiduong.summonses import actions, jobs
from boiduong.summonses.models import Bundle
from make import NOON, campaigns, documents, people

numbers = count(1)
MACHINE = Actor(None, via="test")


def placed_class(campaign: Campaign, units: list[Unit] | None = None) -> TrainingClass:
    """A class with one half-day, and one learner of each unit in its seats A-1, A-2, ... as published."""
    training_class = campaigns.training_class(campaign)
    session(training_class)
    for seat, unit in enumerate(units if units is not None else [people.unit()], 1):
        campaigns.enrollment(campaign, people.person(unit, f"Nguyễn Thị Ánh {seat}"), training_class, f"A-{seat}")
    return training_class


def session(training_class: TrainingClass) -> ClassSession:
    number = next(numbers)
    starts_at = datetime.fromisoformat("2019-07-23T07:30:00+07:00") + timedelta(days=number)
    return ClassSession.objects.create(
        campaign=training_class.campaign,
        training_class=training_class,
        topic=campaigns.topic(training_class.campaign),
        venue=venue(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3, minutes=30),
    )


def venue() -> Venue:
    owner = people.unit(kind=Unit.Kind.GOVERNMENT)
    return Venue.objects.create(name="Hội trường A", address="phố Sao Mai", owner=owner, capacity=40, seat_rows=4, seats_per_row=10)


def published(campaign: Campaign) -> Run:
    """The class lists as the enrollments say them now, published as the next version."""
    Run.objects.filter(campaign=campaign, state=Run.State.PUBLISHED).update(state=Run.State.REPLACED)
    version = campaign.runs.count() + 1
    run = Run.objects.create(campaign=campaign, version=version, state=Run.State.PUBLISHED, class_count=1, requested_at=NOON, published_at=NOON)
    placed = Enrollment.objects.filter(campaign=campaign, training_class__isnull=False).select_related("training_class")
    ClassAssignment.objects.bulk_create(
        ClassAssignment(run=run, enrollment=row, training_class=row.training_class, seat=row.seat) for row in placed if row.training_class
    )
    return run


def profile_of(campaign: Campaign) -> DocumentProfile:
    return documents.profile(campaign.lead_unit)


def issued(campaign: Campaign, units: list[Unit] | None = None) -> list[Bundle]:
    """Summonses of one class, issued and waiting to be set."""
    placed_class(campaign, units)
    published(campaign)
    return actions.issue_summonses(actor=MACHINE, campaign=campaign, profile=profile_of(campaign), at=NOON).bundles


def ready(campaign: Campaign, units: list[Unit] | None = None) -> list[Bundle]:
    """The same, set."""
    bundles = issued(campaign, units)
    jobs.set_bundles(campaign)
    return list(Bundle.objects.filter(pk__in=[bundle.pk for bundle in bundles]).order_by("pk"))
