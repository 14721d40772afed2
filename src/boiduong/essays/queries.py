from dataclasses import dataclass

from django.db.models import Count, Q

from boiduong.attendance.queries import present_enrollment_ids
from boiduong.campaigns.models import Campaign, Enrollment, Rules
from boiduong.essays.models import Submission


@dataclass(frozen=True, slots=True)
class UnitLine:
    code: str
    name: str
    due: int  # learners who owe an essay, those who handed one in included
    received: int
    late: int

    @property
    def missing(self) -> int:
        return self.due - self.received


@dataclass(frozen=True, slots=True)
class Collected:
    """How collecting stands, as a whole and by unit."""

    due: int
    received: int
    late: int
    unread: int  # files whose text could not be read
    units: list[UnitLine]
    rules: Rules

    @property
    def missing(self) -> int:
        return self.due - self.received


def owing(campaign: Campaign) -> set[int]:
    """Enrollment keys of those who owe an essay: judged present, as the rules say; and whoever handed one in all the same."""
    return present_enrollment_ids(campaign) | set(Submission.objects.current().filter(campaign=campaign).values_list("enrollment", flat=True))


def collected(campaign: Campaign) -> Collected:
    current = Q(submissions__is_current=True)
    rows = Enrollment.objects.called().filter(pk__in=owing(campaign)).values("unit__code", "unit__name").order_by("unit__sort_key")
    counted = rows.annotate(
        due=Count("pk", distinct=True),
        received=Count("submissions", filter=current),
        late=Count("submissions", filter=current & Q(submissions__is_late=True)),
    )
    units = [UnitLine(row["unit__code"], row["unit__name"], row["due"], row["received"], row["late"]) for row in counted]
    return Collected(
        due=sum(unit.due for unit in units),
        received=sum(unit.received for unit in units),
        late=sum(unit.late for unit in units),
        unread=Submission.objects.current().filter(campaign=campaign, state=Submission.State.UNREADABLE).count(),
        units=units,
        rules=Rules.objects.get(campaign=campaign),
    )


def missing_learners(campaign: Campaign) -> list[Enrollment]:
    """Those who owe an essay and have handed in none, by unit and name."""
    handed_in = Submission.objects.current().filter(campaign=campaign).values("enrollment")
    rows = Enrollment.objects.called().filter(pk__in=present_enrollment_ids(campaign)).exclude(pk__in=handed_in)
    return list(rows.for_list().order_by("unit__sort_key", "person__sort_key"))
