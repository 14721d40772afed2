import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from procrastinate.types import JSONValue

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.documents.actions import issue_document
from boiduong.documents.models import DocumentProfile, IssuedDocument
from boiduong.engines.tokens import CODE_BYTES, code_hash, new_key
from boiduong.summonses import tasks, wording
from boiduong.summonses.keys import keep_private
from boiduong.summonses.models import Bundle, Card, SigningKey, Summons
from boiduong.summonses.queries import Changes, changes_of, outdated_bundles


class NothingPublished(Refusal):
    pass


class NothingToIssue(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Issue:
    """What one round of summonses did."""

    document: IssuedDocument | None  # None: people were only taken off, and that needs no letter
    issued_count: int
    recalled_count: int
    bundles: list[Bundle]  # of the units concerned, waiting to be set


@transaction.atomic
def issue_summonses(
    *,
    actor: Actor,
    campaign: Campaign,
    profile: DocumentProfile,
    at: datetime,
    kind: str = wording.KIND,
    kind_code: str = wording.KIND_CODE,
) -> Issue:
    """Call everybody whom the published class lists place, by one numbered letter; later those whom a new version moved.

    Whoever was moved to another class or seat gets a new summons and a new card; the old ones are recalled and revoked, as are those of
    people who are off the lists. Nothing changes for the others. Units concerned get new bundles, which the queue sets.
    Refuses: NothingPublished, NothingToIssue. Audits: summonses.summonses.issued, once. Locks: the campaign.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    changes = changes_of(campaign)
    if changes is None:
        raise NothingPublished(_("The class lists are not published yet; publish them, then the summonses can be issued."))
    if not changes.to_issue and not changes.to_recall:
        raise NothingToIssue(_("Everybody's summons already says what the published class lists say."))
    document = None
    if changes.to_issue:
        subject = f"Triệu tập học viên tham dự {wording.course_of(campaign)}"
        numbered = {"kind": kind, "kind_code": kind_code, "subject": subject, "campaign_code": campaign.code}
        document = issue_document(actor=actor, profile=profile, issued_on=localdate(at), **numbered)
    units = _recall(changes.to_recall, at)
    if document:
        units |= _summon(actor, changes, document, at)
    bundles = _new_bundles(campaign, changes, units)
    issue = Issue(document, len(changes.to_issue), len(changes.to_recall), bundles)
    symbol = document.symbol if document else ""
    record(actor, "summonses.summonses.issued", campaign, symbol=symbol, issued=issue.issued_count, recalled=issue.recalled_count)
    return issue


def _recall(summonses: Sequence[int], at: datetime) -> set[int]:
    """Returns the keys of the units concerned."""
    rows = Summons.objects.filter(pk__in=summonses)
    units = set(rows.values_list("enrollment__unit", flat=True))
    Card.objects.valid().filter(summons__in=summonses).update(revoked_at=at)
    rows.update(recalled_at=at)
    return units


def _summon(actor: Actor, changes: Changes, document: IssuedDocument, at: datetime) -> set[int]:
    """Returns the keys of the units concerned."""
    key = SigningKey.objects.filter(retired_at=None).order_by("-number").first() or make_signing_key(actor=actor, at=at)
    learners = list(Enrollment.objects.filter(pk__in=changes.to_issue).only("pk", "unit_id").order_by("pk"))
    made = Card.objects.bulk_create([_card(learner, key, at) for learner in learners], batch_size=1000)
    rows = [
        Summons(enrollment=learner, run=changes.run, card=card, document=document, issued_at=at) for learner, card in zip(learners, made, strict=True)
    ]
    Summons.objects.bulk_create(rows, batch_size=1000)
    return {learner.unit_id for learner in learners}


def _card(learner: Enrollment, key: SigningKey, at: datetime) -> Card:
    code = secrets.token_bytes(CODE_BYTES)
    return Card(enrollment=learner, code=code, code_hash=code_hash(code), link_token=secrets.token_urlsafe(24), signing_key=key, issued_at=at)


def _new_bundles(campaign: Campaign, changes: Changes, units: set[int]) -> list[Bundle]:
    """A bundle holds all valid summonses of its unit, so that the newest is all that a clerk needs."""
    Bundle.objects.current().filter(campaign=campaign, unit__in=units).update(state=Bundle.State.REPLACED)
    valid = Summons.objects.valid().filter(enrollment__campaign=campaign, enrollment__unit__in=units)
    counts = valid.order_by().values_list("enrollment__unit").annotate(n=Count("pk"))
    made = Bundle.objects.bulk_create([Bundle(campaign=campaign, unit_id=unit, run=changes.run, learner_count=n) for unit, n in counts])
    if made:
        waiting: list[dict[str, JSONValue]] = [{"bundle_id": bundle.pk} for bundle in made]
        tasks.set_bundle.batch_defer(*waiting)
    return made


@transaction.atomic
def make_signing_key(*, actor: Actor, at: datetime) -> SigningKey:
    """Make the key that signs cards from now on. Earlier keys stay good for the cards they signed.

    The private half is written into the data folder and never read by a page. Audits: summonses.key.made.
    """
    last = SigningKey.objects.aggregate(last=Max("number"))["last"] or 0
    pair = new_key()
    keep_private(pair)
    key = SigningKey.objects.create(number=last + 1, public_key=pair.public, made_at=at)
    record(actor, "summonses.key.made", key, number=key.number)
    return key


@transaction.atomic
def fetch_bundle(*, actor: Actor, bundle: Bundle, at: datetime) -> Bundle:
    """Write down that a bundle was taken, the first time that its own unit takes it. Audits: summonses.bundle.fetched, each time."""
    if actor.user and bundle.unit.coordinators.filter(user=actor.user).exists():
        Bundle.objects.filter(pk=bundle.pk, fetched_at=None).update(fetched_at=at)
    record(actor, "summonses.bundle.fetched", bundle, unit=bundle.unit.code)
    return bundle


@transaction.atomic
def restart_bundle(*, actor: Actor, bundle: Bundle) -> None:
    """Set a bundle anew that is not ready, say after its worker was lost. Audits: summonses.bundle.restarted."""
    if Bundle.objects.filter(pk=bundle.pk).exclude(state__in=[Bundle.State.READY, Bundle.State.REPLACED]).update(state=Bundle.State.QUEUED):
        record(actor, "summonses.bundle.restarted", bundle, unit=bundle.unit.code)
        tasks.set_bundle.defer(bundle_id=bundle.pk)


@transaction.atomic
def renew_bundles(*, actor: Actor, campaign: Campaign) -> int:
    """Set those bundles anew that name a time or a hall which was changed since; letters, cards and numbers stay as they are.

    Audits: summonses.bundles.renewed. Locks: the campaign. Returns how many; their units have to take them again.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    keys = list(outdated_bundles(campaign).values_list("pk", flat=True))
    Bundle.objects.filter(pk__in=keys).update(state=Bundle.State.QUEUED, ready_at=None, fetched_at=None)
    if keys:
        waiting: list[dict[str, JSONValue]] = [{"bundle_id": key} for key in keys]
        tasks.set_bundle.batch_defer(*waiting)
        record(actor, "summonses.bundles.renewed", campaign, count=len(keys))
    return len(keys)
