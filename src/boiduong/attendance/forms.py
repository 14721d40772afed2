import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import NAMESPACE_OID, UUID, uuid5

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import get_default_timezone, is_naive, localtime, make_aware
from django.utils.translation import gettext_lazy as _

from boiduong.allocation.models import MakeupPlace
from boiduong.attendance.absences import AbsenceKind
from boiduong.attendance.events import Event, Stranger, Unreadable
from boiduong.attendance.models import Attendance, CheckIn, Excuse, RuleSet
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.people.matching import Said
from boiduong.people.models import Person, Unit
from boiduong.rosters.forms import FilesField
from boiduong.schedule.models import ClassSession, ConnectedPlace, Venue

LARGEST_PAPER = 5 * 1024 * 1024  # bytes
LARGEST_PAGE, MOST_PAGES = 10 * 1024 * 1024, 40  # of a signed sheet, at a time
LONGEST_CODE, LONGEST_REASON, LONGEST_NOTE = 200, 200, 300
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
        session=_text(raw, "session")[:50],
    )


def _stranger(raw: object) -> Stranger:
    if not isinstance(raw, Mapping):
        raise TypeError("somebody on no list has a name, a unit and a phone")
    name = " ".join(_text(raw, "name").split())
    if not name:
        raise ValueError("somebody on no list has at least a name")
    return Stranger(name[:LONGEST_NAME], _text(raw, "unit").strip()[:LONGEST_REASON], _text(raw, "phone").strip()[:LONGEST_PHONE])


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
        places = ConnectedPlace.objects.filter(training_class=session.training_class_id).order_by("name")
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
        if queue.size is not None and queue.size > LARGEST_PAPER:
            raise forms.ValidationError(_("The file is larger than 5 MB; no phone's queue is."))
        return queue


class SheetForm(forms.Form):
    pages = FilesField(label=_("Pages of the signed sheet"))

    def clean_pages(self) -> "list[UploadedFile[bytes]]":
        pages: list[UploadedFile[bytes]] = self.cleaned_data["pages"]
        if len(pages) > MOST_PAGES or any(page.size is None or page.size > LARGEST_PAGE for page in pages):
            raise forms.ValidationError(_("At most 40 pages of 10 MB each at a time."))
        return pages


class DecisionForm(forms.Form):
    counts = forms.TypedChoiceField(choices=[("yes", _("counts")), ("no", _("does not count"))], coerce=lambda value: value == "yes")
    decision = forms.CharField(label=_("What was decided"), max_length=200)


class MakeupForm(forms.Form):
    """kinds: those of absences.AbsenceKind that somebody is of, with how many."""

    kinds = forms.MultipleChoiceField(label=_("Who is to make up"), widget=forms.CheckboxSelectMultiple)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    venue = forms.ModelChoiceField(Venue.objects.order_by("name", "pk"), label=_("Hall"), widget=forms.Select)

    def __init__(self, *args: Any, counts: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["kinds"])
        field.choices = [(kind.value, f"{kind.label} ({counts[kind]})") for kind in AbsenceKind if counts.get(kind)]
        field.initial = [kind for kind, _words in field.choices]


class MatchForm(forms.Form):
    learner = forms.SlugField()
    decision = forms.CharField(label=_("What was decided"), max_length=200)


class AdmitForm(forms.Form):
    """Somebody on no list, as they are to be called. person: who of the register it is; empty until those alike have been shown."""

    full_name = forms.CharField(label=_("Full name"), max_length=LONGEST_NAME)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), to_field_name="code")
    role = forms.TypedChoiceField(label=_("Called as"), choices=Person.Role.choices, coerce=Person.Role, initial=Person.Role.TEACHER)
    phone = forms.CharField(label=_("Phone"), max_length=LONGEST_PHONE, required=False)
    decision = forms.CharField(label=_("Why they belong to the campaign"), max_length=200)
    person = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        called = campaign.enrollments.values("unit")
        mine = Unit.objects.filter(Q(pk__in=called) | Q(kind=Unit.Kind.SCHOOL, valid_to=None)).order_by("sort_key", "pk")
        cast("forms.ModelChoiceField[Unit]", self.fields["unit"]).queryset = mine

    def said(self) -> Said:
        told = self.cleaned_data
        return Said(told["unit"], " ".join(told["full_name"].split()), told["role"], phone=told["phone"])


class PinForm(forms.Form):
    pin = forms.CharField(label=_("New PIN of the supervisors"), max_length=12, widget=forms.PasswordInput)


