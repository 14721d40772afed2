from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.schedule.models import ClassSession, Venue


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def for_list(self) -> Self:
        """All that a list row shows; anything more raises instead of a hidden query."""
        return self.select_related("requested_by").defer("problem", "solution").order_by("-pk").fetch_mode(models.FETCH_RAISE)

    def claim(self, run_id: int) -> "Run | None":
        """Take a queued run for this worker, or None if another has it. One UPDATE, no lock held."""
        won = self.filter(pk=run_id, state=Run.State.QUEUED).update(state=Run.State.RUNNING, claimed_at=now())
        return self.get(pk=run_id) if won else None


class Run(models.Model):
    """One division of the learners into classes. QUEUED -> RUNNING -> SOLVED, IMPOSSIBLE or FAILED; SOLVED -> PUBLISHED -> REPLACED."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("waiting")
        RUNNING = "RUNNING", _("being solved")
        SOLVED = "SOLVED", _("solved")
        IMPOSSIBLE = "IMPOSSIBLE", _("cannot be done")
        FAILED = "FAILED", _("broke off")
        PUBLISHED = "PUBLISHED", _("published")
        REPLACED = "REPLACED", _("replaced by a newer version")

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="runs")
    version = models.PositiveSmallIntegerField()  # within the campaign, from 1
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    class_count = models.PositiveSmallIntegerField()
    venues = models.ManyToManyField(Venue, related_name="runs")  # the halls that may be used
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    problem = models.JSONField(null=True)  # inst.json as it was solved
    solution = models.JSONField(null=True)  # sessions, tiers, status
    tiers = models.JSONField(default=dict)
    causes = models.JSONField(default=list)  # why it cannot be done, in words
    failure = models.TextField(blank=True)
    seconds = models.FloatField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="run_version_once", fields=["campaign", "version"]),
            models.UniqueConstraint(name="campaign_has_one_published_run", fields=["campaign"], condition=Q(state="PUBLISHED")),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} v{self.version}"


class ClassAssignment(models.Model):
    """Where one run puts one learner; it counts once the run is published."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="assignments")
    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="assignments")
    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="assignments")
    seat = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="class_assignment_once", fields=["run", "enrollment"]),
            models.UniqueConstraint(name="class_assignment_seat_once", fields=["run", "training_class", "seat"], condition=~Q(seat="")),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.training_class_id} {self.seat}"


class MakeupPlace(models.Model):
    """A learner is to make up in this session what they missed; one place a person and session."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="makeup_places")
    class_session = models.ForeignKey(ClassSession, models.PROTECT, related_name="makeup_places")
    seat = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="makeup_place_once", fields=["enrollment", "class_session"]),
            models.UniqueConstraint(name="makeup_place_seat_once", fields=["class_session", "seat"], condition=~Q(seat="")),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.class_session_id}"
