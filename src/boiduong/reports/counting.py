"""Counts a campaign's figures from rows: a fixed number of queries, then one pass over the learners."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate

from boiduong.allocation.models import MakeupPlace
from boiduong.attendance.models import Attendance, Excuse
from boiduong.attendance.queries import present_enrollment_ids
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.credentials.models import Certificate, Completion
from boiduong.essays.models import Submission
from boiduong.grading.models import Grade, GradeBand, GradeRelease
from boiduong.people.models import Person, Unit
from boiduong.reports.figures import Absentee, Band, Day, Essays, Group, SummaryFigures, Taught
from boiduong.schedule.models import ClassSession


@dataclass(frozen=True, slots=True)
class Learner:
    """What the figures ask of one learner."""

    pk: int
    name: str
    position: str
    role: str
    unit_code: str
    unit: str
    level: str
    ownership: str
    class_code: str  # empty: in no class
    training_class: str
    is_present: bool
    is_made_up: bool
    is_excused: bool
    visits: int
    has_essay: bool
    has_completed: bool


@dataclass(frozen=True, slots=True)
class _Facts:
    """Keys of enrollments to which something happened."""

    present: set[int]
    placed: set[int]  # in a make-up class
    excused: set[int]
    essays: dict[int, bool]  # whether it was late
    completed: set[int]
    visits: Counter[int]


def summary_figures(campaign: Campaign) -> SummaryFigures:
    """The figures as they are now. About twenty queries, however many learners."""
    facts = _facts(campaign)
    learners = _learners(campaign, facts)
    sessions = _sessions(campaign)
    judged = _judged(campaign)
    released = GradeRelease.objects.filter(campaign=campaign).exists()
    marks = _marks(campaign) if released else []
    return SummaryFigures(
        title=campaign.title,
        organizers=tuple(str(row) for row in campaign.organizers.select_related("unit").order_by("order")),
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        halls=tuple(dict.fromkeys(f"{row.venue.name} ({row.venue.owner.name})" for row in sessions)),
        units=len({learner.unit_code for learner in learners}),
        classes=campaign.classes.filter(is_makeup=False).count(),
        makeup_classes=campaign.classes.filter(is_makeup=True).count(),
        sessions=len(sessions),
        total=group("", "", learners),
        by_unit=_grouped(learners, lambda learner: (learner.unit_code, learner.unit)),
        by_class=_grouped(learners, lambda learner: (learner.class_code, learner.training_class), order=_class_order(campaign)),
        by_level=_grouped(learners, lambda learner: (learner.level, label(Unit.Level, learner.level)), order=Unit.Level.values),
        by_ownership=_grouped(learners, lambda learner: (learner.ownership, label(Unit.Ownership, learner.ownership)), order=Unit.Ownership.values),
        by_role=_grouped(learners, lambda learner: (learner.role, label(Person.Role, learner.role)), order=Person.Role.values),
        by_day=_days(sessions, judged),
        topics=_topics(campaign, sessions, judged),
        essays=_essays(facts),
        graded=len(marks) if released else None,
        bands=_bands(campaign, marks) if released else (),
        certificates=Certificate.objects.filter(campaign=campaign, revoked_at=None).count(),
        absentees=tuple(
            Absentee(learner.unit, learner.name, learner.position, learner.training_class)
            for learner in learners
            if not learner.is_present and not learner.is_excused
        ),
    )


def learners_of(campaign: Campaign) -> list[Learner]:
    """Everybody called, by unit and then in the order of names."""
    return _learners(campaign, _facts(campaign))


def group(key: str, name: str, learners: Iterable[Learner]) -> Group:
    held = list(learners)
    return Group(
        key=key,
        name=name,
        called=len(held),
        present=sum(learner.is_present for learner in held),
        made_up=sum(learner.is_made_up for learner in held),
        excused=sum(learner.is_excused for learner in held),
        visits=sum(learner.visits for learner in held),
        essays=sum(learner.has_essay for learner in held),
        completed=sum(learner.has_completed for learner in held),
    )


def label(choices: Any, value: str) -> str:
    """The word for a choice's value; empty for none."""
    text: str | Promise = choices(value).label if value else ""
    return str(text)


def _grouped(learners: list[Learner], of: Callable[[Learner], tuple[str, str]], order: Iterable[str] | None = None) -> tuple[Group, ...]:
    """Groups in the order given, or else in that in which their first learners come; those without a key come last."""
    found: dict[tuple[str, str], list[Learner]] = {}
    for learner in learners:
        found.setdefault(of(learner), []).append(learner)
    places = {key: place for place, key in enumerate(order if order is not None else (key for key, _ in found)) if key}
    return tuple(group(*names, found[names]) for names in sorted(found, key=lambda names: places.get(names[0], len(places))))


def _class_order(campaign: Campaign) -> list[str]:
    return list(campaign.classes.order_by("is_makeup", "number").values_list("code", flat=True))


