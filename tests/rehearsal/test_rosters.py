from pathlib import Path

import pytest

from boiduong.campaigns.models import Enrollment
from boiduong.people.models import Person
from boiduong.rehearsal.cast import make_cast
from boiduong.rehearsal.scenario import Scenario
from boiduong.rehearsal.stages import plan, rosters
from boiduong.rehearsal.world import World
from boiduong.rosters.models import RosterImport, RosterRow


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_the_schools_files_call_the_cast_and_nobody_else(tmp_path: Path, seed: int) -> None:
    scenario = Scenario(attending=240, schools=9, classes=2, seed=seed)
    world = World(scenario=scenario, cast=make_cast(scenario), folder=tmp_path, say=lambda *_said: None)

    plan.play(world)
    rosters.play(world)

    assert Enrollment.objects.called().count() == Person.objects.count() == scenario.called
    assert RosterImport.objects.filter(state=RosterImport.State.CONFIRMED).count() == 9
    assert RosterRow.objects.exclude(mended_at=None).exists()
    confirmed = RosterRow.objects.filter(roster_import__state=RosterImport.State.CONFIRMED)
    assert {row.values["national_id"] for row in confirmed} == {None}
