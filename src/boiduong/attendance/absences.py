"""Who has not attended, in which way, what each still lacks, and where it is made up. Reads; writes nothing."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, TextChoices
from django.utils.translation import gettext_lazy as _

from boiduong.allocation.models import MakeupPlace
from boiduong.attendance.models import Attendance, Excuse
from boiduong.attendance.queries import missed_topics
from boiduong.campaigns.models import Campaign, Enrollment, Topic
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession

Verdict = Attendance.Verdict
NEVER_CAME = {Verdict.ABSENT, Verdict.EXCUSED}


class AbsenceKind(TextChoices):
    """How somebody has not attended. Everybody is of one kind, the first that fits."""

    EXCUSED = "EXCUSED", _("excused by paper")
    LEFT_EARLY = "LEFT_EARLY", _("came, but not to the end")
    PARTLY = "PARTLY", _("only some sessions")
    UNEXCUSED = "UNEXCUSED", _("absent without excuse")


@dataclass(frozen=True, slots=True)
class Missed:
    """A topic still lacking. verdict: of the session in which it was taught to the learner, the kindest if there were several."""

    topic: Topic
    verdict: Attendance.Verdict
    makeup: ClassSession | None  # where a place waits for the learner


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    enrollment: Enrollment
    kind: AbsenceKind
    missed: list[Missed]

    @property
    def without_place(self) -> list[Missed]:
        return [one for one in self.missed if one.makeup is None]


@dataclass(frozen=True, slots=True)
class UnitAbsences:
    """A unit's learners who have not attended."""

    unit: Unit
    called: int
    lines: list[AbsenceLine]


def absences_of(campaign: Campaign, *, kind: str = "", unit: Unit | None = None) -> list[UnitAbsences]:
    """Who has not attended what was taught to them, by unit in list order. Eleven queries, however many.

    A topic that the learner's class has yet to hear is not missed. kind, unit: these alone; called counts the whole unit.
    """
    called = Counter(dict(Enrollment.objects.called().filter(campaign=campaign).order_by().values_list("unit").annotate(Count("pk"))))
    found: dict[int, UnitAbsences] = {}
    for line in absence_lines(campaign):
        row = line.enrollment
        if (not kind or line.kind == kind) and (unit is None or row.unit_id == unit.pk):
            found.setdefault(row.unit_id, UnitAbsences(row.unit, called[row.unit_id], [])).lines.append(line)
    return list(found.values())


def absence_lines(campaign: Campaign) -> list[AbsenceLine]:
    """The same as one list, by unit and name."""
    missed = missed_topics(campaign)
    topics = {topic.pk: topic for topic in campaign.topics.all()}
    judged = Attendance.objects.filter(enrollment__in=missed, class_session__cancelled_at=None).order_by()
    verdicts: dict[tuple[int, int], list[str]] = defaultdict(list)
    attended: set[int] = set()
    for learner, topic, verdict, is_present in judged.values_list("enrollment", "class_session__topic", "verdict", "is_present"):
        verdicts[learner, topic].append(verdict)
        attended |= {learner} if is_present else set()
    places = waiting_places(campaign)
    rows = Enrollment.objects.filter(pk__in=missed).select_related("person", "unit", "training_class")
    lines = []
    for row in rows.order_by("unit__sort_key", "unit", "person__sort_key", "pk"):
        lacks = [
            Missed(topics[topic], _kindest(verdicts[row.pk, topic]), places.get((row.pk, topic)))
            for topic in sorted(missed[row.pk], key=lambda pk: topics[pk].number)
            if verdicts[row.pk, topic]
        ]
        if lacks:
            lines.append(AbsenceLine(row, _kind(lacks, has_attended=row.pk in attended), lacks))
    return lines


def waiting_places(campaign: Campaign) -> dict[tuple[int, int], ClassSession]:
    """Places in make-up sessions that are held and not judged for their learner yet, by learner and topic: nobody gets a second one. Two queries."""
    places = MakeupPlace.objects.filter(class_session__campaign=campaign, class_session__cancelled_at=None)
    judged = set(Attendance.objects.filter(class_session__in=places.values("class_session")).values_list("enrollment", "class_session"))
    rows = places.select_related("class_session__venue", "class_session__training_class", "class_session__topic").order_by("pk")
    waiting = [place for place in rows if (place.enrollment_id, place.class_session_id) not in judged]
    return {(place.enrollment_id, place.class_session.topic_id): place.class_session for place in waiting}


def lacking_places(campaign: Campaign, kinds: Collection[str]) -> list[tuple[Enrollment, Topic]]:
    """What learners of these kinds have missed and have no place to make up."""
    return [(line.enrollment, one.topic) for line in absence_lines(campaign) if line.kind in kinds for one in line.without_place]


def excuses_of(campaign: Campaign) -> list["PaperLine"]:
    """The papers that wait for a decision, then the others, the latest first: a paper that excuses several sessions is one line. Two queries."""
    rows = Excuse.objects.filter(enrollment__campaign=campaign, enrollment__withdrawn_at=None).defer("paper")
    near = rows.select_related("enrollment__person", "enrollment__unit", "enrollment__training_class", "class_session__topic", "decided_by")
    found: dict[tuple[Any, ...], PaperLine] = {}
    for row in near.order_by("-received_at", "enrollment", "class_session__starts_at"):
        key = (row.enrollment_id, row.paper_sha256, row.received_at, row.accepted)
        found.setdefault(key, PaperLine(row, [])).excuses.append(row)
    return sorted(found.values(), key=lambda line: not line.is_waiting)


@dataclass(frozen=True, slots=True)
class PaperLine:
    first: Excuse
    excuses: list[Excuse]  # of one paper, one a session

    @property
    def is_waiting(self) -> bool:
        return any(excuse.accepted is None and not excuse.is_in_time for excuse in self.excuses)

    @property
    def is_standing(self) -> bool:
        return self.first.accepted is True or (self.first.accepted is None and not self.is_waiting)

    @property
    def late_days(self) -> int:
        """After the end of the first session that it excuses."""
        return max(0, (self.first.received_at - self.first.class_session.ends_at).days)


def _kindest(verdicts: list[str]) -> Attendance.Verdict:
    order = [Verdict.EXCUSED, Verdict.LATE, Verdict.LEFT_EARLY, Verdict.NO_CHECK_OUT, Verdict.ABSENT]
    return min((Verdict(verdict) for verdict in verdicts), key=lambda verdict: order.index(verdict) if verdict in order else len(order))


def _kind(missed: list[Missed], *, has_attended: bool) -> AbsenceKind:
    unexcused = [one for one in missed if one.verdict != Verdict.EXCUSED]
    if not unexcused:
        return AbsenceKind.EXCUSED
    if all(one.verdict not in NEVER_CAME for one in unexcused):
        return AbsenceKind.LEFT_EARLY
    came = has_attended or any(one.verdict not in NEVER_CAME for one in missed)
    return AbsenceKind.PARTLY if came else AbsenceKind.UNEXCUSED
