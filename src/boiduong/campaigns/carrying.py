"""What a place in a campaign carries: all that was done since somebody was called to it.

Later stages are not known here and never named in an import: every row that points to an enrollment says so in the database, and that is asked.
"""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Count
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext_lazy as _

from boiduong.campaigns.models import Enrollment

# How it is called; one that is not here is told by its table.
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
NOT_CARRIED = ("campaigns.unavailability", "allocation.classassignment", "rosters.rosterrow")

# Of these one is enough to say that there is something; how many rows there are tells a person nothing.
_ONCE = ("essays.draft", "essays.essaylink", "credentials.completion", "summonses.summons")


def relations() -> list[ForeignObjectRel]:
    """Everything that may point to an enrollment, whichever room it belongs to."""
    found = Enrollment._meta.get_fields(include_hidden=True)
    return [one for one in found if isinstance(one, ForeignObjectRel) and one.related_model._meta.label_lower not in NOT_CARRIED]


def carried_by(keys: Collection[int]) -> dict[int, list[str]]:
    """Of each of these enrollments, what was done with it, in words with their count. One query a kind, however many enrollments."""
    found: dict[int, list[str]] = defaultdict(list)
    for relation in relations():
        model, field = relation.related_model, relation.field.name
        counts = model._default_manager.filter(**{f"{field}__in": keys}).order_by().values_list(field).annotate(Count("pk"))
        name = str(NAMES.get(model._meta.label_lower, model._meta.verbose_name_plural))
        for key, count in counts:
            found[key].append(name if model._meta.label_lower in _ONCE else f"{name}: {count}")
    return found
