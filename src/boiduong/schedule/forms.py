from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boiduong.campaigns.forms import lines_of
from boiduong.campaigns.models import Campaign, Topic
from boiduong.people.models import Unit
from boiduong.schedule.hours import clock
from boiduong.schedule.models import ClassSession, Half, Speaker, Venue


class SessionForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Day"))
    starts = forms.TimeField(label=gettext_lazy("Starts"))
    ends = forms.TimeField(label=gettext_lazy("Ends"))
    venue = forms.ModelChoiceField(label=gettext_lazy("Hall"), queryset=Venue.objects.none())
    speaker = forms.ModelChoiceField(label=gettext_lazy("Speaker"), queryset=Speaker.objects.none(), required=False)

    def __init__(self, *args: Any, session: ClassSession, **kwargs: Any) -> None:
        """Whoever has declined is not offered; who stands in the session stays until somebody else is chosen."""
        super().__init__(*args, **kwargs)
        speakers = Speaker.objects.filter(campaign=session.campaign)
        coming = speakers.filter(Q(pk__in=speakers.coming()) | Q(pk=session.speaker_id))
        self.fields["venue"].queryset = Venue.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["speaker"].queryset = coming.order_by("full_name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["starts"] >= data["ends"]:
            self.add_error("ends", _("The end must come after the start."))
        return data

    def span(self) -> tuple[datetime, datetime]:
        data = self.cleaned_data
        return clock(data["on"], data["starts"]), clock(data["on"], data["ends"])


class HalfDaysField(forms.MultipleChoiceField):
    """Half-days of a campaign, as boxes to tick: nobody types a date."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "half-days"})

    def offer(self, campaign: Campaign, also: Iterable[date] = ()) -> None:
        """also: days beyond the campaign's own, such as that of a make-up class."""
        days = sorted({*campaign.open_days(), *also})
        self.choices = [(f"{day.isoformat()} {half}", f"{day:%d/%m}, {half.label}") for day in days for half in Half]

    def prepare_value(self, value: Any) -> Any:
        """Half-days as their boxes know them; what a browser sent is left as it came."""
        return [f"{one[0].isoformat()} {one[1]}" if isinstance(one, tuple) else one for one in value or []]

    def clean(self, value: Any) -> Any:
        return [(date.fromisoformat(on), Half(half)) for on, _space, half in (said.partition(" ") for said in super().clean(value))]


class VenueForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the hall"), max_length=200)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    owner = forms.ModelChoiceField(label=gettext_lazy("Whose hall it is"), queryset=Unit.objects.none())
    seat_rows = forms.IntegerField(label=gettext_lazy("Rows of seats"), min_value=1, max_value=500)
    seats_per_row = forms.IntegerField(label=gettext_lazy("Seats a row"), min_value=1, max_value=500)
    capacity = forms.IntegerField(label=gettext_lazy("Seats in all"), min_value=1, help_text=gettext_lazy("At most rows times seats a row"))
    reserved = forms.IntegerField(
        label=gettext_lazy("Of them kept for guests and stewards"), min_value=0, initial=0, help_text=gettext_lazy("Those of the front rows")
    )
    closed = HalfDaysField(label=gettext_lazy("When it cannot be had"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Unit.objects.order_by("sort_key")  # type: ignore[attr-defined]
        self.fields["closed"].offer(campaign)  # type: ignore[attr-defined]


class SpeakerForm(forms.Form):
    degree = forms.CharField(label=gettext_lazy("Degree"), max_length=20, required=False, help_text=gettext_lazy("As printed: TS., ThS."))
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    titles = forms.CharField(
        label=gettext_lazy("Titles, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The first is named first on paper. A session keeps the titles of its own day."),
    )
    topics = forms.ModelMultipleChoiceField(label=gettext_lazy("Topics"), queryset=Topic.objects.none(), widget=forms.CheckboxSelectMultiple)
    max_per_day = forms.TypedChoiceField(label=gettext_lazy("Most half-days on one day"), choices=[("1", "1"), ("2", "2")], coerce=int, initial=2)
    unavailable = HalfDaysField(label=gettext_lazy("When this speaker cannot come"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = campaign.topics.order_by("number")  # type: ignore[attr-defined]
        self.fields["unavailable"].offer(campaign)  # type: ignore[attr-defined]

    def clean_titles(self) -> list[str]:
        return lines_of(self.cleaned_data["titles"])


class GuestForm(forms.Form):
    form_of_address = forms.CharField(label=gettext_lazy("Form of address"), max_length=40, required=False, help_text=gettext_lazy("đồng chí, TS."))
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120, required=False)
    titles = forms.CharField(label=gettext_lazy("Titles, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    body_name = forms.CharField(
        label=gettext_lazy("Or a body that sends somebody"), max_length=200, required=False, help_text=gettext_lazy("lãnh đạo Phòng Giáo dục")
    )
    comes_to = forms.ChoiceField(
        label=gettext_lazy("Comes to"),
        choices=[("opening", gettext_lazy("the opening")), ("closing", gettext_lazy("the closing")), ("both", gettext_lazy("both"))],
        initial="opening",
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_titles(self) -> list[str]:
        return lines_of(self.cleaned_data["titles"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("full_name")) == bool(said.get("body_name")):
            raise forms.ValidationError(_("Name a person or a body: one of the two."))
        return said

    def told(self) -> dict[str, Any]:
        """As invite_guest takes it."""
        said = dict(self.cleaned_data)
        comes_to = said.pop("comes_to") or "opening"
        return said | {"at_opening": comes_to != "closing", "at_closing": comes_to != "opening"}


class AnswerForm(forms.Form):
    invitation = forms.ChoiceField(
        label=gettext_lazy("What is known"),
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in Speaker.Invitation if one != Speaker.Invitation.TO_INVITE],
    )
    on = forms.DateField(
        label=gettext_lazy("Since which day"), help_text=gettext_lazy("When the letter went out, or the answer came: day/month/year")
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=200, required=False, help_text=gettext_lazy("Such as: by telephone, from the secretary of the school")
    )

    def clean_invitation(self) -> Speaker.Invitation:
        return Speaker.Invitation(self.cleaned_data["invitation"])


class DaysForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Name of the campaign"), max_length=200)
    lead_unit = forms.ModelChoiceField(label=gettext_lazy("Leading body"), queryset=Unit.objects.none())
    starts_on = forms.DateField(label=gettext_lazy("First day"), help_text=gettext_lazy("Day/month/year"))
    ends_on = forms.DateField(label=gettext_lazy("Last day"), help_text=gettext_lazy("Day/month/year"))
    closed_days = forms.MultipleChoiceField(
        label=gettext_lazy("Days on which nothing is held"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "half-days"}),
        help_text=gettext_lazy("Sundays, holidays. After new first and last days are saved, the boxes are those of the new days."),
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_unit"].queryset = Unit.objects.exclude(kind=Unit.Kind.SCHOOL).order_by("sort_key")  # type: ignore[attr-defined]
        days = (campaign.starts_on + timedelta(days=n) for n in range((campaign.ends_on - campaign.starts_on).days + 1))
        choices = [(day.isoformat(), f"{date_format(day, 'D')} {day:%d/%m}") for day in days]
        self.fields["closed_days"].choices = choices  # type: ignore[attr-defined]

    def clean_closed_days(self) -> list[date]:
        return [date.fromisoformat(day) for day in self.cleaned_data["closed_days"]]
