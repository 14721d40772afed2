"""The stage of doors on a small campaign whose classes were made by hand; what it says is counted again from the raw events."""

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from make import campaigns as make_campaigns
from make import doors as make
from make import people as make_people
from recount import events_of, recount

from boiduong.attendance.models import OddCase
from boiduong.attendance.queries import figures_of, persons_by_class, present_enrollment_ids
from boiduong.campaigns.models import Enrollment
from boiduong.doors.models import CheckIn
from boiduong.people.models import Person, national_id_digest
from boiduong.rehearsal.cast import make_cast
from boiduong.rehearsal.scenario import STARTS_ON, Scenario, at
from boiduong.rehearsal.stages import doors, plan
from boiduong.rehearsal.world import PlayBroken, World


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
    events = events_of(world.campaign.pk)
    counted = asdict(recount(world.campaign.pk, events))
    by_class = counted.pop("by_class")

    assert counted == asdict(figures_of(world.campaign))
    assert sorted(by_class.values()) == sorted(row.persons for row in persons_by_class(world.campaign))

    # Negative control: without the last exit of somebody who came, the events no longer say that they were there.
    some = min(present_enrollment_ids(world.campaign))
    exits = [event for event in events if event.learner == some and event.kind == "out" and event.status == "accepted"]
    last = max(exits, key=lambda event: event.at)
    without = recount(world.campaign.pk, [event for event in events if event.session != last.session or event.learner != some or event.kind != "out"])
    assert (without.persons, without.visits) == (counted["persons"] - 1, counted["visits"] - 1)

    figures = figures_of(world.campaign)
    assert (figures.persons, figures.absent) == (160, world.scenario.never_come)
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
