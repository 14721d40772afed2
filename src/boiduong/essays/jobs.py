from collections.abc import Sequence
from dataclasses import asdict
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, record, report_progress
from boiduong.campaigns.models import Campaign
from boiduong.engines.papers import Paper, Reader, Refused
from boiduong.essays.models import Submission

_AT_ONCE = 100


def read_submission(submission_id: int, *, takes_over: bool = False) -> None:
    """Read one received file. A second call finds nothing to claim."""
    submission = Submission.objects.claim(submission_id, takes_over=takes_over)
    if submission is None:
        return
    with Reader() as reader:  # a process of its own; no transaction is open
        results = [_read(reader, submission)]
    store_texts(submission.campaign, [submission], results)


def read_waiting(campaign: Campaign) -> int:
    """Read all files of a campaign that wait, with one reader for all. Returns how many were read; may run beside itself."""
    waiting = list(Submission.objects.filter(campaign=campaign, state=Submission.State.RECEIVED).order_by("pk").values_list("pk", flat=True))
    done = 0
    with Reader() as reader:
        for keys in batched(waiting, _AT_ONCE):
            mine = [row for row in map(Submission.objects.claim, keys) if row]
            store_texts(campaign, mine, [_read(reader, row) for row in mine])
            done += len(keys)
            report_progress(campaign, _("Essays are being read"), done=done, total=len(waiting), campaign_code=campaign.code)
    return done


@transaction.atomic
def store_texts(campaign: Campaign, submissions: Sequence[Submission], results: Sequence[Paper | Refused]) -> None:
    """Keep the texts read, or why there is none. Audits: essays.texts.read, once, with the counts."""
    for submission, result in zip(submissions, results, strict=True):
        if isinstance(result, Paper):
            submission.state, submission.text = Submission.State.READABLE, result.text
            submission.flags = [asdict(flag) for flag in result.flags]
        else:
            submission.state, submission.failure = Submission.State.UNREADABLE, result.message
    Submission.objects.bulk_update(submissions, ["state", "text", "flags", "failure"])
    refused = sum(isinstance(result, Refused) for result in results)
    record(Actor(None, via="job"), "essays.texts.read", campaign, count=len(results), refused=refused)


def _read(reader: Reader, submission: Submission) -> Paper | Refused:
    return reader.read(bytes(submission.content or b""))
