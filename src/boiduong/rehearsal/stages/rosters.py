"""Rosters: every unit is called for, sends a messy workbook, has some of it mended and some of it sent back, and is confirmed."""

from dataclasses import dataclass
from datetime import date

from boiduong.campaigns.models import Enrollment
from boiduong.people.models import Person
from boiduong.rehearsal.cast import Member
from boiduong.rehearsal.habits import draw_habits
from boiduong.rehearsal.mess import Entry
from boiduong.rehearsal.scenario import at
from boiduong.rehearsal.workbooks import Planted, Truth, Written, write_roster
from boiduong.rehearsal.world import PlayBroken, World
from boiduong.rosters import actions, jobs
from boiduong.rosters.actions import Received
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow

CALLED_AT, DUE_ON = at(date(2019, 6, 17), "8:00"), date(2019, 7, 5)
SENT_AT, LOOKED_AT, SENT_AGAIN_AT, CONFIRMED_AT = (at(date(2019, 7, day), "9:00") for day in (4, 5, 8, 9))
TROUBLED_RATIO, SENT_BACK_EVERY = 0.6, 9  # schools with something wrong in their file; one in so many of those gets it back
KINDS = ["bad_date", "missing_name", "duplicate", "bad_phone", "bad_id"]


@dataclass(frozen=True, slots=True)
class Sent:
    """One school's first file, and the same without what was planted in it."""

    first: Written
    corrected: Written


def play(world: World) -> None:
    world.say("Gọi danh sách các đơn vị", 0, 0)
    units = [world.units[school.number] for school in world.cast.schools]
    actions.call_for_rosters(actor=world.actor(), campaign=world.campaign, units=units, due_on=DUE_ON, at=CALLED_AT)
    calls = {call.unit_id: call for call in RosterCall.objects.filter(campaign=world.campaign)}
    sent = {world.units[school.number].pk: _write(world, school.number) for school in world.cast.schools}
    _deliver(world, calls, sent)
    _look(world, sent)
    _confirm(world)
    _compare(world)


def _write(world: World, number: int) -> Sent:
    dice = world.dice(f"roster {number}")
    school = world.cast.schools[number]
    entries = [_entry(member) for member in world.cast.of_school(number)]
    habits = draw_habits(dice)
    kinds = KINDS if habits.has_id else KINDS[:-1]
    troubled = min(len(entries) - 1, dice.choice([1, 1, 2, 3])) if dice.random() < TROUBLED_RATIO else 0
    planted = [Planted(entry, dice.choice(kinds)) for entry in dice.sample(entries[1:], troubled)]
    stem = f"{number + 1:02d} {school.name}"
    first = write_roster(school.name, entries, habits, world.dice(f"file {number}"), planted=planted, stem=stem)
    return Sent(first, write_roster(school.name, entries, habits, world.dice(f"file {number}"), stem=f"{stem} (sửa)"))


def _entry(member: Member) -> Entry:
    return Entry(
        full_name=member.full_name,
        birth_date=member.birth_date,
        is_woman=member.sex == "F",
        role=member.role,
        is_head=member.position == "Hiệu trưởng",
        phone=member.phone,
        national_id=member.national_id,
        email=member.email,
    )


def _deliver(world: World, calls: dict[int, RosterCall], sent: dict[int, Sent]) -> None:
    """One school's coordinator sends their own; the organiser uploads the others in one go."""
    folder = world.folder / "danh-sach"
    folder.mkdir(parents=True, exist_ok=True)
    for one in sent.values():
        (folder / one.first.filename).write_bytes(one.first.data)
    own = world.units[0].pk
    by_clerk = [Received(sent[own].first.filename, sent[own].first.data, calls[own])]
    in_bulk = [Received(one.first.filename, one.first.data) for unit, one in sent.items() if unit != own]
    _receive(world, "coordinator", by_clerk)
    _receive(world, "organiser", in_bulk)


