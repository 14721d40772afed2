from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.claims import ClaimQuerySet
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.people.models import Person, Unit
from boiduong.schedule.models import ClassSession, Venue

AIMS = ["unassigned", "coverage", "moves", "grouping", "levels", "managers", "balance", "comfort"]  # most important first, unless said otherwise


class DivisionRuleQuerySet(models.QuerySet["DivisionRule"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def for_list(self) -> Self:
        return self.select_related("unit", "training_class").order_by("kind", "pk").fetch_mode(models.FETCH_RAISE)


class DivisionRule(models.Model):
    """One sentence about how a campaign's people are divided. Of two sentences on one matter, the one about fewer people holds."""

    class Kind(models.TextChoices):
        ABSENCE = "ABSENCE", _("share of a school away on one day")
        TOGETHER = "TOGETHER", _("a school in one class")
        SPREAD = "SPREAD", _("a school spread over classes")
        FREE = "FREE", _("a school seated anyhow")
        APART = "APART", _("managers apart")
        MIXED = "MIXED", _("managers anyhow")
        PLACE = "PLACE", _("required class")
        RESERVE = "RESERVE", _("seats kept free")
        WINDOW = "WINDOW", _("days that a class lasts")
        BALANCE = "BALANCE", _("even sizes")
        COME = "COME", _("days away set aside")
        HALVES = "HALVES", _("absence by half-day")
        GIVE = "GIVE", _("an aim that may give way a little")

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="division_rules")
    kind = models.CharField(max_length=10, choices=Kind)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")  # whom it is about: one unit,
    level = models.CharField(max_length=20, blank=True)  # all units of a level, or (neither) all
    role = models.CharField(max_length=10, choices=Person.Role, blank=True)
    training_class = models.ForeignKey(TrainingClass, models.CASCADE, null=True, related_name="+")
    amount = models.PositiveSmallIntegerField(null=True)  # percent, seats or days, as its kind says
    aim = models.CharField(max_length=20, blank=True)  # one of AIMS, where the sentence is about one

    objects = DivisionRuleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="division_rule_said_once",
                fields=["campaign", "kind", "unit", "level", "role", "training_class", "amount", "aim"],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.kind}"


class DivisionPolicy(models.Model):
    """What matters more to a campaign when not all can be had."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="division_policy")
    order = ArrayField(models.CharField(max_length=20))  # aims, most important first

    def __str__(self) -> str:
        return f"{self.campaign_id}"


class RunQuerySet(ClaimQuerySet["Run"]):
    waiting, working = "QUEUED", "RUNNING"

    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def for_list(self) -> Self:
        """All that a list row shows; anything more raises instead of a hidden query."""
        return self.select_related("requested_by").defer("problem", "solution").order_by("-pk").fetch_mode(models.FETCH_RAISE)


class Run(models.Model):
    """One division of the learners into classes. QUEUED -> RUNNING -> SOLVED, IMPOSSIBLE, FAILED or CANCELLED; SOLVED -> PUBLISHED -> REPLACED.

    A draft made from a version by hand begins SOLVED.
    """

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("waiting")
        RUNNING = "RUNNING", _("being solved")
        SOLVED = "SOLVED", _("solved")
        IMPOSSIBLE = "IMPOSSIBLE", _("cannot be done")
        FAILED = "FAILED", _("broke off")
        CANCELLED = "CANCELLED", _("cancelled")
        PUBLISHED = "PUBLISHED", _("published")
        REPLACED = "REPLACED", _("replaced by a newer version")

    class Mode(models.TextChoices):
        ANEW = "ANEW", _("Divide everybody anew, with a new timetable")
        FEW = "FEW", _("Keep the timetable; move as few people as possible")
        KEEP = "KEEP", _("Keep the timetable and everybody who has a class; place only the new ones")

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="runs")
    version = models.PositiveSmallIntegerField()  # within the campaign, from 1
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    class_count = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.ANEW)
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")  # the version whose timetable and places it keeps
    rules = models.JSONField(default=list)  # the sentences as they stood when it was asked for
    order = ArrayField(models.CharField(max_length=20), default=list)  # aims, most important first
    cancel_asked_at = models.DateTimeField(null=True)
    venues = models.ManyToManyField(Venue, related_name="runs")  # the halls that may be used
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    problem = models.JSONField(null=True)  # inst.json as it was solved
    solution = models.JSONField(null=True)  # sessions, tiers, status
    tiers = models.JSONField(default=dict)
    causes = models.JSONField(default=list)  # why it cannot be done, in words
    failure = models.TextField(blank=True)
    seconds = models.FloatField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="run_version_once", fields=["campaign", "version"]),
            models.UniqueConstraint(name="campaign_has_one_published_run", fields=["campaign"], condition=Q(state="PUBLISHED")),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} v{self.version}"


class ClassAssignment(models.Model):
    """Where one run puts one learner; it counts once the run is published."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="assignments")
    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="assignments")
    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="assignments")
    seat = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="class_assignment_once", fields=["run", "enrollment"]),
            models.UniqueConstraint(name="class_assignment_seat_once", fields=["run", "training_class", "seat"], condition=~Q(seat="")),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.training_class_id} {self.seat}"


