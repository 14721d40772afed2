"""Whom a roster means: the one way in which somebody said is recognised among the people known.

Set-based: rows meet people only inside small blocks (one number, one birth date, one unit, one phone), so 60,000 rows against 1.2 million
people are a few million comparisons in the database and a few thousand here, never all pairs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import batched

from django.db import connection

from boiduong.engines.names import match_key, search_key
from boiduong.people.models import Person, Unit, national_id_digest

ALIKE = 0.45  # trigram similarity under which two names are not looked at more closely
AT_ONCE = 20_000  # rows said in one query


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a person. Empty texts say nothing."""

    unit: Unit
    full_name: str
    role: Person.Role
    birth_date: date | None = None
    birth_precision: str = ""
    sex: str = ""
    position: str = ""
    phone: str = ""
    email: str = ""
    national_id: str = ""
    given_name: str = ""


class Basis(StrEnum):
    """What a recognition stands on, or why a person must decide."""

    NUMBER = "NUMBER"  # the national ID number
    BIRTH = "BIRTH"  # name and birth date
    UNIT = "UNIT"  # name and unit, and no birth date against it
    NAMESAKES = "NAMESAKES"  # several of one name
    OTHER_NUMBER = "OTHER_NUMBER"  # same name, but the number is another
    OTHER_BIRTH = "OTHER_BIRTH"  # same name and unit, but another birth date
    OTHER_NAME = "OTHER_NAME"  # the number is known, but under quite another name
    SPELLING = "SPELLING"  # nearly the same name


@dataclass(frozen=True, slots=True)
class Found:
    """Who that is. person: the one, if it is certain. candidates: who it could be where a person must decide."""

    person: Person | None
    candidates: tuple[Person, ...] = ()
    basis: Basis | None = None  # None: nobody like that is known


@dataclass(frozen=True, slots=True)
class _Row:
    """What is said, in the keys that are compared."""

    match: str
    search: str
    born: date | None
    precision: str
    unit: int
    digest: str
    phone: str
    sex: str

    @property
    def day(self) -> date | None:
        return self.born if self.precision == "day" else None


@dataclass(frozen=True, slots=True)
class _Known:
    """A person of the same block. key: of the person kept, where this one was merged."""

    key: int
    is_merged: bool
    match: str
    search: str
    born: date | None
    precision: str
    unit: int
    digest: str
    phone: str
    sex: str


def recognise_people(said: Sequence[Said]) -> list[Found]:
    """Whom each of these is among the people known, in the order given: by national ID, then name and birth date, then name and unit.

    Nobody is recognised by name alone, and nobody whose number or birth date says otherwise; names that are nearly the same (accents left out,
    a letter wrong or two) are for a person to decide. Somebody merged into another is still known by what was said of them, and is the other.
    A fixed number of queries for every 20,000 rows.
    """
    found: list[Found] = []
    for some in batched(said, AT_ONCE, strict=False):
        rows = [_row_of(one) for one in some]
        met = _blocks(rows)
        judged = [_judge(row, met.get(n, ())) for n, row in enumerate(rows)]
        people = Person.objects.select_related("unit").in_bulk({key for keys, _basis, _sure in judged for key in keys})
        found += [_found([people[key] for key in keys], basis, sure=sure) for keys, basis, sure in judged]
    return found


def _found(people: Sequence[Person], basis: Basis | None, *, sure: bool) -> Found:
    return Found(people[0], (), basis) if sure else Found(None, tuple(people), basis)


def _row_of(said: Said) -> _Row:
    digest = national_id_digest(said.national_id) if said.national_id else ""
    precision = said.birth_precision or ("day" if said.birth_date else "")
    name = said.full_name
    return _Row(match_key(name), search_key(name), said.birth_date, precision, said.unit.pk, digest, said.phone, said.sex)


# Whether two names, accents aside, can be a slip apart at all, by what is cheap to compare: a slip in the middle leaves both ends, one near an end
# leaves the rest. Trigrams are counted only of those.
NEAR = """(left({a}, 3) = left({b}, 3) AND right({a}, 3) = right({b}, 3)
     OR left({a}, length({b}) - 4) = left({b}, length({b}) - 4) OR right({a}, length({b}) - 4) = right({b}, length({b}) - 4))
     AND similarity({a}, {b}) >= {alike}"""

