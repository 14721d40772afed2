"""What the roster engine read <-> rows of this app; and what confirming a row would do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.engines.names import match_key
from boiduong.engines.rosters import Field, KnownUnit, Problem, reread
from boiduong.engines.rosters import RosterRow as ReadRow
from boiduong.people.models import Person, Unit
from boiduong.people.queries import Found, Said, recognise_people
from boiduong.rosters.models import RosterRow

ROLES = {"manager": Person.Role.MANAGER, "teacher": Person.Role.TEACHER, "staff": Person.Role.STAFF}
TYPED = ("name", "birth_date", "sex", "position", "phone", "national_id", "email", "note")  # what a person can mend
_FIELDS = dict(zip(TYPED, (Field.NAME, Field.BIRTH, Field.SEX, Field.POSITION, Field.PHONE, Field.ID, Field.EMAIL, Field.NOTE), strict=True))
Status = RosterRow.Status


def known_units(campaign: Campaign) -> list[KnownUnit]:
    """The units whose rosters this campaign asked for, with every way of writing their names."""
    units = Unit.objects.filter(roster_calls__campaign=campaign).prefetch_related("aliases").order_by("pk")
    return [KnownUnit(unit.code, unit.name, [alias.name for alias in unit.aliases.all()]) for unit in units]


def values_of(row: ReadRow) -> dict[str, Any]:
    """A row as it is kept: the rosters document's, with the letters of its columns."""
    return {
        "name": row.name,
        "birth_date": row.birth_date.isoformat() if row.birth_date else None,
        "birth_precision": row.birth_precision,
        "sex": row.sex,
        "role": row.role,
        "position": row.position,
        "team": row.team,
        "unit": row.unit,
        "phone": row.phone,
        "national_id": row.national_id,
        "email": row.email,
        "note": row.note,
        "columns": dict(row.columns),
    }


def problem_of(problem: Problem) -> dict[str, Any]:
    return {
        "column": problem.column,
        "kind": problem.kind,
        "severity": problem.severity,
        "value": problem.value,
        "message": problem.message,
        "proposal": problem.proposal,
    }


def mended(row: RosterRow, typed: Mapping[str, str], *, on: date) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The values and problems of a row after somebody typed these fields; fields not named stay as they were.

    The role stays too, unless a new position says another.
    """
    columns: dict[str, str] = row.values.get("columns", {})
    read = reread({_FIELDS[name]: typed.get(name, shown(row.values, name)) for name in TYPED}, on=on)
    values = values_of(read) | {
        "columns": columns,
        "team": row.values.get("team", ""),
        "unit": row.values.get("unit", ""),
        "role": read.role or row.values.get("role"),
    }
    values["corrected"] = row.values.get("corrected", {}) | {
        name: [as_sent(row, name), text] for name, text in typed.items() if text != shown(row.values, name)
    }
    problems = [problem_of(problem) | {"column": _letter(problem.column, columns)} for problem in read.problems if problem.severity != "notice"]
    return values, problems


def shown(values: Mapping[str, Any], name: str) -> str:
    """A value as a person would type it."""
    value = values.get(name) or ""
    if name == "birth_date" and value:
        day = date.fromisoformat(value)
        return {"year": f"{day.year}", "month": f"{day:%m/%Y}"}.get(values.get("birth_precision") or "", f"{day:%d/%m/%Y}")
    if name == "sex":
        return {"F": "Nữ", "M": "Nam"}.get(value, "")
    return str(value)


def as_sent(row: RosterRow, name: str) -> str:
    """What the file itself says in this field, before anybody corrected it."""
    if name in (corrected := row.values.get("corrected", {})):
        return str(corrected[name][0])
    letter = _letter(_FIELDS[name], row.values.get("columns", {}))
    wrong = next((problem["value"] for problem in row.problems if letter and problem["column"] == letter), "")
    return shown(row.values, name) or str(wrong)


def without_number(values: Mapping[str, Any]) -> dict[str, Any]:
    """A row's values once its national ID number has no use any more."""
    corrected = {name: both for name, both in values.get("corrected", {}).items() if name != "national_id"}
    return {**values, "national_id": None, "corrected": corrected}


def _letter(field: str | None, columns: Mapping[str, str]) -> str | None:
    if field == Field.NAME:
        return columns.get(Field.NAME) or columns.get(Field.FAMILY)
    if field == Field.BIRTH:
        return columns.get(Field.BIRTH) or columns.get(Field.FEMALE) or columns.get(Field.DAY)
    return columns.get(field or "")


