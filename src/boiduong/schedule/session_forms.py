"""What the pages about one session ask: where to, why, and by whom instead."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boiduong.campaigns.models import TrainingClass
from boiduong.people.models import Unit
from boiduong.schedule.board import Board, Weighed, free_speakers
from boiduong.schedule.connecting import Seating, taken_words
from boiduong.schedule.grid import away_words
from boiduong.schedule.models import ClassSession, ConnectedPlace, SessionChange, Speaker, Venue
from boiduong.schedule.moving import Why

REASONS = [(value, label) for value, label in SessionChange.Reason.choices if value != SessionChange.Reason.PLAN]
BEST = 8  # places shown before "all"


class WhyForm(forms.Form):
    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=[*REASONS, (SessionChange.Reason.PLAN, SessionChange.Reason.PLAN.label)])
    note = forms.CharField(
        label=gettext_lazy("In more words"), max_length=300, required=False, help_text=gettext_lazy("Told to those concerned, in brackets.")
    )

    def why(self) -> Why:
        return Why(SessionChange.Reason(self.cleaned_data["reason"]), self.cleaned_data["note"])


class PostponeForm(WhyForm):
    place = forms.ChoiceField(label=gettext_lazy("To"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, free: Sequence[Weighed], hall: Venue, show_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("place") if self.is_bound else None
        shown = [one for n, one in enumerate(free) if show_all or n < BEST or one.place.key == chosen]
        self.fields["place"].choices = [(one.place.key, place_words(one, hall)) for one in shown]  # type: ignore[attr-defined]
        self.fields["place"].initial = shown[0].place.key if shown else ""
        self.fields["place"].error_messages["required"] = _("Choose where the session is held instead.")
        self.fields["place"].error_messages["invalid_choice"] = _("That place is not free any more. Choose another.")


def place_words(one: Weighed, hall: Venue) -> str:
    """hall: where the session is now; it is named in the head of the page already."""
    on = date_format(one.place.on, "D d/m/Y")
    away = away_words(one)
    where = _("the same hall") if one.place.venue == hall else one.place.venue.name
    return f"{on}, {one.place.half.label} · {where}" + (f" ({away})" if away else "")


class ReplaceForm(WhyForm):
    """One choice a session, of those alone who are free then and speak on its topic."""

    def __init__(self, *args: Any, board: Board, sessions: Sequence[ClassSession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = sessions
        self.fields["reason"].initial = SessionChange.Reason.SPEAKER
        self.free = {session.pk: free_speakers(board, session) for session in sessions}
        for session in sessions:
            nobody = [("", _("as it is"))] if len(sessions) > 1 else []
            choices = nobody + [(speaker.code, str(speaker)) for speaker in self.free[session.pk]]
            label = f"{session.training_class} · {date_format(localtime(session.starts_at), 'D d/m/Y H:i')} · {session.topic}"
            self.fields[f"speaker-{session.code}"] = forms.ChoiceField(label=label, choices=choices, required=len(sessions) == 1)

    def picks(self) -> list[tuple[ClassSession, Speaker]]:
        return [
            (session, speaker)
            for session in self.sessions
            for speaker in self.free[session.pk]
            if speaker.code == self.cleaned_data[f"speaker-{session.code}"]
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said[f"speaker-{session.code}"] for session in self.sessions):
            raise forms.ValidationError(_("Choose somebody for at least one session."))
        return said

    @property
    def has_anybody(self) -> bool:
        return any(self.free.values())


MOST_REASONS = 3  # why a hall is taken, below the field


class HallChoice(forms.ModelChoiceField[Venue]):
    """Halls; one that is taken when the class meets says so first, since a phone cuts long choices off. Why stands below the field."""

    taken: Mapping[int, str]  # by hall

    def label_from_instance(self, obj: Any) -> str:
        return _("taken: %(hall)s") % {"hall": obj.name} if obj.pk in self.taken else obj.name


class PlaceForm(forms.Form):
    venue = HallChoice(
        label=gettext_lazy("Hall, if it is one of those known"),
        queryset=Venue.objects.none(),
        required=False,
        help_text=gettext_lazy("It is then taken for all sessions of the class. Name, address and seats left empty are the hall’s."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the place"), max_length=120, required=False, help_text=gettext_lazy("For example: Điểm cầu Trường THCS Lê Lợi")
    )
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    capacity = forms.IntegerField(label=gettext_lazy("How many seats"), min_value=1, max_value=5000, required=False)
    recorder_name = forms.CharField(label=gettext_lazy("Who takes attendance there"), max_length=120)
    recorder_phone = forms.CharField(label=gettext_lazy("Phone"), max_length=20, required=False)
    units = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Units whose people sit there"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, board: Board, training_class: TrainingClass, place: ConnectedPlace | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = ConnectedPlace.objects.standing().filter(training_class=training_class).exclude(pk=place.pk if place else 0)
        here = Unit.objects.filter(enrollments__training_class=training_class, enrollments__withdrawn_at=None)
        offered = Unit.objects.filter(Q(pk__in=here.values("pk")) | Q(connected_places=place) if place else Q(pk__in=here.values("pk")))
        free = offered.exclude(connected_places__in=others).distinct().order_by("sort_key", "pk")
        self.fields["units"].queryset = free  # type: ignore[attr-defined]
        halls = Venue.objects.order_by("name", "pk")
        taken = {hall.pk: f"{hall}: {words[0]}" for hall in halls if (words := taken_words(board, training_class, hall))}
        self.fields["venue"].taken = taken  # type: ignore[attr-defined]
        self.fields["venue"].queryset = halls  # type: ignore[attr-defined]
        self.fields["venue"].help_text = " ".join([str(self.fields["venue"].help_text), *list(taken.values())[:MOST_REASONS]])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        hall = said.get("venue")
        said["name"] = said.get("name") or (hall.name[:120] if hall else "")
        said["address"] = said.get("address") or (hall.address if hall else "")
        said["capacity"] = said.get("capacity") or (hall.capacity - hall.reserved_count if hall else None)
        if not said["name"]:
            self.add_error("name", _("Name the place, or choose a hall."))
        if not said["capacity"] and "capacity" not in self.errors:
            self.add_error("capacity", _("Say how many can sit there."))
        elif hall and said["capacity"] and said["capacity"] > hall.capacity:
            self.add_error("capacity", _("%(hall)s has %(count)d seats.") % {"hall": hall, "count": hall.capacity})
        return said

    def seating(self) -> Seating:
        return Seating(**self.cleaned_data)
