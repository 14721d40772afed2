from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.claims import ClaimQuerySet
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign, Enrollment


class EssayPrompt(models.Model):
    """A question of the essay; the learner chooses one."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="prompts")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="essay_prompt_number_once", fields=["campaign", "number"])]

    def __str__(self) -> str:
        return f"{self.number}"


class EssayLink(models.Model):
    """A learner's own address for writing and handing in, without an account."""

    enrollment = models.OneToOneField(Enrollment, models.CASCADE, related_name="essay_link")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.enrollment_id}"


class Draft(models.Model):
    """What a learner has typed so far; saved by itself."""

    enrollment = models.OneToOneField(Enrollment, models.CASCADE, related_name="draft")
    prompt = models.ForeignKey(EssayPrompt, models.PROTECT, related_name="drafts")
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.enrollment_id}"


class SubmissionQuerySet(ClaimQuerySet["Submission"]):
    waiting, working = "RECEIVED", "EXTRACTING"

    def visible_to(self, user: User) -> Self:
        """That an essay exists, to members of its campaign; who reads its text is a matter of permissions."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def current(self) -> Self:
        """The last version of each learner."""
        return self.filter(is_current=True)


class Submission(models.Model):
    """One version of a learner's essay. RECEIVED -> EXTRACTING -> READABLE or UNREADABLE; typed text is READABLE at once."""

    class Means(models.TextChoices):
        TYPED = "TYPED", _("typed on line")
        DOCX = "DOCX", _("Word file")
        PDF = "PDF", _("PDF file")

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", _("received")
        EXTRACTING = "EXTRACTING", _("being read")
        READABLE = "READABLE", _("readable")
        UNREADABLE = "UNREADABLE", _("could not be read")

    code = models.SlugField(unique=True, default=new_code)
    blind_code = models.CharField(max_length=10, unique=True)  # all that a grader knows of the author
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="submissions")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="submissions")
    prompt = models.ForeignKey(EssayPrompt, models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField()
    is_current = models.BooleanField(default=True)
    means = models.CharField(max_length=10, choices=Means)
    state = models.CharField(max_length=10, choices=State)
    claimed_at = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=255, blank=True)
    content = models.BinaryField(null=True)  # the file as it came
    sha256 = models.CharField(max_length=64)  # of the file or of the typed text: on the receipt too
    text = models.TextField(blank=True)
    flags = models.JSONField(default=list)  # hidden text, zero-width letters, mixed scripts: shown, never scored
    failure = models.TextField(blank=True)
    submitted_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # null: the learner, by link

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="submission_version_once", fields=["enrollment", "version"]),
            models.UniqueConstraint(name="submission_one_current_a_learner", fields=["enrollment"], condition=Q(is_current=True)),
        ]

    def __str__(self) -> str:
        return self.blind_code
