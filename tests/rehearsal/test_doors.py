"""The stage of doors on a small campaign whose classes were made by hand; what it says is counted again from the raw events."""

from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest
from make import attendance as make
from make import campaigns as make_campaigns
from make import people as make_people

from boiduong.attendance.models import CheckIn, OddCase
from boiduong.attendance.queries import figures_of, present_enrollment_ids
from boiduong.campaigns.models import Enrollment
from boiduong.people.models import Person, national_id_digest
from boiduong.rehearsal.cast import make_cast
from boiduong.rehearsal.scenario import STARTS_ON, Scenario, at
from boiduong.rehearsal.stages import doors, plan
from boiduong.rehearsal.world import PlayBroken, World
from boiduong.schedule.models import ClassSession

LIMIT = timedelta(minutes=15)  # before the end, from which on an exit is no early one


@pytest.fixture
def world(db: None, tmp_path: Path) -> World:
    scenario = Scenario(attending=160, schools=8, classes=2)
    made = World(scenario=scenario, cast=make_cast(scenario), folder=tmp_path, say=lambda *_: None)
    plan.play(made)
    hall, key = make.venue(), make.signing_key()
    classes = [make_campaigns.training_class(made.campaign) for _ in range(2)]
    for number, training_class in enumerate(classes):
        for place, topic in enumerate(made.campaign.topics.order_by("number")):
            starts_at = at(STARTS_ON, "7:30") + timedelta(days=place, hours=6 * number)
            make.class_session(training_class, topic, starts_at, hall)
    for member in made.cast.members:
        person = make_people.person(made.units[member.school], member.full_name, Person.Role(member.role.upper()))
        Person.objects.filter(pk=person.pk).update(national_id_digest=national_id_digest(member.national_id))
        make.card(make_campaigns.enrollment(made.campaign, person, classes[member.number % 2]), key)
    return made


def test_just_those_whom_the_scenario_lets_come_are_present_and_a_recount_from_raw_events_agrees(world: World) -> None:
    doors.play(world)

    figures = figures_of(world.campaign)
    assert (figures.persons, figures.absent) == (160, world.scenario.never_come)
    assert present_enrollment_ids(world.campaign) == recount(world)
    assert figures.made_up == sum(1 for member in world.cast.members if (member.misses or member.no_check_out) and not member.never_comes)
    assert figures.excused == sum(1 for member in world.cast.members if member.excuse)
    assert figures.check_ins_offline > 0
    assert not OddCase.objects.open().exclude(kind=OddCase.Kind.OUT_OF_SCOPE).exists()
    assert set(CheckIn.objects.values_list("status", flat=True)) >= {"accepted", "refused", "quarantined"}  # all are kept


def test_somebody_who_should_have_come_and_is_on_no_list_breaks_the_play(world: World) -> None:
    comes = next(member for member in world.cast.members if not member.never_comes)
    Enrollment.objects.filter(pk=world.enrollments()[comes.number].pk).update(withdrawn_at=make.STARTS_AT)

    with pytest.raises(PlayBroken):
        doors.play(world)


def recount(world: World) -> set[int]:
    """Present at every topic, by another road than the judge's: straight from the table of events, one learner after another."""
    sent_away = set(OddCase.objects.filter(counts=False).exclude(kind=OddCase.Kind.NO_CHECK_OUT).values_list("check_in", flat=True))
    taken_back = set(CheckIn.objects.filter(kind="void", status="accepted").values_list("voids", flat=True))
    told: dict[tuple[int, int], list[CheckIn]] = defaultdict(list)
    for event in CheckIn.objects.filter(status__in=["accepted", "repeated"], enrollment__isnull=False).exclude(kind="void"):
        if event.uuid not in taken_back and event.pk not in sent_away and event.enrollment_id:
            told[event.enrollment_id, event.class_session_id].append(event)
    ends = {session.pk: (session.topic_id, session.ends_at) for session in ClassSession.objects.all()}
    heard: dict[int, set[int]] = defaultdict(set)
    for (learner, session), events in told.items():
        topic, ends_at = ends[session]
        entries = [event.seen_at for event in events if event.kind == "in"]
        exits = [event.seen_at for event in events if event.kind == "out"]
        if entries and exits and max(exits) > max(entries) and max(exits) >= ends_at - LIMIT:
            heard[learner].add(topic)
    return {learner for learner, topics in heard.items() if len(topics) == 3}
