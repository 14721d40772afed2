from datetime import timedelta
from typing import Any

import pytest
from make import attendance as make_attendance
from make import campaigns as make_campaigns
from make import doors as make
from make.doors import STARTS_AT, TEST, Scene, deliver, event, minutes

from boiduong.attendance import actions, excusing, jobs, settling
from boiduong.attendance.models import Attendance, Excuse, OddCase
from boiduong.attendance.queries import missed_topics, present_enrollment_ids
from boiduong.audit.models import AuditEntry
from boiduong.doors.models import CheckIn

EVENING = STARTS_AT + timedelta(hours=10)
V = Attendance.Verdict


def verdict(scene: Scene) -> str:
    return Attendance.objects.get(enrollment=scene.learner, class_session=scene.session).verdict


def test_a_case_is_decided_once_and_with_words(scene: Scene) -> None:
    case = make_attendance.odd_case(scene.campaign, scene.session)

    with pytest.raises(settling.DecisionMissing):
        settling.settle_case(actor=TEST, case=case, counts=True, decision="  ", at=EVENING)
    settling.settle_case(actor=TEST, case=case, counts=False, decision="Đã mời về", at=EVENING)
    with pytest.raises(settling.CaseSettled):
        settling.settle_case(actor=TEST, case=case, counts=True, decision="Cho vào", at=EVENING)


def test_judging_again_after_a_late_exit_changes_the_verdict_and_closes_the_case(scene: Scene) -> None:
    deliver(scene.device, event(code=scene.card))
    jobs.judge_session(scene.session.pk, at=EVENING)
    assert (verdict(scene), OddCase.objects.open().get().kind) == (V.NO_CHECK_OUT, OddCase.Kind.NO_CHECK_OUT)

    deliver(scene.device, event(code=scene.card, kind="out", seen_at=minutes(238), offline=True), at=EVENING + timedelta(minutes=1))
    assert jobs.judge_ended_sessions(at=EVENING + timedelta(minutes=5)) == 1
    assert jobs.judge_ended_sessions(at=EVENING + timedelta(minutes=10)) == 0

    assert verdict(scene) == V.PRESENT
    assert not OddCase.objects.open().exists()
    assert present_enrollment_ids(scene.campaign) == {scene.learner.pk}
    assert missed_topics(scene.campaign) == {}


def test_an_event_that_a_person_rules_out_counts_no_more(scene: Scene) -> None:
    deliver(scene.device, event(person=scene.learner.code, manual_reason="Quên thẻ"), event(code=scene.card, kind="out", seen_at=minutes(238)))
    jobs.judge_session(scene.session.pk, at=EVENING)
    assert verdict(scene) == V.PRESENT

    settling.settle_cases(actor=TEST, campaign=scene.campaign, kind=OddCase.Kind.MANUAL, counts=False, decision="Không có mặt", at=EVENING)

    assert verdict(scene) == V.ABSENT
    assert missed_topics(scene.campaign) == {scene.learner.pk: frozenset({scene.session.topic_id})}


def test_a_visitor_whom_a_person_lets_count_is_judged_where_they_sat(scene: Scene) -> None:
    visitor = make_campaigns.enrollment(scene.campaign, training_class=make_campaigns.training_class(scene.campaign))
    card = make.card(visitor, scene.key)
    deliver(scene.device, event(code=card, manual_reason="Học bù được đồng ý"), event(code=card, kind="out", seen_at=minutes(238)))

    settling.settle_cases(actor=TEST, campaign=scene.campaign, kind=OddCase.Kind.WRONG_CLASS, counts=True, decision="Đồng ý", at=EVENING)
    jobs.judge_session(scene.session.pk, at=EVENING)

    assert Attendance.objects.get(enrollment=visitor).verdict == V.PRESENT


def test_a_correction_needs_its_reason_and_stands_beside_what_was_seen(scene: Scene) -> None:
    with pytest.raises(actions.ReasonMissing):
        actions.correct_attendance(actor=TEST, enrollment=scene.learner, class_session=scene.session, verdict=V.PRESENT, reason=" ", at=EVENING)
    for said, why in ((V.ABSENT, "Nhầm người"), (V.PRESENT, "Đúng là người này")):
        actions.correct_attendance(actor=TEST, enrollment=scene.learner, class_session=scene.session, verdict=said, reason=why, at=EVENING)

    assert verdict(scene) == V.PRESENT
    assert scene.learner.corrections.count() == 2
    assert not CheckIn.objects.exists()


def test_an_excuse_needs_its_paper_and_turns_absence_into_excused(scene: Scene) -> None:
    jobs.judge_session(scene.session.pk, at=EVENING)
    assert verdict(scene) == V.ABSENT
    more: dict[str, Any] = {"actor": TEST, "enrollment": scene.learner, "sessions": [scene.session], "kind": Excuse.Kind.ILLNESS, "at": EVENING}

    with pytest.raises(excusing.PaperMissing):
        excusing.hand_in_excuse(**more, paper_name="don.pdf", paper=b"")
    for name in ("don.pdf", "don-moi.pdf"):
        excusing.hand_in_excuse(**more, paper_name=name, paper=b"%PDF")

    assert verdict(scene) == V.EXCUSED
    assert Excuse.objects.get().paper_name == "don-moi.pdf"


def test_judging_seals_the_session_s_events_in_the_trail(scene: Scene) -> None:
    deliver(scene.device, event(code=scene.card))
    jobs.judge_session(scene.session.pk, at=EVENING)
    jobs.judge_session(scene.session.pk, at=EVENING)
    deliver(scene.device, event(code=scene.card, kind="out", seen_at=minutes(238)))
    jobs.judge_session(scene.session.pk, at=EVENING)

    first, again, after = (entry.details for entry in AuditEntry.objects.filter(verb="attendance.session.judged").order_by("pk"))
    assert first == again
    assert (first["events"], after["events"]) == (1, 2)
    assert first["digest"] != after["digest"]
