from django import forms
from django.utils.translation import gettext_lazy as _

from boiduong.similarity.models import Verdict


class VerdictForm(forms.Form):
    decision = forms.ChoiceField(choices=Verdict.Decision.choices)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000, widget=forms.TextInput(attrs={"class": "input w-full"}))


class ModelTextForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"class": "input w-full"}))
    origin = forms.CharField(label=_("Where it comes from"), required=False, max_length=300, widget=forms.TextInput(attrs={"class": "input w-full"}))
    text = forms.CharField(label=_("Text"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 12, "class": "textarea w-full"}))
