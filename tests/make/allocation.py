from boiduong.allocation import actions, jobs
from boiduong.allocation.models import ClassAssignment, DivisionRule, Run, SwapRequest
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.schedule.models import Venue
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people
from make import schedule as make_schedule

TEST = Actor(None, via="test")


def run(campaign: Campaign, state: Run.State = Run.State.QUEUED, venue: Venue | None = None, class_count: int = 1) -> Run:
    made = Run.objects.create(campaign=campaign, version=campaign.runs.count() + 1, state=state, class_count=class_count, requested_at=NOON)
    made.venues.set([venue or make_schedule.venue()])
    if state == Run.State.SOLVED:
        made.solution, made.tiers = {"sessions": [], "status": "optimal"}, {"unassigned": {"value": 0, "bound": 0, "proven": True, "seconds": 0}}
        made.save(update_fields=["solution", "tiers"])
    return made


def place(run: Run, training_class: TrainingClass, seat: str = "") -> ClassAssignment:
    learner = make_campaigns.enrollment(run.campaign)
    return ClassAssignment.objects.create(run=run, enrollment=learner, training_class=training_class, seat=seat)


def rule(campaign: Campaign, kind: DivisionRule.Kind = DivisionRule.Kind.WINDOW, **values: object) -> DivisionRule:
    return DivisionRule.objects.create(campaign=campaign, kind=kind, **{"amount": 3, **values})


def swap(campaign: Campaign) -> SwapRequest:
    learner = make_campaigns.enrollment(campaign, training_class=make_campaigns.training_class(campaign))
    return SwapRequest.objects.create(enrollment=learner, to_class=make_campaigns.training_class(campaign), reason="đi công tác", asked_at=NOON)


def dividable(campaign: Campaign, people: int = 6, capacity: int = 40) -> Venue:
    """All that a division needs: topics, a speaker, a hall, and two schools' people."""
    for _ in range(3):
        make_campaigns.topic(campaign)
    make_schedule.speaker(campaign)
    units = [make_people.unit() for _ in range(2)]
    for n in range(people):
        make_campaigns.enrollment(campaign, make_people.person(units[n % 2], f"Nguyễn Thị An {n}"))
    return make_schedule.venue(capacity=capacity, reserved=4)


def crossed(campaign: Campaign) -> Run:
    """A published version of two classes, in which one of each school sits in the other's class."""
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[Venue.objects.latest("pk")], at=NOON)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    one, two = (run.assignments.filter(training_class=row).order_by("pk")[0] for row in campaign.classes.order_by("number"))
    run.assignments.filter(pk__in=[one.pk, two.pk]).update(seat="")
    for row, other in ((one, two), (two, one)):
        run.assignments.filter(pk=row.pk).update(training_class=other.training_class, seat=other.seat)
    return actions.publish_run(actor=TEST, run=run, at=NOON)
