from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.claims import ClaimQuerySet
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign
from boiduong.essays.models import Submission


class ModelText(models.Model):
    """A text that circulates as a pattern for essays, put in by an organiser."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="model_texts")
    title = models.CharField(max_length=200)
    origin = models.CharField(max_length=300, blank=True)
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="model_text_title_once", fields=["campaign", "title"])]

    def __str__(self) -> str:
        return self.title


class ScanQuerySet(ClaimQuerySet["Scan"]):
    waiting, working = "QUEUED", "RUNNING"
    lost_after = timedelta(hours=2)  # a province of essays takes minutes; another begins from nothing

    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def for_list(self) -> Self:
        return self.select_related("requested_by").order_by("-pk").fetch_mode(models.FETCH_RAISE)


class Scan(models.Model):
    """All current essays of a campaign laid beside each other and beside model texts. QUEUED -> RUNNING -> DONE or FAILED."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("waiting")
        RUNNING = "RUNNING", _("comparing")
        DONE = "DONE", _("done")
        FAILED = "FAILED", _("broke off")

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="scans")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    essay_count = models.PositiveIntegerField(default=0)
    not_comparable_count = models.PositiveIntegerField(default=0)  # essays without readable text
    figures = models.JSONField(default=dict)  # as formats.md: pairs, passages, masked syllables, seconds
    common = models.JSONField(default=list)  # wording found in very many essays, for an officer to confirm
    failure = models.TextField(blank=True)

    objects = ScanQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.state}"


class MatchQuerySet(models.QuerySet["Match"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(scan__campaign__in=Campaign.objects.visible_to(user))

    def for_list(self) -> Self:
        return (
            self.select_related("submission", "other_submission", "model_text", "verdict")
            .defer("submission__text", "submission__content", "other_submission__text", "other_submission__content", "model_text__text")
            .order_by("-matched_syllables", "pk")
        )

    def for_reading(self) -> Self:
        """With both texts, their authors' units (for the door, never for the page) and the campaign."""
        return self.select_related("scan__campaign__rules", "submission__enrollment", "other_submission__enrollment", "model_text", "verdict").defer(
            "submission__content", "other_submission__content"
        )


class Match(models.Model):
    """Passages that an essay shares with an earlier one or with a model text. Evidence for a person, nothing more."""

    code = models.SlugField(unique=True, default=new_code)
    scan = models.ForeignKey(Scan, models.CASCADE, related_name="matches")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="matches")  # the later one
    other_submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="matched_by")
    model_text = models.ForeignKey(ModelText, models.PROTECT, null=True, related_name="matched_by")
    passages = models.JSONField()  # [[start, end, other_start, other_end], ...] in code points, ends exclusive
    matched_syllables = models.PositiveIntegerField()
    longest_syllables = models.PositiveIntegerField()

    objects = MatchQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="match_has_one_other",
                condition=Q(other_submission=None, model_text__isnull=False) | Q(other_submission__isnull=False, model_text=None),
            ),
            models.UniqueConstraint(name="match_once", fields=["scan", "submission", "other_submission", "model_text"], nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} ~ {self.other_submission_id or self.model_text_id}"

    @property
    def campaign(self) -> Campaign:
        return self.scan.campaign


class Verdict(models.Model):
    """What a person made of a match, with the reason."""

    class Decision(models.TextChoices):
        ACCEPTABLE = "ACCEPTABLE", _("acceptable")
        REWRITE = "REWRITE", _("to be written again")
        ASK = "ASK", _("ask the author")

    match = models.OneToOneField(Match, models.CASCADE, related_name="verdict")
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.decision
