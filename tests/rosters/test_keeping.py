import pytest
from make import NOON
from make import rosters as make

from boiduong.accounts.models import User
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.engines.sheets import Cell
from boiduong.rosters import actions, jobs
from boiduong.rosters.actions import Received
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow

Status = RosterRow.Status


def sent(by: Actor, call: RosterCall, *rows: list[Cell]) -> RosterImport:
    files = [Received(f"ds {RosterImport.objects.count()}.xlsx", make.book(*rows), call)]
    (made,) = actions.receive_files(actor=by, campaign=call.campaign, files=files, at=NOON)
    jobs.read_imports([made.pk], at=NOON)
    made.refresh_from_db()
    return made


@pytest.fixture
def by(organiser: User) -> Actor:
    return Actor(organiser, via="test")


@pytest.fixture
def call(campaign: Campaign) -> RosterCall:
    return make.call(campaign)


def corrected(by: Actor, call: RosterCall, day: str = "28/2/1980") -> RosterImport:
    made = sent(by, call, make.ANH, make.WRONG)
    actions.mend_row(actor=by, row=made.rows.get(status=Status.WRONG), typed={"birth_date": day}, at=NOON)
    return made


def test_another_mistake_of_the_same_person_is_asked_about(by: Actor, call: RosterCall) -> None:
    corrected(by, call)

    second = sent(by, call, make.ANH, [*make.WRONG[:2], "30/02/1980", *make.WRONG[3:]])

    assert second.rows.get(values__name="Đỗ Thị Cúc").status == Status.WRONG


def test_the_same_mistake_of_another_person_is_asked_about(by: Actor, call: RosterCall) -> None:
    corrected(by, call)

    second = sent(by, call, make.ANH, [3, "Đỗ Thị Đào", *make.WRONG[2:]])

    assert second.rows.get(values__name="Đỗ Thị Đào").status == Status.WRONG


def test_what_was_corrected_in_two_ways_is_asked_about_again(by: Actor, call: RosterCall) -> None:
    corrected(by, call, "28/2/1980")
    again = sent(by, call, make.ANH, make.BINH, make.WRONG)
    actions.mend_row(actor=by, row=again.rows.get(values__name="Đỗ Thị Cúc"), typed={"birth_date": "1/3/1980"}, at=NOON)

    third = sent(by, call, make.BINH, make.WRONG)

    assert third.rows.get(values__name="Đỗ Thị Cúc").status == Status.WRONG


def test_the_same_mistake_sent_again_keeps_its_correction_and_says_so(by: Actor, call: RosterCall) -> None:
    corrected(by, call)

    second = sent(by, call, make.ANH, make.BINH, make.WRONG)

    row = second.rows.get(values__name="Đỗ Thị Cúc")
    assert (row.status, row.values["birth_date"]) == (Status.NEW, "1980-02-28")
    assert [(problem["kind"], problem["severity"]) for problem in row.problems] == [("kept", "notice")]


def test_a_value_that_was_sound_but_corrected_by_hand_is_kept_too(by: Actor, call: RosterCall) -> None:
    made = sent(by, call, make.ANH)
    actions.mend_row(actor=by, row=made.rows.get(), typed={"phone": "0987 654 321"}, at=NOON)
    actions.confirm_import(actor=by, roster_import=made, at=NOON)

    second = sent(by, call, make.ANH, make.BINH)

    row = second.rows.get(values__name="Nguyễn Thị Ánh")
    assert (row.status, row.values["phone"]) == (Status.UNCHANGED, "0987654321")


def test_a_corrected_id_number_is_not_kept_once_the_file_is_confirmed(by: Actor, call: RosterCall) -> None:
    made = sent(by, call, [*make.ANH[:5], "07917901234"])
    actions.mend_row(actor=by, row=made.rows.get(), typed={"national_id": "079179012345"}, at=NOON)

    actions.confirm_import(actor=by, roster_import=made, at=NOON)

    assert "079179012345" not in str(made.rows.values_list("values", flat=True))
