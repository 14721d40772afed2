"""Rules are data: changed with a reason, kept as versions, and what was judged is judged again."""

from datetime import timedelta
from typing import Any

import pytest
from make import campaigns as make_campaigns
from make.doors import STARTS_AT, TEST, Scene, deliver, event, minutes

from boiduong.attendance import excusing, jobs, ruling
from boiduong.attendance.counting import planned_rules, rules_now, topics_needed
from boiduong.attendance.models import Attendance, Excuse, Judging, RuleSet
from boiduong.attendance.queries import present_enrollment_ids
from boiduong.audit.models import AuditEntry, Progress

EVENING = STARTS_AT + timedelta(hours=10)


def change(scene: Scene, why: str = "Nghị quyết họp ban tổ chức", **fields: Any) -> RuleSet:
    return ruling.change_rules(actor=TEST, campaign=scene.campaign, why=why, at=EVENING, **fields)


@pytest.mark.parametrize(
    ("refusal", "why", "fields"),
    [
        (ruling.WhyMissing, " ", {"late_after_minutes": 5}),
        (ruling.NothingChanged, "Họp", {"late_after_minutes": 15}),
        (ruling.RulesImpossible, "Họp", {"missed_topics_allowed": 1}),
    ],
)
def test_a_change_without_a_reason_a_difference_or_a_topic_is_refused(
    scene: Scene, refusal: type[Exception], why: str, fields: dict[str, int]
) -> None:
    with pytest.raises(refusal):
        change(scene, why, **fields)

    assert not RuleSet.objects.exists()


def test_the_first_change_keeps_what_was_planned_as_version_one(scene: Scene) -> None:
    change(scene, late_after_minutes=5)
    change(scene, is_late_present=False, excuse_days=9)

    versions = RuleSet.objects.order_by("number").values_list("number", "late_after_minutes", "is_late_present", "excuse_days")
    assert list(versions) == [(1, 15, True, 5), (2, 5, True, 5), (3, 5, False, 9)]
    entry = AuditEntry.objects.filter(verb="attendance.rules.changed").latest("pk")
    assert entry.details["before"] == {"is_late_present": True, "excuse_days": 5}
    assert entry.details["now"] == {"is_late_present": False, "excuse_days": 9}
    scene.campaign.refresh_from_db()
    assert (rules_now(scene.campaign).number, scene.campaign.rules.late_after_minutes) == (3, 5)


def test_a_changed_rule_judges_again_what_was_judged(scene: Scene) -> None:
    deliver(scene.device, event(code=scene.card, seen_at=minutes(10)), event(code=scene.card, kind="out", seen_at=minutes(240)))
    jobs.judge_session(scene.session.pk, at=EVENING)
    assert Attendance.objects.get().verdict == "PRESENT"

    version = change(scene, late_after_minutes=5, is_late_present=False)
    [judging] = Judging.objects.all()
    jobs.judge_campaign(judging.pk, at=EVENING)
    jobs.judge_campaign(judging.pk, at=EVENING)

    kept = Attendance.objects.get()
    assert (kept.verdict, kept.is_present, kept.rule_set) == ("LATE", False, version)
    judging.refresh_from_db()
    assert (judging.state, judging.session_count, judging.changed_count) == ("DONE", 1, 1)
    assert [(one.done_count, one.total_count) for one in Progress.objects.all()] == [(1, 1)]


def test_a_judging_whose_worker_died_is_taken_up_again(scene: Scene) -> None:
    jobs.judge_session(scene.session.pk, at=EVENING)
    change(scene, late_after_minutes=5)
    Judging.objects.update(state=Judging.State.RUNNING, claimed_at=EVENING)

    late = EVENING + Judging.objects.all().lost_after

    assert jobs.judge_waiting_campaigns(at=late) == 0
    assert jobs.judge_waiting_campaigns(at=late + timedelta(seconds=1)) == 1
    assert Judging.objects.get().state == Judging.State.DONE


@pytest.mark.parametrize(("percent", "needed"), [(0, 3), (34, 2), (66, 2), (67, 3), (100, 3), (1, 1)])
def test_a_share_of_the_topics_is_rounded_up(scene: Scene, percent: int, needed: int) -> None:
    for _ in range(2):
        make_campaigns.topic(scene.campaign)
    if percent:
        change(scene, attended_percent=percent)

    assert topics_needed(planned_rules(scene.campaign), scene.campaign.topics.count()) == needed


def test_where_the_rules_say_so_an_excused_session_counts_like_an_attended_one(scene: Scene) -> None:
    paper: dict[str, Any] = {"kind": Excuse.Kind.DUTY, "paper_name": "cong-van.pdf", "paper": b"%PDF-1.7"}
    excusing.hand_in_excuse(actor=TEST, enrollment=scene.learner, sessions=[scene.session], at=STARTS_AT, **paper)
    jobs.judge_session(scene.session.pk, at=EVENING)
    assert present_enrollment_ids(scene.campaign) == set()

    change(scene, is_excused_present=True)
    jobs.judge_waiting_campaigns(at=EVENING)

    assert present_enrollment_ids(scene.campaign) == {scene.learner.pk}


@pytest.mark.parametrize("paper", [b"MZ\x90\x00\x03", b"\x00\x01", b"\x7fELF"])
def test_a_file_that_is_no_paper_is_refused(scene: Scene, paper: bytes) -> None:
    told: dict[str, Any] = {"kind": Excuse.Kind.ILLNESS, "paper_name": "don.pdf", "paper": paper}

    with pytest.raises(excusing.PaperUnknown):
        excusing.hand_in_excuse(actor=TEST, enrollment=scene.learner, sessions=[scene.session], at=STARTS_AT, **told)


def test_a_paper_in_time_excuses_at_once_a_late_one_when_it_is_accepted(scene: Scene) -> None:
    paper: dict[str, Any] = {"kind": Excuse.Kind.ILLNESS, "paper_name": "giay-ra-vien.jpg", "paper": b"\xff\xd8\xff\xe0"}
    jobs.judge_session(scene.session.pk, at=EVENING)
    late = scene.session.ends_at + timedelta(days=5, seconds=1)
    [excuse] = excusing.hand_in_excuse(actor=TEST, enrollment=scene.learner, sessions=[scene.session], at=late, **paper)
    assert (Excuse.objects.waiting().count(), Attendance.objects.get().verdict) == (1, "ABSENT")

    with pytest.raises(excusing.DecisionMissing):
        excusing.decide_excuse(actor=TEST, excuse=excuse, accepted=True, decision=" ", at=late)
    excusing.decide_excuse(actor=TEST, excuse=Excuse.objects.get(), accepted=True, decision="Đồng ý", at=late)
    assert Attendance.objects.get().verdict == "EXCUSED"
    excusing.decide_excuse(actor=TEST, excuse=Excuse.objects.get(), accepted=False, decision="Giấy không đúng ngày", at=late)
    assert Attendance.objects.get().verdict == "ABSENT"

    in_time = scene.session.ends_at + timedelta(days=5)
    excusing.hand_in_excuse(actor=TEST, enrollment=scene.learner, sessions=[scene.session], at=in_time, **paper)
    assert (Excuse.objects.get().accepted, Attendance.objects.get().verdict) == (None, "EXCUSED")
