from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.models import new_code
from boiduong.documents.models import ReferenceDocument
from boiduong.people.models import Merge, Person, Unit


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_superuser else self.filter(memberships__user=user).distinct()

    def for_list(self) -> Self:
        return self.select_related("lead_unit").order_by("-starts_on", "-pk").fetch_mode(models.FETCH_RAISE)


class Campaign(models.Model):
    """One yearly effort, from plan to report, for which people are called out of many units."""

    code = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    lead_unit = models.ForeignKey(Unit, models.PROTECT, related_name="led_campaigns")
    starts_on = models.DateField()
    ends_on = models.DateField()
    closed_days = ArrayField(models.DateField(), default=list)  # days between on which nothing is held

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="campaign_starts_before_it_ends", condition=Q(starts_on__lte=F("ends_on"))),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def campaign(self) -> "Campaign":
        """Itself: the frame asks every row for its campaign."""
        return self

    def open_days(self) -> list[date]:
        days = (date.fromordinal(n) for n in range(self.starts_on.toordinal(), self.ends_on.toordinal() + 1))
        return [day for day in days if day not in set(self.closed_days)]


class Organizer(models.Model):
    """A body that runs the campaign, in its role; `order` is the order in which paper names them."""

    class Role(models.TextChoices):
        LEAD = "LEAD", _("lead")
        PARTNER = "PARTNER", _("co-organiser")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="organizers")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="organized")
    group_name = models.CharField(max_length=200, blank=True)  # several bodies under one name: "các trường THPT, dạy nghề"
    role = models.CharField(max_length=10, choices=Role)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="organizer_order_once", fields=["campaign", "order"]),
            models.UniqueConstraint(name="campaign_has_one_lead", fields=["campaign"], condition=Q(role="LEAD")),
            models.CheckConstraint(
                name="organizer_is_a_unit_or_a_group", condition=Q(unit__isnull=False, group_name="") | Q(unit=None) & ~Q(group_name="")
            ),
        ]

    def __str__(self) -> str:
        return self.group_name or str(self.unit)


class Membership(models.Model):
    """What a user may do in one campaign."""

    class Role(models.TextChoices):
        ORGANISER = "ORGANISER", _("organiser")
        OPERATOR = "OPERATOR", _("door operator")
        GRADER = "GRADER", _("grader")
        EDITOR = "EDITOR", _("editor")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")  # whose people a grader never grades

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="membership_once", fields=["campaign", "user", "role"])]

    def __str__(self) -> str:
        return f"{self.user.get_full_name() or self.user} – {self.get_role_display()}"


class Rules(models.Model):
    """What counts in one campaign, as data: presence, completion, the essay. Each may stand on a document of its own."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="rules")
    needs_check_out = models.BooleanField(default=True)  # present needs in and out
    late_after_minutes = models.PositiveSmallIntegerField(default=15)  # after the session's start
    is_late_present = models.BooleanField(default=True)
    leaves_early_before_minutes = models.PositiveSmallIntegerField(default=15)  # before the session's end
    missed_topics_allowed = models.PositiveSmallIntegerField(default=0)
    absence_limit_percent = models.PositiveSmallIntegerField(default=34)  # of a school's staff away on one day
    keep_units_together = models.BooleanField(default=True)
    essay_document = models.ForeignKey(ReferenceDocument, models.PROTECT, null=True, related_name="+")
    essay_due_at = models.DateTimeField(null=True)
    essay_grace_minutes = models.PositiveSmallIntegerField(default=0)
    pass_points = models.DecimalField(max_digits=4, decimal_places=1, default=5)
    max_points = models.DecimalField(max_digits=4, decimal_places=1, default=10)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="rules_pass_points_within_range", condition=Q(pass_points__gte=0, pass_points__lte=F("max_points"))),
            models.CheckConstraint(
                name="rules_absence_limit_is_a_percentage", condition=Q(absence_limit_percent__gte=1, absence_limit_percent__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"rules of {self.campaign_id}"


class Topic(models.Model):
    """One subject that every class is taught, tied to the official document it is about."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="topics")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    document = models.ForeignKey(ReferenceDocument, models.PROTECT, related_name="topics")
    key_points = ArrayField(models.TextField(), default=list)  # reused by the article and by materials

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="topic_number_once", fields=["campaign", "number"])]

    def __str__(self) -> str:
        return self.title


class TrainingClassQuerySet(models.QuerySet["TrainingClass"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def for_list(self) -> Self:
        return self.order_by("is_makeup", "number").fetch_mode(models.FETCH_RAISE)


class TrainingClass(models.Model):
    """People who are taught together. A make-up class takes up those who missed something."""

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="classes")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)  # Lớp 3, Lớp học bù
    is_makeup = models.BooleanField(default=False)

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="training_class_number_once", fields=["campaign", "number"])]

    def __str__(self) -> str:
        return self.name


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def visible_to(self, user: User) -> Self:
        """Those of campaigns the user organises, and those of units the user coordinates."""
        if user.is_superuser:
            return self
        organised = Membership.objects.filter(user=user, role=Membership.Role.ORGANISER).values("campaign")
        return self.filter(Q(campaign__in=organised) | Q(unit__coordinators__user=user)).distinct()

    def called(self) -> Self:
        """Without those who were taken off the list."""
        return self.filter(withdrawn_at=None)

    def for_list(self) -> Self:
        return self.select_related("person", "unit", "training_class").order_by("person__sort_key", "pk").fetch_mode(models.FETCH_RAISE)


class Enrollment(models.Model):
    """A person called to a campaign: a learner. Unit, role and position are those of that year, whatever the person becomes."""

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="enrollments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrollments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="enrollments")
    role = models.CharField(max_length=10, choices=Person.Role)
    position = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    training_class = models.ForeignKey(TrainingClass, models.PROTECT, null=True, related_name="enrollments")  # as published
    seat = models.CharField(max_length=10, blank=True)  # as published: C-14
    withdrawn_at = models.DateTimeField(null=True)
    called_as = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # the row that was called, where it was merged since
    set_aside_by = models.ForeignKey(Merge, models.PROTECT, null=True, related_name="+")  # the merge that found one person called twice

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(name="enrollment_by_unit", fields=["campaign", "unit"])]
        constraints: ClassVar = [
            # Looked at when a statement ends, not row by row: a merge lets two rows change places.
            models.UniqueConstraint(name="enrollment_once", fields=["campaign", "person"], deferrable=models.Deferrable.IMMEDIATE),
            models.CheckConstraint(name="enrollment_set_aside_is_withdrawn", condition=Q(set_aside_by=None) | Q(withdrawn_at__isnull=False)),
            models.UniqueConstraint(name="enrollment_seat_once", fields=["training_class", "seat"], condition=~Q(seat="")),
            models.CheckConstraint(name="enrollment_seat_is_in_a_class", condition=Q(seat="") | Q(training_class__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.code}"


class Unavailability(models.Model):
    """A day on which a learner cannot come, known before classes are made."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="unavailabilities")
    on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="unavailability_once", fields=["enrollment", "on"])]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.on}"
