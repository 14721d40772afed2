"""A worker killed at every point of a sync: the phone sends again, and everything is in once."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from make import campaigns as make_campaigns
from make import doors as make
from make.doors import Scene, deliver, event
from psycopg.conninfo import make_conninfo

from boiduong.attendance.models import OddCase
from boiduong.doors.models import CheckIn, Unlisted

STRANGER = {"name": "Lê Thị Tư", "unit": "Trường Mầm non Sao Mai", "phone": "0912345678"}


def batch_of(scene: Scene) -> list[Any]:
    """One of each kind that leaves other traces, and one that is no event."""
    return [
        event(code=scene.card, offline=True),
        event(person=scene.another("Trần Văn Bình")[0].code, manual_reason="Quên thẻ", sequence=2),
        event(unlisted=STRANGER, manual_reason="Đi thay", sequence=3),
        {"poison": scene.token},
    ]


type Kill = Callable[[Scene, list[Any], str, int], bool]


@pytest.fixture
def killed(transactional_db: None) -> Iterator[Kill]:
    """Takes in a batch in a process that is killed at that point; whether it came to it."""
    told = connection.settings_dict
    url = make_conninfo(host=told["HOST"], port=told["PORT"], user=told["USER"], password=told["PASSWORD"], dbname=told["NAME"])
    env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "boiduong.project.settings", "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, str(Path(__file__).with_name("killed.py"))]
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdin
        assert worker.stdout
        asked, answered = worker.stdin, worker.stdout

        def kill(scene: Scene, batch: list[Any], point: str, number: int) -> bool:
            print(json.dumps({"token": scene.token, "point": point, "number": number, "batch": batch}), file=asked, flush=True)
            ended = int(answered.readline())
            assert ended in {0, -signal.SIGKILL}
            return ended != 0

        yield kill


def test_wherever_a_sync_is_killed_the_phone_sends_again_and_all_is_in_once(killed: Kill) -> None:
    passed = []
    for point in ("write", "commit", "committed"):
        number, was_killed = 1, True
        while was_killed:
            scene = make.scene(make_campaigns.campaign())
            batch = batch_of(scene)
            was_killed = killed(scene, batch, point, number)
            before = CheckIn.objects.filter(device=scene.device).count()
            assert before in {0, len(batch)}, f"{point} {number}"  # old or new, never half

            answers = deliver(scene.device, *batch)

            assert [(one.status, one.reason) for one in answers] == [
                ("accepted", "ok"),
                ("accepted", "ok"),
                ("quarantined", "unlisted"),
                ("refused", "unreadable"),
            ]
            rows = CheckIn.objects.filter(device=scene.device)
            cases = OddCase.objects.filter(campaign=scene.campaign).order_by("kind").values_list("kind", flat=True)
            assert (rows.count(), list(cases)) == (len(batch), [OddCase.Kind.MANUAL, OddCase.Kind.NOT_LISTED]), f"{point} {number}"
            assert Unlisted.objects.filter(check_in__device=scene.device).count() == 1
            passed.append((point, number, before))
            number += 1

    assert ("write", 4, 0) in passed  # between the events and what hangs on them
    assert ("committed", 1, len(batch)) in passed  # all is in, and nobody was told


def test_without_its_transaction_what_a_person_must_look_at_would_be_lost(killed: Kill) -> None:
    """The control: the check above sees a sync that was half done."""
    scene = make.scene(make_campaigns.campaign())
    batch = batch_of(scene)

    assert killed(scene, batch, "apart", 4)
    deliver(scene.device, *batch)

    assert CheckIn.objects.filter(device=scene.device).count() == len(batch)
    assert not OddCase.objects.exists()
