from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from boiduong.allocation import rules as sentences
from boiduong.allocation.bridge import Order, is_of, needing_easy_seats, order_of, planned_sessions, reserved_in, seats_in, standing_faults
from boiduong.allocation.models import AIMS, DivisionPolicy, DivisionRule, MakeupPlace, Run
from boiduong.allocation.taken import followed_from
from boiduong.allocation.tasks import solve_run
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns import actions as campaigns
from boiduong.campaigns.models import Campaign, Enrollment, Topic, TrainingClass
from boiduong.people.models import Unit
from boiduong.schedule import actions as schedule
from boiduong.schedule.actions import PlannedSession
from boiduong.schedule.hours import HOURS, clock
from boiduong.schedule.models import ClassSession, Half, Speaker, Venue

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


class HallsFollowedFrom(Refusal):
    """A hall that is a connected place of a class is not one that classes meet in."""


class RulesContradict(Refusal):
    pass


class RuleSaidAlready(Refusal):
    pass


class TimetableCannotStay(Refusal):
    pass


class RunIsOver(Refusal):
    pass


class NoSuchAim(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as a person says it."""

    kind: str
    unit: Unit | None = None
    level: str = ""
    role: str = ""
    training_class: TrainingClass | None = None
    amount: int | None = None
    aim: str = ""


@transaction.atomic
def say_rule(*, actor: Actor, campaign: Campaign, said: Said) -> DivisionRule:
    """Add a sentence to those that divisions go by.

    Refuses: RuleSaidAlready. Audits: allocation.rule.said. Locks: the campaign.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    values = {name: getattr(said, name) for name in ("kind", "unit", "level", "role", "training_class", "amount", "aim")}
    if campaign.division_rules.filter(**values).exists():
        raise RuleSaidAlready(_("This sentence is there already."))
    row = DivisionRule.objects.create(campaign=campaign, **values)
    record(actor, "allocation.rule.said", row, text=sentences.text_of(row))
    return row


@transaction.atomic
def take_back_rule(*, actor: Actor, rule: DivisionRule) -> None:
    """Take a sentence back; versions asked for before keep it. Audits: allocation.rule.taken_back."""
    record(actor, "allocation.rule.taken_back", rule, text=sentences.text_of(rule))
    rule.delete()


@transaction.atomic
def order_aims(*, actor: Actor, campaign: Campaign, order: Sequence[str]) -> DivisionPolicy:
    """Say which aims matter more, from the most important. Refuses: NoSuchAim (not each aim once). Audits: allocation.aims.ordered."""
    if sorted(order) != sorted(AIMS):
        raise NoSuchAim(_("Each aim has to be there once."))
    policy, _is_new = DivisionPolicy.objects.update_or_create(campaign=campaign, defaults={"order": list(order)})
    record(actor, "allocation.aims.ordered", policy, order=list(order))
    return policy


def aims_of(campaign: Campaign) -> list[str]:
    policy = DivisionPolicy.objects.filter(campaign=campaign).first()
    return policy.order if policy else list(AIMS)


@transaction.atomic
def request_run(*, actor: Actor, campaign: Campaign, class_count: int, venues: Sequence[Venue], at: datetime, mode: Run.Mode = Run.Mode.ANEW) -> Run:
    """Ask for the campaign's learners to be divided into this many classes in these halls. Classes not there yet are opened.

    mode: what is kept of the published version. One that keeps the timetable uses its halls, whichever are named.
    Refuses: NothingToDivide (no learners, topics, speakers or halls), HallsFollowedFrom, RulesContradict, TimetableCannotStay.
    Audits: allocation.run.requested. Locks: the campaign.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if missing := _missing(campaign, venues):
        raise NothingToDivide(_("Before classes can be made, these are needed: %(what)s.") % {"what": ", ".join(missing)})
    published = None if mode == Run.Mode.ANEW else _published(campaign)
    if published is None and (found := followed_from(campaign, venues)):
        raise HallsFollowedFrom(" ".join(found))
    there = campaign.classes.filter(is_makeup=False).count()
    if published is None and class_count > there:
        campaigns.open_classes(actor=actor, campaign=campaign, count=class_count - there)
    run = Run.objects.create(
        campaign=campaign,
        version=next_version(campaign),
        class_count=published.class_count if published else class_count,
        mode=mode,
        based_on=published,
        rules=sentences.kept(sentences.rule_of(row) for row in campaign.division_rules.for_list()),
        order=aims_of(campaign),
        requested_by=actor.user,
        requested_at=at,
    )
    run.venues.set(_standing_venues(campaign) if published else venues)
    _refuse_contradictions(run, order_of(run))
    solve_run.defer(run_id=run.pk)
    record(actor, "allocation.run.requested", run, classes=run.class_count, mode=mode)
    return run


def _published(campaign: Campaign) -> Run:
    published = campaign.runs.filter(state=Run.State.PUBLISHED).first()
    if published is None:
        raise TimetableCannotStay(_("No version is published yet, so there is no timetable to keep. Divide everybody anew."))
    return published


def _standing_venues(campaign: Campaign) -> list[Venue]:
    held = ClassSession.objects.held().filter(campaign=campaign, training_class__is_makeup=False)
    return list(Venue.objects.filter(pk__in=held.values("venue")))


def next_version(campaign: Campaign) -> int:
    return int(campaign.runs.aggregate(last=Max("version"))["last"] or 0) + 1


def _refuse_contradictions(run: Run, order: Order) -> None:
    rules = sentences.read(run.rules)
    seats = max((venue.capacity - reserved_in(venue, rules) for venue in order.venues), default=0)
    found = [*sentences.contradictions(rules, topic_count=len(order.topics)), *sentences.crowded(rules, order.enrollments, order.classes, seats)]
    if found:
        raise RulesContradict(" ".join(found))
    if run.mode != Run.Mode.ANEW and (faults := standing_faults(run, order)):
        raise TimetableCannotStay(_("The timetable cannot be kept as it is: %(why)s") % {"why": " ".join(faults)})


@transaction.atomic
def cancel_run(*, actor: Actor, run: Run, at: datetime) -> Run:
    """Stop a division that waits or is being worked out. Refuses: RunIsOver. Audits: allocation.run.cancelled. Locks: the run."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state not in (Run.State.QUEUED, Run.State.RUNNING):
        raise RunIsOver(_("This version is not being worked out any more."))
    run.state, run.cancel_asked_at = Run.State.CANCELLED, at  # the worker looks at this row and ends its solver
    run.save(update_fields=["state", "cancel_asked_at"])
    record(actor, "allocation.run.cancelled", run)
    return run


@transaction.atomic
def keep_best(*, actor: Actor, run: Run, at: datetime) -> Run:
    """Take the best plan that a cancelled division had found: from now on it is a solved version like any other.

    Refuses: RunNotSolved (not cancelled, or no plan was found before). Audits: allocation.run.kept. Locks: the run.
    """
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state != Run.State.CANCELLED or not run.solution or not run.tiers:
        raise RunNotSolved(_("This version has no plan that could be kept."))
    run.state, run.solved_at, run.failure = Run.State.SOLVED, at, _("The division was cancelled before the end of the search.")
    run.save(update_fields=["state", "solved_at", "failure"])
    record(actor, "allocation.run.kept", run)
    return run


@transaction.atomic
def relax_and_rerun(*, actor: Actor, run: Run, key: str, at: datetime) -> Run:
    """Give way at one point, as the reasons of a version propose it, and divide again.

    key: as the solver names the relaxation. Refuses: RunOutOfDate (not proposed), and what request_run refuses.
    Audits: what changes, and allocation.run.requested.
    """
    if key not in {one.get("key") for one in run.causes if one.get("key")}:
        raise RunOutOfDate(_("This way out is not proposed for this version."))
    campaign, mode = run.campaign, Run.Mode(run.mode)
    if key == "locked":
        mode = Run.Mode.FEW
    elif key.startswith("day:"):
        campaigns.open_day(actor=actor, campaign=campaign, on=date.fromisoformat(key.removeprefix("day:")))
    else:
        _give_way(actor, campaign, key)
    return request_run(actor=actor, campaign=campaign, class_count=run.class_count, venues=list(run.venues.all()), at=at, mode=mode)


def _give_way(actor: Actor, campaign: Campaign, key: str) -> None:
    old = {"reserved": DivisionRule.Kind.RESERVE, "required": DivisionRule.Kind.PLACE, "days_away": DivisionRule.Kind.COME}[key]
    for row in list(campaign.division_rules.filter(kind=old).for_list()):
        take_back_rule(actor=actor, rule=row)
    if key != "required":
        say_rule(actor=actor, campaign=campaign, said=Said(old, amount=0 if key == "reserved" else None))


def _missing(campaign: Campaign, venues: Sequence[Venue]) -> list[str]:
    wanted = {
        _("learners"): campaign.enrollments.called().exists(),
        _("topics"): campaign.topics.exists(),
        _("speakers"): campaign.speakers.exclude(invitation=Speaker.Invitation.DECLINED).exists(),
        _("a hall"): bool(venues),
    }
    return [what for what, is_there in wanted.items() if not is_there]


@transaction.atomic
def publish_run(*, actor: Actor, run: Run, at: datetime, accept_left_out: int = 0) -> Run:
    """Make a solved run the campaign's class lists, seats and timetable; the version published before is replaced.

    A version that kept the timetable leaves it alone, whatever was postponed since.
    accept_left_out: how many learners without a class a person has seen and accepts.
    Refuses: RunNotSolved, RunOutOfDate (somebody was called or taken off, or the plan was changed since), LearnersLeftOut, and what
    plan_sessions refuses.
    Audits: allocation.run.published. Locks: the run.
    """
    run = Run.objects.select_for_update(of=["self"]).select_related("campaign").get(pk=run.pk)
    if run.state != Run.State.SOLVED or run.solution is None:
        raise RunNotSolved(_("Only a solved version can be published."))
    places = {row.enrollment_id: (row.training_class, row.seat) for row in run.assignments.select_related("training_class")}
    order = order_of(run)
    if not is_of(order, run.solution.get("rows", {})):
        raise RunOutOfDate(_("Topics, speakers or days were changed after this version was solved. Divide into classes again."))
    _refuse_stale(run, set(places), {row.pk for row in order.enrollments}, accept_left_out)
    Run.objects.filter(campaign=run.campaign, state=Run.State.PUBLISHED).update(state=Run.State.REPLACED)
    if run.mode == Run.Mode.ANEW:
        planned, classes = planned_sessions(run.solution["sessions"], order), run.campaign.classes.filter(is_makeup=False)
        schedule.plan_sessions(actor=actor, campaign=run.campaign, sessions=planned, besides=classes, at=at)
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
    speaker = topic.speakers.exclude(invitation=Speaker.Invitation.DECLINED).order_by("pk").first()
    return PlannedSession(training_class, topic, venue, speaker, starts_at, starts_at + timedelta(minutes=MAKEUP_MINUTES))


def _places(session: ClassSession, venue: Venue, by_topic: dict[Topic, list[Enrollment]]) -> list[MakeupPlace]:
    members = sorted(next(rows for topic, rows in by_topic.items() if topic.pk == session.topic_id), key=lambda row: (row.unit_id, row.pk))
    seats = seats_in(venue, members, needing=needing_easy_seats(members))
    return [MakeupPlace(enrollment=row, class_session=session, seat=seat) for row, seat in zip(members, seats, strict=True)]
