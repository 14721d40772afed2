"""The shape of a campaign's figures, and how they are frozen. What each figure means stands in `definitions`."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Group:
    """The learners of one unit, class, level, ... or all of them. Persons everywhere, but for `visits`."""

    key: str  # what the address of its list says: a code, or a choice's value
    name: str
    called: int
    present: int
    made_up: int  # part of present
    excused: int  # part of absent
    visits: int  # person-sessions
    essays: int
    completed: int

    @property
    def absent(self) -> int:
        return self.called - self.present

    @property
    def without_leave(self) -> int:
        return self.absent - self.excused

    @property
    def present_percent(self) -> float:
        return percent(self.present, self.called)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of classes. All but `sessions` are person-sessions."""

    on: date
    sessions: int
    expected: int
    visits: int
    late: int

    @property
    def present_percent(self) -> float:
        return percent(self.visits, self.expected)


@dataclass(frozen=True, slots=True)
class Taught:
    """A topic, the document it is about, and who taught it."""

    number: int
    title: str
    document: str  # kind, number and symbol, date, issuer: as printed
    speakers: tuple[str, ...]  # with degrees, those who taught it, in the order of their first session
    sessions: int
    visits: int


@dataclass(frozen=True, slots=True)
class Essays:
    due: int
    received: int
    late: int  # part of received

    @property
    def missing(self) -> int:
        return self.due - self.received


@dataclass(frozen=True, slots=True)
class Band:
    name: str
    from_points: str
    count: int


@dataclass(frozen=True, slots=True)
class Absentee:
    """Somebody who was absent without leave."""

    unit: str
    name: str
    position: str
    training_class: str


@dataclass(frozen=True, slots=True)
class SummaryFigures:
    """Everything that the summary report tells of a campaign."""

    title: str
    organizers: tuple[str, ...]  # in the order of paper, the lead first
    starts_on: date
    ends_on: date
    halls: tuple[str, ...]  # each with its owner
    units: int
    classes: int
    makeup_classes: int
    sessions: int
    total: Group
    by_unit: tuple[Group, ...]
    by_class: tuple[Group, ...]
    by_level: tuple[Group, ...]
    by_ownership: tuple[Group, ...]
    by_role: tuple[Group, ...]
    by_day: tuple[Day, ...]
    topics: tuple[Taught, ...]
    essays: Essays
    graded: int | None  # None: the grades are not released
    bands: tuple[Band, ...]
    certificates: int
    absentees: tuple[Absentee, ...]


def percent(part: int, whole: int) -> float:
    """0 to 100, with one decimal; 0 of nothing."""
    return round(100 * part / whole, 1) if whole else 0.0


def frozen(figures: SummaryFigures) -> dict[str, Any]:
    """As plain JSON: the same figures are the same values in the same order."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(figures), default=date.isoformat))
    return plain


def digest(plain: Mapping[str, Any]) -> str:
    """SHA-256 of the frozen figures, written with sorted keys and without blanks: whatever stored them, the same figures give it again."""
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def headline(plain: Mapping[str, Any]) -> dict[str, int]:
    """The figures that two versions are compared by, each under its name."""
    total, essays = plain["total"], plain["essays"]
    absent = total["called"] - total["present"]
    return {
        _("Called"): total["called"],
        _("Present"): total["present"],
        _("Made up"): total["made_up"],
        _("Absent"): absent,
        _("Absent with leave"): total["excused"],
        _("Absent without leave"): absent - total["excused"],
        _("Visits"): total["visits"],
        _("Essays due"): essays["due"],
        _("Essays received"): essays["received"],
        _("Essays received late"): essays["late"],
        _("Essays missing"): essays["due"] - essays["received"],
        _("Completed"): total["completed"],
        _("Certificates"): plain["certificates"],
    }


def definitions() -> list[tuple[str, str]]:
    """What each figure counts: one thing only, the same on every page and in every file."""
    return [
        (_("Called"), _("Persons on the campaign's list, without those who were taken off it.")),
        (_("Present"), _("Persons whose attendance is enough under the campaign's rules, with the own class or with the make-up class.")),
        (_("Made up"), _("Persons among the present who had a place in the make-up class.")),
        (_("Absent"), _("Persons called who are not among the present.")),
        (_("Absent with leave"), _("Persons among the absent for whom a paper was received; the others are absent without leave.")),
        (_("Visits"), _("One person present in one session counts one visit; a person who attends three sessions counts three.")),
        (_("Essays due"), _("One from each person present.")),
        (_("Essays received"), _("Persons among the present from whom an essay has come, in however many versions; late ones included.")),
        (_("Completed"), _("Persons found to have completed the campaign under its rules.")),
        (_("Certificates"), _("Certificates issued and not revoked.")),
    ]
