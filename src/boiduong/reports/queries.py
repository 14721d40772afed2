"""Figures that span the apps. Each is counted from rows; none is kept anywhere else."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.formats import number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boiduong.accounts.models import User
from boiduong.allocation.models import MakeupPlace, Run
from boiduong.attendance.models import Attendance
from boiduong.attendance.queries import present_enrollment_ids
from boiduong.audit.models import Progress
from boiduong.campaigns.models import Campaign, Enrollment, Membership, Topic, TrainingClass
from boiduong.credentials.models import Certificate
from boiduong.documents.models import DocumentProfile
from boiduong.essays.models import Submission
from boiduong.grading.models import Grade, GradingShare
from boiduong.reports.counting import summary_figures
from boiduong.reports.figures import frozen, headline
from boiduong.reports.models import SummaryReport
from boiduong.rosters.models import RosterCall
from boiduong.schedule.models import ClassSession
from boiduong.summonses.models import Bundle, Summons


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the frame's left side. view: a URL name that takes the campaign's code."""

    key: str
    title: str
    view: str
    state: Literal["done", "now", "later"]
    figure: str  # the stage's one figure, as written; empty before there is one
    opens: bool  # whether its page opens for whoever looks


_ORGANISERS = frozenset({Membership.Role.ORGANISER})
_GRADERS = _ORGANISERS | {Membership.Role.GRADER}
# Who can open the page of a stage: what its own door says, written once more so that the frame asks nothing more. Tests hold them together.
OPENS: dict[str, frozenset[str]] = {
    "plan": frozenset(Membership.Role),
    "attendance": _ORGANISERS | {Membership.Role.OPERATOR},
    "essays": _GRADERS,
    "grading": _GRADERS,
    "report": frozenset(Membership.Role),
}


def running_job_count(campaign: Campaign) -> int:
    return Progress.objects.filter(campaign_code=campaign.code, ended_at=None).count()


def stages_of(campaign: Campaign, user: User) -> list[Stage]:
    """The stages of a campaign's life in their order, each with its state and its one figure; none for whoever has no part in it. One query."""
    n, roles = _counts(campaign, user)
    told = [
        ("plan", _("Plan"), "campaigns:campaign_plan", n["topics"], n["topics"] > 0, _topics(n["topics"])),
        ("rosters", _("Rosters"), "rosters:call_list", n["calls"], 0 < n["calls"] == n["confirmed"], _share(n["confirmed"], n["calls"])),
        ("allocation", _("Classes"), "allocation:run_list", n["classes"], n["published"] > 0, _classes(n["classes"])),
        ("summonses", _("Summonses"), "summonses:bundle_list", n["summonses"], 0 < n["bundles"] == n["bundles_ready"], _figure(n["summonses"])),
        ("attendance", _("Doors and attendance"), "attendance:board", n["judged"], n["essays"] > 0, _figure(n["judged"])),
        ("essays", _("Essays"), "essays:submission_list", n["essays"], n["shares"] > 0, _figure(n["essays"])),
        ("grading", _("Grading"), "grading:pile_list", n["shares"], 0 < n["shares"] == n["grades"], _share(n["grades"], n["shares"])),
        ("results", _("Results"), "credentials:result_list", n["certificates"], n["certificates"] > 0, _figure(n["certificates"])),
        ("report", _("Report and news"), "reports:report_list", n["reports"], n["reports"] > 0, _figure(n["reports"])),
    ]
    if not roles:
        return []
    return [
        Stage(key, title, view, _state(bool(begun), done), figure, opens=not roles.isdisjoint(OPENS.get(key, _ORGANISERS)))
        for key, title, view, begun, done, figure in told
    ]


def _state(begun: bool, done: bool) -> Literal["done", "now", "later"]:
    if done:
        return "done"
    return "now" if begun else "later"


