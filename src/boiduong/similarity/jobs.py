import os
import time
from dataclasses import asdict

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, record, report_progress
from boiduong.engines.similarity import Rules, ScanResult
from boiduong.engines.similarity import scan as compare_all
from boiduong.similarity.bridge import Corpus, corpus_of, match_rows
from boiduong.similarity.models import Match, Scan

# A grader's time is dear: stretches of fewer syllables are what colleagues of one trade say alike, and are not shown.
RULES = Rules(passage=30)


def run_scan(scan_id: int, *, takes_over: bool = False) -> None:
    """Compare all essays of one queued scan. A second call finds nothing to claim."""
    scan = Scan.objects.claim(scan_id, takes_over=takes_over)
    if scan is None:
        return
    corpus, began = corpus_of(scan.campaign), time.monotonic()

    def tell(step: str, done: int, total: int) -> None:
        doing = _("Essays are being compared") if step == "passages" else _("Looking for essays to compare")
        report_progress(scan, doing, done=min(done, total - 1), total=total, campaign_code=scan.campaign.code)

    try:
        result = compare_all(
            corpus.essays,
            official=corpus.official,
            prompts=corpus.prompts,
            models=corpus.models,
            rules=RULES,
            threads=os.cpu_count() or 1,
            progress=tell,
        )
    except Exception:
        store_failure(scan, _("The comparison broke off. Ask for it again; if it breaks off again, tell the administrator."))
        raise
    store_result(scan, corpus, result, seconds=time.monotonic() - began)
    report_progress(scan, _("Essays are being compared"), done=1, total=1, campaign_code=scan.campaign.code)


@transaction.atomic
def store_result(scan: Scan, corpus: Corpus, result: ScanResult, *, seconds: float) -> None:
    """Keep the matches with their passages, unless the scan was given to another worker. Audits: similarity.scan.done, once, with the figures."""
    if not Scan.objects.still_held(scan.pk, scan.claimed_at):
        return
    Match.objects.bulk_create(match_rows(scan, result), batch_size=1000)
    scan.state, scan.done_at = Scan.State.DONE, now()
    scan.essay_count, scan.not_comparable_count = len(corpus.essays), corpus.not_comparable
    scan.figures = asdict(result.figures) | {"seconds": round(seconds, 1), "rules": asdict(RULES)}
    scan.common = [{"essay": one.essay, "start": one.span.start, "end": one.span.end, "essays": one.essays} for one in result.common]
    scan.save(update_fields=["state", "done_at", "essay_count", "not_comparable_count", "figures", "common"])
    record(Actor(None, via="job"), "similarity.scan.done", scan, **scan.figures)


@transaction.atomic
def store_failure(scan: Scan, why: str) -> None:
    if not Scan.objects.still_held(scan.pk, scan.claimed_at):
        return
    scan.state, scan.failure, scan.done_at = Scan.State.FAILED, why, now()
    scan.save(update_fields=["state", "failure", "done_at"])
    record(Actor(None, via="job"), "similarity.scan.failed", scan)
