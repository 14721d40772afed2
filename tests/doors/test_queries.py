from datetime import timedelta

from make import doors as make
from make.doors import STARTS_AT, Scene

from boiduong.doors import recording
from boiduong.doors.queries import readiness_of

LONG_AFTER = STARTS_AT + timedelta(days=20)


def test_the_list_of_the_day_before_tells_tested_phones_from_others(scene: Scene) -> None:
    before = STARTS_AT - timedelta(days=1)
    make.device(scene.session, "Cửa 2")
    [(_session, lines)] = readiness_of(scene.campaign, at=before)
    assert [line.is_tested for line in lines] == [False, False]

    recording.keep_readiness(device=scene.device, checks={"secure": True, "camera": "không có hình", "novel": "?"}, at=before)

    [(session, lines)] = readiness_of(scene.campaign, at=before)
    assert session == scene.session
    assert [(line.is_tested, line.is_ready) for line in lines] == [(True, False), (False, False)]
    assert lines[0].failed[0][1] == "không có hình"
    assert readiness_of(scene.campaign, at=LONG_AFTER) == []