def _counts(campaign: Campaign, user: User) -> tuple[dict[str, int], set[str]]:
    """What there is of everything, and the roles that this user has in the campaign."""
    counted: dict[str, QuerySet[Any]] = {
        "topics": Topic.objects.all(),
        "calls": RosterCall.objects.all(),
        "confirmed": RosterCall.objects.filter(state=RosterCall.State.CONFIRMED),
        "classes": TrainingClass.objects.filter(is_makeup=False),
        "published": Run.objects.filter(state=Run.State.PUBLISHED),
        "bundles": Bundle.objects.exclude(state=Bundle.State.REPLACED),
        "bundles_ready": Bundle.objects.filter(state=Bundle.State.READY),
        "essays": Submission.objects.current(),
        "shares": GradingShare.objects.all(),
        "certificates": Certificate.objects.filter(revoked_at=None),
        "reports": SummaryReport.objects.all(),
    }
    through: dict[str, tuple[QuerySet[Any], str]] = {
        "summonses": (Summons.objects.filter(recalled_at=None), "enrollment__campaign"),
        "judged": (Attendance.objects.filter(is_present=True), "class_session__campaign"),
        "grades": (Grade.objects.all(), "share__campaign"),
    }
    ways = {name: (rows, "campaign") for name, rows in counted.items()} | through
    row = Campaign.objects.filter(pk=campaign.pk).annotate(**{f"n_{name}": _counted(rows, by) for name, (rows, by) in ways.items()})
    roles = ArraySubquery(Membership.objects.filter(campaign=OuterRef("pk"), user=user).values("role"))
    found = row.annotate(roles=roles).values("roles", *[f"n_{name}" for name in ways]).get()
    return {name: found[f"n_{name}"] for name in ways}, set(Membership.Role.values if user.is_superuser else found["roles"])


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    per_campaign = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(per_campaign, output_field=IntegerField()), Value(0))


def _figure(count: int) -> str:
    return str(number_format(count, use_l10n=True, force_grouping=True)) if count else ""


def _share(done: int, total: int) -> str:
    return f"{_figure(done) or 0}/{_figure(total)}" if total else ""


def _topics(count: int) -> str:
    return _("%(count)d topics") % {"count": count} if count else ""


def _classes(count: int) -> str:
    return _("%(count)d classes") % {"count": count} if count else ""


def learner_count(campaign: Campaign) -> int:
    return Enrollment.objects.called().filter(campaign=campaign).count()


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class of the first page. first_on, last_on: its days, None before it has any. learner_count: persons expected, in a make-up class too."""

    code: str
    name: str
    first_on: date | None
    last_on: date | None
    learner_count: int
    present_count: int  # of them, how many count as present in the campaign by now


@dataclass(frozen=True, slots=True)
class Overview:
    """The campaign's first page: what to do next, and the figures so far."""

    next_stage: Stage | None  # the first that is not done and opens for whoever looks
    is_done: bool
    stages: dict[str, Stage]
    learner_count: int
    present_count: int
    essay_count: int
    certificate_count: int
    classes: list[ClassLine]

    @property
    def absent_count(self) -> int:
        return self.learner_count - self.present_count


def overview_of(campaign: Campaign, user: User) -> Overview:
    """The same number of queries, however many classes and people."""
    present, stages = present_enrollment_ids(campaign), stages_of(campaign, user)
    return Overview(
        next_stage=next((stage for stage in stages if stage.state != "done" and stage.opens), None),
        is_done=all(stage.state == "done" for stage in stages),
        stages={stage.key: stage for stage in stages},
        learner_count=learner_count(campaign),
        present_count=len(present),
        essay_count=Submission.objects.current().filter(campaign=campaign).count(),
        certificate_count=Certificate.objects.filter(campaign=campaign, revoked_at=None).count(),
        classes=_class_lines(campaign, present),
    )


def _class_lines(campaign: Campaign, present: set[int]) -> list[ClassLine]:
    expected: dict[int, set[int]] = defaultdict(set)
    own = Enrollment.objects.called().filter(campaign=campaign, training_class__isnull=False).values_list("training_class", "pk")
    made_up = MakeupPlace.objects.filter(class_session__campaign=campaign).values_list("class_session__training_class", "enrollment")
    for training_class, enrollment in [*own, *made_up]:
        expected[training_class].add(enrollment)
    held = ClassSession.objects.held().filter(campaign=campaign).values("training_class").annotate(first=Min("starts_at"), last=Max("starts_at"))
    first = {row["training_class"]: localtime(row["first"]).date() for row in held}
    last = {row["training_class"]: localtime(row["last"]).date() for row in held}
    return [
        ClassLine(row.code, row.name, first.get(row.pk), last.get(row.pk), len(expected[row.pk]), len(expected[row.pk] & present))
        for row in campaign.classes.for_list()
    ]


def profile_of(campaign: Campaign) -> DocumentProfile | None:
    """In whose name and form the report is written: of the organisers in paper's order, the first with a profile; the State's form first."""
    found = DocumentProfile.objects.filter(unit__organized__campaign=campaign).select_related("unit")
    return found.order_by("unit__organized__order", "-form").first()


@dataclass(frozen=True, slots=True)
class Difference:
    name: str
    reported: int
    now: int


def differences_since(reported: dict[str, Any], campaign: Campaign) -> list[Difference]:
    """The figures that have changed since they were reported; later essays, corrections and certificates explain them."""
    before, after = headline(reported), headline(frozen(summary_figures(campaign)))
    return [Difference(name, before[name], after[name]) for name in before if before[name] != after[name]]
