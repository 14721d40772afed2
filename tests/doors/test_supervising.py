"""Marks by name have a quota; beyond it a supervisor's PIN is asked for, and nothing that a phone saw is lost."""

import contextlib
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from make import campaigns as make_campaigns
from make import doors as make
from make.doors import STARTS_AT, TEST, Scene, deliver, event

from boiduong.attendance.models import OddCase
from boiduong.audit.models import AuditEntry
from boiduong.doors import recording, supervising
from boiduong.doors.actions import set_quota
from boiduong.doors.models import CheckIn, Quota, SupervisorCall, SupervisorPin
from boiduong.doors.quota import manual_left

PIN = "271828"


@pytest.fixture
def two_by_name(scene: Scene) -> Quota:
    """A quota of one mark by name, and one more each time a supervisor says yes."""
    return set_quota(actor=TEST, campaign=scene.campaign, manual_count=1, supervised_count=1)


def by_name(scene: Scene, name: str, **more: Any) -> dict[str, Any]:
    return event(person=scene.another(name)[0].code, manual_reason="Quên thẻ", **more)


@pytest.mark.parametrize("pin", ["", "12345", "111111", "121212", "12345a", "1234567890123"])
def test_a_simple_pin_is_refused(scene: Scene, pin: str) -> None:
    with pytest.raises(supervising.PinTooSimple):
        supervising.set_supervisor_pin(actor=TEST, campaign=scene.campaign, pin=pin, at=STARTS_AT)

    assert not SupervisorPin.objects.exists()


def test_without_a_pin_nobody_can_raise_the_quota(scene: Scene) -> None:
    with pytest.raises(supervising.PinNotSet):
        supervising.supervise(actor=TEST, device=scene.device, pin=PIN, at=STARTS_AT)


def test_a_wrong_pin_is_counted_and_five_of_them_lock_the_phone_even_for_the_right_one(scene: Scene) -> None:
    supervising.set_supervisor_pin(actor=TEST, campaign=scene.campaign, pin=PIN, at=STARTS_AT)
    for _ in range(supervising.WRONG_ALLOWED):
        with pytest.raises(supervising.PinWrong):
            supervising.supervise(actor=TEST, device=scene.device, pin="314159", at=STARTS_AT)

    with pytest.raises(supervising.PinLocked):
        supervising.supervise(actor=TEST, device=scene.device, pin=PIN, at=STARTS_AT)
    assert supervising.supervise(actor=TEST, device=scene.device, pin=PIN, at=STARTS_AT + supervising.LOCKED_FOR).granted == 10
    assert SupervisorCall.objects.filter(was_right=False).count() == supervising.WRONG_ALLOWED


def test_a_pin_is_kept_as_a_hash_and_named_nowhere(scene: Scene) -> None:
    supervising.set_supervisor_pin(actor=TEST, campaign=scene.campaign, pin=PIN, at=STARTS_AT)

    assert PIN not in SupervisorPin.objects.get().pin_hash
    assert [(entry.verb, entry.details) for entry in AuditEntry.objects.filter(verb="doors.pin.set")] == [("doors.pin.set", {})]


def test_a_mark_beyond_the_quota_waits_for_a_person_until_a_supervisor_says_yes(scene: Scene, two_by_name: Quota) -> None:
    supervising.set_supervisor_pin(actor=TEST, campaign=scene.campaign, pin=PIN, at=STARTS_AT)
    [first] = deliver(scene.device, by_name(scene, "Lê Thị Bình"))
    [beyond] = deliver(scene.device, by_name(scene, "Lê Thị Cúc"))

    granted = supervising.supervise(actor=TEST, device=scene.device, pin=PIN, at=STARTS_AT)
    [allowed] = deliver(scene.device, by_name(scene, "Lê Thị Dung"))

    assert [(one.status, one.reason) for one in (first, beyond, allowed)] == [("accepted", "ok"), ("quarantined", "over_quota"), ("accepted", "ok")]
    assert (granted.granted, granted.left, manual_left(scene.session)) == (1, 1, 0)
    assert sorted(OddCase.objects.values_list("kind", flat=True)) == ["MANUAL", "MANUAL", "OVER_QUOTA"]


def test_a_mark_taken_back_gives_its_place_in_the_quota_back(scene: Scene, two_by_name: Quota) -> None:
    mark = by_name(scene, "Lê Thị Bình")
    deliver(scene.device, mark)
    assert manual_left(scene.session) == 0

    deliver(scene.device, event(kind="void", voids=mark["uuid"], seen_at=mark["seen_at"]))

    assert manual_left(scene.session) == 1


def test_a_card_counts_against_no_quota(scene: Scene, two_by_name: Quota) -> None:
    deliver(scene.device, event(code=scene.card, manual_reason="Ảnh mờ"))

    assert manual_left(scene.session) == 1


@pytest.mark.parametrize(("seconds", "answer"), [(60, ("accepted", "taken_back")), (90, ("quarantined", "too_late_to_take_back"))])
def test_a_door_takes_back_for_sixty_seconds(scene: Scene, seconds: int, answer: tuple[str, str]) -> None:
    scan = event(code=scene.card, seen_at=STARTS_AT.isoformat())
    deliver(scene.device, scan)

    [told] = deliver(scene.device, event(kind="void", voids=scan["uuid"], seen_at=(STARTS_AT + timedelta(seconds=seconds)).isoformat()))

    assert (told.status, told.reason) == answer


def race_for_the_last_mark(scene: Scene) -> int:
    """How many of four phones get the one mark by name that is left."""
    devices = [make.device(scene.session, f"Cửa {number}")[0] for number in range(4)]
    marks = [by_name(scene, f"Trần Văn {letter}") for letter in "ABCD"]

    def send(number: int) -> None:
        try:
            deliver(devices[number], marks[number])
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return CheckIn.objects.filter(status=CheckIn.Status.ACCEPTED).count()


@pytest.fixture
def all_have_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """All four have counted before any of them writes, unless something makes them take turns."""
    barrier, count = threading.Barrier(4), manual_left

    def counted(session: Any) -> int:
        left = count(session)
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=1)
        return left

    monkeypatch.setattr(recording, "manual_left", counted)


@pytest.mark.django_db(transaction=True)
def test_four_phones_never_share_the_last_mark(all_have_counted: None) -> None:
    scene = make.scene(make_campaigns.campaign())
    set_quota(actor=TEST, campaign=scene.campaign, manual_count=1, supervised_count=10)

    assert race_for_the_last_mark(scene) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_do(all_have_counted: None, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make.scene(make_campaigns.campaign())
    set_quota(actor=TEST, campaign=scene.campaign, manual_count=1, supervised_count=10)
    monkeypatch.setattr(recording, "lock_session", lambda _pk: None)

    assert race_for_the_last_mark(scene) > 1
