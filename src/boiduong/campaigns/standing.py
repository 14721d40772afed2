"""What stands on a row of the plan, so that it cannot be taken away. Later stages are not named in an import: the database says what points here."""

from django.db.models import Model
from django.db.models.deletion import PROTECT
from django.db.models.fields.reverse_related import ForeignObjectRel, ManyToManyRel
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boiduong.audit.trail import Refusal

# How it is called; what is not here is told by its table.
NAMES = {
    "schedule.classsession": gettext_lazy("sessions in the timetable"),
    "schedule.speaker": gettext_lazy("speakers who are to teach it"),
    "schedule.sessionchange": gettext_lazy("changes of the timetable"),
    "schedule.connectedplace": gettext_lazy("connected places"),
    "allocation.run": gettext_lazy("versions of the classes"),
    "hosting.duty": gettext_lazy("duties"),
    "payments.paydecision": gettext_lazy("decisions on pay"),
    "essays.essayprompt": gettext_lazy("essay questions"),
}


class InUse(Refusal):
    """Something stands on it; the text says what."""


def standing_on(row: Model) -> list[str]:
    """ "sessions in the timetable: 3", a line a kind; empty where it can go. What goes with it (its closed half-days) is no obstacle.

    One query a kind.
    """
    found = []
    for relation in row._meta.get_fields(include_hidden=True):
        if _holds(relation):
            assert isinstance(relation, ForeignObjectRel)
            count = relation.related_model._default_manager.filter(**{relation.field.name: row}).count()
            if count:
                name = NAMES.get(relation.related_model._meta.label_lower, relation.related_model._meta.verbose_name_plural)
                found.append(_("%(what)s: %(count)d") % {"what": name, "count": count})
    return found


def _holds(relation: object) -> bool:
    if isinstance(relation, ManyToManyRel):
        return True
    return isinstance(relation, ForeignObjectRel) and relation.on_delete is PROTECT


def is_named_by(row: Model, label: str) -> bool:
    """Whether any row of that table (app.model) points to this one."""
    relations = [one for one in row._meta.get_fields(include_hidden=True) if isinstance(one, ForeignObjectRel)]
    pointing = [one for one in relations if one.related_model._meta.label_lower == label]
    return any(one.related_model._default_manager.filter(**{one.field.name: row}).exists() for one in pointing)


def refuse_in_use(row: Model) -> None:
    """Refuses: InUse."""
    if found := standing_on(row):
        raise InUse(_("%(name)s cannot be removed. In the way: %(what)s.") % {"name": row, "what": "; ".join(found)})
