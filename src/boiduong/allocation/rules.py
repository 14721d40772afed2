"""Sentences about how people are divided: how they read, what holds for whom, and which of them contradict each other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boiduong.allocation.models import AIMS, DivisionRule
from boiduong.campaigns.models import Enrollment, TrainingClass
from boiduong.people.models import Person, Unit

Kind = DivisionRule.Kind
SENTENCES: Mapping[str, Any] = {
    Kind.ABSENCE: gettext_lazy("On no day are more than {amount} percent of the people who work at {scope} away."),
    Kind.TOGETHER: gettext_lazy("The people of one unit are in the same class: {scope}."),
    Kind.SPREAD: gettext_lazy("The people of one unit are spread over the classes, at most {amount} percent of them in one: {scope}."),
    Kind.FREE: gettext_lazy("The people of one unit may be in any class: {scope}."),
    Kind.APART: gettext_lazy("The managers of one unit are in different classes: {scope}."),
    Kind.MIXED: gettext_lazy("The managers of one unit may be in the same class: {scope}."),
    Kind.PLACE: gettext_lazy("{role} of {scope} are in {training_class}."),
    Kind.RESERVE: gettext_lazy("In every class {amount} seats are kept free."),
    Kind.WINDOW: gettext_lazy("A class is over within {amount} days."),
    Kind.BALANCE: gettext_lazy("The classes are of even size, give or take {amount} %."),
    Kind.COME: gettext_lazy("Days on which people said they cannot come are set aside."),
    Kind.HALVES: gettext_lazy("A unit's people who are away are counted by half-day, as its teachers teach one half of the day."),
    Kind.GIVE: gettext_lazy("“{aim}” may come out up to {amount} percent worse, where a less important aim gains by it."),
}
AIM_NAMES: Mapping[str, Any] = {  # each as the organiser orders it
    "unassigned": gettext_lazy("Everybody has a class"),
    "coverage": gettext_lazy("No school is left with too few people on a day"),
    "moves": gettext_lazy("Nobody is moved from the class they were told"),
    "grouping": gettext_lazy("Schools sit together, or spread, as the sentences say"),
    "levels": gettext_lazy("A class has as few school levels as can be"),
    "managers": gettext_lazy("The managers of a school are in different classes"),
    "balance": gettext_lazy("The classes are of even size"),
    "comfort": gettext_lazy("Short ways, and the half-day that people wished for"),
}
GIVING_AIMS = [aim for aim in AIMS if aim != "unassigned"]  # nobody is left out so that others sit better
WITH_SCOPE = {Kind.ABSENCE, Kind.TOGETHER, Kind.SPREAD, Kind.FREE, Kind.APART, Kind.MIXED, Kind.PLACE}
WITH_AMOUNT = {
    Kind.ABSENCE: (1, 100),
    Kind.SPREAD: (1, 100),
    Kind.RESERVE: (0, 9999),
    Kind.WINDOW: (1, 366),
    Kind.BALANCE: (0, 100),
    Kind.GIVE: (1, 100),
}
FAMILIES: Mapping[str, str] = {Kind.SPREAD: Kind.TOGETHER, Kind.FREE: Kind.TOGETHER, Kind.MIXED: Kind.APART}


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence as a version keeps it."""

    kind: str
    unit: int | None = None
    level: str = ""
    role: str = ""
    training_class: int | None = None
    amount: int | None = None
    text: str = ""
    aim: str = ""

    @property
    def family(self) -> str:
        return FAMILIES.get(self.kind, self.kind)

    @property
    def reach(self) -> int:
        """Of two sentences on one matter, the one with the higher reach holds."""
        return 4 * (self.unit is not None) + 2 * bool(self.level) + bool(self.role)

    def is_about(self, unit: Unit) -> bool:
        return self.unit in (None, unit.pk) and self.level in ("", unit.level)


def rule_of(row: DivisionRule) -> Rule:
    return Rule(row.kind, row.unit_id, row.level, row.role, row.training_class_id, row.amount, text_of(row), row.aim)