# Each part joins the rows said with one block of people. A block of one birth date, one unit or one phone holds some dozens.
_MET = f"""
WITH said AS MATERIALIZED (
  SELECT * FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::date[], %s::date[], %s::bigint[], %s::text[])
    AS row (n, digest, match, search, born, turned, unit, phone)
), met AS (
  SELECT n, p.id FROM said JOIN people_person p ON p.national_id_digest = said.digest AND said.digest <> ''
  UNION
  SELECT n, p.id FROM said JOIN people_person p ON p.birth_date = said.born AND p.birth_precision = 'day'
   WHERE p.match_key = said.match OR {NEAR.format(a="p.search_key", b="said.search", alike=ALIKE)}
  UNION
  SELECT n, p.id FROM said JOIN people_person p ON p.birth_date = said.turned AND p.birth_precision = 'day' AND p.search_key = said.search
  UNION
  SELECT n, p.id FROM said JOIN people_person p ON p.unit_id = said.unit
   WHERE p.match_key = said.match OR {NEAR.format(a="p.search_key", b="said.search", alike=ALIKE)}
  UNION
  SELECT n, p.id FROM said JOIN people_person p ON p.phone = said.phone AND p.phone <> '' AND p.search_key = said.search
)
SELECT n, p.id, p.merged_into_id, p.match_key, p.search_key, p.birth_date, p.birth_precision, p.unit_id, p.national_id_digest, p.phone, p.sex
  FROM met JOIN people_person p ON p.id = met.id
"""  # noqa: S608  of constants alone

_KEPT = """
WITH RECURSIVE way AS (
  SELECT id AS start, merged_into_id AS at FROM people_person WHERE id = ANY(%s)
  UNION ALL
  SELECT way.start, p.merged_into_id FROM way JOIN people_person p ON p.id = way.at WHERE p.merged_into_id IS NOT NULL
)
SELECT start, at FROM way JOIN people_person p ON p.id = way.at WHERE p.merged_into_id IS NULL
"""


