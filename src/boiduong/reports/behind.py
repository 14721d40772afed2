"""The list behind a figure: the same learners that the figure counts, by the same rules."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from boiduong.campaigns.models import Campaign
from boiduong.people.models import Person, Unit
from boiduong.reports.counting import Learner, label, learners_of


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figure. by: "unit", "class", "level", "ownership", "role", or empty for everybody; key: of that group; who: a key of WHO."""

    by: str = ""
    key: str = ""
    who: str = "called"


@dataclass(frozen=True, slots=True)
class Behind:
    title: str
    group: str  # its name; empty for everybody
    learners: list[Learner]


WHO: dict[str, Callable[[Learner], bool]] = {
    "called": lambda learner: True,  # noqa: ARG005
    "present": lambda learner: learner.is_present,
    "made_up": lambda learner: learner.is_made_up,
    "absent": lambda learner: not learner.is_present,
    "excused": lambda learner: learner.is_excused,
    "without_leave": lambda learner: not learner.is_present and not learner.is_excused,
    "essays": lambda learner: learner.has_essay,
    "no_essay": lambda learner: learner.is_present and not learner.has_essay,
    "completed": lambda learner: learner.has_completed,
}
BY: dict[str, Callable[[Learner], tuple[str, str]]] = {
    "unit": lambda learner: (learner.unit_code, learner.unit),
    "class": lambda learner: (learner.class_code, learner.training_class),
    "level": lambda learner: (learner.level, label(Unit.Level, learner.level)),
    "ownership": lambda learner: (learner.ownership, label(Unit.Ownership, learner.ownership)),
    "role": lambda learner: (learner.role, label(Person.Role, learner.role)),
}


def titles() -> dict[str, str]:
    return {
        "called": _("Called"),
        "present": _("Present"),
        "made_up": _("Made up"),
        "absent": _("Absent"),
        "excused": _("Absent with leave"),
        "without_leave": _("Absent without leave"),
        "essays": _("Essays received"),
        "no_essay": _("Essays missing"),
        "completed": _("Completed"),
    }


def people_behind(campaign: Campaign, asked: Asked) -> Behind:
    """Seven queries, however many learners."""
    everybody = learners_of(campaign)
    of = BY.get(asked.by)
    group = [learner for learner in everybody if of is None or of(learner)[0] == asked.key]
    name = of(group[0])[1] if of and group else ""
    return Behind(titles()[asked.who], name, [learner for learner in group if WHO[asked.who](learner)])
