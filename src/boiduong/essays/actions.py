import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign, Enrollment, Rules
from boiduong.essays.models import Draft, EssayLink, EssayPrompt, Submission
from boiduong.essays.tasks import read_submission

_LETTERS = "ABCDEFGHKMNPQRSTUVWXY3456789"  # none that is mistaken for another
LONGEST_TEXT = 200_000  # characters
LARGEST_FILE = 20 << 20


class PromptsInUse(Refusal):
    pass


class NoPrompt(Refusal):
    pass


class NotCalled(Refusal):
    pass


class NothingWritten(Refusal):
    pass


class TooLong(Refusal):
    pass


@transaction.atomic
def set_prompts(*, actor: Actor, campaign: Campaign, texts: Sequence[str]) -> list[EssayPrompt]:
    """Say which questions learners choose from; what was said before is replaced.

    Refuses: NoPrompt, PromptsInUse. Audits: essays.prompts.set. Locks: the campaign.
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if not texts:
        raise NoPrompt(_("Write at least one question."))
    if Submission.objects.filter(campaign=campaign).exists() or Draft.objects.filter(prompt__campaign=campaign).exists():
        raise PromptsInUse(_("Learners are writing already; the questions can no longer be changed."))
    campaign.prompts.all().delete()
    made = EssayPrompt.objects.bulk_create([EssayPrompt(campaign=campaign, number=n, text=text) for n, text in enumerate(texts, 1)])
    record(actor, "essays.prompts.set", campaign, texts=list(texts))
    return made


@transaction.atomic
def make_links(*, actor: Actor, campaign: Campaign, enrollments: Sequence[Enrollment], at: datetime) -> dict[int, str]:
    """An address of their own for each of these learners; one made before stops working. Returns enrollment key -> token, told here only.

    Audits: essays.links.made, once, with the count.
    """
    tokens = {row.pk: secrets.token_urlsafe(18) for row in enrollments}
    EssayLink.objects.filter(enrollment__in=tokens).delete()
    EssayLink.objects.bulk_create([EssayLink(enrollment_id=key, token_hash=_hash(token.encode()), made_at=at) for key, token in tokens.items()])
    record(actor, "essays.links.made", campaign, count=len(tokens))
    return tokens


def enrollment_by_token(token: str) -> Enrollment | None:
    """The learner whose address this is, or None."""
    rows = Enrollment.objects.called().select_related("campaign", "person", "unit")
    return rows.filter(essay_link__token_hash=_hash(token.encode())).first()


@transaction.atomic
def save_draft(*, enrollment: Enrollment, prompt: EssayPrompt, text: str, at: datetime) -> Draft:
    """Keep what a learner has typed so far. Not in the trail: a draft is its writer's own, and it is saved every few seconds.

    Refuses: TooLong.
    """
    if len(text) > LONGEST_TEXT:
        raise TooLong(_("The text is longer than an essay can be."))
    values = {"prompt": prompt, "text": text.replace("\0", ""), "saved_at": at}
    return Draft.objects.update_or_create(enrollment=enrollment, defaults=values)[0]


@transaction.atomic
def hand_in_text(*, actor: Actor, enrollment: Enrollment, prompt: EssayPrompt, text: str, at: datetime) -> Submission:
    """Hand in an essay typed on line. The same text again is the version there is: two clicks are one.

    Refuses: NothingWritten, TooLong, NotCalled. Audits: essays.submission.handed_in. Locks: the enrollment.
    """
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not any(letter.isalnum() for letter in text):
        raise NothingWritten(_("There is nothing written yet."))
    if len(text) > LONGEST_TEXT:
        raise TooLong(_("The text is longer than an essay can be."))
    fresh = Submission(means=Submission.Means.TYPED, state=Submission.State.READABLE, text=text, sha256=_hash(text.encode()))
    return _hand_in(actor, enrollment, prompt, fresh, at)


@transaction.atomic
def hand_in_file(*, actor: Actor, enrollment: Enrollment, prompt: EssayPrompt, file_name: str, content: bytes, at: datetime) -> Submission:
    """Hand in a file; its text is read afterwards by a job. The same file again is the version there is.

    Refuses: NothingWritten, TooLong, NotCalled. Audits: essays.submission.handed_in. Locks: the enrollment.
    """
    if not content:
        raise NothingWritten(_("The file is empty."))
    if len(content) > LARGEST_FILE:
        raise TooLong(_("The file is larger than 20 MB."))
    means = Submission.Means.PDF if b"%PDF-" in content[:1024] else Submission.Means.DOCX
    fresh = Submission(means=means, state=Submission.State.RECEIVED, file_name=file_name[:255], content=content, sha256=_hash(content))
    made = _hand_in(actor, enrollment, prompt, fresh, at)
    if made is fresh:
        read_submission.defer(submission_id=made.pk)
    return made


def _hand_in(actor: Actor, enrollment: Enrollment, prompt: EssayPrompt, fresh: Submission, at: datetime) -> Submission:
    row = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    if row.withdrawn_at is not None or prompt.campaign_id != row.campaign_id:
        raise NotCalled(_("This learner is not called to this campaign."))
    last = Submission.objects.filter(enrollment=row, is_current=True).defer("content", "text").first()
    if last and (last.sha256, last.prompt_id) == (fresh.sha256, prompt.pk):
        return last
    if last:
        Submission.objects.filter(pk=last.pk).update(is_current=False)
    fresh.campaign_id, fresh.enrollment, fresh.prompt, fresh.submitted_at = row.campaign_id, row, prompt, at
    fresh.version = last.version + 1 if last else 1
    fresh.blind_code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    fresh.is_late = _is_late(row.campaign_id, at)
    fresh.submitted_by = actor.user
    fresh.save()
    record(actor, "essays.submission.handed_in", fresh, version=fresh.version, means=fresh.means, is_late=fresh.is_late, sha256=fresh.sha256)
    return fresh


def _is_late(campaign_id: int, at: datetime) -> bool:
    rules = Rules.objects.get(campaign_id=campaign_id)
    return rules.essay_due_at is not None and at > rules.essay_due_at + timedelta(minutes=rules.essay_grace_minutes)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
