"""A class that is held in several connected places: who sits where, and who keeps watch there."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Enrollment, TrainingClass
from boiduong.people.models import Unit
from boiduong.schedule.models import ConnectedPlace


class PlaceTooSmall(Refusal):
    pass


class UnitElsewhere(Refusal):
    """A unit's people in one class sit in one place."""


class NobodyThere(Refusal):
    pass


@transaction.atomic
def connect_place(
    *,
    actor: Actor,
    training_class: TrainingClass,
    name: str,
    address: str,
    capacity: int,
    recorder_name: str,
    recorder_phone: str,
    units: Collection[Unit],
) -> ConnectedPlace:
    """Let the class's people of these units follow it from another place, where a recorder takes attendance.

    Refuses: NobodyThere (no unit named), UnitElsewhere, PlaceTooSmall. Audits: schedule.place.connected. Locks: the class.
    """
    TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    if not units:
        raise NobodyThere(_("Name at least one unit whose people sit there."))
    taken = (
        ConnectedPlace.objects.filter(training_class=training_class, units__in=units).order_by("units__sort_key").values_list("units__name", "name")
    )
    elsewhere = [row for row in taken if row[0] in {unit.name for unit in units}]
    if elsewhere:
        raise UnitElsewhere(_("%(unit)s already sits at %(place)s.") % {"unit": elsewhere[0][0], "place": elsewhere[0][1]})
    people = Enrollment.objects.called().filter(training_class=training_class, unit__in=units).count()
    if people > capacity:
        raise PlaceTooSmall(_("%(people)d people would sit there; it has %(seats)d seats.") % {"people": people, "seats": capacity})
    place = ConnectedPlace.objects.create(
        training_class=training_class, name=name, address=address, capacity=capacity, recorder_name=recorder_name, recorder_phone=recorder_phone
    )
    place.units.set(units)
    record(actor, "schedule.place.connected", place, name=name, units=[unit.code for unit in units], people=people)
    return place


@transaction.atomic
def disconnect_place(*, actor: Actor, place: ConnectedPlace, at: datetime) -> None:
    """Let its people follow the class from the main hall again. Audits: schedule.place.disconnected. Locks: the class."""
    TrainingClass.objects.select_for_update().get(pk=place.training_class_id)
    record(actor, "schedule.place.disconnected", place.training_class, name=place.name, at=at.isoformat())
    place.delete()
