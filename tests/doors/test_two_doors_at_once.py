"""One card at eight doors in the same instant, on real connections; and the same with the guard taken away."""

import contextlib
import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection
from make import campaigns as make_campaigns
from make import doors as make
from make.doors import event

from boiduong.attendance.noticing import open_cases
from boiduong.doors import recording
from boiduong.doors.forms import parse_event
from boiduong.doors.intake import Intake
from boiduong.doors.models import CheckIn
from boiduong.doors.statements import Door

DOORS = 8


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Barrier]:
    """All threads have looked at the past before any of them writes, unless something makes them take turns."""
    barrier = threading.Barrier(DOORS)
    look = Intake.remember

    def wait_after_looking(self: Intake, enrollment_ids: set[int], uuids: set[UUID]) -> None:
        look(self, enrollment_ids, uuids)
        with contextlib.suppress(threading.BrokenBarrierError):  # somebody is kept waiting by the guard: that is the point
            barrier.wait(timeout=1)

    monkeypatch.setattr(Intake, "remember", wait_after_looking)
    yield barrier
    barrier.abort()


def scan_at_every_door() -> int:
    """How many of eight doors hear that theirs is the first entry."""
    scene = make.scene(make_campaigns.campaign())
    devices = [make.device(scene.session, f"Cửa {number}")[0] for number in range(DOORS)]

    def scan(number: int) -> None:
        try:
            batch = [parse_event(event(code=scene.card))]
            recording.record_checkins(door=Door.of(devices[number]), batch=batch, device_at=None, at=make.STARTS_AT, notice=open_cases)
        finally:
            connection.close()

    threads = [threading.Thread(target=scan, args=(number,)) for number in range(DOORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert CheckIn.objects.count() == DOORS
    return CheckIn.objects.filter(status=CheckIn.Status.ACCEPTED).count()


@pytest.mark.django_db(transaction=True)
def test_one_card_at_eight_doors_at_once_is_one_first_entry(together: threading.Barrier) -> None:
    assert scan_at_every_door() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_the_race_shows(together: threading.Barrier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "lock_learners", lambda _ids: None)

    assert scan_at_every_door() > 1
