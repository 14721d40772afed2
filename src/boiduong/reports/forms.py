from django import forms

from boiduong.reports.behind import BY, WHO, Asked


class BehindForm(forms.Form):
    """Which figure's list is asked for. An address nobody made asks for everybody."""

    by = forms.ChoiceField(choices=[(name, name) for name in BY], required=False)
    key = forms.CharField(max_length=80, required=False)
    who = forms.ChoiceField(choices=[(name, name) for name in WHO], required=False)

    @property
    def asked(self) -> Asked:
        if not self.is_valid():
            return Asked()
        given = self.cleaned_data
        return Asked(by=given["by"], key=given["key"], who=given["who"] or "called")
