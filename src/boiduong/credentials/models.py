from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from boiduong.accounts.models import User
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign, Enrollment, Membership
from boiduong.people.models import Unit

STALE_AFTER = timedelta(minutes=15)  # a worker that has not ended by then is taken for dead


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


class CertificateBatchQuerySet(models.QuerySet["CertificateBatch"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def claim(self, batch_id: int, *, takes_over: bool = False) -> "CertificateBatch | None":
        """Take a batch whose papers are to be printed, or None if another worker has it (unless that one was lost). One UPDATE, no lock held."""
        free = Q() if takes_over else Q(claimed_at=None) | Q(claimed_at__lt=now() - STALE_AFTER)
        waiting = self.filter(free, pk=batch_id, done_at=None)
        return self.get(pk=batch_id) if waiting.update(claimed_at=now()) else None

    def lost(self, *, at: datetime) -> Self:
        """Those whose worker did not end them in time; the papers that are there stay, the next worker makes what is wanting."""
        return self.filter(done_at=None, claimed_at__lt=at - STALE_AFTER)


class CertificateBatch(models.Model):
    """Certificates issued in one go, so that their PDFs are made by a job that can be resumed."""

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="certificate_batches")
    requested_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    certificate_count = models.PositiveIntegerField()

    objects = CertificateBatchQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.certificate_count}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: User) -> Self:
        """Those of campaigns the user organises, and those of people of units the user coordinates."""
        if user.is_superuser:
            return self
        organised = Membership.objects.filter(user=user, role=Membership.Role.ORGANISER).values("campaign")
        coordinated = Unit.objects.filter(coordinators__user=user)
        return self.filter(Q(campaign__in=organised) | Q(enrollment__unit__in=coordinated))

    def valid(self) -> Self:
        return self.filter(revoked_at=None)

    def for_list(self) -> Self:
        return self.select_related("enrollment__person", "enrollment__unit").order_by("year", "number").fetch_mode(models.FETCH_RAISE)


class Certificate(models.Model):
    """A numbered line of the certificate register. Its content is frozen at issue; a mistake is revoked and replaced, never edited.

    Its paper is set from the content: the same content is the same PDF, so no PDF of one certificate is kept.
    """

    code = models.CharField(max_length=26, unique=True)  # 128 random bits in base32: what the check page asks for
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="certificates")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="certificates")
    batch = models.ForeignKey(CertificateBatch, models.PROTECT, related_name="certificates")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    symbol = models.CharField(max_length=60)  # as printed
    content = models.JSONField()  # every word on it
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
            models.CheckConstraint(name="certificate_does_not_replace_itself", condition=Q(replaces=None) | ~Q(replaces=F("pk"))),
        ]

    def __str__(self) -> str:
        return self.symbol


class CertificateFileQuerySet(models.QuerySet["CertificateFile"]):
    def visible_to(self, user: User) -> Self:
        if user.is_superuser:
            return self
        organised = Membership.objects.filter(user=user, role=Membership.Role.ORGANISER).values("campaign")
        coordinated = Unit.objects.filter(coordinators__user=user)
        return self.filter(Q(batch__campaign__in=organised) | Q(unit__in=coordinated))

    def for_list(self) -> Self:
        return self.select_related("unit", "batch").defer("pdf").order_by("unit__sort_key", "part", "pk").fetch_mode(models.FETCH_RAISE)


class CertificateFile(models.Model):
    """The certificates of a batch for one unit, a page each, ready for the printer and to be handed over in one piece."""

    code = models.SlugField(unique=True, default=new_code)
    batch = models.ForeignKey(CertificateBatch, models.CASCADE, related_name="files")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="certificate_files")
    part = models.PositiveSmallIntegerField(default=1)  # a very large unit has several
    pdf = models.BinaryField()
    certificate_count = models.PositiveIntegerField()

    objects = CertificateFileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="certificate_file_once", fields=["batch", "unit", "part"])]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.unit_id}"
