from datetime import date

import pytest
from make import NOON
from make import campaigns as make_campaigns
from make import rosters as make

from boiduong.accounts.models import User
from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.engines.sheets import Cell
from boiduong.people.models import Person
from boiduong.rosters import actions, jobs
from boiduong.rosters.actions import Received
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow

State, Status = RosterImport.State, RosterRow.Status


def sent(organiser: User, call: RosterCall, content: bytes, name: str = "ds.xlsx") -> RosterImport:
    """A file of this unit, received and read."""
    files = [Received(name, content, call)]
    (made,) = actions.receive_files(actor=Actor(organiser, via="test"), campaign=call.campaign, files=files, at=NOON)
    jobs.read_imports([made.pk], at=NOON)
    made.refresh_from_db()
    return made


def statuses(roster_import: RosterImport) -> list[str]:
    return list(roster_import.rows.order_by("row").values_list("status", flat=True))


@pytest.fixture
def by(organiser: User) -> Actor:
    return Actor(organiser, via="test")


@pytest.fixture
def call(campaign: Campaign) -> RosterCall:
    return make.call(campaign)


def test_a_unit_is_called_for_once(by: Actor, campaign: Campaign) -> None:
    units = [make.call(campaign).unit]

    assert actions.call_for_rosters(actor=by, campaign=campaign, units=units, due_on=date(2019, 7, 5), at=NOON) == 0


def test_the_same_file_is_not_taken_twice(organiser: User, by: Actor, call: RosterCall) -> None:
    content = make.book(make.ANH)
    sent(organiser, call, content)

    assert actions.receive_files(actor=by, campaign=call.campaign, files=[Received("again.xlsx", content, call)], at=NOON) == []


def test_a_file_is_read_once_however_often_its_job_runs(organiser: User, call: RosterCall) -> None:
    made = sent(organiser, call, make.book(make.ANH))

    assert jobs.read_imports([made.pk], at=NOON) == 0
    assert made.rows.count() == 1


def test_a_file_tells_its_unit_by_itself(by: Actor, campaign: Campaign) -> None:
    call, other = make.call(campaign), make.call(campaign)
    files = [Received("ds.xlsx", make.book(make.ANH, unit=call.unit.name)), Received("khac.xlsx", make.book(make.BINH, unit="Trường THCS Không Có"))]

    made = actions.receive_files(actor=by, campaign=campaign, files=files, at=NOON)
    jobs.read_imports([one.pk for one in made], at=NOON)

    first, second = RosterImport.objects.order_by("pk")
    assert (first.call, second.call) == (call, None)
    assert [problem["kind"] for problem in second.problems] == ["unit_unknown"]
    actions.assign_import(actor=by, roster_import=second, call=other, at=NOON)
    second.refresh_from_db()
    assert (second.call, second.problems) == (other, [])


def test_what_is_no_workbook_fails_in_words_and_stops_nothing(organiser: User, call: RosterCall) -> None:
    made = sent(organiser, call, b"%PDF-1.7", "ds.pdf")

    assert (made.state, made.problems[0]["kind"]) == (State.FAILED, "unreadable")


def test_a_row_with_an_error_keeps_the_whole_file_waiting(organiser: User, by: Actor, call: RosterCall) -> None:
    made = sent(organiser, call, make.book(make.ANH, make.WRONG))

    with pytest.raises(actions.RowsOpen):
        actions.confirm_import(actor=by, roster_import=made, at=NOON)

    assert statuses(made) == [Status.NEW, Status.WRONG]
    assert not Person.objects.exists()
    call.refresh_from_db()
    assert call.state == RosterCall.State.RECEIVED


def test_a_mended_row_is_judged_anew_and_then_all_is_confirmed(organiser: User, by: Actor, call: RosterCall) -> None:
    made = sent(organiser, call, make.book(make.ANH, make.WRONG))

    row = actions.mend_row(actor=by, row=made.rows.get(status=Status.WRONG), typed={"birth_date": "28/2/1980"}, at=NOON)
    actions.confirm_import(actor=by, roster_import=made, at=NOON)

    assert row.values["birth_date"] == "1980-02-28"
    assert sorted(Person.objects.values_list("full_name", "birth_date")) == [("Nguyễn Thị Ánh", date(1979, 8, 15)), ("Đỗ Thị Cúc", date(1980, 2, 28))]
    assert Enrollment.objects.filter(campaign=call.campaign, unit=call.unit).count() == 2
    call.refresh_from_db()
    assert call.state == RosterCall.State.CONFIRMED
    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs.count("rosters.row.mended") == verbs.count("rosters.import.confirmed") == 1