class SeatPlan(models.Model):
    """How a hall's seats lie, as somebody drew or sent it; a hall without one is equal rows."""

    venue = models.OneToOneField(Venue, models.CASCADE, related_name="seat_plan")
    rows = ArrayField(models.CharField(max_length=500))  # a text a row from the stage back, a mark a place: engines.allocation.plans

    def __str__(self) -> str:
        return f"{self.venue_id}"


class SeatNeed(models.Model):
    """A learner is to have a seat that is easily reached. Why is asked nowhere and stands nowhere."""

    enrollment = models.OneToOneField(Enrollment, models.CASCADE, related_name="seat_need")

    def __str__(self) -> str:
        return f"{self.enrollment_id}"


class HandMove(models.Model):
    """A person's own hand in a version: this learner to that class, or to that seat of theirs. The newest that stands can be undone."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="hand_moves")
    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="hand_moves")
    from_class = models.ForeignKey(TrainingClass, models.PROTECT, null=True, related_name="+")
    from_seat = models.CharField(max_length=10, blank=True)
    to_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="+")
    to_seat = models.CharField(max_length=10, blank=True)
    other = models.ForeignKey(Enrollment, models.CASCADE, null=True, related_name="+")  # who had that seat, and has the other now
    tiers_before = models.JSONField(default=dict)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.to_class_id}"


class SwapRequestQuerySet(models.QuerySet["SwapRequest"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(enrollment__campaign__in=Campaign.objects.visible_to(user))

    def for_list(self) -> Self:
        shown = self.select_related("enrollment__person", "enrollment__unit", "enrollment__training_class", "to_class", "asked_by")
        return shown.order_by("-pk").fetch_mode(models.FETCH_RAISE)


class SwapRequest(models.Model):
    """A unit asks that one of its people be in another class. OPEN -> GRANTED or DECLINED."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("waiting for the organiser")
        GRANTED = "GRANTED", _("granted")
        DECLINED = "DECLINED", _("declined")

    code = models.SlugField(unique=True, default=new_code)
    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="swap_requests")
    to_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    objects = SwapRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="swap_request_one_open_a_learner", fields=["enrollment"], condition=Q(state="OPEN"))]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.to_class_id} {self.state}"

    @property
    def campaign(self) -> Campaign:
        return self.enrollment.campaign


class MovePricesQuerySet(ClaimQuerySet["MovePrices"]):
    waiting, working = "QUEUED", "RUNNING"


class MovePrices(models.Model):
    """What it would gain to let so many people change class in a published version. QUEUED -> RUNNING -> DONE or FAILED."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("waiting")
        RUNNING = "RUNNING", _("being reckoned")
        DONE = "DONE", _("reckoned")
        FAILED = "FAILED", _("broke off")

    run = models.OneToOneField(Run, models.CASCADE, related_name="move_prices")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    reckoned_at = models.DateTimeField(null=True)
    prices = models.JSONField(default=list)  # a row a number allowed: allowed, moved, gains by tier, moves as [enrollment, class]
    failure = models.TextField(blank=True)

    objects = MovePricesQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.run_id} {self.state}"


class MakeupPlace(models.Model):
    """A learner is to make up in this session what they missed; one place a person and session."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="makeup_places")
    class_session = models.ForeignKey(ClassSession, models.PROTECT, related_name="makeup_places")
    seat = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="makeup_place_once", fields=["enrollment", "class_session"]),
            models.UniqueConstraint(name="makeup_place_seat_once", fields=["class_session", "seat"], condition=~Q(seat="")),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.class_session_id}"
