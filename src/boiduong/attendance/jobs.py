import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from boiduong.allocation.models import MakeupPlace
from boiduong.attendance.counting import rules_now
from boiduong.attendance.judging import Judgement, Terms, Touch, judge
from boiduong.attendance.models import Attendance, AttendanceCorrection, Excuse, Judging, OddCase, RuleSet, SheetMark
from boiduong.attendance.patterns import Seen, patterns_of
from boiduong.audit.trail import Actor, record, report_progress
from boiduong.campaigns.models import Enrollment
from boiduong.doors.models import CheckIn
from boiduong.schedule.models import ClassSession

MACHINE = Actor(None, via="judging")
Verdict = Attendance.Verdict


@transaction.atomic
def judge_session(session_id: int, *, at: datetime, actor: Actor = MACHINE) -> int:
    """Make every verdict of a session from its events, the rules, the papers and the corrections. Safe to run again at any time.

    Judged are those of the class, those with a make-up place, and whoever else has an event that counts.
    Refuses: nothing. Audits: attendance.session.judged, with the counts and the digest of the events. Locks: the session.
    Returns how many learners were judged.
    """
    session = ClassSession.objects.select_for_update(of=("self",)).select_related("campaign__rules").get(pk=session_id)
    facts = _facts_of(session)
    rules = rules_now(session.campaign)
    terms = _terms_of(session, rules)
    judged = {
        learner: judge(facts.touches.get(learner, []), terms, is_excused=learner in facts.excused, corrected=facts.corrected.get(learner))
        for learner in facts.learners
    }
    _store(session, judged, rules, at)
    _look_for_patterns(session, at)
    _look_at_missing_exits(session, judged, at)
    _look_at_sheet(session, judged, at)
    counts = dict.fromkeys(map(str, Verdict), 0)
    for judgement in judged.values():
        counts[judgement.verdict] += 1
    record(actor, "attendance.session.judged", session, events=facts.event_count, digest=facts.digest, verdicts=counts, rules=rules.number)
    return len(judged)


def judge_ended_sessions(*, at: datetime) -> int:
    """Judge each session that has ended and knows an event later than its last judging. Returns how many; for the clock to call."""
    ended = ClassSession.objects.held().filter(ends_at__lt=at)
    attended = Attendance.objects.filter(class_session__in=ended.values("pk")).order_by()
    judged = dict(attended.values_list("class_session").annotate(Max("judged_at")))
    heard = ended.annotate(heard_at=Max("check_ins__arrived_at")).order_by("starts_at", "pk").values_list("pk", "heard_at")
    due = [pk for pk, heard_at in heard if heard_at and (pk not in judged or heard_at > judged[pk])]
    for session_id in due:
        judge_session(session_id, at=at)
    return len(due)


def judge_again(session_ids: Collection[int], at: datetime) -> None:
    """Those of these sessions that were judged before."""
    for session_id in Attendance.objects.filter(class_session__in=session_ids).values_list("class_session", flat=True).distinct():
        judge_session(session_id, at=at)


def judge_campaign(judging_id: int, *, at: datetime, takes_over: bool = False) -> None:
    """Judge every session again that was judged before, one after the other, each in a transaction of its own. A second call finds nothing to claim.

    Locks: each session in turn. Audits: each session's judging, by whoever changed the rules.
    """
    judging = Judging.objects.select_related("campaign").claim(judging_id, at=at, takes_over=takes_over)
    if judging is None:
        return
    judged = Attendance.objects.filter(class_session__campaign=judging.campaign, class_session__cancelled_at=None)
    sessions = list(judged.order_by("class_session__starts_at", "class_session").values_list("class_session", flat=True).distinct())
    before = dict(judged.values_list("pk", "verdict"))
    actor = Actor(judging.requested_by, via="judging")
    for done, session_id in enumerate(sessions):
        report_progress(judging, _("Judging again"), done=done, total=len(sessions), campaign_code=judging.campaign.code)
        judge_session(session_id, at=at, actor=actor)
    changed = sum(before.get(pk) != verdict for pk, verdict in judged.values_list("pk", "verdict"))
    Judging.objects.filter(pk=judging.pk).update(state=Judging.State.DONE, done_at=at, session_count=len(sessions), changed_count=changed)
    report_progress(judging, _("Judging again"), done=len(sessions), total=len(sessions), campaign_code=judging.campaign.code)


def judge_waiting_campaigns(*, at: datetime) -> int:
    """Take up what was asked for and is not being done: queued ones whose nudge was lost, and those of a worker that died. Returns how many."""
    Judging.objects.give_back(at=at)
    waiting = list(Judging.objects.filter(state=Judging.State.QUEUED).order_by("pk").values_list("pk", flat=True))
    for judging_id in waiting:
        judge_campaign(judging_id, at=at)
    return len(waiting)


@dataclass(frozen=True, slots=True)
class _Facts:
    learners: set[int]
    touches: dict[int, list[Touch]]
    excused: set[int]
    corrected: dict[int, Attendance.Verdict]
    event_count: int
    digest: str  # over the session's events in order of their keys


def _facts_of(session: ClassSession) -> _Facts:
    touches, event_count, digest = _touches_of(session)
    own = Enrollment.objects.called().filter(training_class=session.training_class_id).values_list("pk", flat=True)
    placed = MakeupPlace.objects.filter(class_session=session).values_list("enrollment", flat=True)
    corrections = AttendanceCorrection.objects.filter(class_session=session, withdrawn_at=None).order_by("pk").values_list("enrollment", "verdict")
    return _Facts(
        learners={*own, *placed, *touches},
        touches=touches,
        excused=set(Excuse.objects.standing().filter(class_session=session).values_list("enrollment", flat=True)),
        corrected={learner: Verdict(verdict) for learner, verdict in corrections},  # the last one stands
        event_count=event_count,
        digest=digest,
    )


