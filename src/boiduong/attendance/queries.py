"""Reads over a session's doors and a campaign's attendance."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from boiduong.allocation.models import MakeupPlace
from boiduong.attendance.counting import planned_rules, topics_needed
from boiduong.attendance.models import Attendance, AttendanceCorrection, Excuse, OddCase
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.doors.events import Stranger
from boiduong.doors.manifest import plain
from boiduong.doors.models import CheckIn, Unlisted
from boiduong.doors.queries import DoorLine, door_lines, standing
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession


def present_enrollment_ids(campaign: Campaign) -> set[int]:
    """Learners who count as present in the campaign: present, with the own class or a make-up class, at every topic but those the rules let go."""
    needed = topics_needed(planned_rules(campaign), campaign.topics.count())
    by_learner = _attended(campaign).values("enrollment").annotate(topics=Count("class_session__topic", distinct=True))
    return set(by_learner.filter(topics__gte=needed).values_list("enrollment", flat=True))


def _attended(campaign: Campaign) -> QuerySet[Attendance]:
    """Verdicts that count as present, of learners still called, in sessions that were held."""
    held = {"class_session__campaign": campaign, "class_session__cancelled_at": None}
    return Attendance.objects.filter(**held, enrollment__withdrawn_at=None, is_present=True).order_by()


def missed_topics(campaign: Campaign) -> dict[int, frozenset[int]]:
    """For each learner called who has not attended: the keys of the topics still to be made up."""
    topics = frozenset(campaign.topics.values_list("pk", flat=True))
    called = Enrollment.objects.called().filter(campaign=campaign)
    attended: dict[int, set[int]] = defaultdict(set)
    for learner, topic in _attended(campaign).values_list("enrollment", "class_session__topic"):
        attended[learner].add(topic)
    present = present_enrollment_ids(campaign)
    return {learner: topics - attended[learner] for learner in called.values_list("pk", flat=True) if learner not in present}


@dataclass(frozen=True, slots=True)
class Figures:
    """persons: who attended; visits: person-sessions; made_up: of the persons, those who needed a make-up session for it."""

    called: int
    persons: int
    visits: int
    absent: int
    excused: int
    made_up: int
    check_ins: int
    check_ins_offline: int

    @property
    def percent(self) -> float:
        return 100 * self.persons / self.called if self.called else 0.0


def figures_of(campaign: Campaign) -> Figures:
    """A campaign's attendance so far, from judged sessions and kept events. absent = called - persons; excused is a part of absent."""
    present = present_enrollment_ids(campaign)
    called = set(Enrollment.objects.called().filter(campaign=campaign).values_list("pk", flat=True))
    judged = Attendance.objects.filter(enrollment__campaign=campaign)
    excused = set(judged.filter(verdict=Attendance.Verdict.EXCUSED).values_list("enrollment", flat=True))
    makeup = set(_attended(campaign).filter(class_session__in=makeup_sessions(campaign)).values_list("enrollment", flat=True))
    check_ins = CheckIn.objects.filter(class_session__campaign=campaign).aggregate(n=Count("pk"), offline=Count("pk", filter=Q(is_offline=True)))
    return Figures(
        called=len(called),
        persons=len(present),
        visits=_attended(campaign).count(),
        absent=len(called - present),
        excused=len((called - present) & excused),
        made_up=len(present & makeup),
        check_ins=check_ins["n"],
        check_ins_offline=check_ins["offline"],
    )


