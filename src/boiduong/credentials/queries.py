from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from boiduong.attendance.counting import planned_rules, topics_needed
from boiduong.attendance.models import Attendance
from boiduong.attendance.queries import present_enrollment_ids
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.credentials.models import Certificate, CertificateFile, Completion
from boiduong.credentials.rules import Bar, Facts, Reason, title_of, words_of
from boiduong.documents.models import DocumentProfile
from boiduong.engines.names import search_key
from boiduong.essays.models import Submission
from boiduong.grading.models import Grade, GradeRelease
from boiduong.people.models import Unit


def bar_of(campaign: Campaign) -> Bar:
    rules = planned_rules(campaign)
    return Bar(topics_needed=topics_needed(rules, campaign.topics.count()), pass_points=rules.pass_points)


def facts_of(campaign: Campaign) -> dict[int, Facts]:
    """Enrollment -> what the learner has done, for everybody on the list. A handful of queries, however many they are."""
    present = present_enrollment_ids(campaign)
    attended = Attendance.objects.filter(class_session__campaign=campaign, class_session__cancelled_at=None, is_present=True)
    topics = dict(attended.values_list("enrollment").annotate(n=Count("class_session__topic", distinct=True)))
    essays = dict(Submission.objects.current().filter(campaign=campaign).values_list("enrollment", "state"))
    graded = Grade.objects.filter(share__campaign=campaign, share__submission__is_current=True).order_by("graded_at", "pk")
    points = dict(graded.values_list("share__submission__enrollment", "total_points"))
    called = Enrollment.objects.called().filter(campaign=campaign).order_by("pk").values_list("pk", flat=True)
    return {
        key: Facts(
            is_present=key in present,
            topics_attended=topics.get(key, 0),
            has_essay=key in essays,
            is_readable=essays.get(key) == Submission.State.READABLE,
            points=points.get(key),
        )
        for key in called
    }


@dataclass(frozen=True, slots=True)
class ResultFilter:
    """What the address of the result list asks for; empty: everything."""

    training_class: str = ""  # code
    unit: str = ""  # code
    state: str = ""  # complete, incomplete, undecided
    reason: str = ""  # rules.Reason
    band: str = ""


def results_of(campaign: Campaign, asked: ResultFilter) -> QuerySet[Enrollment]:
    """The learners on the list, with class, unit, completion: those who were asked for, in the order of units and names."""
    rows = Enrollment.objects.called().filter(campaign=campaign)
    states = {
        "complete": Q(completion__is_complete=True),
        "incomplete": Q(completion__is_complete=False),
        "undecided": Q(completion=None),
        "uncertified": Q(completion__is_complete=True) & ~Q(certificates__in=Certificate.objects.valid().filter(campaign=campaign)),
    }
    wanted = states.get(asked.state, Q())
    wanted &= Q(training_class__code=asked.training_class) if asked.training_class else Q()
    wanted &= Q(unit__code=asked.unit) if asked.unit else Q()
    wanted &= Q(completion__reasons__contains=[{"code": asked.reason}]) if asked.reason else Q()
    wanted &= Q(completion__band=asked.band) if asked.band else Q()
    return rows.filter(wanted).select_related("completion").for_list().order_by("unit__sort_key", "unit", "person__sort_key", "pk")


@dataclass(frozen=True, slots=True)
class ReasonLine:
    code: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the campaign has come out so far."""

    learner_count: int
    complete_count: int
    incomplete_count: int
    certificate_count: int  # valid ones
    uncertified_count: int  # completed, and without a valid certificate
    reasons: list[ReasonLine]
    is_released: bool  # the grades

    @property
    def is_decided(self) -> bool:
        return self.complete_count + self.incomplete_count > 0

    @property
    def undecided_count(self) -> int:
        return self.learner_count - self.complete_count - self.incomplete_count


def outcome_of(campaign: Campaign) -> Outcome:
    counts = (
        Enrollment.objects.called()
        .filter(campaign=campaign)
        .aggregate(
            learners=Count("pk"),
            complete=Count("pk", filter=Q(completion__is_complete=True)),
            incomplete=Count("pk", filter=Q(completion__is_complete=False)),
        )
    )
    certificates = Certificate.objects.valid().filter(campaign=campaign)
    lacking = Completion.objects.filter(campaign=campaign, is_complete=False, enrollment__withdrawn_at=None).values_list("reasons", flat=True)
    found = Counter(reason["code"] for reasons in lacking for reason in reasons)
    return Outcome(
        learner_count=counts["learners"],
        complete_count=counts["complete"],
        incomplete_count=counts["incomplete"],
        certificate_count=certificates.count(),
        uncertified_count=results_of(campaign, ResultFilter(state="uncertified")).count(),
        reasons=[ReasonLine(reason.value, title_of(reason), found[reason]) for reason in Reason if found[reason]],
        is_released=GradeRelease.objects.filter(campaign=campaign).exists(),
    )


def valid_certificates_of(enrollments: list[Enrollment]) -> dict[int, Certificate]:
    """Enrollment -> the valid certificate, for those who hold one."""
    return {row.enrollment_id: row for row in Certificate.objects.valid().filter(enrollment__in=enrollments).defer("content")}


def issuing_profiles(campaign: Campaign) -> QuerySet[DocumentProfile]:
    """How the bodies that organise the campaign write their papers."""
    return DocumentProfile.objects.filter(unit__organized__campaign=campaign).select_related("unit").order_by("unit__organized__order", "form")


def choices_of(campaign: Campaign) -> tuple[list[TrainingClass], list[Unit]]:
    """Classes and units by which the result list can be narrowed."""
    units = Unit.objects.filter(enrollments__campaign=campaign).distinct().order_by("sort_key", "pk")
    return list(campaign.classes.order_by("is_makeup", "number")), list(units)


def register_of(campaign: Campaign, words: str) -> QuerySet[Certificate]:
    """The campaign's lines of the register, those revoked too; words: a part of a number or of a name."""
    rows = Certificate.objects.filter(campaign=campaign).for_list()
    return rows.filter(Q(symbol__icontains=words) | Q(enrollment__person__search_key__contains=search_key(words))) if words else rows


def certificates_of_unit(unit: Unit) -> QuerySet[Certificate]:
    return Certificate.objects.valid().filter(enrollment__unit=unit).for_list().select_related("campaign", "enrollment__person", "enrollment__unit")


def files_of_unit(unit: Unit) -> QuerySet[CertificateFile]:
    return CertificateFile.objects.filter(unit=unit).for_list().select_related("unit", "batch__campaign")


def files_of(campaign: Campaign) -> QuerySet[CertificateFile]:
    return CertificateFile.objects.filter(batch__campaign=campaign).for_list()


@dataclass(frozen=True, slots=True)
class ResultLine:
    enrollment: Enrollment
    completion: Completion | None
    reasons: list[str]  # in words
    certificate: Certificate | None


def result_lines(enrollments: list[Enrollment]) -> list[ResultLine]:
    """One query for the certificates of all of them."""
    held = valid_certificates_of(enrollments)
    lines = []
    for enrollment in enrollments:
        completion: Completion | None = getattr(enrollment, "completion", None)
        reasons = [words_of(lacking) for lacking in completion.reasons] if completion else []
        lines.append(ResultLine(enrollment, completion, reasons, held.get(enrollment.pk)))
    return lines


def replacement_of(certificate: Certificate) -> Certificate | None:
    return Certificate.objects.filter(replaces=certificate).first()
