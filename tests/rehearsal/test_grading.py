"""The stages of grading and of certificates on a small campaign whose attendance and essays were made by hand."""

from pathlib import Path
from random import Random

import pytest
from make import campaigns as make_campaigns
from make import credentials, grading
from make import people as make_people

from boiduong.attendance.models import Attendance
from boiduong.campaigns.models import Campaign
from boiduong.credentials.models import Certificate, CertificateFile, Completion
from boiduong.grading.models import Criterion, Grade, GradeRelease
from boiduong.rehearsal.cast import make_cast
from boiduong.rehearsal.scenario import Scenario
from boiduong.rehearsal.stages import certificates, plan
from boiduong.rehearsal.stages import grading as grading_stage
from boiduong.rehearsal.world import World


@pytest.fixture
def world(db: None, tmp_path: Path) -> World:
    scenario = Scenario(attending=40, schools=10, classes=2)
    made = World(scenario=scenario, cast=make_cast(scenario), folder=tmp_path, say=lambda *_: None)
    plan.play(made)
    return made


def attend_and_write(world: World, learners: int) -> None:
    topics = list(world.campaign.topics.all())
    first = make_campaigns.enrollment(world.campaign, make_people.person(world.units[0], "Lê Hà 0"))
    sessions = [credentials.attended(first, topic).class_session for topic in topics]
    grading.submission(first, "Nêu gương là việc hằng ngày. " * 60)
    for number in range(1, learners):
        person = make_people.person(world.units[number % len(world.units)], f"Lê Hà {number}")
        enrollment = make_campaigns.enrollment(world.campaign, person)
        for session in sessions:
            Attendance.objects.create(class_session=session, enrollment=enrollment, verdict="PRESENT", is_present=True, judged_at=session.ends_at)
        grading.submission(enrollment, "Nêu gương là việc hằng ngày.\n" * (40 + number % 30))


def test_every_essay_is_graded_and_everybody_who_passed_has_a_printed_certificate(world: World) -> None:
    attend_and_write(world, 60)
    make_campaigns.enrollment(world.campaign)

    grading_stage.play(world)
    certificates.play(world)

    grades = Grade.objects.select_related("share")
    passed = sum(grade.total_points >= 5 for grade in grades)
    assert (len(grades), GradeRelease.objects.get().grade_count) == (60, 60)
    assert Completion.objects.filter(is_complete=False).count() == 61 - passed
    assert Certificate.objects.count() == Completion.objects.filter(is_complete=True).count() == passed > 50
    assert sum(CertificateFile.objects.values_list("certificate_count", flat=True)) == passed
    assert {grade.graded_at.year for grade in grades} == {2019}


def test_longer_essays_get_more_and_a_few_fail(campaign: Campaign) -> None:
    criteria = [Criterion(number=n, max_points=points) for n, points in enumerate((3, 1, 2, 3, 1), 1)]

    def totals(length_ratio: float) -> list[float]:
        dice = Random(1)
        return [float(sum(grading_stage.marks_of(length_ratio, 4, criteria, dice).values())) for _ in range(2000)]

    short, usual = totals(0.5), totals(1.0)
    assert sum(short) < sum(usual)
    assert 0 < sum(total < 5 for total in usual) < 60
    assert max(usual) <= 10
