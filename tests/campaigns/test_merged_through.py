"""A merge followed through every stage: summons, card, door, attendance, essay, grade, result, certificate; and undone."""

from datetime import timedelta
from typing import Any

import pytest
from conftest import client_of
from django.db.models import Model
from django.test import Client
from make import NOON
from make import campaigns as make
from make import credentials as make_credentials
from make import doors as make_doors
from make import grading as make_grading
from make import people as make_people
from make import summonses as make_summonses
from make.doors import STARTS_AT, TEST, Scene, deliver, event, minutes

from boiduong.allocation.models import ClassAssignment
from boiduong.attendance.actions import correct_attendance
from boiduong.attendance.jobs import judge_session
from boiduong.attendance.models import Attendance, AttendanceCorrection, OddCase
from boiduong.campaigns.actions import merge_learners, part_learners
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.credentials.actions import CertificatesStand, decide_completions, issue_certificates, revoke_certificate
from boiduong.credentials.models import Certificate, Completion
from boiduong.doors.manifest import manifest_of, search_people
from boiduong.doors.models import CheckIn
from boiduong.essays.models import Submission
from boiduong.grading.models import Grade
from boiduong.people.models import Merge, Person
from boiduong.summonses.models import Card, Summons

EVENING = STARTS_AT + timedelta(hours=10)
TABLES: tuple[type[Model], ...] = (
    Person,
    Enrollment,
    ClassAssignment,
    Summons,
    Card,
    CheckIn,
    Attendance,
    AttendanceCorrection,
    OddCase,
    Submission,
    Grade,
    Completion,
    Certificate,
)


def everything() -> dict[str, list[Any]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in TABLES}


def come(scene: Scene, *cards: str) -> None:
    """Each of these cards is held to the reader at the beginning and at the end, and the session is judged."""
    for number, card in enumerate(cards):
        deliver(scene.device, event(code=card, sequence=2 * number), event(code=card, kind="out", seen_at=minutes(235), sequence=2 * number + 1))
    judge_session(scene.session.pk, at=EVENING)


def merged(kept: Enrollment, other: Enrollment, set_aside: Enrollment | None = None) -> Merge:
    aside = (set_aside.pk,) if set_aside else ()
    return merge_learners(actor=TEST, kept=kept.person, merged=other.person, taken=("full_name",), set_aside=aside, at=EVENING)


@pytest.fixture
def scene(campaign: Campaign) -> Scene:
    return make_doors.scene(campaign)


@pytest.fixture
def keeper(db: None) -> Client:
    return client_of(make_people.keeper())


def known_before(scene: Scene) -> Enrollment:
    """The row that the office knew from another campaign, by another school and a name written otherwise."""
    known = make_people.person(make_people.unit(), "Nguyễn Thị Hòa")
    return make.enrollment(make.campaign(), known)


def test_a_card_given_before_a_merge_opens_the_door_after_it_under_the_name_of_the_one_kept(scene: Scene) -> None:
    old = known_before(scene)
    before = everything()
    merge = merged(old, scene.learner)

    manifest = manifest_of(scene.device, at=STARTS_AT)
    name = scene.learner.person.full_name
    assert [row["name"] for row in manifest["people"]] == [name]
    assert [row["person"] for row in search_people(scene.device, name)] == [scene.learner.code]
    assert [(answer.status, answer.name) for answer in deliver(scene.device, event(code=scene.card))] == [("accepted", name)]
    deliver(scene.device, event(code=scene.card, kind="out", seen_at=minutes(235), sequence=2))
    judge_session(scene.session.pk, at=EVENING)
    assert Attendance.objects.get(is_present=True).enrollment.person == old.person

    CheckIn.objects.all().delete()
    Attendance.objects.all().delete()
    OddCase.objects.all().delete()
    part_learners(actor=TEST, merge=merge, at=EVENING)
    assert everything() == before


def test_the_summons_in_a_schools_bundle_is_the_persons_own_after_a_merge(campaign: Campaign) -> None:
    (bundle,) = make_summonses.ready(campaign, [make_people.unit("Trường Tiểu học Sao Mai")])
    place = Summons.objects.get().enrollment
    old = make.enrollment(make.campaign(), make_people.person(make_people.unit(), "Nguyễn Thị Hòa"))
    organiser = client_of(make.organiser(campaign))
    before = everything()
    merge = merge_learners(actor=TEST, kept=old.person, merged=place.person, taken=(), set_aside=(), at=NOON)

    assert "Nguyễn Thị Hòa" in organiser.get(f"/bundles/{bundle.code}/").text
    card = Card.objects.get(enrollment=place)
    assert "Nguyễn Thị Hòa" in Client().get(f"/cards/{card.link_token}/").text

    part_learners(actor=TEST, merge=merge, at=NOON)
    assert everything() == before
    assert "Nguyễn Thị Hòa" not in organiser.get(f"/bundles/{bundle.code}/").text