def test_a_row_mended_into_somebody_who_is_there_already_is_a_duplicate(organiser: User, by: Actor, call: RosterCall) -> None:
    made = sent(organiser, call, make.book(make.ANH, [2, "", "15/08/1979", "Giáo viên", "", ""]))

    row = actions.mend_row(actor=by, row=made.rows.get(status=Status.WRONG), typed={"name": "nguyễn thị ánh"}, at=NOON)

    assert row.status == Status.DUPLICATE
    actions.confirm_import(actor=by, roster_import=made, at=NOON)
    assert Person.objects.count() == 1


def test_a_row_left_out_is_nobody(organiser: User, by: Actor, call: RosterCall) -> None:
    made = sent(organiser, call, make.book(make.ANH, make.WRONG))

    actions.leave_out_row(actor=by, row=made.rows.get(status=Status.WRONG), at=NOON)
    actions.confirm_import(actor=by, roster_import=made, at=NOON)

    assert Person.objects.count() == 1


def test_a_file_is_sent_back_and_the_corrected_one_takes_its_place(organiser: User, by: Actor, call: RosterCall) -> None:
    made = sent(organiser, call, make.book(make.ANH, make.WRONG))
    actions.send_back(actor=by, roster_import=made, note="Sửa dòng 3", at=NOON)
    call.refresh_from_db()
    assert (call.state, call.sent_back_note) == (RosterCall.State.SENT_BACK, "Sửa dòng 3")

    sent(organiser, call, make.book(make.ANH, make.BINH), "sua.xlsx")

    call.refresh_from_db()
    assert call.state == RosterCall.State.CORRECTED


def test_a_second_delivery_shows_the_difference_and_withdraws_who_is_gone_only_when_told(organiser: User, by: Actor, call: RosterCall) -> None:
    actions.confirm_import(actor=by, roster_import=sent(organiser, call, make.book(make.ANH, make.BINH)), at=NOON)
    changed = [*make.ANH[:4], "0987654321", make.ANH[5]]
    second = sent(organiser, call, make.book(changed, [2, "Võ Hà", "1/2/1990", "GV", "", ""]), "lan 2.xlsx")

    assert statuses(second) == [Status.CHANGED, Status.NEW]
    actions.confirm_import(actor=by, roster_import=second, at=NOON, withdraws_gone=True)

    called = Enrollment.objects.called().values_list("person__full_name", "person__phone")
    assert sorted(called) == [("Nguyễn Thị Ánh", "0987654321"), ("Võ Hà", "")]


def test_somebody_another_unit_has_called_is_for_a_person_to_decide(organiser: User, by: Actor, call: RosterCall) -> None:
    actions.confirm_import(actor=by, roster_import=sent(organiser, call, make.book(make.ANH)), at=NOON)

    second = sent(organiser, make.call(call.campaign), make.book(make.BINH, make.ANH), "khac.xlsx")

    assert statuses(second) == [Status.NEW, Status.AMBIGUOUS]


def test_a_person_decides_who_an_ambiguous_row_is_about(organiser: User, by: Actor, call: RosterCall) -> None:
    bare = [*make.ANH[:5], ""]
    actions.confirm_import(actor=by, roster_import=sent(organiser, call, make.book(bare)), at=NOON)
    corrected = [bare[0], bare[1], "15/08/1978", *bare[3:]]
    second = sent(organiser, call, make.book(corrected), "lan 2.xlsx")
    assert statuses(second) == [Status.AMBIGUOUS]

    actions.decide_row(actor=by, row=second.rows.get(), person=Person.objects.get(), at=NOON)
    actions.confirm_import(actor=by, roster_import=second, at=NOON)

    assert Person.objects.get().birth_date == date(1978, 8, 15)


def test_an_import_is_undone_until_classes_are_made_of_it(organiser: User, by: Actor, call: RosterCall) -> None:
    made = sent(organiser, call, make.book(make.ANH))
    actions.confirm_import(actor=by, roster_import=made, at=NOON)
    Enrollment.objects.update(training_class=make_campaigns.training_class(call.campaign))
    with pytest.raises(actions.InUse):
        actions.undo_import(actor=by, roster_import=made, at=NOON)

    Enrollment.objects.update(training_class=None)
    actions.undo_import(actor=by, roster_import=made, at=NOON)

    assert not Enrollment.objects.called().exists()
    made.refresh_from_db()
    assert made.state == State.UNDONE