def _receive(world: World, who: str, files: list[Received]) -> None:
    imports = actions.receive_files(actor=world.actor(who), campaign=world.campaign, files=files, at=SENT_AT)
    for place in range(0, len(imports), 10):
        world.say("Đọc danh sách", place, len(imports))
        jobs.read_imports([one.pk for one in imports[place : place + 10]], at=SENT_AT)


def _look(world: World, sent: dict[int, Sent]) -> None:
    """What an organiser does with the files: wrong cells are mended by a call to the school, and some files go back."""
    waiting = list(RosterImport.objects.filter(campaign=world.campaign, state=RosterImport.State.READ).for_list())
    unread = RosterImport.objects.filter(campaign=world.campaign).exclude(state=RosterImport.State.READ).count()
    if unread or any(one.call is None for one in waiting):
        raise PlayBroken("Có tệp danh sách không đọc được hoặc không nhận ra đơn vị.")
    troubled = [one for one in waiting if one.error_count]
    again = [
        Received(sent[one.call.unit_id].corrected.filename, sent[one.call.unit_id].corrected.data, one.call)
        for one in troubled[::SENT_BACK_EVERY]
        if one.call
    ]
    for one in troubled[::SENT_BACK_EVERY]:
        actions.send_back(actor=world.actor(), roster_import=one, note="Đề nghị sửa các dòng được tô màu rồi gửi lại.", at=LOOKED_AT)
    imports = actions.receive_files(actor=world.actor(), campaign=world.campaign, files=again, at=SENT_AGAIN_AT)
    jobs.read_imports([one.pk for one in imports], at=SENT_AGAIN_AT)
    kept = [one for one in troubled if one not in troubled[::SENT_BACK_EVERY]]
    for place, one in enumerate(kept):
        world.say("Sửa danh sách", place, len(kept))
        if one.call:
            _mend(world, one, {(truth.sheet, truth.row): truth for truth in sent[one.call.unit_id].first.truths})


def _mend(world: World, roster_import: RosterImport, truths: dict[tuple[str, int], Truth]) -> None:
    for row in RosterRow.objects.filter(roster_import=roster_import, status=RosterRow.Status.WRONG).select_related("roster_import"):
        truth = truths.get((row.sheet, row.row))
        if truth is None:
            raise PlayBroken(f"{roster_import.file_name}: dòng {row.row} không phải của ai.")
        entry = truth.entry
        typed = {"name": entry.full_name, "birth_date": f"{entry.birth_date:%d/%m/%Y}"}
        actions.mend_row(actor=world.actor(), row=row, typed=typed, at=LOOKED_AT)


def _confirm(world: World) -> None:
    waiting = list(RosterImport.objects.filter(campaign=world.campaign, state=RosterImport.State.READ).for_list())
    for place, one in enumerate(waiting):
        if place % 10 == 0:
            world.say("Xác nhận danh sách", place, len(waiting))
        actions.confirm_import(actor=world.actor(), roster_import=one, at=CONFIRMED_AT)


def _compare(world: World) -> None:
    """Everybody in the cast is called exactly once, and nobody else."""
    enrolled = Enrollment.objects.called().filter(campaign=world.campaign)
    found, count, people = world.enrollments(), enrolled.count(), enrolled.values("person").distinct().count()
    missing = [member.full_name for member in world.cast.members if member.number not in found]
    rows = {enrollment.pk for enrollment in found.values()}
    roles = sum(found[member.number].role != member.role.upper() for member in world.cast.members if member.number in found)
    wrong = {
        "thiếu": len(missing),
        "thừa": count - len(rows),
        "trùng": count - people,
        "sai đơn vị": sum(found[member.number].unit_id != world.units[member.school].pk for member in world.cast.members if member.number in found),
        "sai vai trò": roles,
        "chưa xác nhận": RosterCall.objects.filter(campaign=world.campaign).exclude(state=RosterCall.State.CONFIRMED).count(),
        "gộp nhầm": Person.objects.count() - people,
    }
    if any(wrong.values()):
        told = ", ".join(f"{what} {number}" for what, number in wrong.items() if number)
        raise PlayBroken(f"Danh sách sau khi xác nhận không khớp với người được gọi: {told}. {'; '.join(missing[:3])}")
