"""The stages of essays and of similarity on a small campaign whose attendance was made by hand."""

from pathlib import Path
from random import Random

import pytest
from make import campaigns as make_campaigns
from make import doors as make_doors
from make import people as make_people

from boiduong.attendance.models import Attendance
from boiduong.campaigns.models import Enrollment
from boiduong.engines.names import sort_key
from boiduong.engines.similarity import Text, scan
from boiduong.essays.models import Submission
from boiduong.people.models import Person, Unit, national_id_digest
from boiduong.rehearsal.cast import make_cast
from boiduong.rehearsal.essay_writer import compose, copy_into
from boiduong.rehearsal.papers import TOPIC_PAPERS
from boiduong.rehearsal.scenario import Scenario
from boiduong.rehearsal.stages import essays, plan, similarity
from boiduong.rehearsal.world import PlayBroken, World
from boiduong.similarity.jobs import RULES
from boiduong.similarity.models import Match, Scan, Verdict


def world_of(folder: Path, attending: int) -> World:
    scenario = Scenario(attending=attending, schools=8, classes=8)
    world = World(scenario=scenario, cast=make_cast(scenario), folder=folder, say=lambda *_: None)
    plan.play(world)
    return world


def attend_all(world: World) -> None:
    """Everybody but those who never come is judged present at every topic; written past the actions, which have tests of their own."""
    members = [member for member in world.cast.members if not member.never_comes]
    people = Person.objects.bulk_create(
        Person(
            unit=world.units[member.school],
            full_name=member.full_name,
            sort_key=sort_key(member.full_name),
            search_key=member.full_name.casefold(),
            match_key=member.full_name.casefold(),
            birth_date=member.birth_date,
            birth_precision="day",
            role=Person.Role.TEACHER,
            national_id_digest=national_id_digest(member.national_id),
        )
        for member in members
    )
    rows = Enrollment.objects.bulk_create(Enrollment(campaign=world.campaign, person=one, unit=one.unit, role=one.role) for one in people)
    for topic in world.campaign.topics.all():
        session = make_doors.class_session(make_campaigns.training_class(world.campaign), topic)
        Attendance.objects.bulk_create(
            Attendance(class_session=session, enrollment=row, verdict="PRESENT", is_present=True, judged_at=session.ends_at) for row in rows
        )


def test_without_attendance_nobody_owes_an_essay(db: None, tmp_path: Path) -> None:
    with pytest.raises(PlayBroken):
        essays.play(world_of(tmp_path, 10))


def test_everybody_who_came_hands_in_and_the_copies_are_found(db: None, tmp_path: Path) -> None:
    make_people.unit(kind=Unit.Kind.OTHER)
    world = world_of(tmp_path, 120)
    attend_all(world)

    essays.play(world)
    similarity.play(world)

    current = Submission.objects.current()
    assert current.count() == current.filter(state=Submission.State.READABLE).count() == 120
    assert set(current.values_list("means", flat=True)) == set(Submission.Means)
    copied = world.facts["essays_copied"]
    found = Scan.objects.get()
    assert (found.state, found.essay_count, found.not_comparable_count) == ("DONE", 120, 0)
    takers = set(Match.objects.values_list("submission", flat=True))
    assert isinstance(copied, int)
    assert 0 < copied <= len(takers)
    assert Verdict.objects.count() == 12


def planted(count: int) -> tuple[list[Text], list[Text], set[tuple[str, str]]]:
    """Essays, model texts, and the pairs that were copied from one another."""
    world = World(scenario=Scenario(seed=77), cast=make_cast(Scenario(attending=10, schools=2, classes=1)), folder=Path(), say=lambda *_: None)
    models = essays.write_models(world)
    written = essays.write_essays(world, range(count), models)
    texts = [Text(f"{essay.number}", "\n".join(essay.paragraphs)) for essay in written]
    truth = {(str(one.copying.taker), one.copying.source) for one in written if one.copying}
    return texts, [Text(title, "\n".join(paragraphs)) for title, paragraphs in models.items()], truth


def test_planted_copies_are_found_and_little_else() -> None:
    texts, models, truth = planted(500)
    official = [Text(paper.symbol, "\n".join(paper.key_points)) for paper in TOPIC_PAPERS]

    result = scan(texts, models=models, official=official, rules=RULES)

    found = {(match.a, match.b) for match in result.matches}
    takers = {taker for taker, _ in truth}
    honest = {pair for pair in found if pair[0] not in takers and pair[1] not in takers}
    recall, honest_ratio = len(truth & found) / len(truth), len(honest) / (len(texts) * (len(texts) - 1) / 2)
    print(f"planted {len(truth)}, found {len(truth & found)}, pairs {len(found)}, among honest writers {len(honest)}")
    assert recall >= 0.97
    assert honest_ratio < 0.0001


def test_a_copy_says_what_was_taken() -> None:
    dice = Random(3)
    own, source = compose(dice), compose(dice)

    paragraphs, disguise, count = copy_into(own, source, dice)

    assert disguise
    assert count > 0
    assert len(paragraphs) >= 3
