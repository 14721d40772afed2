"""Whatever breaks in the middle of an import, what is left is the old state or the whole new one."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from inspect import unwrap
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import Model
from make import NOON
from make import campaigns as make_campaigns
from make import portal as make_portal
from make import rosters as make
from psycopg.conninfo import make_conninfo
from rosters.killed import Bomb

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.engines.rosters import read
from boiduong.engines.sheets import Cell
from boiduong.people.models import Person, PersonChange
from boiduong.rosters import actions, jobs
from boiduong.rosters.actions import Received
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow

CHILD = Path(__file__).with_name("killed.py")
TABLES: tuple[type[Model], ...] = (Person, PersonChange, Enrollment, RosterCall, RosterImport, RosterRow, AuditEntry)
BY = Actor(None, via="test")
type State = dict[str, list[tuple[object, ...]]]


class Broken(Exception):
    pass


def break_off() -> None:
    raise Broken


def state() -> State:
    """Every value of every row that an import touches."""
    found = {}
    for table in TABLES:
        rows = table._default_manager.order_by("pk").values_list()
        found[table.__name__] = [tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in rows]
    return found


def received(call: RosterCall, *rows: list[Cell]) -> RosterImport:
    files = [Received(f"ds {RosterImport.objects.count()}.xlsx", make.book(*rows), call)]
    return actions.receive_files(actor=BY, campaign=call.campaign, files=files, at=NOON)[0]


def to_be_confirmed(call: RosterCall) -> RosterImport:
    """A second file of a unit: one person is new, one has changed, one is gone."""
    first = received(call, make.ANH, make.BINH)
    jobs.read_imports([first.pk], at=NOON)
    actions.confirm_import(actor=BY, roster_import=first, at=NOON)
    second = received(call, [*make.ANH[:4], "0987654321", make.ANH[5]], [3, "Đỗ Thị Cúc", "28/02/1980", "Giáo viên", "", ""])
    jobs.read_imports([second.pk], at=NOON)
    return second


def prepared(what: str, call: RosterCall) -> Callable[[bool], None]:
    """One verb of an import, ready to be done: whole, or (False) without its transaction."""
    made = to_be_confirmed(call) if what != "read" else received(call, make.ANH, make.BINH)
    if what == "read":
        claimed = RosterImport.objects.claim(made.pk)
        assert claimed
        file = read(bytes(claimed.content), claimed.file_name, on=NOON.date())
        return lambda is_whole: (jobs.store_reading if is_whole else unwrap(jobs.store_reading))(claimed, file, at=NOON)
    if what == "undo":
        actions.confirm_import(actor=BY, roster_import=made, at=NOON, withdraws_gone=True)
        return lambda is_whole: void((actions.undo_import if is_whole else unwrap(actions.undo_import))(actor=BY, roster_import=made, at=NOON))
    confirm = actions.confirm_import
    return lambda is_whole: void((confirm if is_whole else unwrap(confirm))(actor=BY, roster_import=made, at=NOON, withdraws_gone=True))


def void(_: object) -> None:
    return None


def broken_at(write: int, do: Callable[[bool], None], *, is_whole: bool) -> bool:
    """Whether it broke: with fewer writes than that it is done."""
    try:
        with connection.execute_wrapper(Bomb(write, break_off)):
            do(is_whole)
    except Broken:
        return True
    return False


@pytest.mark.parametrize("what", ["read", "confirm", "undo"])
def test_an_error_at_any_write_leaves_the_old_state(campaign: Campaign, what: str) -> None:
    do = prepared(what, make.call(campaign))
    before = state()
    write = 1
    while broken_at(write, do, is_whole=True):
        assert state() == before, f"write {write}"
        write += 1

    assert write > 5
    assert state() != before


@pytest.mark.parametrize(("what", "write"), [("read", 4), ("confirm", 7), ("undo", 4)])  # of a confirmation, people alone are whole by themselves
def test_without_its_transaction_an_error_would_leave_half_of_it(campaign: Campaign, what: str, write: int) -> None:
    """The control: the check above sees a half-done import where there is one."""
    do = prepared(what, make.call(campaign))
    before = state()

    assert broken_at(write, do, is_whole=False)

    transaction.set_rollback(False)  # the error was never the database's: what was written can be looked at
    assert state() != before


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_leaves_the_old_state_and_another_finishes() -> None:
    make_portal.ground()
    made = to_be_confirmed(make.call(make_campaigns.campaign()))
    before = state()

    for write in (1, 4, 7, 1_000):  # the last: all is written, and the transaction is not ended
        assert killed(made, write, "whole") == -signal.SIGKILL
        assert state() == before, f"write {write}"
    actions.confirm_import(actor=BY, roster_import=made, at=NOON)

    assert sorted(Enrollment.objects.called().values_list("person__full_name", flat=True)) == ["Lê Văn Bình", "Nguyễn Thị Ánh", "Đỗ Thị Cúc"]


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_between_writes_that_are_not_one_would_leave_half_of_it() -> None:
    """The control of the test above."""
    make_portal.ground()
    made = to_be_confirmed(make.call(make_campaigns.campaign()))
    before = state()

    assert killed(made, 4, "apart") == -signal.SIGKILL

    after = state()
    assert after != before
    assert after["RosterImport"] == before["RosterImport"]  # nobody was told that the file is confirmed


def killed(made: RosterImport, write: int, mode: str) -> int:
    """What a process ends with that confirms this file and is killed before that write."""
    told = connection.settings_dict
    url = make_conninfo(host=told["HOST"], port=told["PORT"], user=told["USER"], password=told["PASSWORD"], dbname=told["NAME"])
    env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "boiduong.project.settings"}
    command = [sys.executable, str(CHILD), str(made.pk), str(write), mode]
    return subprocess.run(command, env=env, check=False).returncode
