from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.claims import ClaimQuerySet
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign, Enrollment, Membership
from boiduong.people.models import Person, Unit
from boiduong.rosters.sentences import in_words


class RosterCallQuerySet(models.QuerySet["RosterCall"]):
    def visible_to(self, user: User) -> Self:
        if user.is_superuser:
            return self
        organised = Membership.objects.filter(user=user, role=Membership.Role.ORGANISER).values("campaign")
        return self.filter(Q(campaign__in=organised) | Q(unit__coordinators__user=user)).distinct()

    def for_list(self) -> Self:
        return self.select_related("unit").order_by("unit__sort_key", "pk").fetch_mode(models.FETCH_RAISE)

    def awaited(self) -> Self:
        """Those whose unit has to act."""
        return self.filter(state__in=AWAITED)


class RosterCall(models.Model):
    """A unit was asked for its people. CALLED -> RECEIVED -> CHECKED -> (SENT_BACK -> CORRECTED ->) CONFIRMED."""

    class State(models.TextChoices):
        CALLED = "CALLED", _("called for")
        RECEIVED = "RECEIVED", _("received")
        CHECKED = "CHECKED", _("checked")
        SENT_BACK = "SENT_BACK", _("sent back")
        CORRECTED = "CORRECTED", _("corrected")
        CONFIRMED = "CONFIRMED", _("confirmed")

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="roster_calls")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roster_calls")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.CALLED)
    called_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_back_note = models.TextField(blank=True)

    objects = RosterCallQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="roster_call_once", fields=["campaign", "unit"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.state}"


AWAITED = (RosterCall.State.CALLED, RosterCall.State.SENT_BACK)  # the unit has to act


class Reminder(models.Model):
    """A unit was reminded of its roster; the message itself goes by Zalo, telephone or e-mail."""

    call = models.ForeignKey(RosterCall, models.CASCADE, related_name="reminders")
    reminded_at = models.DateTimeField()
    reminded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.call_id} {self.reminded_at:%d/%m/%Y}"


class RosterImportQuerySet(ClaimQuerySet["RosterImport"]):
    waiting, working = "QUEUED", "READING"

    def visible_to(self, user: User) -> Self:
        if user.is_superuser:
            return self
        organised = Membership.objects.filter(user=user, role=Membership.Role.ORGANISER).values("campaign")
        return self.filter(Q(campaign__in=organised) | Q(call__unit__coordinators__user=user)).distinct()

    def for_list(self) -> Self:
        return self.select_related("call__unit", "uploaded_by").defer("content").order_by("-pk").fetch_mode(models.FETCH_RAISE)

    def pages_of(self, user: User) -> Self:
        """What this user sees, with all that a page about one file shows but the file itself."""
        return self.visible_to(user).select_related("campaign", "call__unit", "call__campaign", "part_of").defer("content", "part_of__content")


class RosterImport(models.Model):
    """One file a unit sent, kept as it came.

    QUEUED -> READING -> READ or FAILED; READ -> CONFIRMED, SENT_BACK, SUPERSEDED or DIVIDED; CONFIRMED -> UNDONE.
    """

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("waiting")
        READING = "READING", _("being read")
        READ = "READ", _("to be checked")
        FAILED = "FAILED", _("could not be read")
        SENT_BACK = "SENT_BACK", _("sent back")
        SUPERSEDED = "SUPERSEDED", _("replaced by a newer file")
        CONFIRMED = "CONFIRMED", _("confirmed")
        UNDONE = "UNDONE", _("undone")
        DIVIDED = "DIVIDED", _("divided among units")

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="roster_imports")
    call = models.ForeignKey(RosterCall, models.CASCADE, null=True, related_name="imports")  # null: whose file it is could not be told
    part_of = models.ForeignKey("self", models.CASCADE, null=True, related_name="parts")  # a file of several units, which keeps the content
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    claimed_at = models.DateTimeField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)  # the content is empty since
    problems = models.JSONField(default=list)  # of the file as a whole; a row's own stand with the row
    row_count = models.PositiveIntegerField(default=0)
    error_count = models.PositiveIntegerField(default=0)  # problems found when the file was first read, by severity
    warning_count = models.PositiveIntegerField(default=0)
    notice_count = models.PositiveIntegerField(default=0)

    objects = RosterImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name

    @property
    def told(self) -> list[dict[str, Any]]:
        """The problems of the file as a whole, in the reader's language."""
        return in_words(self.problems)

    @property
    def is_of_several_units(self) -> bool:
        return any(problem["kind"] == "several_units" for problem in self.problems)


class RosterRowQuerySet(models.QuerySet["RosterRow"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(roster_import__in=RosterImport.objects.visible_to(user).values("pk"))

    def open(self) -> Self:
        """Those that wait for a person."""
        return self.filter(status__in=(RosterRow.Status.WRONG, RosterRow.Status.AMBIGUOUS))


class RosterRow(models.Model):
    """One person of a file, as read and as mended; `status` is what confirming would do."""

    class Status(models.TextChoices):
        NEW = "NEW", _("new")
        CHANGED = "CHANGED", _("changed")
        UNCHANGED = "UNCHANGED", _("unchanged")
        DUPLICATE = "DUPLICATE", _("listed twice")
        WRONG = "WRONG", _("must be mended")
        AMBIGUOUS = "AMBIGUOUS", _("to be decided")
        LEFT_OUT = "LEFT_OUT", _("left out")

    code = models.SlugField(unique=True, default=new_code)
    roster_import = models.ForeignKey(RosterImport, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=100)
    table = models.CharField(max_length=3, blank=True, default="")  # of tables beside each other, the column in which this one begins; else ""
    row = models.PositiveIntegerField()  # Excel's own
    values = models.JSONField()  # the rosters document's ROW, mended where somebody mended it
    problems = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # whom it was matched with, or who was made of it
    enrollment = models.ForeignKey(Enrollment, models.SET_NULL, null=True, related_name="+")
    mended_at = models.DateTimeField(null=True)

    objects = RosterRowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="roster_row_once", fields=["roster_import", "sheet", "table", "row"])]

    def __str__(self) -> str:
        return f"{self.sheet}:{self.row}"

    @property
    def told(self) -> list[dict[str, Any]]:
        """The row's problems, in the reader's language."""
        return in_words(self.problems)

    @property
    def place(self) -> str:
        """Where the person stands on the sheet: a row, and the table where there are several beside each other."""
        return str(_("%(row)d (table in column %(column)s)") % {"row": self.row, "column": self.table} if self.table else self.row)

    @property
    def birth_shown(self) -> str:
        """The birth date as people write it, as precise as it is known."""
        year, month, day = (str(self.values.get("birth_date") or "") + "--").split("-")[:3]
        return {"year": year, "month": f"{month}/{year}"}.get(self.values.get("birth_precision") or "", f"{day}/{month}/{year}" if day else "")

    @property
    def campaign(self) -> Campaign:
        """For the frame, which asks every row for its campaign."""
        return self.roster_import.campaign
