from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.schedule.models import ClassSession


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def of_token(self, token_hash: str, *, heard_since: datetime) -> "Device | None":
        """The device with all that answering it needs, unless it was sent away or its window ended before `heard_since`. One query."""
        near = self.select_related("class_session__campaign__rules", "class_session__training_class", "class_session__topic")
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
    revoked_at = models.DateTimeField(null=True)

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
    manual_reason = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)  # name, unit, phone of somebody on no list
    status = models.CharField(max_length=12, choices=Status)
    reason = models.CharField(max_length=40, blank=True)  # a code of attendance.rules
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


class Attendance(models.Model):
    """What the rules make of one learner's events in one session; made again whenever a fact or a rule changes."""

    class Verdict(models.TextChoices):
        PRESENT = "PRESENT", _("present")
        LATE = "LATE", _("late")
        LEFT_EARLY = "LEFT_EARLY", _("left early")
        NO_CHECK_OUT = "NO_CHECK_OUT", _("no check-out")
        EXCUSED = "EXCUSED", _("excused")
        ABSENT = "ABSENT", _("absent")

    class_session = models.ForeignKey(ClassSession, models.PROTECT, related_name="attendances")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="attendances")
    verdict = models.CharField(max_length=12, choices=Verdict)
    is_present = models.BooleanField()  # whether this verdict counts as present under the rules
    in_at = models.DateTimeField(null=True)
    out_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="attendance_once", fields=["class_session", "enrollment"])]
        indexes: ClassVar = [models.Index(name="attendance_by_learner", fields=["enrollment", "verdict"])]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.verdict}"


class AttendanceCorrection(models.Model):
    """A person says what really happened, with a reason. Appended, never changed; judging takes the last one."""

    class_session = models.ForeignKey(ClassSession, models.PROTECT, related_name="corrections")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="corrections")
    verdict = models.CharField(max_length=12, choices=Attendance.Verdict)
    reason = models.TextField()
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.verdict}"


class Excuse(models.Model):
    """A paper that excuses a learner from a session."""

    class Kind(models.TextChoices):
        ILLNESS = "ILLNESS", _("illness")
        MATERNITY = "MATERNITY", _("maternity leave")
        DUTY = "DUTY", _("on duty elsewhere")
        LEAVE = "LEAVE", _("on leave")

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="excuses")
    class_session = models.ForeignKey(ClassSession, models.PROTECT, related_name="excuses")
    kind = models.CharField(max_length=10, choices=Kind)
    paper_name = models.CharField(max_length=255)
    paper = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="excuse_once", fields=["enrollment", "class_session"])]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.kind}"


class OddCaseQuerySet(models.QuerySet["OddCase"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(settled_at=None)

    def for_list(self) -> Self:
        return self.select_related("class_session__training_class", "enrollment__person", "enrollment__unit", "check_in__device").order_by("pk")


class OddCase(models.Model):
    """Something at a door that a person must look at: an inbox line, emptied by deciding."""

    class Kind(models.TextChoices):
        WRONG_CLASS = "WRONG_CLASS", _("came with another class")
        NOT_LISTED = "NOT_LISTED", _("on no list")
        TWO_DOORS = "TWO_DOORS", _("one card at two doors")
        REVOKED_CARD = "REVOKED_CARD", _("card no longer valid")
        MANUAL = "MANUAL", _("entered by name")
        NO_CHECK_OUT = "NO_CHECK_OUT", _("never checked out")
        OUT_OF_SCOPE = "OUT_OF_SCOPE", _("outside this device's session or hours")

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="odd_cases")
    class_session = models.ForeignKey(ClassSession, models.PROTECT, related_name="odd_cases")
    kind = models.CharField(max_length=12, choices=Kind)
    check_in = models.ForeignKey(CheckIn, models.PROTECT, null=True, related_name="odd_cases")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, null=True, related_name="odd_cases")
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=200, blank=True)
    counts = models.BooleanField(null=True)  # what was decided: the event counts, or not; null leaves it to the event's own status

    objects = OddCaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="odd_case_once", fields=["check_in", "kind"], condition=Q(check_in__isnull=False)),
            models.CheckConstraint(
                name="odd_case_settled_has_its_decision", condition=Q(settled_at=None, decision="") | Q(settled_at__isnull=False) & ~Q(decision="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.class_session_id}"
