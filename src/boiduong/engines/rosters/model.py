"""What a roster says, and what is wrong with it. Rows are Excel's own, counted from 1; columns are Excel's letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

Severity = Literal["error", "warning", "notice"]
Role = Literal["manager", "teacher", "staff"]
Sex = Literal["F", "M"]


class Field(StrEnum):
    """What a column is about."""

    ORDINAL = "ordinal"
    NAME = "name"
    FAMILY = "family"  # family and middle names, where the given name has a column of its own
    GIVEN = "given"
    BIRTH = "birth_date"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    MALE = "male"  # holds a mark, or the birth date itself
    FEMALE = "female"
    SEX = "sex"
    POSITION = "position"
    MARKED = "marked"  # a column for each role, ticked: its heading is the role
    TEAM = "team"
    UNIT = "unit"
    PHONE = "phone"
    ID = "national_id"
    STAFF_CODE = "staff_code"
    EMAIL = "email"
    LEAVE = "leave"  # on leave for long: yes or no, kept as a note
    NOTE = "note"
    SENSITIVE = "sensitive"  # ethnicity, religion, Party membership: never read
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit that a roster may come from."""

    code: str
    name: str
    aliases: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know about a cell, a row or a file.

    An error keeps its row out until it is mended; a warning is a guess or a doubt; a notice tells of a repair.
    """

    column: str | None
    kind: str
    severity: Severity
    value: str
    message: str
    proposal: str | None = None  # what would mend it, in the form a person would type


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person's row, sound or not."""

    sheet: str
    row: int
    name: str
    birth_date: date | None
    birth_precision: Literal["day", "month", "year"] | None
    sex: Sex | None
    role: Role | None
    position: str
    team: str
    unit: str  # of this row, where the table has a column for it; else ""
    phone: str | None
    national_id: str | None
    staff_code: str
    email: str | None
    note: str
    problems: tuple[Problem, ...] = ()
    table: str = ""  # where tables stand beside each other, the letter of the column in which this one begins; else ""
    columns: Mapping[str, str] = field(default_factory=dict, compare=False)  # what a column is about (Field) -> its letter in this row's table

    @property
    def is_sound(self) -> bool:
        return all(problem.severity != "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class RosterFile:
    """All that one file says."""

    file: str
    unit: str | None
    unit_code: str | None  # of the known unit that it comes from, if it was recognised
    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Rows that are about one person."""

    rows: tuple[tuple[str, str, int], ...]  # file, sheet, row
    why: str
