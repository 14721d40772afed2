from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from boiduong.accounts.models import User
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign
from boiduong.essays.models import Submission


class Criterion(models.Model):
    """A line of the rubric: what is looked at, and how much it weighs. Tasks only, never opinions."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    max_points = models.DecimalField(max_digits=4, decimal_places=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="criterion_number_once", fields=["campaign", "number"]),
            models.CheckConstraint(name="criterion_weighs_something", condition=Q(max_points__gt=0)),
        ]

    def __str__(self) -> str:
        return self.title


class GradeBand(models.Model):
    """The word for a range of points: giỏi, khá, trung bình, không đạt."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="grade_bands")
    name = models.CharField(max_length=40)
    min_points = models.DecimalField(max_digits=4, decimal_places=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="grade_band_once", fields=["campaign", "min_points"])]

    def __str__(self) -> str:
        return self.name


class GradingShareQuerySet(models.QuerySet["GradingShare"]):
    def visible_to(self, user: User) -> Self:
        """A grader's own share; an organiser sees that shares exist, not what is in them."""
        return self.filter(grader=user)


class GradingShare(models.Model):
    """An essay given to a grader, who knows its blind code alone and is never of the author's unit."""

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="grading_shares")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="grading_shares")
    grader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grading_shares")
    order = models.PositiveIntegerField()  # within the grader's pile
    shared_at = models.DateTimeField()

    objects = GradingShareQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="grading_share_once", fields=["submission", "grader"])]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.grader_id}"


class Grade(models.Model):
    """A grader's marks for one essay, by criterion. Nobody sees it before the release."""

    share = models.OneToOneField(GradingShare, models.PROTECT, related_name="grade")
    points = models.JSONField()  # {criterion number: points as text}
    total_points = models.DecimalField(max_digits=4, decimal_places=1)
    comment = models.TextField(blank=True)
    graded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="grade_is_not_negative", condition=Q(total_points__gte=0))]

    def __str__(self) -> str:
        return f"{self.total_points}"


class GradeRelease(models.Model):
    """The one moment at which a campaign's grades become known."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="grade_release")
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    grade_count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.campaign_id}"
