import hashlib
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign, Topic, TrainingClass
from boiduong.people.models import Unit


class Half(models.TextChoices):
    """Half of a training day; the unit of attendance and of pay."""

    MORNING = "MORNING", _("morning")
    AFTERNOON = "AFTERNOON", _("afternoon")


class Venue(models.Model):
    """A hall. Its owner may be another body than the organisers."""

    code = models.SlugField(unique=True, default=new_code)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="venues")
    capacity = models.PositiveIntegerField()
    reserved_count = models.PositiveIntegerField(default=0)  # seats kept for guests and stewards
    seat_rows = models.PositiveSmallIntegerField()
    seats_per_row = models.PositiveSmallIntegerField()
    renamed_at = models.DateTimeField(null=True)  # name or address were changed last: paper from before says the old ones

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="venue_seats_are_its_capacity", condition=Q(capacity__lte=F("seat_rows") * F("seats_per_row"))),
            models.CheckConstraint(name="venue_reserves_less_than_it_has", condition=Q(reserved_count__lt=F("capacity"))),
        ]

    def __str__(self) -> str:
        return self.name


class VenueClosure(models.Model):
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="closures")
    on = models.DateField()
    half = models.CharField(max_length=10, choices=Half)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="venue_closure_once", fields=["venue", "on", "half"])]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.on} {self.half}"


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def coming(self) -> Self:
        """All but those who have declined."""
        return self.exclude(invitation=Speaker.Invitation.DECLINED)


class Speaker(models.Model):
    """Somebody invited to teach; the titles are today's, a session keeps those of its own day.

    TO_INVITE → INVITED → ACCEPTED or DECLINED; a person may say otherwise later, and what was noted before stands in the trail.
    """

    class Invitation(models.TextChoices):
        TO_INVITE = "TO_INVITE", _("not invited yet")
        INVITED = "INVITED", _("invited")
        ACCEPTED = "ACCEPTED", _("has accepted")
        DECLINED = "DECLINED", _("has declined")

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="speakers")
    full_name = models.CharField(max_length=120)
    degree = models.CharField(max_length=20, blank=True)  # TS., ThS.
    titles = ArrayField(models.CharField(max_length=300), default=list)  # first the one that paper names first
    topics = models.ManyToManyField(Topic, related_name="speakers")
    max_per_day = models.PositiveSmallIntegerField(default=2)  # sessions
    invitation = models.CharField(max_length=10, choices=Invitation, default=Invitation.TO_INVITE)
    invitation_on = models.DateField(null=True)  # the day on which the letter went out, or the answer came
    invitation_note = models.CharField(max_length=200, blank=True)  # by telephone, from whom
    invitation_noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = SpeakerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.degree} {self.full_name}".strip()


class SpeakerUnavailability(models.Model):
    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="unavailabilities")
    on = models.DateField()
    half = models.CharField(max_length=10, choices=Half)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="speaker_unavailability_once", fields=["speaker", "on", "half"])]

    def __str__(self) -> str:
        return f"{self.speaker_id} {self.on} {self.half}"


