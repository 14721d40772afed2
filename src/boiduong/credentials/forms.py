from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boiduong.campaigns.models import Campaign
from boiduong.credentials.bridge import default_course, default_held
from boiduong.credentials.queries import issuing_profiles
from boiduong.documents.models import DocumentProfile


class IssueForm(forms.Form):
    """What a certificate says besides the learner's own words."""

    profile = forms.ModelChoiceField(label=_("Issued and signed by"), queryset=DocumentProfile.objects.none(), empty_label=None)
    course = forms.CharField(label=_("Has completed …"), max_length=300)
    held = forms.CharField(label=_("Held …"), max_length=300)

    def __init__(self, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"course": default_course(campaign), "held": default_held(campaign)}
        super().__init__(*args, **kwargs)
        self.fields["profile"].queryset = issuing_profiles(campaign)  # type: ignore[attr-defined]  # django-stubs knows the field only as a Field


class RevokeForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ResultFilterForm(forms.Form):
    """The part of an address behind the question mark; what cannot be understood is not asked for."""

    training_class = forms.SlugField(required=False)
    unit = forms.SlugField(required=False)
    state = forms.ChoiceField(required=False, choices=[(name, name) for name in ("complete", "incomplete", "undecided", "uncertified")])
    reason = forms.CharField(required=False, max_length=20)
    band = forms.CharField(required=False, max_length=40)


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=100)


class VerifyForm(forms.Form):
    code = forms.CharField(label=_("Check code on the certificate"), max_length=100, required=False)
