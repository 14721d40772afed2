"""The verb by which a person in the register is put right by hand."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.engines.names import clean, match_key, search_key, sort_key
from boiduong.people.history import change_of, columns_of
from boiduong.people.models import Person, Unit, national_id_digest


class EditedMeanwhile(Refusal):
    pass


class NumberHeld(Refusal):
    pass


class MergedAway(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Told:
    """A person as somebody says they are: an empty text empties what was known.

    national_id: an empty one leaves the number as it is, since nobody can read that again.
    """

    unit: Unit
    full_name: str
    role: str
    birth_date: date | None
    birth_precision: str
    sex: str
    position: str
    phone: str
    email: str
    national_id: str = ""


@transaction.atomic
def edit_person(*, actor: Actor, person: Person, told: Told, seen: int) -> Person:
    """Write what somebody says of a person. What was known before is kept, with who changed it and when.

    seen: how many changes whoever edits knows of.
    Refuses: MergedAway, EditedMeanwhile (somebody else wrote since), NumberHeld. Audits: people.person.edited, with the names of the columns alone.
    Locks: the person.
    """
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.merged_into_id is not None:
        raise MergedAway(_("This row was merged into another. Edit the person who was kept."))
    if row.changes.count() != seen:
        raise EditedMeanwhile(_("Somebody else has changed this person in the meantime. Please look at the page again."))
    before = columns_of(row)
    _write(row, told)
    _refuse_held_number(row)
    change = change_of(row, before, actor)
    if change is not None:
        row.save()
        change.save()
        record(actor, "people.person.edited", row, changed=sorted(change.after))
    return row


def _write(row: Person, told: Told) -> None:
    name = clean(told.full_name)
    if name != row.full_name:
        row.full_name, row.given_name = name, ""  # said of the old name
    row.sort_key, row.search_key, row.match_key = sort_key(name, row.given_name), search_key(name), match_key(name)
    for field in ("unit", "role", "birth_date", "birth_precision", "sex", "position", "phone", "email"):
        setattr(row, field, getattr(told, field))
    if told.national_id:
        row.national_id_digest, row.national_id_tail = national_id_digest(told.national_id), told.national_id[-4:]


def _refuse_held_number(row: Person) -> None:
    held = Person.objects.current().filter(national_id_digest=row.national_id_digest).exclude(pk=row.pk) if row.national_id_digest else []
    for other in held:
        text = _("The national ID number belongs to %(names)s. Decide first whether that is the same person.")
        raise NumberHeld(text % {"names": other.full_name})
