"""Reading schools' workbooks with every problem found in them, beside openpyxl merely reading the same .xlsx files; then what the database does."""

import io
import logging
import os
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import django
from openpyxl import load_workbook

from bench import Figure, measured
from boiduong.engines.rosters import Reader, RosterFile
from boiduong.project import ground
from boiduong.rehearsal.cast import Cast, Member, make_cast
from boiduong.rehearsal.habits import draw_habits
from boiduong.rehearsal.mess import Entry
from boiduong.rehearsal.scenario import Scenario
from boiduong.rehearsal.workbooks import Planted, Written, write_roster

MANY = 20_000
SPOILT = ("bad_date", "missing_name", "bad_phone", "bad_id")


def run() -> list[Figure]:
    scenario = Scenario()
    cast = make_cast(scenario)
    files = [file_of(scenario, cast, school.number) for school in cast.schools]
    sheets = [file for file in files if file.filename.endswith(".xlsx")]
    spoilt = [file_of(scenario, cast, school.number, is_spoilt=True) for school in cast.schools]
    rounds = -(-MANY // len(cast.members))
    return [
        *reading(f"{len(files)} rosters read and judged", files),
        *reading("the same people, something wrong with each of them", spoilt),
        *reading(f"of the former the {len(sheets)} .xlsx", sheets),
        openpyxl_reading(sheets),
        *reading(f"{rounds} times all of them", files * rounds),
        *in_a_database(files, spoilt),
    ]


def in_a_database(files: Sequence[Written], spoilt: Sequence[Written]) -> list[Figure]:
    """On an embedded PostgreSQL of its own, which writes as safely as the office's."""
    with tempfile.TemporaryDirectory(prefix="bd-bench-") as folder, ground.rehearsal(Path(folder)):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boiduong.project.settings")
        django.setup()
        ground.migrate()
        found = [(file.filename, file.data) for file in files]
        wrong = [(f"sai {file.filename}", file.data) for file in spoilt]
        figures: list[Figure] = import_module("bench.people").run(found, wrong)  # its models exist from here on
        return figures


def reading(what: str, files: Sequence[Written]) -> list[Figure]:
    """In a child of limited memory, as the office's worker reads them; its start is part of the time."""
    with measured() as told, Reader() as reader:
        found = [reader.read(file.data, file.filename) for file in files]
    return [Figure(what, told.seconds, told.cpu_seconds, counted(found))]


def counted(found: Sequence[RosterFile]) -> str:
    rows = [row for file in found for row in file.rows]
    return f"{len(rows):,} people, {sum(len(row.problems) for row in rows):,} problems"


def openpyxl_reading(sheets: Sequence[Written]) -> Figure:
    logging.getLogger("openpyxl").setLevel(logging.ERROR)
    with measured() as told:
        for file in sheets:
            book = load_workbook(io.BytesIO(file.data), read_only=True)
            for sheet in book.worksheets:
                list(sheet.iter_rows(values_only=True))
    return Figure(f"openpyxl, the same {len(sheets)} .xlsx merely read", told.seconds, told.cpu_seconds)


def file_of(scenario: Scenario, cast: Cast, number: int, *, is_spoilt: bool = False) -> Written:
    """A school's roster with the habits that the rehearsal draws for it."""
    entries = [entry(member) for member in cast.of_school(number)]
    planted = [Planted(one, SPOILT[place % len(SPOILT)]) for place, one in enumerate(entries)] if is_spoilt else []
    habits = draw_habits(scenario.dice(f"roster {number}"))
    return write_roster(cast.schools[number].name, entries, habits, scenario.dice(f"file {number}"), planted=planted)


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
