from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boiduong.campaigns.models import Campaign, Membership, Organizer
from boiduong.campaigns.queries import Clash
from boiduong.documents.models import ReferenceDocument
from boiduong.people.merging import FactShown
from boiduong.people.models import Unit


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class CampaignForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Name of the campaign"), max_length=200, help_text=gettext_lazy("As on paper: Bồi dưỡng chính trị hè"))
    code = forms.SlugField(label=gettext_lazy("Code"), max_length=50, help_text=gettext_lazy("Stands in addresses, without accents: he-2026"))
    lead_unit = forms.ModelChoiceField(label=gettext_lazy("Leading body"), queryset=Unit.objects.none())
    starts_on = forms.DateField(label=gettext_lazy("First day"), help_text=gettext_lazy("Day/month/year"))
    ends_on = forms.DateField(label=gettext_lazy("Last day"), help_text=gettext_lazy("Day/month/year"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_unit"].queryset = Unit.objects.exclude(kind=Unit.Kind.SCHOOL).order_by("sort_key")  # type: ignore[attr-defined]


class PartnerForm(forms.Form):
    unit = forms.ModelChoiceField(label=gettext_lazy("Body"), queryset=Unit.objects.none(), required=False)
    group_name = forms.CharField(
        label=gettext_lazy("Or several bodies under one name"), max_length=200, required=False, help_text=gettext_lazy("Such as: các trường THPT")
    )

    def __init__(self, *args: Any, campaign: Campaign, organizer: Organizer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = campaign.organizers.exclude(unit=None).exclude(pk=organizer.pk if organizer else 0).values("unit")
        self.fields["unit"].queryset = Unit.objects.exclude(pk__in=named).order_by("sort_key")  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    document = forms.ModelChoiceField(label=gettext_lazy("Official document that it is about"), queryset=ReferenceDocument.objects.none())
    key_points = forms.CharField(
        label=gettext_lazy("Key points, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The article and the materials use them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = ReferenceDocument.objects.order_by("-issued_on", "symbol")  # type: ignore[attr-defined]

    def clean_key_points(self) -> list[str]:
        return lines_of(self.cleaned_data["key_points"])


class RulesForm(forms.Form):
    absence_limit_percent = forms.IntegerField(
        label=gettext_lazy("Most of a school's staff away on one day, in percent"),
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("100: no limit"),
    )
    keep_units_together = forms.BooleanField(label=gettext_lazy("Keep people of one school together where that is possible"), required=False)
    essay_document = forms.ModelChoiceField(
        label=gettext_lazy("Document that asks for the essay"), queryset=ReferenceDocument.objects.none(), required=False
    )
    essay_due_at = forms.DateTimeField(
        label=gettext_lazy("Essays are due"),
        required=False,
        help_text=gettext_lazy("Day/month/year hour:minute, such as 15/08/2026 17:00; empty: not yet said"),
    )
    essay_grace_minutes = forms.IntegerField(label=gettext_lazy("Minutes of grace after that"), min_value=0, max_value=14400)
    pass_points = forms.DecimalField(label=gettext_lazy("An essay passes with"), min_value=0, max_digits=4, decimal_places=1)
    max_points = forms.DecimalField(label=gettext_lazy("Out of points in all"), min_value=1, max_digits=4, decimal_places=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["essay_document"].queryset = ReferenceDocument.objects.order_by("-issued_on", "symbol")  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=150)
    username = forms.CharField(
        label=gettext_lazy("Login name"), max_length=150, validators=[UnicodeUsernameValidator()], help_text=gettext_lazy("Without accents: dothihoa")
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Membership.Role)
    unit = forms.ModelChoiceField(
        label=gettext_lazy("School"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=gettext_lazy("Of a grader: essays of that school are never given to them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.schools().order_by("sort_key")  # type: ignore[attr-defined]

    def clean_role(self) -> Membership.Role:
        return Membership.Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("unit") and said.get("role") != Membership.Role.GRADER:
            self.add_error("unit", _("Only a grader needs a school."))
        return said


class PairForm(forms.Form):
    """How two rows are settled that are one person: of each clash, whose answer is right."""

    def __init__(self, *args: Any, facts: Sequence[FactShown], clashes: Sequence[Clash], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact in facts:
            if fact.is_clash:
                self._ask(f"fact_{fact.name}", fact.label, [("first", fact.first), ("second", fact.second)])
        for clash in clashes:
            self._ask(f"place_{clash.campaign.pk}", str(clash.campaign), [("first", clash.first_words), ("second", clash.second_words)])
        self.clashes = clashes

    def _ask(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Please say which of the two is right.")}
        )

    def settled(self) -> dict[str, Any]:
        """For settle_same. The row whose name is right is the one kept: the other goes on being recognised under its own."""
        said = self.cleaned_data
        kept = said.get("fact_full_name", "first")
        taken = {name.removeprefix("fact_") for name, side in said.items() if name.startswith("fact_") and side != kept}
        set_aside = {(clash.second if said[f"place_{clash.campaign.pk}"] == "first" else clash.first).pk for clash in self.clashes}
        return {"keeps_second": kept == "second", "taken": taken, "set_aside": set_aside}