def _facts(campaign: Campaign) -> _Facts:
    present = present_enrollment_ids(campaign)
    visits = _judged(campaign).filter(is_present=True).values_list("enrollment").annotate(n=Count("pk"))
    return _Facts(
        present=present,
        placed=set(MakeupPlace.objects.filter(enrollment__campaign=campaign).values_list("enrollment", flat=True)),
        excused=set(Excuse.objects.filter(enrollment__campaign=campaign).values_list("enrollment", flat=True)),
        essays=dict(Submission.objects.current().filter(campaign=campaign).values_list("enrollment", "is_late")),
        completed=set(Completion.objects.filter(campaign=campaign, is_complete=True).values_list("enrollment", flat=True)),
        visits=Counter(dict(visits.order_by())),
    )


def _learners(campaign: Campaign, facts: _Facts) -> list[Learner]:
    rows = Enrollment.objects.called().filter(campaign=campaign).order_by("unit__sort_key", "unit", "person__sort_key", "pk")
    told = rows.values_list(
        *("pk", "person__full_name", "position", "role", "unit__code", "unit__name", "unit__level", "unit__ownership"),
        *("training_class__code", "training_class__name"),
    )
    return [
        Learner(
            pk=pk,
            name=name,
            position=position,
            role=role,
            unit_code=unit_code,
            unit=unit,
            level=level,
            ownership=ownership,
            class_code=class_code or "",
            training_class=training_class or "",
            is_present=pk in facts.present,
            is_made_up=pk in facts.present and pk in facts.placed,
            is_excused=pk not in facts.present and pk in facts.excused,
            visits=facts.visits[pk],
            has_essay=pk in facts.present and pk in facts.essays,
            has_completed=pk in facts.completed,
        )
        for pk, name, position, role, unit_code, unit, level, ownership, class_code, training_class in told
    ]


def _sessions(campaign: Campaign) -> list[ClassSession]:
    rows = ClassSession.objects.held().filter(campaign=campaign)
    return list(rows.select_related("venue__owner", "speaker").order_by("starts_at", "pk"))


def _judged(campaign: Campaign) -> QuerySet[Attendance]:
    """Verdicts on learners still on the list, in sessions that were held."""
    return Attendance.objects.filter(class_session__campaign=campaign, class_session__cancelled_at=None, enrollment__withdrawn_at=None)


def _days(sessions: list[ClassSession], judged: QuerySet[Attendance]) -> tuple[Day, ...]:
    day_of = {row.pk: localdate(row.starts_at) for row in sessions}
    held = Counter(day_of.values())
    told: dict[str, Counter[Any]] = {"expected": Counter(), "visits": Counter(), "late": Counter()}
    for session, is_present, verdict, n in judged.values_list("class_session", "is_present", "verdict").annotate(n=Count("pk")).order_by():
        told["expected"][day_of[session]] += n
        told["visits"][day_of[session]] += n * is_present
        told["late"][day_of[session]] += n * (verdict == Attendance.Verdict.LATE)
    return tuple(Day(on, held[on], *(told[name][on] for name in ("expected", "visits", "late"))) for on in sorted(held))


def _topics(campaign: Campaign, sessions: list[ClassSession], judged: QuerySet[Attendance]) -> tuple[Taught, ...]:
    visits = dict(judged.filter(is_present=True).values_list("class_session__topic").annotate(n=Count("pk")).order_by())
    return tuple(
        Taught(
            number=topic.number,
            title=topic.title,
            document=f"{topic.document.kind} số {topic.document.symbol} ngày {topic.document.issued_on:%d/%m/%Y} của {topic.document.issuer}",
            speakers=tuple(dict.fromkeys(str(row.speaker) for row in sessions if row.topic_id == topic.pk and row.speaker)),
            sessions=sum(row.topic_id == topic.pk for row in sessions),
            visits=visits.get(topic.pk, 0),
        )
        for topic in campaign.topics.select_related("document").order_by("number")
    )


def _essays(facts: _Facts) -> Essays:
    """Of those who owe one; an essay from somebody who was not present counts nowhere."""
    late = [is_late for pk, is_late in facts.essays.items() if pk in facts.present]
    return Essays(due=len(facts.present), received=len(late), late=sum(late))


def _marks(campaign: Campaign) -> list[float]:
    """One mark an essay: the mean, where several graders read it."""
    grades = Grade.objects.filter(share__campaign=campaign, share__submission__is_current=True)
    means = grades.values("share__submission").annotate(points=Avg("total_points")).order_by()
    return [float(points) for points in means.values_list("points", flat=True)]


def _bands(campaign: Campaign, marks: list[float]) -> tuple[Band, ...]:
    """From the best band down; a mark is in the highest band whose least points it reaches."""
    rows = list(GradeBand.objects.filter(campaign=campaign).order_by("-min_points"))
    counts = Counter(next((row.pk for row in rows if mark >= row.min_points), None) for mark in marks)
    return tuple(Band(row.name, f"{row.min_points.normalize():f}".replace(".", ","), counts[row.pk]) for row in rows)
