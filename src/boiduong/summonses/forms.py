from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boiduong.campaigns.models import Campaign
from boiduong.documents.models import DocumentProfile
from boiduong.summonses import wording

KINDS = [(wording.KIND_CODE, wording.KIND), ("TB", "Thông báo"), ("GM", "Giấy mời")]  # as printed on the paper itself


class IssueForm(forms.Form):
    profile = forms.ModelChoiceField(label=_("Issued by"), queryset=DocumentProfile.objects.none(), empty_label=None)
    kind_code = forms.ChoiceField(label=_("Kind of paper"), choices=KINDS)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_organizers = DocumentProfile.objects.filter(unit__organized__campaign=campaign).select_related("unit")
        self.fields["profile"].queryset = of_organizers.order_by("unit__organized__order").distinct()  # type: ignore[attr-defined]

    @property
    def kind(self) -> str:
        return dict(KINDS)[self.cleaned_data["kind_code"]]


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Find"), required=False, max_length=100, strip=True)
