from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign
from boiduong.essays.models import Submission
from boiduong.similarity.models import Match, ModelText, Scan, Verdict
from boiduong.similarity.tasks import run_scan


class NoEssays(Refusal):
    pass


class ScanUnderWay(Refusal):
    pass


class ModelTextKnown(Refusal):
    pass


class ReasonMissing(Refusal):
    pass


@transaction.atomic
def add_model_text(*, actor: Actor, campaign: Campaign, title: str, origin: str, text: str) -> ModelText:
    """Make a text known that circulates as a pattern. Refuses: ModelTextKnown. Audits: similarity.model_text.added."""
    if campaign.model_texts.filter(title=title).exists():
        raise ModelTextKnown(_("There is a model text with this title already."))
    made = ModelText.objects.create(campaign=campaign, title=title, origin=origin, text=text)
    record(actor, "similarity.model_text.added", made, title=title)
    return made


@transaction.atomic
def request_scan(*, actor: Actor, campaign: Campaign, at: datetime) -> Scan:
    """Ask for all essays to be laid beside each other. The row and the task are one commit.

    Refuses: NoEssays, ScanUnderWay. Audits: similarity.scan.requested. Locks: the campaign.
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if not Submission.objects.current().filter(campaign=campaign).exists():
        raise NoEssays(_("No essay has come in yet."))
    if campaign.scans.filter(state__in=[Scan.State.QUEUED, Scan.State.RUNNING]).exists():
        raise ScanUnderWay(_("The essays are being compared already."))
    scan = Scan.objects.create(campaign=campaign, requested_by=actor.user, requested_at=at)
    run_scan.defer(scan_id=scan.pk)
    record(actor, "similarity.scan.requested", scan)
    return scan


@transaction.atomic
def open_match(*, actor: Actor, match: Match) -> None:
    """Somebody reads two essays beside each other: that is noted. Audits: similarity.match.read."""
    record(actor, "similarity.match.read", match)


@transaction.atomic
def give_verdict(*, actor: Actor, match: Match, decision: Verdict.Decision, reason: str, at: datetime) -> Verdict:
    """Say what a person makes of a match. It changes no mark; said again, the new word stands and the trail keeps the old one.

    Refuses: ReasonMissing (asking for a rewrite needs one). Audits: similarity.verdict.given. Locks: the match.
    """
    Match.objects.select_for_update(of=["self"]).get(pk=match.pk)
    if decision == Verdict.Decision.REWRITE and not reason.strip():
        raise ReasonMissing(_("Say why the essay has to be written again."))
    values = {"decision": decision, "reason": reason.strip(), "decided_by": actor.user, "decided_at": at}
    verdict, _is_new = Verdict.objects.update_or_create(match=match, defaults=values)
    record(actor, "similarity.verdict.given", verdict, decision=decision, reason=reason.strip())
    return verdict