def kept(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    return [asdict(rule) for rule in rules]


def read(told: Iterable[dict[str, Any]]) -> list[Rule]:
    return [Rule(**one) for one in told]


def text_of(row: DivisionRule) -> str:
    """The whole sentence, in words."""
    return str(SENTENCES[row.kind]).format(
        amount=row.amount,
        scope=scope_name(row.unit, row.level),
        role=str(Person.Role(row.role).label) if row.role else _("All"),
        training_class=row.training_class or "",
        aim=AIM_NAMES.get(row.aim, ""),
    )


def scope_name(unit: Unit | None, level: str) -> str:
    if unit is not None:
        return unit.name
    return str(Unit.Level(level).label) if level else _("every unit")


def holding(rules: Iterable[Rule], family: str, unit: Unit) -> Rule | None:
    """The sentence of a family that holds for a unit."""
    found = [rule for rule in rules if rule.family == family and rule.is_about(unit)]
    return max(found, key=lambda rule: rule.reach, default=None)


def amount_of(rules: Iterable[Rule], kind: str, otherwise: int) -> int:
    """What a sentence about all says."""
    return next((rule.amount for rule in rules if rule.kind == kind and rule.amount is not None), otherwise)


def slacks(rules: Iterable[Rule]) -> dict[str, int]:
    """Percent by which each aim may come out worse than it could; the largest, where a version was asked for in spite of two."""
    found = sorted((rule.aim, rule.amount or 0) for rule in rules if rule.kind == Kind.GIVE)
    return dict(found)


def required_classes(rules: Iterable[Rule], learner: Enrollment, unit: Unit) -> frozenset[int]:
    """Keys of the classes that a learner must be in one of; none named: any."""
    found = [rule for rule in rules if rule.kind == Kind.PLACE and rule.is_about(unit) and rule.role in ("", learner.role)]
    most = max((rule.reach for rule in found), default=0)
    return frozenset(rule.training_class for rule in found if rule.reach == most and rule.training_class is not None)


def contradictions(rules: Sequence[Rule], *, topic_count: int) -> list[str]:
    """Sentences that cannot hold together, whatever halls and people there are."""
    return [*_said_twice(rules), *_too_short(rules, topic_count)]


def _said_twice(rules: Sequence[Rule]) -> list[str]:
    on: dict[tuple[object, ...], list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.kind != Kind.PLACE:  # two classes named for the same people are a choice
            on[rule.family, rule.unit, rule.level, rule.aim].append(rule)
    words = _("These sentences contradict each other; take one back: %(sentences)s")
    return [words % {"sentences": " ".join(f"“{rule.text}”" for rule in found)} for found in on.values() if len(found) > 1]


def _too_short(rules: Sequence[Rule], topic_count: int) -> list[str]:
    needed = -(-topic_count // 2)
    words = _("“%(sentence)s” leaves too few half-days: %(topics)d topics take at least %(days)d days.")
    return [
        words % {"sentence": rule.text, "topics": topic_count, "days": needed}
        for rule in rules
        if rule.kind == Kind.WINDOW and (rule.amount or 0) < needed
    ]


def crowded(rules: Sequence[Rule], learners: Iterable[Enrollment], classes: Sequence[TrainingClass], seats: int) -> list[str]:
    """Required classes that cannot take all who must be there. seats: of the largest hall. learners: with their units."""
    names = {row.pk: row.name for row in classes}
    wanted: Counter[frozenset[int]] = Counter()
    for learner in learners:
        if required := required_classes(rules, learner, learner.unit):
            wanted[required] += 1
    found = []
    for required, people in wanted.items():
        there = [names[key] for key in sorted(required) if key in names]
        if people > seats * len(there):
            said = {"people": people, "classes": ", ".join(there) or _("a class that is not there"), "seats": seats * len(there)}
            found.append(_("%(people)d people must be in %(classes)s, which have %(seats)d seats.") % said)
    return found
