"""A class that is held in several connected places: who sits where, and who keeps watch there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.marks import GoneMeanwhile, changes_in
from boiduong.campaigns.models import Enrollment, TrainingClass
from boiduong.people.models import Unit
from boiduong.schedule.actions import Collision, collisions_in_words
from boiduong.schedule.board import Board, board_of, hall_troubles, slot_now
from boiduong.schedule.hours import half_of
from boiduong.schedule.models import ConnectedPlace, Venue
from boiduong.schedule.saying import place_said


class PlaceTooSmall(Refusal):
    pass


class UnitElsewhere(Refusal):
    """A unit's people in one class sit in one place."""


class NobodyThere(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Seating:
    """A connected place as it is asked for. venue: None is a room that no list of halls knows."""

    name: str
    address: str
    capacity: int
    recorder_name: str
    recorder_phone: str
    units: Collection[Unit]
    venue: Venue | None = None

    def said(self) -> dict[str, Any]:
        names = ("name", "address", "capacity", "recorder_name", "recorder_phone", "venue")
        return {name: getattr(self, name) for name in names} | {"units": list(self.units)}


ON_PAPER = {"name", "address", "venue", "units"}  # what summonses and sign-in sheets say of a place


@transaction.atomic
def connect_place(*, actor: Actor, training_class: TrainingClass, seating: Seating, at: datetime) -> ConnectedPlace:
    """Let the class's people of these units follow it from another place, where a recorder takes attendance.

    A known hall is taken for all sessions of the class. Refuses: NobodyThere (no unit named), UnitElsewhere, PlaceTooSmall, Collision.
    Audits: schedule.place.connected. Locks: the class; whoever moves a session into the hall meanwhile is told apart by the database.
    """
    klass = _locked(training_class.pk)
    people = _refuse_unfit(klass, seating, besides=None, is_new_hall=True, at=at)
    place = _made(klass, seating, at)
    record(actor, "schedule.place.connected", place, name=place.name, units=[unit.code for unit in seating.units], people=people)
    return place


@transaction.atomic
def amend_place(*, actor: Actor, place: ConnectedPlace, seating: Seating, at: datetime, seen: str = "") -> ConnectedPlace:
    """Change what is known of a connected place. Where paper says it otherwise from now on, another row stands in its stead.

    Refuses: GoneMeanwhile, ChangedMeanwhile, and as connect_place does. Audits: schedule.place.amended, with what stood before. Locks: the class.
    """
    klass = _locked(place.training_class_id)
    row = ConnectedPlace.objects.standing().select_related("venue").filter(pk=place.pk).first()
    if row is None:
        raise GoneMeanwhile(_("This place has been changed or removed already."))
    before = place_said(row)
    changed = changes_in(before, seating.said(), seen=seen)
    if not changed:
        return row
    _refuse_unfit(klass, seating, besides=row, is_new_hall="venue" in changed, at=at)
    if ON_PAPER & set(changed):
        ConnectedPlace.objects.filter(pk=row.pk).update(ended_at=at)
        row = _made(klass, seating, at)
    else:
        row.capacity, row.recorder_name, row.recorder_phone = seating.capacity, seating.recorder_name, seating.recorder_phone
        row.save(update_fields=["capacity", "recorder_name", "recorder_phone"])
    record(actor, "schedule.place.amended", row, before={name: _told(before[name]) for name in changed})
    return row


@transaction.atomic
def disconnect_place(*, actor: Actor, place: ConnectedPlace, at: datetime) -> None:
    """Let its people follow the class from the main hall again. Done twice, it is done once.

    Audits: schedule.place.disconnected. Locks: the class.
    """
    _locked(place.training_class_id)
    if ConnectedPlace.objects.standing().filter(pk=place.pk).update(ended_at=at):
        record(actor, "schedule.place.disconnected", place.training_class, name=place.name, at=at.isoformat())


def taken_words(board: Board, training_class: TrainingClass, venue: Venue) -> list[str]:
    """ "23/07 morning: Class 2 is in Hall A then.": what keeps the class from being followed from there."""
    found = []
    for session in board.by_class.get(training_class.pk, []):
        on, half = localtime(session.starts_at), half_of(session.starts_at).label
        if session.venue_id == venue.pk:
            troubles = [_("the class itself is in this hall")]
        else:
            troubles = list(hall_troubles(board, session, slot_now(session), venue))
        found += [f"{on:%d/%m} {half}: {trouble}" for trouble in troubles]
    return found


def _locked(key: int) -> TrainingClass:
    return TrainingClass.objects.select_for_update(of=["self"]).select_related("campaign").get(pk=key)


def _refuse_unfit(klass: TrainingClass, seating: Seating, *, besides: ConnectedPlace | None, is_new_hall: bool, at: datetime) -> int:
    """How many people sit there. Refuses: NobodyThere, UnitElsewhere, PlaceTooSmall, Collision."""
    if not seating.units:
        raise NobodyThere(_("Name at least one unit whose people sit there."))
    others = ConnectedPlace.objects.standing().filter(training_class=klass).exclude(pk=besides.pk if besides else 0)
    elsewhere = others.filter(units__in=seating.units).order_by("units__sort_key").values_list("units__name", "name").first()
    if elsewhere:
        raise UnitElsewhere(_("%(unit)s already sits at %(place)s.") % {"unit": elsewhere[0], "place": elsewhere[1]})
    people = Enrollment.objects.called().filter(training_class=klass, unit__in=seating.units).count()
    if people > seating.capacity:
        raise PlaceTooSmall(_("%(people)d people would sit there; it has %(seats)d seats.") % {"people": people, "seats": seating.capacity})
    taken = taken_words(board_of(klass.campaign, at=at), klass, seating.venue) if seating.venue and is_new_hall else []
    if taken:
        raise Collision(_("The hall is taken. %(when)s") % {"when": " ".join(taken[:3])})
    return people


def _made(klass: TrainingClass, seating: Seating, at: datetime) -> ConnectedPlace:
    said = {name: value for name, value in seating.said().items() if name != "units"}
    with collisions_in_words():
        place = ConnectedPlace.objects.create(training_class=klass, made_at=at, **said)
    place.units.set(seating.units)
    return place


def _told(value: Any) -> Any:
    return [str(one) for one in value] if isinstance(value, list) else str(value or "")
