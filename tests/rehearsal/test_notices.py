"""The stage of notices on a small campaign whose classes were made by hand instead of by the solver."""

from pathlib import Path

import printed
import pytest
from make import campaigns as make_campaigns
from make import people as make_people
from make import summonses as make

from boiduong.campaigns.models import TrainingClass
from boiduong.people.models import Person
from boiduong.rehearsal.cast import make_cast
from boiduong.rehearsal.scenario import Scenario
from boiduong.rehearsal.stages import notices, plan
from boiduong.rehearsal.world import PlayBroken, World
from boiduong.summonses.models import Bundle, Summons


@pytest.fixture
def world(db: None, tmp_path: Path) -> World:
    scenario = Scenario(attending=30, schools=8, classes=2)
    made = World(scenario=scenario, cast=make_cast(scenario), folder=tmp_path, say=lambda *_: None)
    plan.play(made)
    return made


def place(world: World, learners: int) -> TrainingClass:
    training_class = make_campaigns.training_class(world.campaign)
    make.session(training_class)
    for seat in range(1, learners + 1):
        unit = world.units[seat % len(world.units)]
        person = make_people.person(unit, f"Lê Hà {seat}", Person.Role.TEACHER)
        make_campaigns.enrollment(world.campaign, person, training_class, f"A-{seat}")
    return training_class


def test_everybody_is_summoned_every_school_has_its_bundle_and_every_session_its_sheet(world: World) -> None:
    place(world, 9)
    place(world, 7)
    make.published(world.campaign)

    notices.play(world)

    sheets = sorted((world.folder / "sign-in").iterdir())
    assert Summons.objects.valid().count() == 16
    assert set(Bundle.objects.values_list("state", flat=True)) == {"READY"}
    assert Bundle.objects.filter(fetched_at__isnull=False).get().unit == world.units[0]
    assert len(sheets) == 2
    assert "Lê Hà 9" in printed.texts(sheets[0].read_bytes())[0]


def test_somebody_without_a_place_breaks_the_play(world: World) -> None:
    place(world, 3)
    make.published(world.campaign)
    make_campaigns.enrollment(world.campaign)

    with pytest.raises(PlayBroken, match="4 người"):
        notices.play(world)
