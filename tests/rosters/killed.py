"""A process that confirms a roster and is killed before its n-th write: `python killed.py IMPORT_ID WRITE MODE`, on DATABASE_URL.

MODE `whole` is the code as it is; in `apart` every write is committed as it comes, as if the action were not atomic.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

WRITES = ("INSERT", "UPDATE", "DELETE")


class Bomb:
    """Goes off before the n-th statement that writes; n = 0: never, it only counts."""

    def __init__(self, at: int, explode: Callable[[], None], after_each: Callable[[], None] = lambda: None) -> None:
        self.at, self.explode, self.after_each, self.count = at, explode, after_each, 0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        is_write = str(sql).lstrip().upper().startswith(WRITES)
        self.count += is_write
        if is_write and self.count == self.at:
            self.explode()
        done = execute(sql, params, many, context)
        if is_write:
            self.after_each()
        return done


def main(import_id: int, at: int, mode: str) -> None:
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415  only once Django is set up
    from django.utils.timezone import now  # noqa: PLC0415

    from boiduong.audit.trail import Actor  # noqa: PLC0415
    from boiduong.rosters import actions  # noqa: PLC0415
    from boiduong.rosters.models import RosterImport  # noqa: PLC0415

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def commit() -> None:
        connection.connection.commit()

    if mode == "apart":
        connection.features.uses_savepoints = False  # they would not outlive a commit in their middle
    bomb = Bomb(at, die, commit if mode == "apart" else lambda: None)
    with connection.execute_wrapper(bomb), transaction.atomic():
        actions.confirm_import(actor=Actor(None, via="test"), roster_import=RosterImport.objects.get(pk=import_id), at=now())
        if at > bomb.count:  # all is written, nothing is committed
            die()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