def kept_keys(keys: Iterable[int]) -> dict[int, int]:
    """Of people who were merged: their key -> the key of the one kept in the end. Keys of people not merged are not in it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [list(keys)])
        return dict(cursor.fetchall())


def _blocks(rows: Sequence[_Row]) -> dict[int, list[_Known]]:
    """Of each row, by its place, the people it meets in a block."""
    columns = (
        list(range(len(rows))),
        [row.digest for row in rows],
        [row.match for row in rows],
        [row.search for row in rows],
        [row.day for row in rows],
        [_turned(row.day) for row in rows],
        [row.unit for row in rows],
        [row.phone for row in rows],
    )
    with connection.cursor() as cursor:
        cursor.execute(_MET, columns)
        lines = cursor.fetchall()
    kept = kept_keys({line[1] for line in lines if line[2]}) if any(line[2] for line in lines) else {}
    met: dict[int, list[_Known]] = defaultdict(list)
    for n, key, merged_into, *rest in lines:
        met[n].append(_Known(kept.get(key, key), merged_into is not None, *rest))
    return met


def _turned(day: date | None) -> date | None:
    """The day with day and month exchanged, as an Excel of another country reads it."""
    return date(day.year, day.day, day.month) if day and day.day <= 12 and day.day != day.month else None


type _Judged = tuple[list[int], Basis | None, bool]  # people, why, whether it is certain
_NOBODY: _Judged = ([], None, False)


def _judge(row: _Row, met: Sequence[_Known]) -> _Judged:
    """The order of the evidence: number; name and birth date; name and unit; then what only a person can tell."""
    if not met:
        return _NOBODY
    return _by_number(row, met) or _by_name(row, met) or _by_likeness(row, met) or _NOBODY


def _by_number(row: _Row, met: Sequence[_Known]) -> _Judged | None:
    held = [one for one in met if row.digest and one.digest == row.digest]
    held = [one for one in held if not one.is_merged] or held
    if not held:
        return None
    keys = _keys(held)
    if len(keys) > 1:
        return keys, Basis.NAMESAKES, False
    is_same = any(_shares_words(row.search, one.search) or _same_day(row, one) for one in held)
    return keys, Basis.NUMBER if is_same else Basis.OTHER_NAME, is_same


def _by_name(row: _Row, met: Sequence[_Known]) -> _Judged | None:
    namesakes = [one for one in met if one.match == row.match]
    free = [one for one in namesakes if not _other_number(row, one)]
    born = _keys(one for one in free if _same_day(row, one))
    if born:
        return born, Basis.BIRTH if len(born) == 1 else Basis.NAMESAKES, len(born) == 1
    here = [one for one in namesakes if one.unit == row.unit]
    agreeing = [one for one in here if not _other_number(row, one) and _may_be_born(row, one)]
    keys = _keys(here)
    if len(agreeing) >= 1 and len(keys) == 1:
        return keys, Basis.UNIT, True
    if not keys:
        return None
    return keys, _doubt(row, here), False


def _doubt(row: _Row, here: Sequence[_Known]) -> Basis:
    if len(_keys(here)) > 1:
        return Basis.NAMESAKES
    return Basis.OTHER_NUMBER if _other_number(row, here[0]) else Basis.OTHER_BIRTH


def _by_likeness(row: _Row, met: Sequence[_Known]) -> _Judged | None:
    """Never certain. A birth date turned round, the same phone, accents left out, a letter or two wrong."""
    near = [one for one in met if not _other_number(row, one) and not (row.sex and one.sex and row.sex != one.sex) and _is_near(row, one)]
    return (_keys(near), Basis.SPELLING, False) if near else None


def _is_near(row: _Row, one: _Known) -> bool:
    if row.search == one.search:  # accents aside, the same name
        turned = _turned(row.day)
        return (
            _same_day(row, one) or (turned is not None and turned == one.born) or one.unit == row.unit or bool(row.phone and row.phone == one.phone)
        )
    return (_same_day(row, one) or (one.unit == row.unit and _may_be_born(row, one) and _is_dated(row, one))) and is_slip(row.search, one.search)


def _is_dated(row: _Row, one: _Known) -> bool:
    """Whether a birth year at least speaks for it: in one school, Hoa and Hoan are two people if nothing else is known."""
    return row.born is not None and one.born is not None


def _keys(known: Iterable[_Known]) -> list[int]:
    return sorted({one.key for one in known})


def _same_day(row: _Row, one: _Known) -> bool:
    return row.day is not None and one.precision == "day" and row.day == one.born


def _other_number(row: _Row, one: _Known) -> bool:
    return bool(row.digest and one.digest and row.digest != one.digest)


def _may_be_born(row: _Row, one: _Known) -> bool:
    """Whether the two birth dates can be of one day, each as exact as it is known."""
    if row.born is None or one.born is None:
        return True
    exact = {"day": 3, "month": 2, "year": 1}
    parts = min(exact.get(row.precision, 3), exact.get(one.precision, 3))
    return row.born.timetuple()[:parts] == one.born.timetuple()[:parts]


def _shares_words(first: str, second: str) -> bool:
    """Whether one name has most words of the other: enough beside a number, too little without."""
    one, two = set(first.split()), set(second.split())
    return len(one & two) * 2 >= min(len(one), len(two)) > 0


def is_slip(first: str, second: str) -> bool:
    """Whether two names, accents aside, differ by no more than a slip of the hand.

    One letter typed wrong, left out, doubled or exchanged with its neighbour; in names of 16 letters or more, two. Or one word left out of
    three or more (a middle name).
    """
    if first == second:
        return True
    short, long = sorted((first.split(), second.split()), key=len)
    if len(long) >= 3 and len(long) - len(short) == 1 and any(short == [*long[:i], *long[i + 1 :]] for i in range(len(long))):
        return True
    allowed = 2 if min(len(first), len(second)) >= 16 else 1
    return abs(len(first) - len(second)) <= allowed and _distance(first, second, allowed) <= allowed


def _distance(first: str, second: str, at_most: int) -> int:
    """Letters to change, add, leave out or exchange with their neighbour; more than `at_most` is not told apart.

    Source: optimal string alignment, after Damerau, Communications of the ACM 7 (1964).
    """
    before: list[int] = []
    line = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        before, line = line, list(_line(first, second, i, letter, above=before, last=line))
        if min(line) > at_most:
            return at_most + 1
    return line[-1]


def _line(first: str, second: str, i: int, letter: str, *, above: Sequence[int], last: Sequence[int]) -> Iterator[int]:
    """One line of the table. last: the line before this one; above: the one before that."""
    left = i
    yield left
    for j, other in enumerate(second, 1):
        best = min(left + 1, last[j] + 1, last[j - 1] + (letter != other))
        if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
            best = min(best, above[j - 2] + 1)
        left = best
        yield left
