from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.models import new_code
from boiduong.people.models import Unit


class ReferenceDocumentQuerySet(models.QuerySet["ReferenceDocument"]):
    def visible_to(self, user: User) -> Self:  # noqa: ARG002  every door asks the same question
        """Official documents are public; anybody with a login reads them."""
        return self

    def for_list(self) -> Self:
        return self.order_by("-issued_on", "symbol").fetch_mode(models.FETCH_RAISE)


class ReferenceDocument(models.Model):
    """An official document that is taught, or that a campaign stands on: resolution, directive, regulation, guidance."""

    code = models.SlugField(unique=True, default=new_code)
    kind = models.CharField(max_length=60)  # Nghị quyết, Chỉ thị, Quy định, Hướng dẫn: as printed
    symbol = models.CharField(max_length=60)  # number and symbol, as printed: 08-QĐi/TW
    issued_on = models.DateField()
    issuer = models.CharField(max_length=200)
    subject = models.TextField()  # the abstract
    full_text = models.TextField(blank=True)  # what comparison of essays leaves out

    objects = ReferenceDocumentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="reference_document_once", fields=["symbol", "issued_on"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.symbol}"


class DocumentProfile(models.Model):
    """How one body writes its official paper: the form, the number's pattern, who signs."""

    class Form(models.TextChoices):
        STATE = "STATE", _("State form (Decree 30/2020)")
        PARTY = "PARTY", _("Party form")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="document_profiles")
    form = models.CharField(max_length=10, choices=Form)
    parent_name = models.CharField(max_length=200, blank=True)  # the body above, as printed in the head
    short_symbol = models.CharField(max_length=40)  # in the document's symbol: TTBDCT
    place = models.CharField(max_length=80)  # before the date
    signing_authority = models.CharField(max_length=200, blank=True)  # TM. BAN TỔ CHỨC, KT. GIÁM ĐỐC
    signer_position = models.CharField(max_length=200, blank=True)
    signer_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="document_profile_once", fields=["unit", "form"])]

    def __str__(self) -> str:
        return f"{self.unit} ({self.get_form_display()})"


class IssuedDocumentQuerySet(models.QuerySet["IssuedDocument"]):
    def for_list(self) -> Self:
        return self.select_related("profile__unit").order_by("-issued_on", "-number").fetch_mode(models.FETCH_RAISE)


class IssuedDocument(models.Model):
    """A number taken from the register of one body and year; numbers follow each other without a gap."""

    code = models.SlugField(unique=True, default=new_code)
    profile = models.ForeignKey(DocumentProfile, models.PROTECT, related_name="issued")
    campaign_code = models.CharField(max_length=50, blank=True, db_index=True)
    kind = models.CharField(max_length=60)  # Thông báo, Quyết định, Báo cáo, Công văn: as printed
    kind_code = models.CharField(max_length=10, blank=True)  # TB, QĐ, BC; a letter has none
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    symbol = models.CharField(max_length=60)  # as printed after "Số"
    subject = models.TextField()
    issued_on = models.DateField()

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="issued_document_number_once", fields=["profile", "year", "number"])]

    def __str__(self) -> str:
        return self.symbol
