import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from boiduong.attendance import jobs
from boiduong.attendance.events import Answer, Event, Unreadable
from boiduong.attendance.intake import Found, Intake, Ruled, correction_of
from boiduong.attendance.models import Attendance, AttendanceCorrection, CheckIn, Device, Excuse, OddCase
from boiduong.attendance.verdicts import Status
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.schedule.models import ClassSession

OPENS_BEFORE, CLOSES_AFTER = timedelta(hours=2), timedelta(hours=2)  # a device's window around its session
SENDS_UNTIL = timedelta(days=7)  # after its window a device may still tell what it saw inside it
HEARD_EVERY = timedelta(seconds=5)  # a device's last word is noted no oftener
PAIRING_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another
PAIRING_LENGTH = 12  # 59 bits: used once, within hours
CASES = {
    "wrong_class": OddCase.Kind.WRONG_CLASS,
    "unknown_card": OddCase.Kind.NOT_LISTED,
    "revoked": OddCase.Kind.REVOKED_CARD,
    "outside_window": OddCase.Kind.OUT_OF_SCOPE,
    "other_session": OddCase.Kind.OUT_OF_SCOPE,
    "nothing_to_take_back": OddCase.Kind.OUT_OF_SCOPE,
}


class PairingUnknown(Refusal):
    pass


class DoorNameMissing(Refusal):
    pass


class CaseSettled(Refusal):
    pass


class DecisionMissing(Refusal):
    pass


class ReasonMissing(Refusal):
    pass


