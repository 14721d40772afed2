from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def of_token(self, token_hash: str, *, heard_since: datetime) -> "Device | None":
        """The device with all that answering it needs, unless it was sent away or its window ended before `heard_since`. One query."""
        units: dict[str, Any] = {"unit_ids": ArraySubquery(Device.limited_to.through.objects.filter(device=OuterRef("pk")).values("unit"))}
        near = self.select_related("class_session__campaign__rules", "class_session__training_class", "class_session__topic").annotate(**units)
        return near.filter(token_hash=token_hash, revoked_at=None, valid_until__gt=heard_since).first()


class Device(models.Model):
    """A phone at a door, bound to one session, one door and a window of time; revocable."""

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="devices")
    class_session = models.ForeignKey(ClassSession, models.CASCADE, related_name="devices")
    door = models.CharField(max_length=40)  # Cửa 1
    operator_name = models.CharField(max_length=120, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    pairing_hash = models.CharField(max_length=64, blank=True, db_index=True)  # of the one-time code in the pairing QR; empty once used
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  of the device's own token; null until paired
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    paired_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # last word from it
    clock_offset_seconds = models.FloatField(null=True)  # the server's time minus the device's, at the last word
    manifest_at = models.DateTimeField(null=True)  # when it last fetched its list
    ready_at = models.DateTimeField(null=True)  # when it last told how its readiness check ended
    ready_checks = models.JSONField(default=dict)  # name of a check -> true, or why not
    limited_to = models.ManyToManyField(Unit, related_name="+")  # a recorder of a connected place: whose people alone it may touch; none: all
    revoked_at = models.DateTimeField(null=True)

    unit_ids: list[int]  # of `limited_to`, where of_token has loaded it

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="device_window_is_one", condition=Q(valid_from__lt=F("valid_until")))]

    def __str__(self) -> str:
        return f"{self.door} {self.class_session_id}"


class CheckIn(models.Model):
    """What a device says it saw. Every event is kept, refused ones too; none is ever changed or taken away."""

    class Kind(models.TextChoices):
        IN = "in", _("in")
        OUT = "out", _("out")
        MID = "mid", _("in between")
        VOID = "void", _("taken back")

    class Means(models.TextChoices):
        CARD = "card", _("card")
        NAME = "name", _("by name")
        UNLISTED = "unlisted", _("on no list")

    class Status(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        REPEATED = "repeated", _("repeated")
        REFUSED = "refused", _("refused")
        QUARANTINED = "quarantined", _("to be looked at")

    uuid = models.UUIDField(unique=True)  # made by the device: sending again changes nothing
    device = models.ForeignKey(Device, models.PROTECT, related_name="check_ins")
    class_session = models.ForeignKey(ClassSession, models.PROTECT, related_name="check_ins")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, null=True, related_name="check_ins")
    code_hash = models.CharField(max_length=43, blank=True)
    kind = models.CharField(max_length=4, choices=Kind)
    voids = models.UUIDField(null=True)
    seen_at = models.DateTimeField()  # by the device's clock
    happened_at = models.DateTimeField()  # the same, corrected by what that clock was off when it sent
    arrived_at = models.DateTimeField()  # by the server's
    sequence = models.PositiveIntegerField()  # the device's own count
    is_offline = models.BooleanField()
    means = models.CharField(max_length=8, choices=Means, default=Means.CARD)
    operator_name = models.CharField(max_length=120, blank=True)  # who held the phone then
    manual_reason = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)  # name, unit, phone of somebody on no list
    status = models.CharField(max_length=12, choices=Status)
    reason = models.CharField(max_length=40, blank=True)  # a code of verdicts or intake
    first_seen_at = models.DateTimeField(null=True)  # told with a repeat

    class Meta:
        indexes: ClassVar = [
            models.Index(name="check_in_of_learner", fields=["class_session", "enrollment", "kind"]),
            models.Index(name="check_in_by_device", fields=["device", "sequence"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="check_in_void_names_what_it_voids", condition=Q(kind="void", voids__isnull=False) | ~Q(kind="void") & Q(voids=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status} {self.seen_at:%H:%M}"


class Unlisted(models.Model):
    """Somebody at a door who is on no list, as the operator took them down. Kept beside the event; matched later through its odd case."""

    check_in = models.OneToOneField(CheckIn, models.PROTECT, related_name="unlisted")
    full_name = models.CharField(max_length=120)
    unit_name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.full_name, self.unit_name, self.phone)))


class Quota(models.Model):
    """How many marks by name a session may have, as the campaign's rules say now; attendance writes it. Without a row: as planned."""

    MANUAL_COUNT, SUPERVISED_COUNT = 20, 10

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="quota")
    manual_count = models.PositiveSmallIntegerField(default=MANUAL_COUNT)  # in one session, before a supervisor is needed
    supervised_count = models.PositiveSmallIntegerField(default=SUPERVISED_COUNT)  # more of them, each time a supervisor says yes

    def __str__(self) -> str:
        return f"{self.manual_count} + {self.supervised_count}"


class SupervisorPin(models.Model):
    """With what a supervisor at a door allows more marks by name. Kept as a salted hash; a new one replaces it."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="supervisor_pin")
    pin_hash = models.CharField(max_length=256)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.campaign_id}"


class SupervisorCall(models.Model):
    """A PIN was typed at a phone, rightly or wrongly."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="supervisor_calls")
    at = models.DateTimeField()
    was_right = models.BooleanField()
    granted_count = models.PositiveSmallIntegerField(default=0)  # marks by name, for the whole session

    def __str__(self) -> str:
        return f"{self.device_id} {self.was_right}"
