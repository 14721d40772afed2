"""Reading 80 schools' workbooks, with every problem found in them, beside openpyxl merely reading the same .xlsx files."""

import io
import logging

from openpyxl import load_workbook

from bench import Figure, measured
from boiduong.engines.rosters.reading import read
from boiduong.rehearsal.cast import Cast, Member, make_cast
from boiduong.rehearsal.habits import draw_habits
from boiduong.rehearsal.mess import Entry
from boiduong.rehearsal.scenario import Scenario
from boiduong.rehearsal.workbooks import Written, write_roster


def run() -> list[Figure]:
    scenario = Scenario()
    cast = make_cast(scenario)
    files = [file_of(scenario, cast, school.number) for school in cast.schools]
    with measured() as ours:
        found = [read(file.data, file.filename) for file in files]
    logging.getLogger("openpyxl").setLevel(logging.ERROR)
    sheets = [file for file in files if file.filename.endswith(".xlsx")]
    with measured() as same:
        for file in sheets:
            read(file.data, file.filename)
    with measured() as theirs:
        for file in sheets:
            book = load_workbook(io.BytesIO(file.data), read_only=True)
            for sheet in book.worksheets:
                list(sheet.iter_rows(values_only=True))
    people, problems = sum(len(file.rows) for file in found), sum(len(row.problems) for file in found for row in file.rows)
    return [
        Figure(f"{len(files)} rosters read and judged", ours.seconds, ours.cpu_seconds, f"{people:,} people, {problems:,} problems"),
        Figure(f"of these the {len(sheets)} .xlsx, read and judged", same.seconds, same.cpu_seconds),
        Figure(f"openpyxl, the same {len(sheets)} .xlsx merely read", theirs.seconds, theirs.cpu_seconds),
    ]


def file_of(scenario: Scenario, cast: Cast, number: int) -> Written:
    """A school's roster with the habits that the rehearsal draws for it."""
    entries = [entry(member) for member in cast.of_school(number)]
    return write_roster(cast.schools[number].name, entries, draw_habits(scenario.dice(f"roster {number}")), scenario.dice(f"file {number}"))


def entry(member: Member) -> Entry:
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