@pytest.mark.parametrize("state", [State.QUEUED, State.FAILED, State.CONFIRMED, State.SENT_BACK])
def test_only_a_file_that_was_read_is_confirmed(by: Actor, call: RosterCall, state: RosterImport.State) -> None:
    made = make.roster_import(call, state)

    with pytest.raises(actions.NotNow):
        actions.confirm_import(actor=by, roster_import=made, at=NOON)


def test_national_id_numbers_leave_the_rows_once_they_are_confirmed(organiser: User, by: Actor, call: RosterCall) -> None:
    made = sent(organiser, call, make.book(make.ANH))

    actions.confirm_import(actor=by, roster_import=made, at=NOON)

    assert made.rows.get().values["national_id"] is None
    assert Person.objects.get().national_id_tail == "2345"


def many(count: int) -> list[list[Cell]]:
    names = ["An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga"]
    return [[n + 1, f"Trần Thị {names[n]}", f"{n + 1:02d}/03/1980", "Giáo viên", "", ""] for n in range(count)]


def test_many_people_missing_from_a_second_file_are_not_taken_off_by_the_way(organiser: User, by: Actor, call: RosterCall) -> None:
    actions.confirm_import(actor=by, roster_import=sent(organiser, call, make.book(*many(10))), at=NOON)
    half = sent(organiser, call, make.book(*many(5)), "một nửa.xlsx")

    with pytest.raises(actions.ManyGone):
        actions.confirm_import(actor=by, roster_import=half, at=NOON, withdraws_gone=True)
    with pytest.raises(actions.ManyGone):  # it was another number that somebody agreed to
        actions.confirm_import(actor=by, roster_import=half, at=NOON, withdraws_gone=True, sure_of=4)
    assert Enrollment.objects.called().count() == 10

    actions.confirm_import(actor=by, roster_import=half, at=NOON, withdraws_gone=True, sure_of=5)
    assert Enrollment.objects.called().count() == 5


def test_without_taking_anybody_off_a_shorter_file_needs_no_second_look(organiser: User, by: Actor, call: RosterCall) -> None:
    actions.confirm_import(actor=by, roster_import=sent(organiser, call, make.book(*many(10))), at=NOON)

    actions.confirm_import(actor=by, roster_import=sent(organiser, call, make.book(*many(2)), "hai.xlsx"), at=NOON)

    assert Enrollment.objects.called().count() == 10


def test_undoing_a_second_file_makes_the_list_what_the_first_one_said(organiser: User, by: Actor, call: RosterCall) -> None:
    first = sent(organiser, call, make.book(make.ANH, make.BINH))
    actions.confirm_import(actor=by, roster_import=first, at=NOON)
    changed = [*make.ANH[:4], "0987654321", make.ANH[5]]
    second = sent(organiser, call, make.book(changed, [2, "Võ Hà", "1/2/1990", "GV", "", ""]), "lan 2.xlsx")
    actions.confirm_import(actor=by, roster_import=second, at=NOON, withdraws_gone=True)

    actions.undo_import(actor=by, roster_import=second, at=NOON)

    called = Enrollment.objects.called().values_list("person__full_name", "person__phone")
    assert sorted(called) == [("Lê Văn Bình", "0912345679"), ("Nguyễn Thị Ánh", "0912345678")]
    first.refresh_from_db()
    call.refresh_from_db()
    assert (first.state, call.state) == (State.CONFIRMED, RosterCall.State.CONFIRMED)


def test_who_stays_by_the_first_file_does_not_stand_in_the_way(organiser: User, by: Actor, call: RosterCall) -> None:
    actions.confirm_import(actor=by, roster_import=sent(organiser, call, make.book(make.ANH)), at=NOON)
    second = sent(organiser, call, make.book(make.ANH, make.BINH), "lan 2.xlsx")
    actions.confirm_import(actor=by, roster_import=second, at=NOON)
    Enrollment.objects.filter(person__full_name="Nguyễn Thị Ánh").update(training_class=make_campaigns.training_class(call.campaign))

    actions.undo_import(actor=by, roster_import=second, at=NOON)

    assert list(Enrollment.objects.called().values_list("person__full_name", flat=True)) == ["Nguyễn Thị Ánh"]


def test_only_units_that_have_something_to_send_are_reminded(by: Actor, call: RosterCall) -> None:
    done = make.call(call.campaign)
    RosterCall.objects.filter(pk=done.pk).update(state=RosterCall.State.CONFIRMED)

    assert actions.note_reminders(actor=by, calls=[call, done], at=NOON) == 1
    assert list(call.reminders.values_list("reminded_at", "reminded_by")) == [(NOON, by.user.pk if by.user else None)]
