from typing import Any

from django import forms
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy

from boiduong.campaigns.models import Campaign, Membership
from boiduong.hosting.models import Duty, Steward
from boiduong.schedule.forms import HalfDaysField
from boiduong.schedule.models import ClassSession, Venue


class SessionChoice(forms.ModelChoiceField[ClassSession]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{localtime(obj.starts_at):%d/%m/%Y %H:%M} · {obj.training_class.name} · {obj.venue.name}"


class CeremonyForm(forms.Form):
    session = SessionChoice(label=gettext_lazy("Session that it goes with"), queryset=ClassSession.objects.none())
    begins = forms.TimeField(label=gettext_lazy("Begins at"), help_text=gettext_lazy("Hour and minute, on that day: 7:15"))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = ClassSession.objects.held().filter(campaign=campaign).select_related("training_class", "venue").order_by("starts_at", "pk")
        self.fields["session"].queryset = held  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    what = forms.CharField(label=gettext_lazy("What"), max_length=300)
    who = forms.CharField(label=gettext_lazy("Who does it"), max_length=200, required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=600, initial=5)


class StewardForm(forms.Form):
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=20, required=False)
    member = forms.ModelChoiceField(
        label=gettext_lazy("Login"),
        queryset=Membership.objects.none(),
        required=False,
        help_text=gettext_lazy("With one they see their own list under their name, top right."),
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = campaign.memberships.select_related("user").order_by("user__username")  # type: ignore[attr-defined]
        self.fields["member"].label_from_instance = lambda row: f"{row.user.get_full_name() or row.user.username} ({row.get_role_display()})"  # type: ignore[attr-defined]


class DutyForm(forms.Form):
    steward = forms.ModelChoiceField(label=gettext_lazy("Who"), queryset=Steward.objects.none())
    task = forms.ChoiceField(label=gettext_lazy("Task"), choices=Duty.Task)
    venue = forms.ModelChoiceField(label=gettext_lazy("Hall"), queryset=Venue.objects.none())
    half_days = HalfDaysField(label=gettext_lazy("When"), error_messages={"required": gettext_lazy("Say on which half-days.")})
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)
    is_namesake = forms.BooleanField(label=gettext_lazy("A speaker of the same name is somebody else"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = ClassSession.objects.held().filter(campaign=campaign)
        used = Venue.objects.filter(sessions__campaign=campaign).distinct()
        self.fields["steward"].queryset = campaign.stewards.order_by("full_name")  # type: ignore[attr-defined]
        self.fields["venue"].queryset = (used if used.exists() else Venue.objects.all()).order_by("name")  # type: ignore[attr-defined]
        self.fields["half_days"].offer(campaign, also={localdate(at) for at in held.values_list("starts_at", flat=True)})  # type: ignore[attr-defined]

    def clean_task(self) -> Duty.Task:
        return Duty.Task(self.cleaned_data["task"])
