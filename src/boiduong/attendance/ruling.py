"""A person's verbs over what counts: the rules."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.attendance import tasks
from boiduong.attendance.counting import rules_now
from boiduong.attendance.models import Attendance, Judging, RuleSet
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign, Rules
from boiduong.doors import actions as doors


class WhyMissing(Refusal):
    pass


class NothingChanged(Refusal):
    pass


class RulesImpossible(Refusal):
    pass


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
    if {"manual_quota", "supervised_count"} & set(changed):
        doors.set_quota(actor=actor, campaign=campaign, manual_count=made.manual_quota, supervised_count=made.supervised_count)
    said_before = {name: before[name] for name in changed}
    record(actor, "attendance.rules.changed", campaign, number=made.number, why=made.why, before=said_before, now=changed)
    if Attendance.objects.filter(class_session__campaign=campaign).exists():
        judging = Judging.objects.create(campaign=campaign, requested_by=actor.user, requested_at=at)
        tasks.judge_campaign.defer(judging_id=judging.pk)
    return made
