from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from boiduong.accounts.models import User
from boiduong.audit.models import new_code
from boiduong.campaigns.models import Campaign, Membership
from boiduong.schedule.hours import clock
from boiduong.schedule.models import ClassSession, Half, Venue


class CeremonyQuerySet(models.QuerySet["Ceremony"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class Ceremony(models.Model):
    """The opening or the closing: on the day and in the hall of a session, at an hour of its own. A session that is postponed takes it along."""

    class Kind(models.TextChoices):
        OPENING = "OPENING", _("opening")
        CLOSING = "CLOSING", _("closing")

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="ceremonies")
    kind = models.CharField(max_length=10, choices=Kind)
    class_session = models.ForeignKey(ClassSession, models.PROTECT, related_name="ceremonies")
    begins = models.TimeField()

    objects = CeremonyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="ceremony_once_a_kind", fields=["campaign", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"

    @property
    def begins_at(self) -> datetime:
        return clock(localdate(self.class_session.starts_at), self.begins)


class AgendaItem(models.Model):
    """A point of the running order; when it begins follows from what comes before it."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="agenda_item_order_once", fields=["ceremony", "order"])]

    def __str__(self) -> str:
        return self.what

    @property
    def campaign(self) -> Campaign:
        """Whose frame its pages stand in."""
        return self.ceremony.campaign


class StewardQuerySet(models.QuerySet["Steward"]):
    def visible_to(self, user: User) -> Self:
        """Those of campaigns the user organises, and oneself."""
        if user.is_superuser:
            return self
        organised = Membership.objects.filter(user=user, role=Membership.Role.ORGANISER).values("campaign")
        return self.filter(Q(campaign__in=organised) | Q(user=user))


class Steward(models.Model):
    """Somebody who looks after classes, doors or machines on the day. With a login they see their own list."""

    code = models.SlugField(unique=True, default=new_code)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="stewards")
    full_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="stewardships")

    objects = StewardQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="steward_once", fields=["campaign", "full_name", "phone"])]

    def __str__(self) -> str:
        return self.full_name


class Duty(models.Model):
    """One steward, one half-day, one place. Kept by day and hall, not by session: a session that moves leaves it behind, and the page says so."""

    class Task(models.TextChoices):
        CLASS = "CLASS", _("class steward")
        DOOR = "DOOR", _("door")
        TECHNICAL = "TECHNICAL", _("sound, light, machines")
        GUESTS = "GUESTS", _("receiving guests")
        OTHER = "OTHER", _("other")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="duties")
    steward = models.ForeignKey(Steward, models.PROTECT, related_name="duties")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="duties")
    on = models.DateField()
    half = models.CharField(max_length=10, choices=Half)
    task = models.CharField(max_length=10, choices=Task)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="steward_never_in_two_places", fields=["steward", "on", "half"])]

    def __str__(self) -> str:
        return f"{self.steward}: {self.get_task_display()}, {self.on:%d/%m/%Y} {Half(self.half).label}"