def test_grade_result_and_certificate_are_those_of_the_one_kept(campaign: Campaign, keeper: Client) -> None:
    make_grading.rubric(campaign)
    profile = make_credentials.profile(campaign)
    place = make_credentials.learner(campaign)
    old = make.enrollment(make.campaign(), make_people.person(make_people.unit(), "Nguyễn Thị Hòa"))
    before = everything()
    merge = merge_learners(actor=TEST, kept=old.person, merged=place.person, taken=(), set_aside=(), at=NOON)
    make_grading.release(campaign)

    decided = decide_completions(actor=TEST, campaign=campaign, at=NOON)
    assert (decided.complete, decided.incomplete) == (1, 0)
    issue_certificates(actor=TEST, campaign=campaign, profile=profile, course=make_credentials.COURSE, held=make_credentials.HELD, at=NOON)
    issued = Certificate.objects.get()
    assert (issued.enrollment.person_id, issued.content["name"]) == (old.person_id, "Nguyễn Thị Hòa")
    assert "Nguyễn Thị Hòa" in Client().get(f"/verify/{issued.code}/").text
    assert campaign.title in keeper.get(f"/people/{old.person.code}/").text

    part_learners(actor=TEST, merge=merge, at=NOON)
    after = everything()
    assert {name: after[name] for name in ("Person", "Enrollment", "Submission", "Grade", "Attendance")} == {
        name: before[name] for name in ("Person", "Enrollment", "Submission", "Grade", "Attendance")
    }
    assert Certificate.objects.get().content["name"] == "Nguyễn Thị Hòa"  # paper stays as it was issued; its place is the other person's again
    assert Certificate.objects.get().enrollment.person_id == place.person_id


def test_of_two_cards_of_one_person_either_lets_in_the_one_that_stays_and_once(scene: Scene) -> None:
    other, other_card = scene.another("Nguyễn Thị Hòa")
    merge = merged(scene.learner, other, set_aside=other)

    assert [row["person"] for row in manifest_of(scene.device, at=STARTS_AT)["people"]] == [scene.learner.code]
    answers = deliver(scene.device, event(code=other_card), event(code=scene.card, seen_at=minutes(1), sequence=2))
    assert [answer.status for answer in answers] == ["accepted", "repeated"]
    assert set(CheckIn.objects.values_list("enrollment", flat=True)) == {scene.learner.pk}

    part_learners(actor=TEST, merge=merge, at=EVENING)
    assert {row["person"] for row in manifest_of(scene.device, at=STARTS_AT)["people"]} == {scene.learner.code, other.code}


def test_what_the_place_set_aside_carries_is_shown_and_counted_item_by_item_as_corrections(scene: Scene, keeper: Client) -> None:
    """She came twice, each time with another of her two cards."""
    other, other_card = scene.another("Nguyễn Thị Hòa")
    make_grading.submission(other)
    come(scene, other_card)
    before = everything()
    merge = merged(scene.learner, other, set_aside=other)

    page = keeper.get(f"/people/{scene.learner.person.code}/").text
    assert [words in page for words in ("để lại khi gộp", "điểm danh: 1", "bài thu hoạch đã nộp: 1")] == [True] * 3
    present = Attendance.objects.filter(class_session=scene.session, is_present=True, enrollment__withdrawn_at=None)
    assert not present.exists()

    reason = "Có mặt bằng thẻ của dòng đã gộp"
    correct_attendance(
        actor=TEST, enrollment=scene.learner, class_session=scene.session, verdict=Attendance.Verdict.PRESENT, reason=reason, at=EVENING
    )
    assert [row.enrollment_id for row in present] == [scene.learner.pk]

    part_learners(actor=TEST, merge=merge, at=EVENING)
    after = everything()
    assert [after[name] == before[name] for name in ("Person", "Enrollment", "Submission", "Card", "CheckIn")] == [True] * 5
    assert Attendance.objects.get(enrollment=other).is_present


def test_two_certificates_of_one_person_are_told_before_anything_is_decided_anew(campaign: Campaign) -> None:
    make_grading.rubric(campaign)
    one, two = make_credentials.learner(campaign), make_credentials.learner(campaign)
    make_grading.release(campaign)
    twice = make_credentials.certificate(two)
    make_credentials.certificate(one)
    merge_learners(actor=TEST, kept=one.person, merged=two.person, taken=(), set_aside=(two.pk,), at=NOON)

    with pytest.raises(CertificatesStand):
        decide_completions(actor=TEST, campaign=campaign, at=NOON)
    revoke_certificate(actor=TEST, certificate=twice, reason="Cấp hai lần cho một người", at=NOON)
    assert decide_completions(actor=TEST, campaign=campaign, at=NOON).complete == 1
