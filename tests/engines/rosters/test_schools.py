"""Whole files of made-up schools, each with habits of its own, read back and compared with what was written."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

import pytest
from engines.rosters.books import ON, read_rows

from boiduong.engines.rosters import RosterFile, read
from boiduong.engines.sheets import Cell
from boiduong.rehearsal.habits import Habits, draw_habits
from boiduong.rehearsal.mess import Entry
from boiduong.rehearsal.workbooks import Planted, Written, write_roster

FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Vũ", "Đặng", "Hồ", "Ngô", "Tô", "Ông", "Tạ", "Lý"]
MIDDLES = {True: ["Thị", "Thị Thu", "Thị Mỹ", "Bích", "Hồng", "Kim", "Thuý"], False: ["Văn", "Hữu", "Đức", "Công", "Thế", "Quang", "Xuân"]}
GIVEN = [
    "An",
    "Ánh",
    "Ân",
    "Bình",
    "Dũng",
    "Đạt",
    "Hoà",
    "Hòa",
    "Hạnh",
    "Huyền",
    "Lợi",
    "Mỹ",
    "Oanh",
    "Quyên",
    "Thủy",
    "Tuyết",
    "Ưng",
    "Ước",
    "Vượng",
    "Ý",
]
UNITS = ["Trường THPT Lê Lợi", "Trường THCS Hòa Bình", "Trường Mầm non Hướng Dương", "Trường Tiểu học Tân Mai", "Trường THCS và THPT Ánh Sao"]
PLANTS = ["bad_date", "missing_name", "duplicate", "bad_phone"]


def people(dice: Random) -> list[Entry]:
    """One school's people, no two of one name and birth date."""
    roles = ["manager"] * 2 + ["teacher"] * dice.randint(12, 24) + ["staff"] * 2
    made = {}
    for number, role in enumerate(roles):
        is_woman, born = dice.random() < 0.7, date(dice.randint(1960, 1999), dice.randint(1, 12), dice.randint(1, 28))
        name = f"{dice.choice(FAMILIES)} {dice.choice(MIDDLES[is_woman])} {dice.choice(GIVEN)}"
        national_id = f"079{int(is_woman)}{born:%y}{number:06d}"
        made[name, born] = Entry(name, born, is_woman, role, number == 0, f"09{dice.randint(10_000_000, 99_999_999)}", national_id)
    return list(made.values())


def school(seed: int) -> tuple[Written, Habits, str]:
    dice = Random(seed)
    entries, habits, unit = people(dice), draw_habits(dice), dice.choice(UNITS)
    planted = [Planted(entry, dice.choice(PLANTS)) for entry in dice.sample(entries[1:], 2)]
    return write_roster(unit, entries, habits, dice, planted=planted, stem=f"{seed:02d} {unit}"), habits, unit


def faults(written: Written, habits: Habits, unit: str, found: RosterFile) -> Iterator[str]:
    rows = {(row.sheet, row.row): row for row in found.rows}
    if found.unit != unit:
        yield "unit"
    for truth in written.truths:
        row = rows.pop((truth.sheet, truth.row), None)
        if row is None:
            yield "lost"
        elif truth.planted:
            yield from ["unflagged"] * all(problem.kind != truth.planted for problem in row.problems)
        else:
            entry = truth.entry
            right = (entry.full_name.casefold(), entry.birth_date, "F" if entry.is_woman else "M", entry.role, entry.phone, entry.national_id)
            read_as = (row.name.casefold(), row.birth_date, row.sex, row.role, row.phone, row.national_id if habits.has_id else entry.national_id)
            yield from ("field" for wanted, got in zip(right, read_as, strict=True) if wanted != got)
            yield from ["alarm"] * any(problem.severity != "notice" for problem in row.problems)
    yield from ["invented"] * len(rows)


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_schools_are_read_back_as_they_were_written(first: int) -> None:
    found: Counter[str] = Counter()
    rows = 0
    for seed in range(first, first + 20):
        written, habits, unit = school(seed)
        rows += len(written.truths)
        found += Counter(faults(written, habits, unit, read(written.data, written.filename, on=ON)))

    assert rows > 300
    assert found == Counter()


def test_schools_one_under_another_are_told_row_by_row() -> None:
    file = read_rows(
        ["UBND PHƯỜNG TÂN MAI"], ["TT", "Họ và tên", "Ngày sinh", "SĐT"], ["I", "Trường TH Kim Đồng"], ["1", "Ban giám hiệu"],
        [1, "Trương Thị Ánh", "15/08/1979", "0912345678"], ["", "THCS Lê Lợi (12 người)"], [2, "Lê Văn Bình", "16/09/1980", "0912345679"],
    )  # fmt: skip

    assert file.unit is None
    assert [(row.name, row.unit, row.role, row.team) for row in file.rows] == [
        ("Trương Thị Ánh", "Trường TH Kim Đồng", "manager", ""), ("Lê Văn Bình", "THCS Lê Lợi", None, ""),
    ]  # fmt: skip


def test_a_column_that_names_one_school_tells_the_file_s() -> None:
    head: list[Cell] = ["TT", "Họ và tên", "Ngày sinh", "Trường"]
    one: list[Cell] = [1, "Nguyễn Thị Ánh", 1979, "TH Kim Đồng"]
    other: list[Cell] = [2, "Lê Văn Bình", 1980, "THCS Lê Lợi"]

    assert read_rows(head, one).unit == "Trường Tiểu học Kim Đồng"
    assert read_rows(head, one, other).unit is None
