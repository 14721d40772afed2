"""The file of a phone that could not send."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from make import doors as make
from make.doors import STARTS_AT, TEST, Scene, event

from boiduong.attendance.noticing import open_cases
from boiduong.audit.models import AuditEntry
from boiduong.campaigns.models import Campaign
from boiduong.doors.handover import QueueUnreadable, take_in_queue
from boiduong.doors.models import CheckIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(campaign: Campaign) -> Scene:
    return make.scene(campaign)


def file_of(*events: object) -> bytes:
    return json.dumps({"format": "boiduong-door-queue", "version": 1, "device_at": STARTS_AT.isoformat(), "events": events}).encode()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"{}", b'{"format": "boiduong-door-queue", "version": 2, "events": []}', b"[" * 9_999])
def test_other_files_are_refused_in_words(scene: Scene, content: bytes) -> None:
    with pytest.raises(QueueUnreadable, match="không phải tệp"):
        take_in_queue(actor=TEST, device=scene.device, content=content, at=STARTS_AT, notice=open_cases)


def test_more_entries_than_a_door_can_see_are_refused(scene: Scene) -> None:
    with pytest.raises(QueueUnreadable, match="nhiều lượt hơn"):
        take_in_queue(actor=TEST, device=scene.device, content=file_of(*[{}] * 5_001), at=STARTS_AT, notice=open_cases)


def test_a_file_is_kept_like_a_batch_and_read_in_again_doubles_nothing(scene: Scene) -> None:
    content = file_of(event(code=scene.card, offline=True), "no event", event(code="BD1:", sequence=2))

    first = take_in_queue(actor=TEST, device=scene.device, content=content, at=STARTS_AT, notice=open_cases)
    again = take_in_queue(actor=TEST, device=scene.device, content=content, at=STARTS_AT, notice=open_cases)

    assert first == again == {"accepted": 1, "refused": 2}
    assert CheckIn.objects.filter(enrollment=scene.learner, status="accepted").count() == 1
    assert AuditEntry.objects.filter(verb="doors.queue.taken_in").count() == 2


def test_an_organiser_reads_a_file_in(organiser_client: Client, scene: Scene) -> None:
    upload = SimpleUploadedFile("cua-2.json", file_of(event(code=scene.card)))

    page = organiser_client.post(f"/devices/{scene.device.code}/queue/", {"queue": upload}, follow=True)

    assert "Đã đọc 1 lượt từ tệp: 1 đã ghi nhận" in page.content.decode()
