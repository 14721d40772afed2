"""What stands on the people of a file, so that it cannot be undone.

Later stages are not known here and never named in an import: every row that points to an enrollment says so in the database, and that is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext_lazy as _

from boiduong.campaigns.models import Enrollment

# How an obstacle is called; one that is not here is told by its table.
NAMES = {
    "allocation.handmove": _("moves by hand"),
    "allocation.swaprequest": _("requests for another class"),
    "allocation.seatneed": _("notes that a seat must be easily reached"),
    "allocation.makeupplace": _("places in a make-up class"),
    "summonses.card": _("cards"),
    "summonses.summons": _("summonses"),
    "doors.checkin": _("check-ins at a door"),
    "attendance.attendance": _("attendance"),
    "attendance.attendancecorrection": _("corrections of attendance"),
    "attendance.sheetmark": _("marks on a paper sheet"),
    "attendance.excuse": _("excuses"),
    "attendance.oddcase": _("odd cases at a door"),
    "essays.submission": _("essays handed in"),
    "essays.draft": _("essays begun"),
    "essays.essaylink": _("addresses for essays"),
    "credentials.completion": _("results"),
    "credentials.certificate": _("certificates"),
}
# Known before anything is built on it; history, whose place that counts is the learner's own; the roster itself.
NO_OBSTACLE = ("campaigns.unavailability", "allocation.classassignment", "rosters.rosterrow")
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What there is, of how many people, and who they are (the first of them)."""

    name: str
    count: int
    people: tuple[Enrollment, ...]


def relations() -> list[ForeignObjectRel]:
    """Everything that may point to an enrollment, whichever room it belongs to."""
    found = Enrollment._meta.get_fields(include_hidden=True)
    return [one for one in found if isinstance(one, ForeignObjectRel) and one.related_model._meta.label_lower not in NO_OBSTACLE]


def standing_on(enrollments: Sequence[Enrollment]) -> list[Obstacle]:
    """What was done with these learners since they were called. One query a kind, however many learners."""
    by_key = {row.pk: row for row in enrollments}
    placed = [row.pk for row in enrollments if row.training_class_id is not None]
    found = [(str(_("places in a class")), placed)]
    for relation in relations():
        model, field = relation.related_model, relation.field.name
        keys = model._default_manager.filter(**{f"{field}__in": by_key}).order_by(field).values_list(field, flat=True).distinct()
        found.append((str(NAMES.get(model._meta.label_lower, model._meta.verbose_name_plural)), list(keys)))
    return [Obstacle(name, len(keys), tuple(by_key[key] for key in keys[:SHOWN])) for name, keys in found if keys]