class RulesForm(forms.Form):
    """What counts, each field a blank in a sentence of the page."""

    needs_check_out = forms.TypedChoiceField(
        label=_("Where a learner is seen"),
        choices=[("yes", _("in and out")), ("no", _("in alone"))],
        coerce=lambda value: value == "yes",
        widget=forms.Select,
    )
    late_after_minutes = forms.IntegerField(label=_("Minutes until late"), min_value=0, max_value=240)
    is_late_present = forms.TypedChoiceField(
        label=_("Whether a late session counts"), choices=[("yes", _("counts")), ("no", _("does not count"))], coerce=lambda value: value == "yes"
    )
    leaves_early_before_minutes = forms.IntegerField(label=_("Minutes before the end"), min_value=0, max_value=240)
    missed_topics_allowed = forms.IntegerField(label=_("Topics that may be missed"), min_value=0, max_value=50)
    attended_percent = forms.IntegerField(label=_("Percent of the topics"), min_value=0, max_value=100)
    excuse_days = forms.IntegerField(label=_("Days for the paper"), min_value=0, max_value=365)
    is_excused_present = forms.TypedChoiceField(
        label=_("Whether an excused session counts"), choices=[("yes", _("counts")), ("no", _("does not count"))], coerce=lambda value: value == "yes"
    )
    manual_quota = forms.IntegerField(label=_("Learners entered by name"), min_value=0, max_value=5000)
    supervised_count = forms.IntegerField(label=_("Learners more by PIN"), min_value=1, max_value=500)
    why = forms.CharField(label=_("Why the rules change"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "blank", "aria-label": str(field.label)}  # the sentence around a blank is not read with it

    @classmethod
    def of(cls, rules: RuleSet) -> "RulesForm":
        values = {name: getattr(rules, name) for name in (*RuleSet.SHARED, *RuleSet.OWN)}
        return cls(initial={name: ("yes" if value else "no") if isinstance(value, bool) else value for name, value in values.items()})


class OfLearner(forms.Form):
    """A form about one learner: its sessions are those of the learner's class and of make-up places."""

    def __init__(self, *args: Any, enrollment: Enrollment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = sessions_of(enrollment)


class CorrectionForm(OfLearner):
    class_session = forms.ChoiceField(label=_("Session"))
    verdict = forms.TypedChoiceField(label=_("What really happened"), choices=Attendance.Verdict.choices, coerce=Attendance.Verdict)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["class_session"])
        field.choices = [(session.code, session_words(session)) for session in self.sessions]

    def clean_class_session(self) -> ClassSession:
        return self.sessions.get(code=self.cleaned_data["class_session"])


class ExcuseForm(OfLearner):
    kind = forms.TypedChoiceField(label=_("Reason for absence"), choices=Excuse.Kind.choices, coerce=Excuse.Kind)
    paper = forms.FileField(label=_("Paper (scan, photograph or file)"), max_length=255)

    def clean_paper(self) -> "UploadedFile[bytes]":
        paper: UploadedFile[bytes] = self.cleaned_data["paper"]
        if paper.size is not None and paper.size > LARGEST_PAPER:
            raise forms.ValidationError(_("The file is larger than 5 MB. A photograph of the page is enough."))
        return paper

    def told(self) -> dict[str, Any]:
        """What excusing.hand_in_excuse takes: the paper excuses every session of the learner."""
        paper: UploadedFile[bytes] = self.cleaned_data["paper"]
        return {"sessions": list(self.sessions), "kind": self.cleaned_data["kind"], "paper_name": paper.name or "", "paper": paper.read()}


class ExcuseDecisionForm(forms.Form):
    class_session = forms.SlugField()
    accepted = forms.TypedChoiceField(choices=[("yes", _("accepted")), ("no", _("refused"))], coerce=lambda value: value == "yes")
    decision = forms.CharField(label=_("What was decided"), max_length=200)


class ExcusesDecisionForm(forms.Form):
    """On all papers of a learner that wait."""

    learner = forms.SlugField()
    accepted = forms.TypedChoiceField(choices=[("yes", _("accepted")), ("no", _("refused"))], coerce=lambda value: value == "yes")
    decision = forms.CharField(label=_("What was decided"), max_length=200)


def sessions_of(enrollment: Enrollment) -> QuerySet[ClassSession]:
    placed = MakeupPlace.objects.filter(enrollment=enrollment).values("class_session")
    mine = Q(training_class=enrollment.training_class_id) | Q(pk__in=placed)
    return ClassSession.objects.held().filter(mine, campaign=enrollment.campaign_id).select_related("topic").order_by("starts_at", "pk")


def session_words(session: ClassSession) -> str:
    return f"{date_format(localtime(session.starts_at), 'd/m/Y H:i')} · {session.topic.title}"