def _touches_of(session: ClassSession) -> tuple[dict[int, list[Touch]], int, str]:
    """The events that count: accepted and repeated ones, unless they were taken back or a person decided otherwise.

    Of somebody on no list a decision also says who it was.
    """
    cases = OddCase.objects.filter(class_session=session, check_in__isnull=False).exclude(counts=None).exclude(kind=OddCase.Kind.NO_CHECK_OUT)
    decided = {check_in: (counts, who) for check_in, counts, who in cases.order_by("pk").values_list("check_in", "counts", "enrollment")}
    rows = list(session.check_ins.order_by("pk").values_list("pk", "uuid", "enrollment", "kind", "happened_at", "status", "voids"))
    voided = {voids for *_, status, voids in rows if voids and status == CheckIn.Status.ACCEPTED}
    sealed = hashlib.sha256()
    touches: dict[int, list[Touch]] = defaultdict(list)
    for pk, uuid, learner, kind, happened_at, status, _voids in rows:
        sealed.update(f"{uuid} {status} {kind} {happened_at.isoformat()} {learner}\n".encode())
        counts, who = decided.get(pk, (status in {CheckIn.Status.ACCEPTED, CheckIn.Status.REPEATED}, None))
        person = learner or who
        if counts and person and kind != CheckIn.Kind.VOID and uuid not in voided:
            touches[person].append(Touch(cast("Literal['in', 'out', 'mid']", kind), happened_at, pk))
    return dict(touches), len(rows), sealed.hexdigest()


def _terms_of(session: ClassSession, rules: RuleSet) -> Terms:
    return Terms(
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        needs_check_out=rules.needs_check_out,
        late_after_minutes=rules.late_after_minutes,
        is_late_present=rules.is_late_present,
        leaves_early_before_minutes=rules.leaves_early_before_minutes,
        is_excused_present=rules.is_excused_present,
    )


def _store(session: ClassSession, judged: dict[int, Judgement], rules: RuleSet, at: datetime) -> None:
    """Verdicts are derived: those of people who no longer belong here go, all others are written anew."""
    Attendance.objects.filter(class_session=session).exclude(enrollment__in=judged).delete()
    Attendance.objects.bulk_create(
        [
            Attendance(
                class_session=session,
                enrollment_id=learner,
                verdict=made.verdict,
                is_present=made.is_present,
                in_at=made.in_at,
                out_at=made.out_at,
                judged_at=at,
                rule_set_id=rules.pk,
            )
            for learner, made in sorted(judged.items())
        ],
        update_conflicts=True,
        unique_fields=["class_session", "enrollment"],
        update_fields=["verdict", "is_present", "in_at", "out_at", "judged_at", "rule_set"],
    )


def _look_for_patterns(session: ClassSession, at: datetime) -> None:
    """What may be a friend's card held up, or friends let in by name, goes to the inbox once; a person finds out."""
    counted = session.check_ins.filter(kind=CheckIn.Kind.IN, enrollment__isnull=False, status__in=[CheckIn.Status.ACCEPTED, CheckIn.Status.REPEATED])
    told = counted.order_by("pk").values_list("pk", "enrollment", "device", "happened_at", "means")
    entries = [Seen(pk, learner, device, when, means == CheckIn.Means.NAME) for pk, learner, device, when, means in told if learner]
    cases = [
        OddCase(
            campaign_id=session.campaign_id,
            class_session=session,
            kind=OddCase.Kind(pattern.kind),
            check_in_id=pattern.check_in_id,
            enrollment_id=pattern.enrollment_id,
            remark=_("%(count)d touches in %(seconds)d seconds") % {"count": pattern.count, "seconds": pattern.seconds},
            opened_at=at,
        )
        for pattern in patterns_of(entries)
    ]
    OddCase.objects.bulk_create(cases, ignore_conflicts=True)


def _look_at_missing_exits(session: ClassSession, judged: dict[int, Judgement], at: datetime) -> None:
    """Whoever entered and was not seen to leave is a case for a person; one whose exit has arrived since is none any more."""
    missing = {learner: made.entry_id for learner, made in judged.items() if made.verdict == Verdict.NO_CHECK_OUT and made.entry_id}
    gone = OddCase.objects.open().filter(class_session=session, kind=OddCase.Kind.NO_CHECK_OUT).exclude(enrollment__in=missing)
    gone.update(settled_at=at, decision=_("The exit has arrived since."))
    OddCase.objects.bulk_create(_cases(session, missing.items(), at), ignore_conflicts=True)


def _look_at_sheet(session: ClassSession, judged: dict[int, Judgement], at: datetime) -> None:
    """Somebody who had signed and was seen by no door is no case any more once a phone has told that it saw them."""
    came = [learner for learner, made in judged.items() if made.in_at]
    signed = SheetMark.objects.filter(class_session=session, has_signed=True, enrollment__in=came).values("enrollment")
    told = OddCase.objects.open().filter(class_session=session, kind=OddCase.Kind.SHEET, enrollment__in=signed)
    told.update(settled_at=at, decision=_("The doors have told of it since."))


def _cases(session: ClassSession, missing: Iterable[tuple[int, int | None]], at: datetime) -> list[OddCase]:
    return [
        OddCase(
            campaign_id=session.campaign_id,
            class_session=session,
            kind=OddCase.Kind.NO_CHECK_OUT,
            check_in_id=entry_id,
            enrollment_id=learner,
            opened_at=at,
        )
        for learner, entry_id in missing
    ]