def said_of(values: Mapping[str, Any], unit: Unit) -> Said:
    """What a row says of a person. Who has no sign of a role is a teacher, as most are."""
    born = values.get("birth_date")
    return Said(
        unit=unit,
        full_name=values["name"],
        role=ROLES.get(values.get("role") or "", Person.Role.TEACHER),
        birth_date=date.fromisoformat(born) if born else None,
        birth_precision=(values.get("birth_precision") or "") if born else "",
        sex=values.get("sex") or "",
        position=(values.get("position") or "")[:120],
        phone=values.get("phone") or "",
        email=values.get("email") or "",
        national_id=values.get("national_id") or "",
    )


def judge_rows(rows: Sequence[RosterRow], unit: Unit | None, campaign: Campaign) -> None:
    """Set what confirming each row would do: status and the person it is about. Rows left out by a person stay so. Three queries."""
    sound = []
    repeats = _Repeats({}, {})
    for row in rows:
        if row.status == Status.LEFT_OUT:
            continue
        row.person = None
        row.status = Status.WRONG if _has_errors(row.problems) else repeats.status(row.values)
        if row.status == Status.NEW:
            sound.append(row)
    if unit is not None:
        found = recognise_people([said_of(row.values, unit) for row in sound])
        elsewhere = _called_elsewhere(campaign, unit, [one.person for one in found if one.person])
        taken: set[int] = set()
        for row, one in zip(sound, found, strict=True):
            _judge(row, one, unit, elsewhere, taken)


def _has_errors(problems: Iterable[Mapping[str, Any]]) -> bool:
    """Repetition is not asked of the problems as read: mending one row may end it for another."""
    return any(problem["severity"] == "error" and problem["kind"] != "duplicate" for problem in problems)


@dataclass(frozen=True, slots=True)
class _Repeats:
    """Who has stood in the file so far."""

    by_number: dict[str, str]  # national ID -> match key of the name
    by_birth: dict[tuple[str, str], None]

    def status(self, values: Mapping[str, Any]) -> RosterRow.Status:
        """NEW for the first row about somebody, DUPLICATE for a later one, WRONG where one number stands beside two names."""
        name, number, born = match_key(values["name"]), values.get("national_id"), values.get("birth_date")
        if number and self.by_number.get(number, name) != name:
            return Status.WRONG
        is_known = number in self.by_number or (bool(born) and values.get("birth_precision") == "day" and (name, born) in self.by_birth)
        if number:
            self.by_number[number] = name
        self.by_birth[name, born or ""] = None
        return Status.DUPLICATE if is_known else Status.NEW


def _called_elsewhere(campaign: Campaign, unit: Unit, people: Sequence[Person]) -> set[int]:
    rows = Enrollment.objects.called().filter(campaign=campaign, person__in=people).exclude(unit=unit)
    return set(rows.values_list("person_id", flat=True))


def _judge(row: RosterRow, found: Found, unit: Unit, elsewhere: set[int], taken: set[int]) -> None:
    decided = row.values.get("decided")
    if decided == "new":
        return
    candidates = {str(one.pk): one for one in found.candidates}
    person = candidates.get(str(decided)) or found.person
    if person is None:
        row.status = Status.AMBIGUOUS if found.candidates else Status.NEW
        return
    row.person = person
    if person.pk in elsewhere or person.pk in taken:
        row.status = Status.AMBIGUOUS
        return
    taken.add(person.pk)
    row.status = Status.UNCHANGED if _says_nothing_new(said_of(row.values, unit), person) else Status.CHANGED


def _says_nothing_new(said: Said, person: Person) -> bool:
    told = {
        "unit_id": said.unit.pk,
        "role": said.role,
        "birth_date": said.birth_date,
        "sex": said.sex,
        "position": said.position,
        "phone": said.phone,
        "email": said.email,
    }
    same = all(getattr(person, name) == value for name, value in told.items() if value)
    return same and match_key(said.full_name) == person.match_key and said.national_id[-4:] in ("", person.national_id_tail)


def gone_enrollments(rows: Sequence[RosterRow], unit: Unit, campaign: Campaign) -> list[Enrollment]:
    """Learners whom this unit sent before and who are not in this file. One query."""
    kept = [row.person_id for row in rows if row.person_id and row.status != Status.LEFT_OUT]
    called = Enrollment.objects.called().filter(campaign=campaign, unit=unit).exclude(person__in=kept)
    return list(called.for_list().select_related("campaign", "person", "unit"))


def are_many_gone(rows: Sequence[RosterRow], gone: int) -> bool:
    """Whether a person should look twice before so many are taken off: at least three, and more than a tenth of those the unit sent before."""
    still_here = sum(row.person_id is not None and row.status in (Status.CHANGED, Status.UNCHANGED) for row in rows)
    return gone >= 3 and gone * 10 > gone + still_here
