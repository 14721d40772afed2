from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.allocation.models import Run
from boiduong.audit.claims import ClaimQuerySet
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign, Enrollment, Membership
from boiduong.documents.models import IssuedDocument
from boiduong.people.models import Unit


class SigningKey(models.Model):
    """The public half of a key that signs cards; the private half is a file that the web's pages never read."""

    number = models.PositiveSmallIntegerField(unique=True)  # the key id inside a card
    public_key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.number}"


class CardQuerySet(models.QuerySet["Card"]):
    def valid(self) -> Self:
        return self.filter(revoked_at=None)

    def unsigned(self) -> Self:
        return self.filter(text="", revoked_at=None).select_related("signing_key", "enrollment")

    def by_token(self, token: str) -> "Card | None":
        """The valid card of a page's address, with all that the page shows."""
        found = self.valid().filter(link_token=token)
        return found.select_related("enrollment__person", "enrollment__unit", "enrollment__campaign", "enrollment__training_class").first()


class Card(models.Model):
    """What a learner shows at the door. Its code says nothing about the person; a card is valid until it is revoked."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="cards")
    code = models.BinaryField(max_length=16)
    code_hash = models.CharField(max_length=43, unique=True)  # SHA-256, base64url
    link_token = models.CharField(max_length=40, unique=True)  # the card's own page, for the learner's phone
    signing_key = models.ForeignKey(SigningKey, models.PROTECT, related_name="cards")
    text = models.CharField(max_length=160, blank=True)  # what the QR says, signed by a job; empty until then
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="card_one_valid_a_learner", fields=["enrollment"], condition=Q(revoked_at=None))]

    def __str__(self) -> str:
        return self.code_hash[:8]


class SummonsQuerySet(models.QuerySet["Summons"]):
    def valid(self) -> Self:
        return self.filter(recalled_at=None)

    def for_list(self) -> Self:
        """All that a list row shows; anything more raises instead of a hidden query."""
        shown = self.select_related("enrollment__person", "enrollment__unit", "enrollment__training_class", "document", "card")
        return shown.order_by("enrollment__unit__sort_key", "enrollment__person__sort_key", "pk").fetch_mode(models.FETCH_RAISE)


class Summons(models.Model):
    """A learner is called to a class and a seat by a numbered letter; bound to the version of the class lists it came from."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="summonses")
    run = models.ForeignKey(Run, models.PROTECT, related_name="summonses")
    card = models.OneToOneField(Card, models.PROTECT, related_name="summons")
    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="summonses")
    issued_at = models.DateTimeField()
    recalled_at = models.DateTimeField(null=True)

    objects = SummonsQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="summons_one_valid_a_learner", fields=["enrollment"], condition=Q(recalled_at=None))]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.document_id}"


class BundleQuerySet(ClaimQuerySet["Bundle"]):
    waiting, working = "QUEUED", "RUNNING"

    def visible_to(self, user: User) -> Self:
        if user.is_superuser:
            return self
        organised = Membership.objects.filter(user=user, role=Membership.Role.ORGANISER).values("campaign")
        return self.filter(Q(campaign__in=organised) | Q(unit__coordinators__user=user)).distinct()

    def for_list(self) -> Self:
        return self.select_related("unit").defer("pdf").order_by("unit__sort_key", "pk").fetch_mode(models.FETCH_RAISE)

    def whole(self) -> Self:
        """With what setting one needs."""
        return self.select_related("campaign", "unit", "run")

    def current(self) -> Self:
        return self.exclude(state=Bundle.State.REPLACED)


class Bundle(models.Model):
    """All summonses of one unit as one PDF, to be printed or forwarded. QUEUED -> RUNNING -> READY; READY -> REPLACED."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("waiting")
        RUNNING = "RUNNING", _("being set")
        READY = "READY", _("ready")
        REPLACED = "REPLACED", _("replaced")

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="bundles")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="bundles")
    run = models.ForeignKey(Run, models.PROTECT, related_name="bundles")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    claimed_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)  # first download by the unit
    learner_count = models.PositiveIntegerField(default=0)
    pdf = models.BinaryField(null=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="bundle_one_valid_a_unit", fields=["campaign", "unit"], condition=~Q(state="REPLACED"))]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.state}"