class TimeRange(Func):
    """starts_at, ends_at as a range that leaves its end out."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


_SPAN = TimeRange("starts_at", "ends_at", RangeBoundary(inclusive_lower=True, inclusive_upper=False))


class ClassSessionQuerySet(models.QuerySet["ClassSession"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def held(self) -> Self:
        return self.filter(cancelled_at=None)

    def for_list(self) -> Self:
        return self.select_related("training_class", "topic", "venue", "speaker").order_by("starts_at", "pk").fetch_mode(models.FETCH_RAISE)


class ClassSession(models.Model):
    """A class is taught a topic in a hall by a speaker. No hall (see HallUse), speaker or class is ever in two at once: the database sees to it."""

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sessions")
    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="sessions")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="sessions")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="sessions")
    speaker = models.ForeignKey(Speaker, models.PROTECT, null=True, related_name="sessions")
    speaker_titles = ArrayField(models.CharField(max_length=300), default=list)  # as they were on that day
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_opening = models.BooleanField(default=False)  # begins with the campaign's opening ceremony
    cancelled_at = models.DateTimeField(null=True)

    objects = ClassSessionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(name="class_session_by_time", fields=["campaign", "starts_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="class_session_starts_before_it_ends", condition=Q(starts_at__lt=F("ends_at"))),
            ExclusionConstraint(
                name="speaker_never_twice_at_once",
                expressions=[("speaker", RangeOperators.EQUAL), (_SPAN, RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at=None),
            ),
            ExclusionConstraint(
                name="training_class_never_twice_at_once",
                expressions=[("training_class", RangeOperators.EQUAL), (_SPAN, RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.training_class_id} {self.starts_at:%d/%m/%Y %H:%M}"


class SessionChangeQuerySet(models.QuerySet["SessionChange"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(class_session__campaign__in=Campaign.objects.visible_to(user))

    def standing(self) -> Self:
        return self.filter(undone_at=None)

    def for_list(self) -> Self:
        """All that a change is told with; anything more raises instead of a hidden query."""
        held = ("class_session__campaign", "class_session__training_class", "class_session__topic", "class_session__speaker", "instead_of")
        told = ("from_venue__owner", "to_venue__owner", "from_speaker", "to_speaker")
        return self.select_related(*held, *told).order_by("-pk").fetch_mode(models.FETCH_RAISE)


class SessionChange(models.Model):
    """A session was moved or got another speaker: what stood before and since, why, and whether it was taken back."""

    class Reason(models.TextChoices):
        PLAN = "PLAN", _("planned otherwise")
        STORM = "STORM", _("storm or flood")
        POWER = "POWER", _("power cut")
        HALL = "HALL", _("the hall is taken")
        SPEAKER = "SPEAKER", _("the speaker cannot come")
        OTHER = "OTHER", _("another reason")

    code = models.SlugField(unique=True, default=new_code)
    class_session = models.ForeignKey(ClassSession, models.CASCADE, related_name="changes")
    instead_of = models.ForeignKey(ClassSession, models.PROTECT, null=True, related_name="+")  # the one that had begun and was broken off
    from_starts_at = models.DateTimeField()
    from_ends_at = models.DateTimeField()
    from_venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    from_speaker = models.ForeignKey(Speaker, models.PROTECT, null=True, related_name="+")
    from_speaker_titles = ArrayField(models.CharField(max_length=300), default=list)
    to_starts_at = models.DateTimeField()
    to_ends_at = models.DateTimeField()
    to_venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    to_speaker = models.ForeignKey(Speaker, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason, default=Reason.PLAN)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects = SessionChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.class_session_id} {self.reason}"

    @property
    def campaign(self) -> Campaign:
        return self.class_session.campaign

    @property
    def is_moved(self) -> bool:
        return (self.from_starts_at, self.from_ends_at, self.from_venue_id) != (self.to_starts_at, self.to_ends_at, self.to_venue_id)

    @property
    def is_other_speaker(self) -> bool:
        return self.from_speaker_id != self.to_speaker_id


class GuestQuerySet(models.QuerySet["Guest"]):
    def of_opening(self) -> Self:
        return self.filter(at_opening=True).order_by("precedence")

    def of_closing(self) -> Self:
        return self.filter(at_closing=True).order_by("precedence")


class CalendarLinkQuerySet(models.QuerySet["CalendarLink"]):
    def by_token(self, token: str) -> "CalendarLink | None":
        """What an address stands for; None: unknown, or renewed since."""
        near = self.select_related("campaign", "training_class", "venue", "speaker")
        return near.filter(token_hash=hashlib.sha256(token.encode()).hexdigest(), revoked_at=None).first()


class CalendarLink(models.Model):
    """A secret address at which calendars read the sessions of one class, hall or speaker; renewed by making another."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="calendar_links")
    training_class = models.ForeignKey(TrainingClass, models.CASCADE, null=True, related_name="calendar_links")
    venue = models.ForeignKey(Venue, models.CASCADE, null=True, related_name="calendar_links")
    speaker = models.ForeignKey(Speaker, models.CASCADE, null=True, related_name="calendar_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="calendar_link_is_of_one",
                condition=Q(training_class__isnull=False, venue=None, speaker=None)
                | Q(training_class=None, venue__isnull=False, speaker=None)
                | Q(training_class=None, venue=None, speaker__isnull=False),
            ),
            models.UniqueConstraint(
                name="calendar_link_one_valid",
                fields=["campaign", "training_class", "venue", "speaker"],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.made_at:%d/%m/%Y}"


class ConnectedPlaceQuerySet(models.QuerySet["ConnectedPlace"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(training_class__campaign__in=Campaign.objects.visible_to(user))

    def standing(self) -> Self:
        return self.filter(ended_at=None)


class ConnectedPlace(models.Model):
    """A place from which some units' people of a class follow its sessions; its recorder's phone knows them alone.

    Where paper names it otherwise after a change (another room, other units), the row is ended and another stands in its stead:
    so it is known whose paper is old.
    """

    code = models.SlugField(unique=True, default=new_code)
    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="connected_places")
    name = models.CharField(max_length=120)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, related_name="connected_places")  # None: a room that no list of halls knows
    address = models.CharField(max_length=300, blank=True)
    capacity = models.PositiveIntegerField()
    recorder_name = models.CharField(max_length=120)
    recorder_phone = models.CharField(max_length=20, blank=True)
    units = models.ManyToManyField(Unit, related_name="connected_places")
    made_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ConnectedPlaceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="connected_place_once", fields=["training_class", "name"], condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return self.name

    @property
    def campaign(self) -> Campaign:
        return self.training_class.campaign


class HallUse(models.Model):
    """A hall is taken by a held session, as its own hall or as a connected place of its class.

    Written by triggers of the database alone (migration 0006), so that it holds whoever writes sessions and places, and however.
    """

    class_session = models.ForeignKey(ClassSession, models.CASCADE, related_name="hall_uses")
    connected_place = models.ForeignKey(ConnectedPlace, models.CASCADE, null=True, related_name="hall_uses")  # None: the main hall
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="uses")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(name="venue_never_twice_at_once", expressions=[("venue", RangeOperators.EQUAL), (_SPAN, RangeOperators.OVERLAPS)]),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.class_session_id}"


class Guest(models.Model):
    """A delegate of the opening, the closing or both: a person with titles, or a body that sends somebody unnamed."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="guests")
    full_name = models.CharField(max_length=120, blank=True)
    form_of_address = models.CharField(max_length=40, blank=True)  # đồng chí, TS.
    titles = ArrayField(models.CharField(max_length=300), default=list)
    body_name = models.CharField(max_length=200, blank=True)  # lãnh đạo Phòng Giáo dục và Đào tạo quận
    precedence = models.PositiveSmallIntegerField()
    at_opening = models.BooleanField(default=True)
    at_closing = models.BooleanField(default=False)

    objects = GuestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="guest_precedence_once", fields=["campaign", "precedence"]),
            models.CheckConstraint(
                name="guest_is_a_person_or_a_body", condition=~Q(full_name="") & Q(body_name="") | Q(full_name="") & ~Q(body_name="")
            ),
            models.CheckConstraint(name="guest_comes_to_something", condition=Q(at_opening=True) | Q(at_closing=True)),
        ]

    def __str__(self) -> str:
        return self.full_name or self.body_name
