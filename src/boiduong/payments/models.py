from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign
from boiduong.schedule.models import ClassSession, Speaker


class DateRange(Func):
    """valid_from, valid_to as a range with both its ends; no end is for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()


_VALID = DateRange("valid_from", "valid_to", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


class FeeTableQuerySet(models.QuerySet["FeeTable"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class FeeTable(models.Model):
    """What a speaker is paid, by a named document, from a day to a day. No figure stands in the code: the organiser enters theirs."""

    class Basis(models.TextChoices):
        SESSION = "SESSION", _("a session")
        HALF_DAY = "HALF_DAY", _("a half-day")
        HOUR = "HOUR", _("an hour")

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="fee_tables")
    source = models.CharField(max_length=300)  # the document that it stands on, as printed
    basis = models.CharField(max_length=10, choices=Basis)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    tax_percent = models.DecimalField(max_digits=4, decimal_places=1, default=0)  # withheld
    tax_from_amount = models.PositiveBigIntegerField(default=0)  # đồng: of a payment of so much or more
    is_example = models.BooleanField(default=False)  # figures made up, and printed so

    objects = FeeTableQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="fee_table_begins_before_it_ends", condition=Q(valid_to=None) | Q(valid_from__lte=F("valid_to"))),
            models.CheckConstraint(name="fee_table_tax_is_a_percentage", condition=Q(tax_percent__gte=0, tax_percent__lte=100)),
            ExclusionConstraint(name="fee_tables_never_overlap", expressions=[("campaign", RangeOperators.EQUAL), (_VALID, RangeOperators.OVERLAPS)]),
        ]

    def __str__(self) -> str:
        return self.source


class FeeRate(models.Model):
    """A line of a fee table: a class of titles or degrees, and what it is paid."""

    table = models.ForeignKey(FeeTable, models.CASCADE, related_name="rates")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)  # Giáo sư; chuyên gia cao cấp
    degrees = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # whose speakers are put here unless somebody says otherwise
    amount = models.PositiveBigIntegerField()  # đồng

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="fee_rate_order_once", fields=["table", "order"])]

    def __str__(self) -> str:
        return self.name


class SpeakerRate(models.Model):
    """Which line of a table a speaker is paid by, where a person has said so."""

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="fee_rates")
    table = models.ForeignKey(FeeTable, models.CASCADE, related_name="speaker_rates")
    rate = models.ForeignKey(FeeRate, models.CASCADE, related_name="speaker_rates")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="speaker_rate_once_a_table", fields=["speaker", "table"])]

    def __str__(self) -> str:
        return f"{self.speaker_id} {self.rate_id}"


class PayDecision(models.Model):
    """A person's word on who is paid for a session, or that nobody is, whatever the timetable says."""

    class_session = models.OneToOneField(ClassSession, models.PROTECT, related_name="pay_decision")
    payee = models.ForeignKey(Speaker, models.PROTECT, null=True, related_name="+")  # None: nobody
    reason = models.CharField(max_length=300)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.class_session_id}: {self.payee_id}"


class PaySheetQuerySet(models.QuerySet["PaySheet"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class PaySheet(models.Model):
    """An approved sheet: all of it frozen. It is never changed; another version takes its place."""

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="pay_sheets")
    version = models.PositiveSmallIntegerField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)  # of a second version
    frozen = models.JSONField()  # figures.Sheet as data

    objects = PaySheetQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="pay_sheet_version_once", fields=["campaign", "version"])]

    def __str__(self) -> str:
        return f"{self.campaign_id} v{self.version}"
