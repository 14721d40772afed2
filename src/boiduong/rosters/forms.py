from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from boiduong.campaigns.models import Campaign
from boiduong.people.models import Person, Unit
from boiduong.rosters.division import Share
from boiduong.rosters.judging import TYPED
from boiduong.rosters.models import RosterCall, RosterRow
from boiduong.rosters.uploads import TooMuch, unpacked


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each cleaned as one."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(FilesField, self).clean(one, initial) for one in data or [None]]


class UploadForm(forms.Form):
    sent = FilesField(
        label=_("Files"), help_text=_("Excel, OpenDocument or CSV as the schools send them; up to 300 at once, or one .zip with all of them.")
    )

    def clean_sent(self) -> list[tuple[str, bytes]]:
        sent: list[UploadedFile[Any]] = self.cleaned_data["sent"]
        try:
            return unpacked(sent)
        except TooMuch:
            raise forms.ValidationError(_("At most 300 files and 100 MB are taken at once.")) from None


class CallForm(forms.Form):
    due_on = forms.DateField(label=_("Due on"), widget=forms.DateInput(attrs={"placeholder": "05/07/2019"}))
    units = forms.ModelMultipleChoiceField(Unit.objects.none(), label=_("Schools"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    call = forms.ModelChoiceField(RosterCall.objects.none(), label=_("Unit"), to_field_name="code")

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = RosterCall.objects.filter(campaign=campaign).for_list()  # type: ignore[attr-defined]
        self.fields["call"].label_from_instance = lambda call: call.unit.name  # type: ignore[attr-defined]


class DivideForm(forms.Form):
    """For each share of a file, the unit it goes to; empty: it stays in the file for now."""

    def __init__(self, *args: Any, shares: Sequence[Share], campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shares = shares
        calls = list(RosterCall.objects.filter(campaign=campaign).for_list().select_related("campaign", "unit"))
        self.calls = {call.code: call for call in calls}
        choices = [("", _("leave in this file for now")), *((call.code, call.unit.name) for call in calls)]
        for share in shares:
            chosen = share.call.code if share.call else ""
            self.fields[share.field] = forms.ChoiceField(label=share.name, choices=choices, required=False, initial=chosen)

    @property
    def lines(self) -> list[tuple[Share, forms.BoundField]]:
        return [(share, self[share.field]) for share in self.shares]

    def parts(self) -> list[tuple[RosterCall, list[RosterRow]]]:
        """Who goes where: each unit once, in the order of the file."""
        found: dict[str, list[RosterRow]] = {}
        for share in self.shares:
            if code := self.cleaned_data[share.field]:
                found.setdefault(code, []).extend(share.rows)
        return [(self.calls[code], rows) for code, rows in found.items()]


class MendForm(forms.Form):
    """Whatever fields the page showed; one that was not shown says nothing."""

    name = forms.CharField(label=_("Full name"), max_length=200, required=False)
    birth_date = forms.CharField(label=_("Birth date"), max_length=40, required=False)
    sex = forms.CharField(label=_("Sex"), max_length=10, required=False)
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    national_id = forms.CharField(label=_("National ID number"), max_length=40, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=120, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def typed(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TYPED if name in self.data}


class DecideForm(forms.Form):
    person = forms.CharField(max_length=20)  # a person's code, or "new"

    def __init__(self, *args: Any, row: RosterRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row

    def clean_person(self) -> Person | None:
        code = self.cleaned_data["person"]
        if code == "new":
            return None
        try:
            return Person.objects.current().get(code=code)
        except Person.DoesNotExist:
            raise forms.ValidationError(_("This person is not known.")) from None


class ConfirmForm(forms.Form):
    """withdraws_gone: take off who is gone. sure_of: how many the page told that were gone, where somebody ticked that this is right."""

    withdraws_gone = forms.BooleanField(required=False)
    sure_of = forms.IntegerField(required=False, min_value=0)


class SendBackForm(forms.Form):
    note = forms.CharField(label=_("What should be corrected"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class RemindForm(forms.Form):
    calls = forms.ModelMultipleChoiceField(RosterCall.objects.none(), label=_("Units"), to_field_name="code")

    def __init__(self, *args: Any, calls: QuerySet[RosterCall], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calls"].queryset = calls  # type: ignore[attr-defined]


class LinkUploadForm(UploadForm):
    """A clerk's upload: for which of the unit's calls, beside the files."""

    call = forms.ModelChoiceField(RosterCall.objects.none(), to_field_name="code", widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = RosterCall.objects.filter(unit=unit).select_related("campaign")  # type: ignore[attr-defined]
