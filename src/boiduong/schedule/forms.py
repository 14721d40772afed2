from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boiduong.campaigns.models import Campaign
from boiduong.schedule.hours import clock
from boiduong.schedule.models import Speaker, Venue


class SessionForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Day"))
    starts = forms.TimeField(label=gettext_lazy("Starts"))
    ends = forms.TimeField(label=gettext_lazy("Ends"))
    venue = forms.ModelChoiceField(label=gettext_lazy("Hall"), queryset=Venue.objects.none())
    speaker = forms.ModelChoiceField(label=gettext_lazy("Speaker"), queryset=Speaker.objects.none(), required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = Venue.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["speaker"].queryset = Speaker.objects.filter(campaign=campaign).order_by("full_name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["starts"] >= data["ends"]:
            self.add_error("ends", _("The end must come after the start."))
        return data

    def span(self) -> tuple[datetime, datetime]:
        data = self.cleaned_data
        return clock(data["on"], data["starts"]), clock(data["on"], data["ends"])
