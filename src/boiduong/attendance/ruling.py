"""A person's verbs over what counts: the rules, and the supervisor's PIN with its use at a door."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.attendance import tasks
from boiduong.attendance.models import Attendance, Device, Judging, RuleSet, SupervisorCall, SupervisorPin
from boiduong.attendance.quota import manual_left, rules_now
from boiduong.attendance.recording import lock_session
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign, Rules

PIN_LENGTHS = range(6, 13)
WRONG_ALLOWED, LOCKED_FOR = 5, timedelta(minutes=15)  # of one phone; and three times as many of all phones of a session together


class WhyMissing(Refusal):
    pass


class NothingChanged(Refusal):
    pass


class RulesImpossible(Refusal):
    pass


class PinTooSimple(Refusal):
    pass


class PinNotSet(Refusal):
    pass


class PinLocked(Refusal):
    pass


class PinWrong(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Granted:
    granted: int
    left: int  # marks by name that the session now has


@transaction.atomic
def set_supervisor_pin(*, actor: Actor, campaign: Campaign, pin: str, at: datetime) -> SupervisorPin:
    """Give a campaign's supervisors the PIN that allows more marks by name; the one before is worth nothing any more.

    Refuses: PinTooSimple. Audits: attendance.pin.set, without the PIN.
    """
    if len(pin) not in PIN_LENGTHS or not pin.isascii() or not pin.isdigit() or len(set(pin)) < 3:
        raise PinTooSimple(_("A PIN has 6 to 12 digits, at least three of them different."))
    kept, _made = SupervisorPin.objects.update_or_create(
        campaign=campaign, defaults={"pin_hash": make_password(pin), "set_by": actor.user, "set_at": at}
    )
    record(actor, "attendance.pin.set", campaign)
    return kept


def supervise(*, actor: Actor, device: Device, pin: str, at: datetime) -> Granted:
    """A supervisor types the PIN at a phone: its session gets more marks by name, as many as the rules say.

    Refuses: PinNotSet, PinLocked, PinWrong; a wrong try is kept, so the check stands outside the transaction that keeps it.
    Audits: attendance.quota.raised. Locks: the session.
    """
    kept = SupervisorPin.objects.filter(campaign=device.campaign_id).first()
    if kept is None:
        raise PinNotSet(_("No supervisor's PIN has been set for this campaign."))
    with transaction.atomic():
        lock_session(device.class_session_id)
        if _is_locked(device, at):
            raise PinLocked(_("Too many wrong PINs. Try again in a quarter of an hour."))
        call = SupervisorCall.objects.create(device=device, at=at, was_right=False)  # counted before the slow check: tries at once all count
    if not check_password(pin, kept.pin_hash):
        raise PinWrong(_("This PIN is wrong."))
    with transaction.atomic():
        lock_session(device.class_session_id)
        call.was_right, call.granted_count = True, rules_now(device.class_session.campaign).supervised_count
        call.save(update_fields=["was_right", "granted_count"])
        record(actor, "attendance.quota.raised", device, by=call.granted_count)
        return Granted(call.granted_count, manual_left(device.class_session))


def _is_locked(device: Device, at: datetime) -> bool:
    wrong = SupervisorCall.objects.filter(was_right=False, at__gt=at - LOCKED_FOR, device__class_session=device.class_session_id)
    return wrong.filter(device=device).count() >= WRONG_ALLOWED or wrong.count() >= 3 * WRONG_ALLOWED


@transaction.atomic
def change_rules(*, actor: Actor, campaign: Campaign, why: str, at: datetime, **fields: int | bool) -> RuleSet:
    """Say anew what counts: the next version of the rules, whole. What was judged before is judged again by a job.

    fields: those of RuleSet.SHARED and RuleSet.OWN that are to be otherwise.
    Refuses: WhyMissing, NothingChanged, RulesImpossible. Audits: attendance.rules.changed, with what each changed rule said before. Locks: the rules.
    """
    if not why.strip():
        raise WhyMissing(_("Say why the rules change: a decision, a meeting."))
    shared = Rules.objects.select_for_update().get(campaign=campaign)
    campaign.rules = shared
    now_held = rules_now(campaign)
    before = {name: getattr(now_held, name) for name in (*RuleSet.SHARED, *RuleSet.OWN)}
    changed = {name: value for name, value in fields.items() if before[name] != value}
    if not changed:
        raise NothingChanged(_("These are the rules already."))
    if changed.get("missed_topics_allowed", before["missed_topics_allowed"]) >= max(1, campaign.topics.count()):
        raise RulesImpossible(_("At least one topic must be attended."))
    if not now_held.number:
        RuleSet.objects.create(campaign=campaign, number=1, why=_("As planned."), made_at=at, **before)
    made = RuleSet.objects.create(
        campaign=campaign, number=max(1, now_held.number) + 1, why=why.strip(), made_by=actor.user, made_at=at, **(before | changed)
    )
    Rules.objects.filter(pk=shared.pk).update(**{name: getattr(made, name) for name in RuleSet.SHARED})
    shared.refresh_from_db()
    said_before = {name: before[name] for name in changed}
    record(actor, "attendance.rules.changed", campaign, number=made.number, why=made.why, before=said_before, now=changed)
    if Attendance.objects.filter(class_session__campaign=campaign).exists():
        judging = Judging.objects.create(campaign=campaign, requested_by=actor.user, requested_at=at)
        tasks.judge_campaign.defer(judging_id=judging.pk)
    return made
