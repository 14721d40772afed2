from django import forms
from django.utils.translation import gettext_lazy as _

from boiduong.portal.models import SectionPage
from boiduong.portal.queries import sections


class DraftForm(forms.Form):
    """Where a new article goes: a section there is, or the name of one to be opened."""

    section: forms.ModelChoiceField[SectionPage] = forms.ModelChoiceField(SectionPage.objects.none(), required=False, label=_("section"))
    new_section = forms.CharField(max_length=80, required=False, label=_("new section"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["section"].queryset = sections()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        if not given.get("section") and not given.get("new_section"):
            raise forms.ValidationError(_("Choose a section, or name a new one."))
        return given
