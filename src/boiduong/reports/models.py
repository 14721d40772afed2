from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from boiduong.accounts.models import User
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign
from boiduong.documents.models import IssuedDocument


class SummaryReportQuerySet(models.QuerySet["SummaryReport"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def for_list(self) -> Self:
        return self.select_related("document", "made_by").defer("docx", "xlsx", "pdf").order_by("-version").fetch_mode(models.FETCH_RAISE)


class SummaryReport(models.Model):
    """The campaign's figures as they were reported on one day, with the files that went out. A later day makes another version."""

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="summary_reports")
    version = models.PositiveSmallIntegerField()
    document = models.ForeignKey(IssuedDocument, models.PROTECT, null=True, related_name="+")
    figures = models.JSONField()  # frozen: what the files say
    figures_sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    docx = models.BinaryField()
    xlsx = models.BinaryField()
    pdf = models.BinaryField(null=True)

    objects = SummaryReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="summary_report_version_once", fields=["campaign", "version"])]

    def __str__(self) -> str:
        return f"{self.campaign_id} v{self.version}"
