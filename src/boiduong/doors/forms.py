import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import NAMESPACE_OID, UUID, uuid5

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.timezone import get_default_timezone, is_naive, make_aware
from django.utils.translation import gettext_lazy as _

from boiduong.campaigns.models import Enrollment
from boiduong.doors.events import LONGEST_NOTE, Event, Stranger, Unreadable
from boiduong.doors.models import CheckIn
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession, ConnectedPlace

LARGEST_QUEUE = 5 * 1024 * 1024  # bytes
LONGEST_CODE, LONGEST_REASON = 200, 200
LONGEST_NAME, LONGEST_PHONE = 120, 20
GREATEST_SEQUENCE = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 1970, 2200  # a phone without a clock says 1970, and is believed to have seen what it saw


def parse_event(raw: object) -> Event | Unreadable:
    """One item of a batch. Never raises: what is no event comes back as Unreadable and stands in nobody's way.

    By hand, not by a Django form: at a door several hundred are parsed in one request, and a form costs ten times as much.
    """
    if not isinstance(raw, Mapping):
        return _unreadable(raw)
    try:
        return _event(raw)
    except (ValueError, TypeError, KeyError, OverflowError):
        return _unreadable(raw)


def parse_instant(text: str) -> datetime:
    """An ISO 8601 instant; without an offset it is Vietnam's. Raises ValueError for anything else."""
    found = datetime.fromisoformat(text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("no clock that was ever set says so")
    return make_aware(found, get_default_timezone()) if is_naive(found) else found


def clock_of(text: str) -> datetime | None:
    """A phone's clock, or None where it says nothing sensible: no event is refused for it."""
    try:
        return parse_instant(text)
    except ValueError:
        return None


def _event(raw: Mapping[str, Any]) -> Event:
    kind = CheckIn.Kind(raw["kind"])
    voids = UUID(_text(raw, "voids")) if raw.get("voids") else None
    code, person, note = _text(raw, "code"), _text(raw, "person"), _text(raw, "note")
    sequence = raw.get("sequence", 0)
    unlisted = _stranger(raw["unlisted"]) if raw.get("unlisted") else None
    if (kind == CheckIn.Kind.VOID) != (voids is not None) or not (code or person or note or voids or unlisted):
        raise ValueError("an event names a code, a person or what it takes back")
    if not isinstance(sequence, int) or not 0 <= sequence <= GREATEST_SEQUENCE:
        raise ValueError("a sequence is a count")
    return Event(
        uuid=UUID(raw["uuid"]),
        kind=kind,
        seen_at=parse_instant(_text(raw, "seen_at")),
        sequence=sequence,
        code=code[:LONGEST_CODE],
        person=person[:LONGEST_CODE],
        voids=voids,
        is_offline=raw.get("offline") is True,
        manual_reason=_text(raw, "manual_reason")[:LONGEST_REASON],
        note=note[:LONGEST_NOTE],
        unlisted=unlisted,
        operator=_text(raw, "operator")[:LONGEST_NAME],
        shown=_text(raw, "shown")[:10],
        clock_off=_clock_off(raw.get("clock_off")),
        session=_text(raw, "session")[:50],
    )


def _stranger(raw: object) -> Stranger:
    if not isinstance(raw, Mapping):
        raise TypeError("somebody on no list has a name, a unit and a phone")
    name = " ".join(_text(raw, "name").split())
    if not name:
        raise ValueError("somebody on no list has at least a name")
    return Stranger(name[:LONGEST_NAME], _text(raw, "unit").strip()[:LONGEST_REASON], _text(raw, "phone").strip()[:LONGEST_PHONE])


def _clock_off(milliseconds: object) -> timedelta | None:
    return timedelta(milliseconds=milliseconds) if isinstance(milliseconds, (int, float)) else None


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{name} is a text")
    value.encode()  # half a surrogate pair is no text: UnicodeEncodeError, which is a ValueError
    return value.replace("\x00", "")  # PostgreSQL keeps no such letter


def _unreadable(raw: object) -> Unreadable:
    text = json.dumps(raw, sort_keys=True, default=str)  # plain ASCII: whatever it holds can be kept
    told = str(raw.get("uuid", "")) if isinstance(raw, Mapping) else ""
    return Unreadable(told_uuid=told[:100], uuid=uuid5(NAMESPACE_OID, text), raw=text[:LONGEST_NOTE])


class InviteForm(forms.Form):
    """A door, or a connected place: its name and recorder then stand for those that nobody typed, and the phone knows its units alone.

    units: of whom somebody is due in the session; a phone limited to some of them touches their people alone.
    """

    door = forms.CharField(label=_("Door"), max_length=40, required=False)
    operator_name = forms.CharField(label=_("Who stands there"), max_length=120, required=False)
    place = forms.ModelChoiceField(label=_("Connected place"), queryset=ConnectedPlace.objects.none(), to_field_name="code", required=False)
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Only the people of these units"), to_field_name="code", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, session: ClassSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = ConnectedPlace.objects.standing().filter(training_class=session.training_class_id).order_by("name")
        cast("forms.ModelChoiceField[ConnectedPlace]", self.fields["place"]).queryset = places
        due = Q(training_class=session.training_class_id) | Q(makeup_places__class_session=session)
        learners = Enrollment.objects.called().filter(due, campaign=session.campaign_id).values("unit")
        cast("forms.ModelMultipleChoiceField[Unit]", self.fields["units"]).queryset = Unit.objects.filter(pk__in=learners).order_by("sort_key", "pk")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("door") and not said.get("place"):
            self.add_error("door", _("Name the door, for example: Door 1."))
        return said

    def invited(self) -> dict[str, Any]:
        """As `invite_device` takes it. Units that somebody ticked stand before those of the place."""
        said, place = self.cleaned_data, self.cleaned_data["place"]
        told = {"door": said["door"], "operator_name": said["operator_name"], "units": list(said["units"])}
        if place is None:
            return told
        return {
            "door": told["door"] or place.name[:40],
            "operator_name": told["operator_name"] or place.recorder_name,
            "units": told["units"] or list(place.units.all()),
        }


class QueueForm(forms.Form):
    queue = forms.FileField(label=_("File from the phone (.json)"), max_length=255)

    def clean_queue(self) -> "UploadedFile[bytes]":
        queue: UploadedFile[bytes] = self.cleaned_data["queue"]
        if queue.size is not None and queue.size > LARGEST_QUEUE:
            raise forms.ValidationError(_("The file is larger than 5 MB; no phone's queue is."))
        return queue


class PinForm(forms.Form):
    pin = forms.CharField(label=_("New PIN of the supervisors"), max_length=12, widget=forms.PasswordInput)
