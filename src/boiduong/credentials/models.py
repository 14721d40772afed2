from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from boiduong.accounts.models import User
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign, Enrollment, Membership


class Completion(models.Model):
    """Whether a learner has completed the campaign under its rules, and why or why not, as it stood when it was decided."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="completions")
    enrollment = models.OneToOneField(Enrollment, models.PROTECT, related_name="completion")
    is_complete = models.BooleanField()
    reasons = models.JSONField(default=list)  # what is missing, as codes of credentials.rules with their numbers
    band = models.CharField(max_length=40, blank=True)
    total_points = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="completion_has_reasons_unless_complete", condition=Q(is_complete=True, reasons=[]) | Q(is_complete=False) & ~Q(reasons=[])
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.is_complete}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: User) -> Self:
        if user.is_superuser:
            return self
        organised = Membership.objects.filter(user=user, role=Membership.Role.ORGANISER).values("campaign")
        return self.filter(Q(campaign__in=organised) | Q(enrollment__unit__coordinators__user=user)).distinct()

    def for_list(self) -> Self:
        return self.select_related("enrollment__person", "enrollment__unit").defer("pdf").order_by("year", "number").fetch_mode(models.FETCH_RAISE)


class Certificate(models.Model):
    """A numbered line of the certificate register. Its content is frozen at issue; a mistake is revoked and replaced, never edited."""

    code = models.CharField(max_length=26, unique=True)  # 128 random bits in base32: what the check page asks for
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="certificates")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="certificates")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    symbol = models.CharField(max_length=60)  # as printed
    content = models.JSONField()  # every word on it
    pdf = models.BinaryField(null=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="certificate_number_once", fields=["year", "number"]),
            models.UniqueConstraint(name="certificate_one_valid_a_learner", fields=["enrollment"], condition=Q(revoked_at=None)),
            models.CheckConstraint(
                name="certificate_revoked_has_its_reason",
                condition=Q(revoked_at=None, revoked_reason="") | Q(revoked_at__isnull=False) & ~Q(revoked_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.symbol


class CertificateBatchQuerySet(models.QuerySet["CertificateBatch"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class CertificateBatch(models.Model):
    """Certificates issued in one go, so that their PDFs are made by a job that can be resumed."""

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="certificate_batches")
    requested_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    certificate_count = models.PositiveIntegerField()

    objects = CertificateBatchQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.certificate_count}"
