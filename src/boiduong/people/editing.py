"""The verbs by which a person in the register is put right by hand, that is taken back; found by number; put beside another."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.engines.names import clean, match_key, search_key, sort_key
from boiduong.people.actions import NotCurrent
from boiduong.people.history import change_of, columns_of
from boiduong.people.merging import unplain
from boiduong.people.models import Person, PersonChange, PersonPair, PersonQuerySet, Unit, national_id_digest

WHOLE_REGISTER = Person(pk=0)  # stands for the register where nobody was found; no person has this key


class EditedMeanwhile(Refusal):
    pass


class NumberHeld(Refusal):
    pass


class MergedAway(Refusal):
    pass


class WrittenSince(Refusal):
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


@transaction.atomic
def take_back_change(*, actor: Actor, change: PersonChange) -> Person:
    """Give a person back what was known before a change. What was taken back can be taken back in its turn.

    Refuses: MergedAway, WrittenSince (something of the change no longer stands), NumberHeld. Audits: people.person.change_undone, with the names of
    the columns alone. Locks: the person.
    """
    row = Person.objects.select_for_update().get(pk=change.person_id)
    if row.merged_into_id is not None:
        raise MergedAway(_("This row was merged into another. Edit the person who was kept."))
    before = columns_of(row)
    if any(before[column] != value for column, value in change.after.items()):
        raise WrittenSince(_("Something else has been written since then. Undo that first, or edit the person."))
    _restore(row, change.before)
    _refuse_held_number(row)
    back = change_of(row, before, actor)
    if back is not None:
        row.save()
        back.save()
        record(actor, "people.person.change_undone", row, changed=sorted(back.after))
    return row


@transaction.atomic
def find_by_number(*, actor: Actor, among: PersonQuerySet, national_id: str) -> Person | None:
    """Who of these people has this national ID number, whole. The current row before one that was merged away.

    Audits: people.number.looked_up, found or not, without the number.
    """
    holders = among.filter(national_id_digest=national_id_digest(national_id))
    found = holders.current().first() or holders.order_by("pk").first()  # of a merged row its page leads on to the one kept
    record(actor, "people.number.looked_up", found or WHOLE_REGISTER, found=found is not None)
    return found


@transaction.atomic
def put_side_by_side(*, actor: Actor, first: Person, second: Person) -> PersonPair:
    """Ask of two people chosen by hand whether they are one; what was said of them before is asked anew.

    Refuses: NotCurrent (one person twice, or one of them is merged). Audits: people.pair.put. Locks: both people.
    """
    rows = list(Person.objects.current().select_for_update().filter(pk__in=[first.pk, second.pk]).order_by("pk"))
    if len(rows) < 2:
        raise NotCurrent(_("One of the two has been merged with somebody already. Please look at the list again."))
    pair, _made = PersonPair.objects.get_or_create(first=rows[0], second=rows[1], defaults={"basis": PersonPair.Basis.HAND})
    pair.state, pair.decided_at = PersonPair.State.OPEN, None
    pair.save(update_fields=["state", "decided_at"])
    record(actor, "people.pair.put", pair, first=rows[0].pk, second=rows[1].pk)
    return pair


def _restore(row: Person, columns: dict[str, Any]) -> None:
    for column, value in columns.items():
        setattr(row, column, unplain(column, value))
    row.sort_key = sort_key(row.full_name, row.given_name)
    row.search_key, row.match_key = search_key(row.full_name), match_key(row.full_name)


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
