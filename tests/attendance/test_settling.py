"""The inbox: finding out who somebody was, undoing a decision, and patterns that may be a friend's card."""

from datetime import timedelta
from random import Random

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from make import campaigns as make_campaigns
from make import doors as make
from make.doors import STARTS_AT, TEST, Scene, deliver, event, minutes

from boiduong.attendance import jobs, settling
from boiduong.attendance.models import Attendance, AttendanceCorrection, OddCase
from boiduong.attendance.patterns import BURST_COUNT, Seen, patterns_of
from boiduong.audit.models import AuditEntry
from boiduong.engines.names import search_key
from boiduong.people.models import Person

EVENING = STARTS_AT + timedelta(hours=10)


def a_stranger(scene: Scene) -> OddCase:
    deliver(scene.device, event(unlisted={"name": "Nguyen Thi Anh"}, manual_reason="Dạy thay", seen_at=minutes(-5)))
    jobs.judge_session(scene.session.pk, at=EVENING)
    return OddCase.objects.get(kind=OddCase.Kind.NOT_LISTED)


def test_somebody_of_another_campaign_is_nobody_here(scene: Scene) -> None:
    other = make_campaigns.enrollment(make_campaigns.campaign())

    with pytest.raises(settling.OtherCampaign):
        settling.match_stranger(actor=TEST, case=a_stranger(scene), enrollment=other, decision="Đúng", at=EVENING)


def test_a_case_about_somebody_known_is_not_matched(scene: Scene) -> None:
    deliver(scene.device, event(person=scene.learner.code, manual_reason="Quên thẻ"))

    with pytest.raises(settling.NoStranger):
        settling.match_stranger(actor=TEST, case=OddCase.objects.get(), enrollment=scene.learner, decision="Đúng", at=EVENING)


def test_a_stranger_found_to_be_a_learner_was_there_until_the_decision_is_taken_back(scene: Scene) -> None:
    case = a_stranger(scene)
    assert Attendance.objects.get().verdict == "ABSENT"

    settling.match_stranger(actor=TEST, case=case, enrollment=scene.learner, decision="Gọi điện xác nhận", at=EVENING)
    kept = Attendance.objects.get()
    assert (kept.verdict, kept.in_at) == ("NO_CHECK_OUT", STARTS_AT - timedelta(minutes=5))
    with pytest.raises(settling.CaseSettled):
        settling.match_stranger(actor=TEST, case=case, enrollment=scene.learner, decision="Nữa", at=EVENING)

    settling.reopen_case(actor=TEST, case=case, at=EVENING)
    case.refresh_from_db()
    assert (case.enrollment, case.settled_at, Attendance.objects.get().verdict) == (None, None, "ABSENT")
    with pytest.raises(settling.CaseOpen):
        settling.reopen_case(actor=TEST, case=case, at=EVENING)
    assert AuditEntry.objects.latest("pk").verb == "attendance.session.judged"


def test_a_correction_that_came_of_a_decision_is_withdrawn_with_it_and_stays(scene: Scene) -> None:
    deliver(scene.device, event(code=scene.card))
    jobs.judge_session(scene.session.pk, at=EVENING)
    case = OddCase.objects.get(kind=OddCase.Kind.NO_CHECK_OUT)

    settling.settle_case(actor=TEST, case=case, counts=True, decision="Có mặt đến cuối buổi", at=EVENING)
    assert Attendance.objects.get().verdict == "PRESENT"
    settling.reopen_case(actor=TEST, case=case, at=EVENING)

    assert Attendance.objects.get().verdict == "NO_CHECK_OUT"
    assert [correction.withdrawn_at for correction in AttendanceCorrection.objects.all()] == [EVENING]


def test_the_inbox_finds_out_who_somebody_was_without_accents(organiser_client: Client, scene: Scene) -> None:
    case = a_stranger(scene)
    Person.objects.update(search_key=search_key("Nguyễn Thị Ánh"))

    page = organiser_client.get(f"/odd-cases/{case.code}/match/")
    assert [person.code for person in page.context["people"]] == [scene.learner.code]
    done = organiser_client.post(f"/odd-cases/{case.code}/match/", {"learner": scene.learner.code, "decision": "Đúng người"})

    assert (done.status_code, OddCase.objects.get(pk=case.pk).enrollment) == (302, scene.learner)
    assert "Đúng người" in organiser_client.get(f"/campaigns/{scene.campaign.code}/doors/inbox/").content.decode()
    assert organiser_client.post(f"/odd-cases/{case.code}/reopen/").status_code == 302


def seen(number: int, learner: int, device: int, seconds: float, *, is_by_name: bool = False) -> Seen:
    return Seen(number, learner, device, STARTS_AT + timedelta(seconds=seconds), is_by_name)


def test_a_card_at_two_doors_within_two_minutes_is_a_pattern_and_after_them_none() -> None:
    assert patterns_of([seen(1, 7, 1, 0), seen(2, 7, 2, 120), seen(3, 8, 1, 0), seen(4, 8, 1, 9)]) == []
    [found] = patterns_of([seen(2, 7, 2, 119), seen(1, 7, 1, 0)])
    assert (found.kind, found.check_in_id, found.enrollment_id, found.seconds) == ("QUICK_DOORS", 2, 7, 119)


def test_a_burst_is_told_once_however_long_it_is() -> None:
    [found] = patterns_of([seen(number, number, 1, number) for number in range(9)])

    assert (found.kind, found.check_in_id, found.count, found.seconds) == ("BURST", 8, 9, 8)


@given(st.integers(0, 2**32))
def test_a_door_where_nobody_passes_within_two_seconds_has_no_burst(seed: int) -> None:
    dice, at, entries = Random(seed), 0.0, []
    for number in range(60):
        at += dice.uniform(2, 9)
        entries.append(seen(number, number, 1, at))

    assert patterns_of(entries) == []
    assert BURST_COUNT == 6


def test_a_door_with_three_times_the_marks_by_name_of_the_others_is_told() -> None:
    fair = [seen(number, number, 1, 10 * number, is_by_name=number < 2) for number in range(40)]
    friends = [seen(100 + number, 100 + number, 2, 10 * number, is_by_name=number < 10) for number in range(40)]

    assert [(found.kind, found.count) for found in patterns_of([*fair, *friends])] == [("MANUAL_RATE", 10)]


def test_planted_proxies_reach_the_inbox_once_however_often_a_session_is_judged(scene: Scene) -> None:
    second = make.device(scene.session, "Cửa 2")[0]
    deliver(scene.device, event(code=scene.card, seen_at=minutes(-5)))
    deliver(second, event(code=scene.card, seen_at=minutes(-4)))

    for _ in range(2):
        jobs.judge_session(scene.session.pk, at=EVENING)

    assert [(case.kind, case.enrollment) for case in OddCase.objects.filter(kind="QUICK_DOORS")] == [("QUICK_DOORS", scene.learner)]
