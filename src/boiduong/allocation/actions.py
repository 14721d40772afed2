from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from boiduong.allocation.bridge import order_of, planned_sessions, seats_in
from boiduong.allocation.models import MakeupPlace, Run
from boiduong.allocation.tasks import solve_run
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns import actions as campaigns
from boiduong.campaigns.models import Campaign, Enrollment, Topic, TrainingClass
from boiduong.schedule import actions as schedule
from boiduong.schedule.actions import PlannedSession
from boiduong.schedule.hours import HOURS, clock
from boiduong.schedule.models import ClassSession, Half, Venue

MAKEUP_MINUTES, MAKEUP_PAUSE_MINUTES = 95, 15  # of one topic, and before the next


class NothingToDivide(Refusal):
    pass


class RunNotSolved(Refusal):
    pass


class LearnersLeftOut(Refusal):
    pass


class RunOutOfDate(Refusal):
    pass


class HallTooSmall(Refusal):
    pass


@transaction.atomic
def request_run(*, actor: Actor, campaign: Campaign, class_count: int, venues: Sequence[Venue], at: datetime) -> Run:
    """Ask for the campaign's learners to be divided into this many classes in these halls. Classes not there yet are opened.

    Refuses: NothingToDivide (no learners, topics, speakers or halls). Audits: allocation.run.requested. Locks: the campaign.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if missing := _missing(campaign, venues):
        raise NothingToDivide(_("Before classes can be made, these are needed: %(what)s.") % {"what": ", ".join(missing)})
    there = campaign.classes.filter(is_makeup=False).count()
    if class_count > there:
        campaigns.open_classes(actor=actor, campaign=campaign, count=class_count - there)
    last = campaign.runs.aggregate(last=Max("version"))["last"] or 0
    run = Run.objects.create(campaign=campaign, version=last + 1, class_count=class_count, requested_by=actor.user, requested_at=at)
    run.venues.set(venues)
    solve_run.defer(run_id=run.pk)
    record(actor, "allocation.run.requested", run, classes=class_count)
    return run


def _missing(campaign: Campaign, venues: Sequence[Venue]) -> list[str]:
    wanted = {
        _("learners"): campaign.enrollments.called().exists(),
        _("topics"): campaign.topics.exists(),
        _("speakers"): campaign.speakers.exists(),
        _("a hall"): bool(venues),
    }
    return [what for what, is_there in wanted.items() if not is_there]


@transaction.atomic
def publish_run(*, actor: Actor, run: Run, at: datetime, accept_left_out: int = 0) -> Run:
    """Make a solved run the campaign's class lists, seats and timetable; the version published before is replaced.

    accept_left_out: how many learners without a class a person has seen and accepts.
    Refuses: RunNotSolved, RunOutOfDate (somebody was called or taken off since), LearnersLeftOut, and what plan_sessions refuses.
    Audits: allocation.run.published. Locks: the run.
    """
    run = Run.objects.select_for_update(of=["self"]).select_related("campaign").get(pk=run.pk)
    if run.state != Run.State.SOLVED or run.solution is None:
        raise RunNotSolved(_("Only a solved version can be published."))
    places = {row.enrollment_id: (row.training_class, row.seat) for row in run.assignments.select_related("training_class")}
    order = order_of(run)
    _refuse_stale(run, set(places), {row.pk for row in order.enrollments}, accept_left_out)
    Run.objects.filter(campaign=run.campaign, state=Run.State.PUBLISHED).update(state=Run.State.REPLACED)
    schedule.plan_sessions(actor=actor, campaign=run.campaign, sessions=planned_sessions(run.solution["sessions"], order), at=at)
    changed = campaigns.assign_classes(actor=actor, campaign=run.campaign, places=places)
    run.state, run.published_at = Run.State.PUBLISHED, at
    run.save(update_fields=["state", "published_at"])
    record(actor, "allocation.run.published", run, placed=len(places), changed=changed)
    return run


def _refuse_stale(run: Run, placed: set[int], called: set[int], accept_left_out: int) -> None:
    left_out = int(run.tiers.get("unassigned", {}).get("value", 0))
    if placed - called or len(called) != len(placed) + left_out:
        raise RunOutOfDate(_("People were called or taken off the list after this version was solved. Divide into classes again."))
    if left_out != accept_left_out:
        raise LearnersLeftOut(_("%(count)d people have no class in this version. Look at the reasons, or accept that number.") % {"count": left_out})


@transaction.atomic
def plan_makeup(
    *, actor: Actor, campaign: Campaign, on: date, missing: Sequence[tuple[Enrollment, Topic]], venue: Venue, at: datetime
) -> TrainingClass:
    """Open a make-up class on one day, one session a topic one after the other, and give everybody a place in just what they missed.

    Refuses: NothingToDivide (nobody missed anything), HallTooSmall, and what plan_sessions refuses. Audits: allocation.makeup.planned.
    """
    if not missing:
        raise NothingToDivide(_("Nobody has anything to make up."))
    by_topic: dict[Topic, list[Enrollment]] = {}
    for enrollment, topic in missing:
        by_topic.setdefault(topic, []).append(enrollment)
    seats = venue.capacity - venue.reserved_count
    if (most := max(map(len, by_topic.values()))) > seats:
        raise HallTooSmall(
            _("%(count)d people would make up one topic, and %(venue)s has %(seats)d seats.") % {"count": most, "venue": venue, "seats": seats}
        )
    training_class = campaigns.open_classes(actor=actor, campaign=campaign, count=1, is_makeup=True)[0]
    topics = sorted(by_topic, key=lambda topic: topic.number)
    planned = [_makeup_session(training_class, topic, venue, _makeup_starts(on, place)) for place, topic in enumerate(topics)]
    sessions = schedule.plan_sessions(actor=actor, campaign=campaign, sessions=planned, at=at)
    MakeupPlace.objects.bulk_create([place for session in sessions for place in _places(session, venue, by_topic)])
    record(actor, "allocation.makeup.planned", training_class, places=len(missing), on=on.isoformat())
    return training_class


def _makeup_starts(on: date, place: int) -> datetime:
    """Two sessions in the morning, the others in the afternoon. place: from 0."""
    begins = HOURS[Half.MORNING if place < 2 else Half.AFTERNOON][0]
    return clock(on, begins) + timedelta(minutes=(place if place < 2 else place - 2) * (MAKEUP_MINUTES + MAKEUP_PAUSE_MINUTES))


def _makeup_session(training_class: TrainingClass, topic: Topic, venue: Venue, starts_at: datetime) -> PlannedSession:
    speaker = topic.speakers.order_by("pk").first()
    return PlannedSession(training_class, topic, venue, speaker, starts_at, starts_at + timedelta(minutes=MAKEUP_MINUTES))


def _places(session: ClassSession, venue: Venue, by_topic: dict[Topic, list[Enrollment]]) -> list[MakeupPlace]:
    members = sorted(next(rows for topic, rows in by_topic.items() if topic.pk == session.topic_id), key=lambda row: (row.unit_id, row.pk))
    return [MakeupPlace(enrollment=row, class_session=session, seat=seat) for row, seat in zip(members, seats_in(venue, members), strict=True)]