def makeup_sessions(campaign: Campaign) -> set[int]:
    """Sessions in which something missed is made up."""
    placed = MakeupPlace.objects.filter(class_session__campaign=campaign).values_list("class_session", flat=True)
    return {*placed, *ClassSession.objects.filter(campaign=campaign, training_class__is_makeup=True).values_list("pk", flat=True)}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session on the board."""

    session: ClassSession
    expected: int
    entered: int  # learners with an accepted entry
    left: int
    present: int | None  # None: not judged yet
    open_cases: int
    doors: list[DoorLine]

    @property
    def inside(self) -> int:
        return max(0, self.entered - self.left)

    @property
    def is_judged(self) -> bool:
        return self.present is not None


def board_of(campaign: Campaign, *, at: datetime) -> list[SessionLine]:
    """Every session that is held, with its doors. Eight queries, however many sessions, doors and events."""
    sessions = list(campaign.sessions.held().for_list())
    expected = Counter(dict(Enrollment.objects.called().filter(campaign=campaign).order_by().values_list("training_class").annotate(Count("pk"))))
    placed = Counter(dict(MakeupPlace.objects.filter(class_session__campaign=campaign).order_by().values_list("class_session").annotate(Count("pk"))))
    accepted = standing(CheckIn.objects.filter(class_session__campaign=campaign), campaign).order_by()
    touched = {(row[0], row[1]): row[2] for row in accepted.values_list("class_session", "kind").annotate(Count("enrollment", distinct=True))}
    judged = dict(
        Attendance.objects.filter(class_session__campaign=campaign)
        .order_by()
        .values_list("class_session")
        .annotate(n=Count("pk", filter=Q(is_present=True)))
    )
    cases = Counter(dict(OddCase.objects.open().filter(campaign=campaign).order_by().values_list("class_session").annotate(Count("pk"))))
    doors = door_lines(campaign, at=at)
    return [
        SessionLine(
            session=session,
            expected=expected[session.training_class_id] + placed[session.pk],
            entered=touched.get((session.pk, "in"), 0),
            left=touched.get((session.pk, "out"), 0),
            present=judged.get(session.pk),
            open_cases=cases[session.pk],
            doors=doors[session.pk],
        )
        for session in sessions
    ]


@dataclass(frozen=True, slots=True)
class ClassCount:
    name: str
    called: int
    persons: int


def persons_by_class(campaign: Campaign) -> list[ClassCount]:
    """Called and attended by the learner's own class, in the classes' order."""
    present = present_enrollment_ids(campaign)
    counted: dict[int | None, list[int]] = defaultdict(list)
    for pk, training_class in Enrollment.objects.called().filter(campaign=campaign).values_list("pk", "training_class"):
        counted[training_class].append(pk)
    classes = TrainingClass.objects.filter(campaign=campaign, is_makeup=False).order_by("number")
    return [ClassCount(row.name, len(counted[row.pk]), len(present & set(counted[row.pk]))) for row in classes]


def session_attendance(session: ClassSession) -> list[dict[str, Any]]:
    """Verdict and touches of everybody judged in a session, in list order."""
    rows = Attendance.objects.filter(class_session=session).select_related("enrollment__person", "enrollment__unit")
    return [
        {"enrollment": row.enrollment, "verdict": row.get_verdict_display(), "is_present": row.is_present, "in_at": row.in_at, "out_at": row.out_at}
        for row in rows.order_by("enrollment__person__sort_key", "pk")
    ]


def line_of(session: ClassSession, *, at: datetime) -> SessionLine:
    """One session as the board shows it."""
    return next(line for line in board_of(session.campaign, at=at) if line.session.pk == session.pk)


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """Open cases of one kind, with what a person may decide about them."""

    kind: str
    title: str
    cases: list[OddCase]

    @property
    def is_decided_alike(self) -> bool:
        """Whether one answer may do for all: who a stranger was is asked one by one, and so is what a sheet says."""
        return len(self.cases) > 1 and self.kind not in {OddCase.Kind.NOT_LISTED, OddCase.Kind.SHEET}

    @property
    def last_key(self) -> int:
        return self.cases[-1].pk


def open_cases_of(campaign: Campaign) -> list[CaseGroup]:
    """The inbox by kind, in the order of the kinds; kinds without open cases are left out. One query."""
    by_kind: dict[str, list[OddCase]] = defaultdict(list)
    for case in OddCase.objects.open().filter(campaign=campaign).for_list():
        by_kind[case.kind].append(case)
    return [CaseGroup(kind.value, str(kind.label), by_kind[kind]) for kind in OddCase.Kind if by_kind[kind]]


def lately_decided(campaign: Campaign) -> list[OddCase]:
    """The last ten decisions of persons, newest first: what may have been a slip. One query."""
    decided = OddCase.objects.filter(campaign=campaign, settled_by__isnull=False)
    return list(
        decided.select_related("enrollment__person", "class_session__training_class", "check_in", "settled_by").order_by("-settled_at", "-pk")[:10]
    )


def stranger_of(case: OddCase) -> Stranger | None:
    """Whom the door took down as on no list, in fields or in a note; None where it took down nobody."""
    told = Unlisted.objects.filter(check_in=case.check_in_id).first()
    if told is not None:
        return Stranger(told.full_name, told.unit_name, told.phone)
    is_note = case.check_in is not None and case.check_in.means == CheckIn.Means.UNLISTED
    return Stranger.of_note(case.check_in.note) if is_note and case.check_in else None


def unit_told(told: Stranger) -> Unit | None:
    """The unit that somebody at a door named, where it is named just so. At most one query."""
    return Unit.objects.filter(name__iexact=told.unit_name).first() if told.unit_name else None


def learners_named(campaign: Campaign, typed: str) -> list[Enrollment]:
    """Learners still called whose names hold every typed piece, accents or not; at most twenty. One query."""
    pieces = plain(typed).split()
    rows = Enrollment.objects.called().filter(campaign=campaign)
    for piece in pieces:
        rows = rows.filter(person__search_key__contains=piece)
    return list(rows.for_list()[:20]) if pieces else []


def settled_count(campaign: Campaign) -> int:
    return OddCase.objects.filter(campaign=campaign).exclude(settled_at=None).count()


@dataclass(frozen=True, slots=True)
class LearnerLine:
    """One session of one learner: the verdict, what was seen, and what was said and handed in about it."""

    session: ClassSession
    verdict: str  # in words; empty while it is not judged
    is_present: bool
    touches: list[CheckIn]
    corrections: list[AttendanceCorrection]
    excuse: Excuse | None


def learner_lines(enrollment: Enrollment) -> list[LearnerLine]:
    """Every session a learner has to do with, in order of time. Five queries."""
    touches: dict[int, list[CheckIn]] = defaultdict(list)
    for check_in in enrollment.check_ins.select_related("device").order_by("happened_at", "pk"):
        touches[check_in.class_session_id].append(check_in)
    corrections: dict[int, list[AttendanceCorrection]] = defaultdict(list)
    for correction in enrollment.corrections.select_related("corrected_by").order_by("pk"):
        corrections[correction.class_session_id].append(correction)
    excuses = {excuse.class_session_id: excuse for excuse in enrollment.excuses.defer("paper")}
    judged = {row.class_session_id: row for row in enrollment.attendances.all()}
    placed = MakeupPlace.objects.filter(enrollment=enrollment).values("class_session")
    mine = Q(training_class=enrollment.training_class_id) | Q(pk__in=placed) | Q(pk__in=[*touches, *judged])
    sessions = ClassSession.objects.held().filter(mine, campaign=enrollment.campaign_id).for_list()
    return [
        _learner_line(session, judged.get(session.pk), touches[session.pk], corrections[session.pk], excuses.get(session.pk)) for session in sessions
    ]


def _learner_line(
    session: ClassSession, row: Attendance | None, touches: list[CheckIn], corrections: list[AttendanceCorrection], excuse: Excuse | None
) -> LearnerLine:
    verdict = row.get_verdict_display() if row else ""
    return LearnerLine(session, verdict, row is not None and row.is_present, touches, corrections, excuse)
