from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.claims import ClaimQuerySet
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.doors.models import CheckIn, Quota
from boiduong.schedule.models import ClassSession


class RuleSet(models.Model):
    """One version of what counts as attending a campaign, whole. Appended with who and why; the last one holds.

    The fields that campaigns.Rules has too say what that row said from then on; it stays the place where everybody reads them.
    """

    SHARED: ClassVar = ("needs_check_out", "late_after_minutes", "is_late_present", "leaves_early_before_minutes", "missed_topics_allowed")
    OWN: ClassVar = ("attended_percent", "excuse_days", "is_excused_present", "manual_quota", "supervised_count")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="rule_sets")
    number = models.PositiveSmallIntegerField()
    needs_check_out = models.BooleanField()
    late_after_minutes = models.PositiveSmallIntegerField()
    is_late_present = models.BooleanField()
    leaves_early_before_minutes = models.PositiveSmallIntegerField()
    missed_topics_allowed = models.PositiveSmallIntegerField()
    attended_percent = models.PositiveSmallIntegerField(default=0)  # of the topics, at least; 0: only missed_topics_allowed holds
    excuse_days = models.PositiveSmallIntegerField(default=5)  # after a session, for its paper to arrive
    is_excused_present = models.BooleanField(default=False)  # whether an excused session counts like an attended one
    manual_quota = models.PositiveSmallIntegerField(default=Quota.MANUAL_COUNT)  # marks by name in one session before a supervisor is needed
    supervised_count = models.PositiveSmallIntegerField(default=Quota.SUPERVISED_COUNT)  # more of them, each time a supervisor says yes
    why = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="rule_set_number_once", fields=["campaign", "number"]),
            models.CheckConstraint(name="rule_set_share_is_a_percentage", condition=Q(attended_percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.number}"


class JudgingQuerySet(ClaimQuerySet["Judging"]):
    waiting, working = "QUEUED", "RUNNING"
    lost_after = timedelta(minutes=30)  # a judging takes seconds a session


class Judging(models.Model):
    """All judged sessions of a campaign are to be judged again, because a rule has changed. QUEUED -> RUNNING -> DONE."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("waiting")
        RUNNING = "RUNNING", _("being judged")
        DONE = "DONE", _("done")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="judgings")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    session_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)  # verdicts that came out otherwise

    objects = JudgingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.state}"


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
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, null=True, related_name="+")  # judged under this version; null: as planned

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
    case = models.ForeignKey("OddCase", models.PROTECT, null=True, related_name="corrections")  # the decision that it comes from
    withdrawn_at = models.DateTimeField(null=True)  # that decision was undone; the line stays, and counts no more

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.verdict}"


class ExcuseQuerySet(models.QuerySet["Excuse"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))

    def standing(self) -> Self:
        """Those that excuse: accepted, or in time and not refused."""
        return self.filter(Q(accepted=True) | Q(accepted=None, is_in_time=True))

    def waiting(self) -> Self:
        """Those that came late, on which nobody has decided."""
        return self.filter(accepted=None, is_in_time=False)


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
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    paper_sha256 = models.CharField(max_length=64, blank=True)
    is_in_time = models.BooleanField(default=True)  # by the rules of the day it came: one in time excuses at once
    accepted = models.BooleanField(null=True)  # what the organisers said; null: nothing yet
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=200, blank=True)

    objects = ExcuseQuerySet.as_manager()

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
        OVER_QUOTA = "OVER_QUOTA", _("entered by name beyond the quota")
        QUICK_DOORS = "QUICK_DOORS", _("two doors within two minutes")
        BURST = "BURST", _("many cards in a few seconds")
        MANUAL_RATE = "MANUAL_RATE", _("unusually many by name at one door")
        SHEET = "SHEET", _("differs from the signed sheet")

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
    remark = models.CharField(max_length=300, blank=True)  # what the machine saw, where a check-in alone does not tell it

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


class SignedSheetQuerySet(models.QuerySet["SignedSheet"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(class_session__in=ClassSession.objects.visible_to(user))

    def for_list(self) -> Self:
        """In the order in which they came, without what is in them."""
        return self.select_related("kept_by", "withdrawn_by").defer("content").order_by("pk")


class SignedSheet(models.Model):
    """A page of the sign-in sheet as it came back with signatures. Kept with its session, never taken away.

    A page that does not belong here is withdrawn: it stays, with who said so and why, and may be put back.
    """

    code = models.SlugField(unique=True, default=new_code)
    class_session = models.ForeignKey(ClassSession, models.PROTECT, related_name="signed_sheets")
    file_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(max_length=200, blank=True)

    objects = SignedSheetQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="signed_sheet_once", fields=["class_session", "sha256"]),
            models.CheckConstraint(
                name="signed_sheet_withdrawn_says_why",
                condition=Q(withdrawn_at=None, withdrawn_why="") | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why=""),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class SheetMark(models.Model):
    """What a person read on the signed sheet beside one name, where it differs from the doors."""

    class_session = models.ForeignKey(ClassSession, models.PROTECT, related_name="sheet_marks")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="sheet_marks")
    has_signed = models.BooleanField()  # true: signed, but no door saw them; false: seen, but not signed
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="sheet_mark_once", fields=["class_session", "enrollment"])]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.has_signed}"
