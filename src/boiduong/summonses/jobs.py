"""The machine's part: signing cards and setting bundles. Each may run twice; the second finds nothing to do."""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import transaction
from django.utils.timezone import localdate, now

from boiduong.audit.trail import Actor, record, report_progress
from boiduong.campaigns.models import Campaign
from boiduong.summonses.bridge import batches_of, sign, unit_pdf
from boiduong.summonses.models import Bundle, Card

MACHINE = Actor(None, via="job")
DOING = "Xếp chữ giấy triệu tập"  # organisers' language; told to the page "Running jobs"


def set_bundle(bundle_id: int, *, takes_over: bool = False) -> None:
    """Set one queued bundle. A second call finds nothing to claim."""
    bundle = Bundle.objects.whole().claim(bundle_id, takes_over=takes_over)
    if bundle is None:
        return
    sign_cards(bundle.campaign, unit_id=bundle.unit_id)
    on = localdate()
    store_bundle(bundle, unit_pdf(bundle.unit, batches_of(bundle.campaign, bundle.unit), on=on))
    tell_progress(bundle)


def set_bundles(campaign: Campaign) -> int:
    """Set all queued bundles of a campaign here and now, on all cores. Returns how many.

    Rows are read and written by the calling thread alone; only the setting runs beside it.
    """
    sign_cards(campaign)
    count, on, presses = 0, localdate(), os.cpu_count() or 1
    with ThreadPoolExecutor(presses) as pool:
        running: list[tuple[Bundle, Future[bytes]]] = []
        for bundle in _claimed(campaign):
            running.append((bundle, pool.submit(unit_pdf, bundle.unit, batches_of(campaign, bundle.unit), on=on)))
            if len(running) > presses:
                count += _stored(*running.pop(0))
        count += sum(_stored(*left) for left in running)
    return count


def sign_cards(campaign: Campaign, *, unit_id: int | None = None) -> int:
    """Sign the cards that have no text yet: the only place that reads a private key. Returns how many. Audits: summonses.cards.signed."""
    unsigned = Card.objects.unsigned().filter(enrollment__campaign=campaign)
    signed = sign(unsigned.filter(enrollment__unit=unit_id) if unit_id else unsigned)
    if not signed:
        return 0
    with transaction.atomic():
        Card.objects.bulk_update(signed, ["text"], batch_size=1000)
        record(MACHINE, "summonses.cards.signed", campaign, count=len(signed))
    return len(signed)


@transaction.atomic
def store_bundle(bundle: Bundle, pdf: bytes) -> bool:
    """Keep what was set, unless the bundle was replaced meanwhile. Audits: summonses.bundle.set, with the digest of the file."""
    running = Bundle.objects.filter(pk=bundle.pk, state=Bundle.State.RUNNING, claimed_at=bundle.claimed_at)
    stored = running.update(state=Bundle.State.READY, ready_at=now(), pdf=pdf)
    if stored:
        record(MACHINE, "summonses.bundle.set", bundle, learners=bundle.learner_count, sha256=hashlib.sha256(pdf).hexdigest())
    return bool(stored)


def tell_progress(bundle: Bundle) -> None:
    bundles = Bundle.objects.current().filter(campaign=bundle.campaign_id)
    total, done = bundles.count(), bundles.filter(state=Bundle.State.READY).count()
    report_progress(bundle.run, DOING, done=done, total=total, campaign_code=bundle.campaign.code)


def _claimed(campaign: Campaign) -> Iterator[Bundle]:
    queued = Bundle.objects.filter(campaign=campaign, state=Bundle.State.QUEUED).order_by("pk")
    for key in list(queued.values_list("pk", flat=True)):
        bundle = Bundle.objects.whole().claim(key)
        if bundle is not None:
            yield bundle


def _stored(bundle: Bundle, setting: Future[bytes]) -> int:
    stored = store_bundle(bundle, setting.result())
    tell_progress(bundle)
    return int(stored)
