"""What stands on the people of a file, so that it cannot be undone.

Later stages are not known here and never named in an import: every row that points to an enrollment says so in the database, and that is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from boiduong.campaigns.carrying import NAMES, relations
from boiduong.campaigns.models import Enrollment

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What there is, of how many people, and who they are (the first of them)."""

    name: str
    count: int
    people: tuple[Enrollment, ...]


def standing_on(enrollments: Sequence[Enrollment]) -> list[Obstacle]:
    """What was done with these learners since they were called. One query a kind, however many learners."""
    by_key = {row.pk: row for row in enrollments}
    placed = [row.pk for row in enrollments if row.training_class_id is not None]
    found = [(_("places in a class"), placed)]
    for relation in relations():
        model, field = relation.related_model, relation.field.name
        keys = model._default_manager.filter(**{f"{field}__in": by_key}).order_by(field).values_list(field, flat=True).distinct()
        found.append((str(NAMES.get(model._meta.label_lower, model._meta.verbose_name_plural)), list(keys)))
    return [Obstacle(name, len(keys), tuple(by_key[key] for key in keys[:SHOWN])) for name, keys in found if keys]