class PaperMissing(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Invitation:
    device: Device
    code: str  # shown once, kept nowhere


@transaction.atomic
def invite_device(*, actor: Actor, class_session: ClassSession, door: str, operator_name: str = "") -> Invitation:
    """Make a one-time code with which one phone becomes a door of this session, from two hours before it to two hours after.

    Refuses: DoorNameMissing. Audits: attendance.device.invited.
    """
    if not door.strip():
        raise DoorNameMissing(_("Name the door, for example: Door 1."))
    code = "".join(secrets.choice(PAIRING_LETTERS) for _ in range(PAIRING_LENGTH))
    device = Device.objects.create(
        campaign=class_session.campaign,
        class_session=class_session,
        door=door.strip(),
        operator_name=operator_name.strip(),
        invited_by=actor.user,
        pairing_hash=digest(code),
        valid_from=class_session.starts_at - OPENS_BEFORE,
        valid_until=class_session.ends_at + CLOSES_AFTER,
    )
    record(actor, "attendance.device.invited", device, door=device.door)
    return Invitation(device, code)


@transaction.atomic
def pair_device(*, actor: Actor, code: str, at: datetime) -> tuple[Device, str]:
    """Spend a pairing code: the phone that brings it gets the device's token, which is kept as a digest only.

    Refuses: PairingUnknown (wrong, used, revoked or late: all the same). Audits: attendance.device.paired. Locks: the device.
    """
    spent = digest(code.strip().upper())
    device = Device.objects.select_for_update().filter(pairing_hash=spent, revoked_at=None, valid_until__gt=at).first()
    if device is None:
        raise PairingUnknown(_("This pairing code is wrong, used or expired."))
    token = secrets.token_urlsafe(32)
    device.pairing_hash, device.token_hash, device.paired_at, device.seen_at = "", digest(token), at, at
    device.save(update_fields=["pairing_hash", "token_hash", "paired_at", "seen_at"])
    record(actor, "attendance.device.paired", device, door=device.door)
    return device, token


@transaction.atomic
def revoke_device(*, actor: Actor, device: Device, at: datetime) -> Device:
    """Send a phone away for good; what it has sent stays. Again changes nothing. Audits: attendance.device.revoked. Locks: the device."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.revoked_at is None:
        device.revoked_at, device.pairing_hash = at, ""
        device.save(update_fields=["revoked_at", "pairing_hash"])
        record(actor, "attendance.device.revoked", device, door=device.door)
    return device


def hear_device(*, device: Device, device_at: datetime | None, at: datetime) -> None:
    """Note that a phone spoke and how far its clock is off. In a transaction of its own, or the batches of one phone would wait for each other.

    Audits: nothing; it is no one's decision.
    """
    offset = None if device_at is None else (at - device_at).total_seconds()
    due = Q(seen_at=None) | Q(seen_at__lt=at - HEARD_EVERY) | Q(seen_at__gt=at)
    Device.objects.filter(due, pk=device.pk).update(seen_at=at, clock_offset_seconds=offset)


@transaction.atomic
def record_checkins(*, device: Device, batch: Sequence[Event | Unreadable], device_at: datetime | None, at: datetime) -> list[Answer]:
    """Keep every item of a batch and answer each, in order. One bad item blocks no other; an event sent again gets the answer it got first.

    device: with `class_session__campaign__rules` at hand. device_at: the phone's clock when it sent. at: the server's.
    Refuses: nothing; what is out of place is kept as refused or quarantined.
    Audits: nothing. Each event is itself a line that nobody can change; the judging of the session puts their digest into the trail.
    Locks: the learners concerned, so that of two first entries at two doors one comes second.
    """
    events = {item.uuid: item for item in reversed(batch) if isinstance(item, Event)}
    intake = Intake(device, correction_of(device_at=device_at, at=at))
    found = {one.event.uuid: one for one in intake.find(list(events.values()))}
    about = intake.enrollment_ids(found.values())
    lock_learners(about)
    answers = _answers_kept(batch)
    intake.remember(about)
    rows: list[CheckIn] = []
    cases: dict[UUID, OddCase.Kind] = {}
    for item in batch:
        if item.uuid in answers:
            continue
        if isinstance(item, Unreadable):
            rows.append(_unreadable_row(device, item, at))
            answers[item.uuid] = Answer(item.told_uuid, "refused", "unreadable")
            continue
        one = found[item.uuid]
        ruled = intake.rule(one)
        rows.append(_row(intake, one, ruled, at))
        answers[item.uuid] = _answer(one, ruled)
        kind = _case(item, ruled)
        if kind is not None:
            cases[item.uuid] = kind
    CheckIn.objects.bulk_create(rows, ignore_conflicts=True)
    _open_cases(device, cases, at)
    _close_taken_back(events.values(), at)
    return [answers[item.uuid] for item in batch]


def lock_learners(enrollment_ids: Collection[int]) -> None:
    """Always in one order, so that two batches about the same people never wait for each other in a ring."""
    if enrollment_ids:
        list(Enrollment.objects.select_for_update(no_key=True).filter(pk__in=enrollment_ids).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def settle_case(*, actor: Actor, case: OddCase, counts: bool, decision: str, at: datetime) -> OddCase:
    """Decide one odd case: whether its event counts, and why. The session is judged again if it was judged before.

    Refuses: CaseSettled, DecisionMissing. Audits: attendance.case.settled. Locks: the case.
    """
    case = OddCase.objects.select_for_update().get(pk=case.pk)
    if case.settled_at is not None:
        raise CaseSettled(_("Somebody has decided this already."))
    _settle(actor, [case], counts=counts, decision=decision, at=at)
    record(actor, "attendance.case.settled", case, kind=case.kind, counts=counts, decision=decision)
    return case


@transaction.atomic
def settle_cases(*, actor: Actor, campaign: Campaign, kind: OddCase.Kind, counts: bool, decision: str, at: datetime) -> int:
    """Decide all open cases of one kind alike, as a person does who has read down the list. Returns how many.

    Refuses: DecisionMissing. Audits: attendance.cases.settled. Locks: the cases.
    """
    cases = list(OddCase.objects.open().select_for_update().filter(campaign=campaign, kind=kind).order_by("pk"))
    _settle(actor, cases, counts=counts, decision=decision, at=at)
    record(actor, "attendance.cases.settled", campaign, kind=kind, counts=counts, decision=decision, count=len(cases))
    return len(cases)


@transaction.atomic
def correct_attendance(
    *, actor: Actor, enrollment: Enrollment, class_session: ClassSession, verdict: Attendance.Verdict, reason: str, at: datetime
) -> AttendanceCorrection:
    """Say what really happened. Appended to what was said before; the session is judged again.

    Refuses: ReasonMissing. Audits: attendance.correction.made.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say why, in a few words."))
    correction = AttendanceCorrection.objects.create(
        class_session=class_session, enrollment=enrollment, verdict=verdict, reason=reason.strip(), corrected_by=actor.user, corrected_at=at
    )
    record(actor, "attendance.correction.made", correction, learner=enrollment.code, verdict=verdict)
    jobs.judge_session(class_session.pk, at=at)
    return correction


@transaction.atomic
def hand_in_excuse(
    *, actor: Actor, enrollment: Enrollment, sessions: Collection[ClassSession], kind: Excuse.Kind, paper_name: str, paper: bytes, at: datetime
) -> list[Excuse]:
    """Attach a paper to a learner's absence from these sessions; a later paper replaces an earlier one. Judged sessions are judged again.

    Refuses: PaperMissing. Audits: attendance.excuse.handed_in.
    """
    if not paper:
        raise PaperMissing(_("An excuse needs its paper: a scan, a photograph or a file."))
    excuses = [
        Excuse(enrollment=enrollment, class_session=session, kind=kind, paper_name=paper_name, paper=paper, received_at=at) for session in sessions
    ]
    made = Excuse.objects.bulk_create(
        excuses, update_conflicts=True, unique_fields=["enrollment", "class_session"], update_fields=["kind", "paper_name", "paper", "received_at"]
    )
    record(actor, "attendance.excuse.handed_in", enrollment, kind=kind, sessions=[session.code for session in sessions])
    _judge_again({session.pk for session in sessions}, at)
    return made


@transaction.atomic
def judge_now(*, actor: Actor, class_session: ClassSession, at: datetime) -> int:
    """Judge a session because a person asks for it. Returns how many were judged. Audits: attendance.session.judged (by the job)."""
    return jobs.judge_session(class_session.pk, at=at, actor=actor)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _answers_kept(batch: Sequence[Event | Unreadable]) -> dict[UUID, Answer]:
    told = {item.uuid: item.told_uuid if isinstance(item, Unreadable) else str(item.uuid) for item in batch}
    rows = CheckIn.objects.filter(uuid__in=told).values_list("uuid", "status", "reason", "first_seen_at", "enrollment__person__full_name")
    return {uuid: Answer(told[uuid], cast("Status", status), reason, first, name) for uuid, status, reason, first, name in rows}


def _row(intake: Intake, found: Found, ruled: Ruled, at: datetime) -> CheckIn:
    event = found.event
    enrollment_id = found.learner.enrollment_id if found.learner else intake.targets.get(event.voids) if event.voids else None
    return CheckIn(
        uuid=event.uuid,
        device=intake.device,
        class_session_id=intake.device.class_session_id,
        enrollment_id=enrollment_id,
        code_hash=found.hash,
        kind=event.kind,
        voids=event.voids,
        seen_at=event.seen_at,
        happened_at=intake.happened_at(event),
        arrived_at=at,
        sequence=event.sequence,
        is_offline=event.is_offline,
        manual_reason=event.manual_reason,
        note=event.note,
        status=ruled.status,
        reason=ruled.reason,
        first_seen_at=ruled.first_seen_at,
    )


def _unreadable_row(device: Device, item: Unreadable, at: datetime) -> CheckIn:
    return CheckIn(
        uuid=item.uuid,
        device=device,
        class_session_id=device.class_session_id,
        kind=CheckIn.Kind.IN,  # unknown; a refused event counts for nothing
        seen_at=at,
        happened_at=at,
        arrived_at=at,
        sequence=0,
        is_offline=False,
        note=item.raw,
        status=CheckIn.Status.REFUSED,
        reason="unreadable",
    )


def _answer(found: Found, ruled: Ruled) -> Answer:
    return Answer(str(found.event.uuid), ruled.status, ruled.reason, ruled.first_seen_at, found.learner.name if found.learner else None)


def _case(event: Event, ruled: Ruled) -> OddCase.Kind | None:
    if ruled.is_at_two_doors:
        return OddCase.Kind.TWO_DOORS
    if ruled.status == "accepted" and event.manual_reason:
        return OddCase.Kind.MANUAL
    return CASES.get(ruled.reason)


def _open_cases(device: Device, cases: dict[UUID, OddCase.Kind], at: datetime) -> None:
    if not cases:
        return
    kept = CheckIn.objects.filter(uuid__in=cases).values_list("pk", "uuid", "enrollment_id")
    OddCase.objects.bulk_create(
        [
            OddCase(
                campaign_id=device.campaign_id,
                class_session_id=device.class_session_id,
                kind=cases[uuid],
                check_in_id=pk,
                enrollment_id=enrollment_id,
                opened_at=at,
            )
            for pk, uuid, enrollment_id in kept
        ],
        ignore_conflicts=True,
    )


def _close_taken_back(events: Collection[Event], at: datetime) -> None:
    taken_back = [event.voids for event in events if event.voids]
    if taken_back:
        OddCase.objects.open().filter(check_in__uuid__in=taken_back).update(settled_at=at, decision=_("Taken back at the door."), counts=False)


def _settle(actor: Actor, cases: Collection[OddCase], *, counts: bool, decision: str, at: datetime) -> None:
    if not decision.strip():
        raise DecisionMissing(_("Write down what was decided."))
    for case in cases:
        case.settled_at, case.settled_by, case.decision, case.counts = at, actor.user, decision.strip(), counts
    OddCase.objects.bulk_update(cases, ["settled_at", "settled_by", "decision", "counts"])
    if counts:
        AttendanceCorrection.objects.bulk_create(_stayed(actor, case, at) for case in cases if case.kind == OddCase.Kind.NO_CHECK_OUT)
    _judge_again({case.class_session_id for case in cases}, at)


def _stayed(actor: Actor, case: OddCase, at: datetime) -> AttendanceCorrection:
    """A person vouches that somebody without an exit was there to the end."""
    return AttendanceCorrection(
        class_session_id=case.class_session_id,
        enrollment=case.enrollment,
        verdict=Attendance.Verdict.PRESENT,
        reason=case.decision,
        corrected_by=actor.user,
        corrected_at=at,
    )


def _judge_again(session_ids: Collection[int], at: datetime) -> None:
    for session_id in Attendance.objects.filter(class_session__in=session_ids).values_list("class_session", flat=True).distinct():
        jobs.judge_session(session_id, at=at)
