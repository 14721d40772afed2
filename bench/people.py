"""What an import asks of the database: 20,000 people read, judged and committed; and 60,000 recognised among 1.2 million.

Imported only where Django stands on a database that goes away.
"""

import os
import resource
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import batched
from random import Random
from typing import Any

import psycopg
from django.utils.timezone import now

from bench import Figure, measured, units
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Organizer, Rules
from boiduong.engines.names import match_key, search_key, sort_key
from boiduong.engines.sheets import Cell, Column, write_table
from boiduong.people.models import Person, Unit, national_id_digest
from boiduong.people.queries import Found, Said, recognise_people
from boiduong.rosters import actions, jobs
from boiduong.rosters.models import RosterImport
from boiduong.rosters.queries import preview_of

SCHOOLS, COMMITTED = 80, 20_000
KNOWN, SAID, STAFF = 1_200_000, 60_000, 60
NAMES = 60_000
FAMILIES = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Lý",
]  # fmt: skip
MIDDLES = [
    "Thị", "Văn", "Hữu", "Đức", "Minh", "Thanh", "Thu", "Ngọc", "Quốc", "Công", "Đình", "Xuân", "Kim", "Bích",
    "Thuý", "Mỹ",
]  # fmt: skip
GIVEN = [
    "Ánh", "An", "Bình", "Cường", "Dũng", "Hoà", "Thủy", "Huyền", "Yến", "Khuê", "Nghĩa", "Nguyệt", "Quyên", "Tuyết",
    "Hiệu", "Vân", "Toán", "Uyên", "Thư", "Phượng", "Đông", "Luyến", "Lan", "Hạnh", "Sơn", "Tâm",
]  # fmt: skip
COLUMNS = [Column(heading) for heading in ("TT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "SĐT", "CCCD")]
DAY = date(1962, 1, 1)
SAME, ACCENTS, LETTER, TURNED, PHONE = (
    "as known",
    "accents left out",
    "one letter wrong",
    "day and month exchanged (where it can be)",
    "another phone",
)
SCHOOL, SCHOOL_AND_PHONE = "another school", "another school, no phone"
NAMESAKE, NAMESAKE_HERE, NEW = "a stranger of the same name", "a stranger of the same name in the same school", "a stranger"
KINDS = (SAME, ACCENTS, LETTER, TURNED, PHONE, SCHOOL, SCHOOL_AND_PHONE, NAMESAKE, NAMESAKE_HERE, NEW)
STRANGERS = (NAMESAKE, NAMESAKE_HERE, NEW)


@dataclass(frozen=True, slots=True)
class Planted:
    """A row said, of a kind, and whom it truly means: a person's code, or nobody."""

    kind: str
    code: str
    said: Said


type Files = Sequence[tuple[str, bytes]]


def run(files: Files, spoilt: Files) -> list[Figure]:
    """files, spoilt: rosters as schools write them; the latter with something wrong with everybody."""
    campaign = make_campaign(now())
    small = [previewing("the 80 rosters as a preview in the database", files, campaign), previewing("the same, all wrong", spoilt, campaign)]
    return [*small, *committing(campaign), *units.run(), *recognising()]


def previewing(what: str, files: Files, campaign: Campaign) -> Figure:
    """From the first file read to the last row judged against the people known, with every file's page asked for."""
    imports = actions.receive_files(actor=Actor(None, via="job"), campaign=campaign, files=[actions.Received(*file) for file in files], at=now())
    with measured() as told:
        jobs.read_imports([one.pk for one in imports], at=now())
        previews = [preview_of(one) for one in RosterImport.objects.filter(pk__in=[one.pk for one in imports]).order_by("pk")]
    rows, waiting = sum(len(one.rows) for one in previews), sum(len(one.open_rows) for one in previews)
    return Figure(what, told.seconds, told.cpu_seconds, f"{len(imports)} files, {rows:,} rows, {waiting:,} wait for a person")


def committing(campaign: Campaign) -> list[Figure]:
    """Through the app's own doors: files received, read by its job, confirmed by its action, each with its trail."""
    actor = Actor(None, via="job")
    files = [actions.Received(f"{unit}.xlsx", data) for unit, data in workbooks()]
    imports = actions.receive_files(actor=actor, campaign=campaign, files=files, at=now())
    with measured() as reading:
        jobs.read_imports([one.pk for one in imports], at=now())
    with measured() as confirming:
        confirmed = actions.confirm_ready(actor=actor, campaign=campaign, at=now())
    people = sum(RosterImport.objects.filter(state=RosterImport.State.CONFIRMED).values_list("row_count", flat=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return [
        Figure(f"{COMMITTED:,} people read into the database as a preview", reading.seconds, reading.cpu_seconds, f"{len(imports)} files"),
        Figure(f"{people:,} people committed", confirming.seconds, confirming.cpu_seconds, f"{confirmed} files, peak {peak} MB"),
    ]


def make_campaign(at: datetime) -> Campaign:
    lead = make_units(1, "Ban Tuyên giáo", kind="PARTY_BOARD")[0]
    campaign = Campaign.objects.create(
        code="he-2019", title="Bồi dưỡng chính trị hè năm 2019", lead_unit=lead, starts_on=date(2019, 7, 23), ends_on=date(2019, 8, 3)
    )
    Rules.objects.create(campaign=campaign)
    Organizer.objects.create(campaign=campaign, unit=lead, role=Organizer.Role.LEAD, order=1)
    schools = make_units(SCHOOLS, "Trường Tiểu học Sao Mai")
    actions.call_for_rosters(actor=Actor(None, via="job"), campaign=campaign, units=schools, due_on=date(2019, 7, 10), at=at)
    return campaign


def make_units(count: int, name: str, kind: str = "SCHOOL") -> list[Unit]:
    of_school: dict[str, Any] = {"level": "PRIMARY", "ownership": "PUBLIC", "staff_count": STAFF} if kind == "SCHOOL" else {}
    names = [f"{name} {number}" for number in range(1, count + 1)]
    rows = [
        Unit(code=search_key(one).replace(" ", "-"), name=one, sort_key=sort_key(one), search_key=search_key(one), kind=kind, **of_school)
        for one in names
    ]
    return Unit.objects.bulk_create(rows, batch_size=2_000)


def workbooks() -> Iterator[tuple[str, bytes]]:
    each = COMMITTED // SCHOOLS
    for school in range(SCHOOLS):
        rows: list[list[Cell]] = [[place + 1, *row_of(school * each + place)] for place in range(each)]
        unit = f"Trường Tiểu học Sao Mai {school + 1}"
        yield unit, write_table("Danh sách", COLUMNS, rows, title=f"Đơn vị: {unit}")


def row_of(number: int) -> list[Cell]:
    born = born_of(number)
    return [name_of(number), f"{born:%d/%m/%Y}", "Nữ", "Giáo viên", f"09{number:08d}", number_of(number)]


def name_of(number: int) -> str:
    """One of NAMES, so that namesakes are as common as in life."""
    turn = number * 7919 % NAMES
    turn, given = divmod(turn, len(GIVEN))
    turn, middle = divmod(turn, len(MIDDLES))
    turn, second = divmod(turn, len(MIDDLES))
    return f"{FAMILIES[turn % len(FAMILIES)]} {MIDDLES[middle]} {MIDDLES[second]} {GIVEN[given]}"


def born_of(number: int) -> date:
    return DAY + timedelta(days=(number * 104_729 + number // NAMES) % 14_000)  # no two of a name on one day


def number_of(number: int) -> str:
    return f"0011{born_of(number).year % 100:02d}{number % 1_000_000:06d}"


def recognising() -> list[Figure]:
    with measured() as filling:
        units = make_units(KNOWN // STAFF, "Trường Mầm non Ban Mai")
        fill(units)
    planted = list(planted_of(units))
    with measured() as told:
        found = [one for batch in batched([one.said for one in planted], 10_000, strict=False) for one in recognise_people(batch)]
    return [
        Figure(f"(made-up people: {KNOWN:,} written into the database)", filling.seconds, filling.cpu_seconds),
        Figure(f"{SAID:,} people recognised among {KNOWN:,}", told.seconds, told.cpu_seconds, summary_of(planted, found)),
        *[Figure(f"  {kind}", 0.0, 0.0, told_of(kind, planted, found)) for kind in KINDS],
    ]


def summary_of(planted: Sequence[Planted], found: Sequence[Found]) -> str:
    """Precision: of those recognised for certain, how many are right. Recall: of those who are there, how many were recognised or put to a person."""
    sure = [(one, got) for one, got in zip(planted, found, strict=True) if got.person]
    right = sum(got.person is not None and got.person.code == one.code for one, got in sure)
    there = [(one, got) for one, got in zip(planted, found, strict=True) if one.code]
    asked = sum(one.code in [person.code for person in got.candidates] for one, got in there)
    put = sum(bool(got.candidates) for got in found)
    recall = f"recall {right / len(there):.2%} for certain, {(right + asked) / len(there):.2%} with a person's help"
    return f"precision {right / len(sure):.4%}, {recall}; {put:,} asked"


def told_of(kind: str, planted: Sequence[Planted], found: Sequence[Found]) -> str:
    rows = [(one, got) for one, got in zip(planted, found, strict=True) if one.kind == kind]
    right = sum(got.person is not None and got.person.code == one.code for one, got in rows)
    wrong = sum(got.person is not None and got.person.code != one.code for one, got in rows)
    asked = sum(one.code in [person.code for person in got.candidates] for one, got in rows if one.code)
    beside = sum(bool(got.candidates) for _one, got in rows) - asked
    new = sum(got.person is None and not got.candidates for _one, got in rows)
    sure = f"of {len(rows):,}: {right:,} right for certain, {wrong:,} wrong"
    return f"{sure}, {asked:,} asked with the right one, {beside:,} asked without, {new:,} taken as new"


def fill(units: Sequence[Unit]) -> None:
    """By COPY, as no action would: this is only the ground that the measured question stands on."""
    keys = {name: (sort_key(name), search_key(name), match_key(name)) for name in map(name_of, range(NAMES))}
    columns = (
        "code, unit_id, full_name, given_name, sort_key, search_key, match_key, birth_date, birth_precision, sex, role, position, phone, email, "
        "national_id_digest, national_id_tail"
    )
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner, owner.cursor() as cursor:
        cursor.execute("DROP INDEX person_search")  # of searching by words, which nothing here does; it alone would take a minute
        with cursor.copy(f"COPY people_person ({columns}) FROM STDIN") as copy:
            for number in range(KNOWN):
                name, digits = name_of(number), number_of(number)
                digest, tail = (national_id_digest(f"9{number:011d}"), digits[-4:]) if number % 2 else ("", "")
                copy.write_row(
                    (
                        f"b{number}",
                        units[number // STAFF].pk,
                        name,
                        "",
                        *keys[name],
                        born_of(number),
                        "day",
                        "F",
                        "TEACHER",
                        "",
                        phone_of(number),
                        "",
                        digest,
                        tail,
                    )
                )
        cursor.execute("ANALYZE people_person")


def planted_of(units: Sequence[Unit]) -> Iterator[Planted]:
    """Rows whose truth is known: who is there with a slip of each kind, in turn, and strangers who come close."""
    dice = Random(1)
    for turn in range(SAID):
        number, kind = dice.randrange(KNOWN), KINDS[turn % len(KINDS)]
        yield planted(kind, number, units, dice)


def planted(kind: str, number: int, units: Sequence[Unit], dice: Random) -> Planted:
    name, born, unit = name_of(number), born_of(number), units[number // STAFF]
    said = Said(unit, name, Person.Role.TEACHER, born, "day", phone=phone_of(number))
    elsewhere = units[dice.randrange(len(units))]
    changed: dict[str, dict[str, Any]] = {
        ACCENTS: {"full_name": search_key(name).title()},
        LETTER: {"full_name": slipped(name, dice)},
        TURNED: {"birth_date": turned(born)},
        PHONE: {"phone": phone_of(number + 7)},
        SCHOOL: {"unit": elsewhere},
        SCHOOL_AND_PHONE: {"unit": elsewhere, "phone": ""},
        NAMESAKE: {"birth_date": another(born, dice), "unit": elsewhere, "phone": ""},
        NAMESAKE_HERE: {"birth_date": another(born, dice), "phone": ""},
        NEW: {"full_name": f"{name} Ngân Hà", "birth_date": another(born, dice), "phone": "", "unit": elsewhere},
    }
    return Planted(kind, "" if kind in STRANGERS else f"b{number}", replace(said, **changed.get(kind, {})))


def slipped(name: str, dice: Random) -> str:
    """One letter typed wrong, left out or doubled, not the first of the name."""
    at = dice.choice([place for place, letter in enumerate(name) if place and letter.isalpha() and name[place - 1] != " "])
    return name[:at] + dice.choice(["", name[at] * 2, "q"]) + name[at + 1 :]


def turned(born: date) -> date:
    """Day and month exchanged, where that is a day; as it was where not."""
    return date(born.year, born.day, born.month) if born.day <= 12 else born


def another(born: date, dice: Random) -> date:
    return born + timedelta(days=dice.randrange(400, 4_000))


def phone_of(number: int) -> str:
    return f"09{number % 100_000_000:08d}"
