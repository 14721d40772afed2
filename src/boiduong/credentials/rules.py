"""Who completes a campaign: present, essay handed in, passed. What is missing is said as codes with numbers; words come last."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.formats import number_format
from django.utils.translation import gettext as _

type Missing = dict[str, str | int]  # {"code": Reason, ...its numbers}: as Completion.reasons keeps it


class Reason(StrEnum):
    ABSENT = "ABSENT"
    NO_ESSAY = "NO_ESSAY"
    UNREADABLE = "UNREADABLE"
    NOT_GRADED = "NOT_GRADED"
    TOO_FEW_POINTS = "TOO_FEW_POINTS"


@dataclass(frozen=True, slots=True)
class Bar:
    """What the campaign's rules ask for."""

    topics_needed: int
    pass_points: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """What one learner has done."""

    is_present: bool  # as attendance judges it, make-up included
    topics_attended: int
    has_essay: bool
    is_readable: bool
    points: Decimal | None  # None: not graded


def missing(facts: Facts, bar: Bar) -> list[Missing]:
    """What is missing for completion, in the order in which it happens; empty if nothing is.

    Of the essay only the first thing is told: who has handed none in is not also told that it was not graded.
    """
    found: list[Missing] = []
    if not facts.is_present:
        found.append({"code": Reason.ABSENT, "attended": facts.topics_attended, "needed": bar.topics_needed})
    if not facts.has_essay:
        found.append({"code": Reason.NO_ESSAY})
    elif facts.points is None:
        found.append({"code": Reason.NOT_GRADED if facts.is_readable else Reason.UNREADABLE})
    elif facts.points < bar.pass_points:
        found.append({"code": Reason.TOO_FEW_POINTS, "points": str(facts.points), "needed": str(bar.pass_points)})
    return found


def title_of(reason: Reason) -> str:
    """The head of a list of people who lack this."""
    return {
        Reason.ABSENT: _("Not present as the rules ask"),
        Reason.NO_ESSAY: _("No essay handed in"),
        Reason.UNREADABLE: _("The essay could not be read"),
        Reason.NOT_GRADED: _("The essay has no grade"),
        Reason.TOO_FEW_POINTS: _("The essay did not pass"),
    }[reason]


def words_of(lacking: Mapping[str, str | int]) -> str:
    """One missing thing of one learner, with its numbers."""
    reason = Reason(str(lacking["code"]))
    if reason is Reason.ABSENT:
        return _("present at %(attended)s topics of the %(needed)s needed") % {"attended": lacking["attended"], "needed": lacking["needed"]}
    if reason is Reason.TOO_FEW_POINTS:
        numbers = {name: number_format(Decimal(lacking[name]).normalize()) for name in ("points", "needed")}
        return _("the essay has %(points)s points, a pass is %(needed)s") % numbers
    return {
        Reason.NO_ESSAY: _("no essay handed in"),
        Reason.UNREADABLE: _("the essay could not be read"),
        Reason.NOT_GRADED: _("the essay has no grade"),
    }[reason]
