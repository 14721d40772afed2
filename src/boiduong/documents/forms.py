from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boiduong.documents.models import DocumentProfile
from boiduong.people.models import Unit


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Find"), required=False, max_length=100, strip=True)


class ReferenceForm(forms.Form):
    kind = forms.CharField(label=_("Kind"), max_length=60, help_text=_("As printed: Nghị quyết, Chỉ thị, Quy định, Hướng dẫn"))
    symbol = forms.CharField(label=_("Number and symbol"), max_length=60, help_text=_("As printed: 35-NQ/TW, 340/KH-SGDĐT"))
    issued_on = forms.DateField(label=_("Date"))
    issuer = forms.CharField(label=_("Issued by"), max_length=200)
    subject = forms.CharField(label=_("About"), widget=forms.Textarea(attrs={"rows": 3}))
    full_text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Quotations from it do not count as copying between essays."),
    )


class ProfileForm(forms.Form):
    unit = forms.ModelChoiceField(label=_("Body"), queryset=Unit.objects.none())
    form = forms.ChoiceField(label=_("Form of its papers"), choices=DocumentProfile.Form.choices)
    parent_name = forms.CharField(label=_("Body above, as in the head"), max_length=200, required=False)
    short_symbol = forms.CharField(label=_("Its letters in a symbol"), max_length=40, help_text=_("TTBDCT in 05/TB-TTBDCT"))
    place = forms.CharField(label=_("Place before the date"), max_length=80)
    signing_authority = forms.CharField(
        label=_("Signed by authority of"), max_length=200, required=False, help_text=_("KT. GIÁM ĐỐC; empty if in one's own right")
    )
    signer_position = forms.CharField(label=_("Position of the signer"), max_length=200)
    signer_name = forms.CharField(label=_("Name of the signer"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issuing = Unit.objects.exclude(kind=Unit.Kind.SCHOOL).order_by("sort_key")
        self.fields["unit"].queryset = issuing  # type: ignore[attr-defined]  # django-stubs knows the field only as a Field
