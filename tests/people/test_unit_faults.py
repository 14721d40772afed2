"""Whatever breaks in the middle of a list of units, what is left is the old register or the whole new one."""

from collections.abc import Callable
from datetime import UTC, datetime
from inspect import unwrap

import pytest
from django.db import connection, transaction
from make import people as make
from rosters.killed import Bomb

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.engines.units import UnitFile, UnitLine
from boiduong.people.models import Unit, UnitAlias, UnitImport
from boiduong.people.unit_importing import confirm_units, receive_units, undo_units

BY = Actor(None, via="test")
AT = datetime(2026, 6, 1, 2, tzinfo=UTC)
type Do = Callable[[bool], object]


class Broken(Exception):
    pass


def break_off() -> None:
    raise Broken


def state() -> list[list[tuple[object, ...]]]:
    return [list(model._default_manager.order_by("pk").values_list()) for model in (Unit, UnitAlias, UnitImport, AuditEntry)]


def to_be_confirmed() -> UnitImport:
    """Two new units, one above the other, and one that is known: renamed, ended, with a successor."""
    known = make.unit("Trường Tiểu học Hoa Sen")
    Unit.objects.filter(pk=known.pk).update(legacy_code="TH01")
    office, school = "Phòng Giáo dục và Đào tạo Hoa Sen", "Trường Mầm non Sao Mai"
    said = (
        {"name": school, "ownership": "Công lập", "parent": office, "aliases": "MN Sao Mai"},
        {"name": "Trường Tiểu học Hoa Sen 1", "legacy_code": "TH01", "parent": office, "valid_to": "30/6/2025", "successor": school},
        {"name": office},
    )
    lines = tuple(UnitLine("Sheet1", row, values) for row, values in enumerate(said, 2))
    return receive_units(actor=BY, file_name="don-vi.xlsx", file=UnitFile(lines), at=AT)


def prepared(what: str) -> Do:
    """The verb, whole or (False) without its transaction."""
    made = to_be_confirmed()
    if what == "undo":
        confirm_units(actor=BY, unit_import=made, seen=(2, 1), at=AT)
        return lambda is_whole: (undo_units if is_whole else unwrap(undo_units))(actor=BY, unit_import=made, at=AT)
    return lambda is_whole: (confirm_units if is_whole else unwrap(confirm_units))(actor=BY, unit_import=made, seen=(2, 1), at=AT)


def broken_at(write: int, do: Do, *, is_whole: bool) -> bool:
    """Whether it broke: with fewer writes than that it is done."""
    try:
        with connection.execute_wrapper(Bomb(write, break_off)):
            do(is_whole)
    except Broken:
        return True
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["confirm", "undo"])
def test_an_error_at_any_write_leaves_the_old_register(what: str) -> None:
    do = prepared(what)
    before = state()
    write = 1
    while broken_at(write, do, is_whole=True):
        assert state() == before, f"write {write}"
        write += 1

    assert write > 4
    assert state() != before


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["confirm", "undo"])
def test_without_its_transaction_an_error_would_leave_half_of_it(what: str) -> None:
    """The control: the check above sees a half-written register where there is one."""
    do = prepared(what)
    before = state()

    assert broken_at(4, do, is_whole=False)

    transaction.set_rollback(False)  # the error was never the database's: what was written can be looked at
    assert state() != before
