"""Where the people of a class sit that is held in several places. Reads; writes nothing."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Q

from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.people.models import Unit
from boiduong.schedule.models import ConnectedPlace


@dataclass(frozen=True, slots=True)
class PlaceLine:
    place: ConnectedPlace
    units: list[Unit]
    learner_count: int


@dataclass(frozen=True, slots=True)
class ClassPlaces:
    training_class: TrainingClass
    learner_count: int
    main_count: int  # of them in the main hall
    places: list[PlaceLine]


def places_of(campaign: Campaign) -> list[ClassPlaces]:
    """Four queries, however many places."""
    called = Enrollment.objects.called().filter(campaign=campaign, training_class__isnull=False).order_by()
    counts = Counter({(klass, unit): n for klass, unit, n in called.values_list("training_class", "unit").annotate(n=Count("pk"))})
    lines: dict[int, list[PlaceLine]] = defaultdict(list)
    standing = ConnectedPlace.objects.standing().filter(training_class__campaign=campaign)
    for place in standing.prefetch_related("units").select_related("venue").order_by("name", "pk"):
        units = sorted(place.units.all(), key=lambda unit: (unit.sort_key, unit.pk))
        lines[place.training_class_id].append(PlaceLine(place, units, sum(counts[place.training_class_id, unit.pk] for unit in units)))
    found = []
    for row in TrainingClass.objects.filter(campaign=campaign, is_makeup=False).for_list():
        whole = sum(n for (klass, _unit), n in counts.items() if klass == row.pk)
        found.append(ClassPlaces(row, whole, whole - sum(line.learner_count for line in lines[row.pk]), lines[row.pk]))
    return found


def connected_counts(campaign: Campaign) -> Counter[int]:
    """Class -> how many of its people sit in connected places, not in the main hall. One query."""
    sits = Q(training_class__connected_places__units=F("unit"), training_class__connected_places__ended_at=None)
    there = Enrollment.objects.called().filter(sits, campaign=campaign).order_by()
    return Counter(dict(there.values_list("training_class").annotate(n=Count("pk", distinct=True))))


def place_by_unit(campaign: Campaign) -> dict[tuple[int, int], ConnectedPlace]:
    """Class and unit -> the connected place of its people; who is not here sits in the main hall. Two queries."""
    rows = ConnectedPlace.objects.standing().filter(training_class__campaign=campaign).prefetch_related("units")
    return {(place.training_class_id, unit.pk): place for place in rows for unit in place.units.all()}
