"""A process that takes in phones' batches and is killed at one point of each: `python killed.py`, on DATABASE_URL.

A line of its input is one task, {token, point, number, batch}, done by a fork of it that has all loaded; a line of its output says how that ended.
POINT `write`: before the N-th statement that writes; `commit`: before the N-th transaction is ended; `committed`: after it, before anybody is
answered; `apart`: as `write`, but every write is committed as it comes, as if the verb were not atomic.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

WRITES = ("INSERT", "UPDATE", "DELETE")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def take_in(token: str, point: str, number: int, batch: list[Any]) -> None:
    from django.db import connection  # noqa: PLC0415  only once Django is set up
    from make.doors import STARTS_AT  # noqa: PLC0415

    from boiduong.attendance.noticing import open_cases  # noqa: PLC0415
    from boiduong.doors import recording  # noqa: PLC0415
    from boiduong.doors.actions import digest  # noqa: PLC0415
    from boiduong.doors.forms import parse_event  # noqa: PLC0415
    from boiduong.doors.statements import door_of_token  # noqa: PLC0415

    counts = {"write": 0, "commit": 0}
    commit = connection.commit

    def passed(what: str) -> bool:
        counts[what] += 1
        return counts[what] == number

    def write(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        is_write = str(sql).lstrip().upper().startswith(WRITES)
        if is_write and passed("write") and point in {"write", "apart"}:
            die()
        done = execute(sql, params, many, context)
        if is_write and point == "apart":
            connection.connection.commit()
        return done

    def end() -> None:
        is_here = passed("commit")
        if is_here and point == "commit":
            die()
        commit()
        if is_here and point == "committed":
            die()

    connection.features.uses_savepoints = point != "apart"  # they would not outlive a commit in their middle
    connection.commit = end  # type: ignore[method-assign]
    events = [parse_event(raw) for raw in batch]
    door = door_of_token(digest(token), heard_since=STARTS_AT)
    assert door is not None
    with connection.execute_wrapper(write):
        recording.hear_device(door=door, device_at=STARTS_AT, at=STARTS_AT)
        recording.record_checkins(door=door, batch=events, device_at=STARTS_AT, at=STARTS_AT, notice=open_cases)


def main() -> None:
    django.setup()
    import make.doors  # noqa: F401, PLC0415  loaded once, for all forks

    from boiduong.attendance import noticing  # noqa: F401, PLC0415

    for line in sys.stdin:
        child = os.fork()  # nothing is connected yet
        if child == 0:
            take_in(**json.loads(line))
            os._exit(0)
        _pid, ended = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(ended), flush=True)


if __name__ == "__main__":
    main()
