from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boiduong.allocation import rules as sentences
from boiduong.allocation.models import DivisionRule, Run
from boiduong.allocation.swap_queries import class_labels
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.people.models import Person, Unit
from boiduong.schedule.models import Venue


class RunForm(forms.Form):
    class_count = forms.IntegerField(label=gettext_lazy("How many classes"), min_value=1, max_value=500)
    venues = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Halls that may be used"), queryset=Venue.objects.order_by("name"), widget=forms.CheckboxSelectMultiple
    )


class AgainForm(RunForm):
    """For a campaign that has published a version: what of it stays."""

    mode = forms.ChoiceField(
        label=gettext_lazy("What stays"), choices=list(reversed(Run.Mode.choices)), widget=forms.RadioSelect, initial=Run.Mode.KEEP
    )


class PublishForm(forms.Form):
    accept_left_out = forms.IntegerField(min_value=0, required=False)


class PriceForm(forms.Form):
    allowed = forms.IntegerField(min_value=1, max_value=9999)


class RelaxForm(forms.Form):
    key = forms.CharField(max_length=40)


class RuleForm(forms.Form):
    """A sentence with its blanks. scope: empty all, `level:PRIMARY`, `unit:CODE`."""

    amount = forms.IntegerField(label=gettext_lazy("How many"))
    scope = forms.ChoiceField(label=gettext_lazy("Whom it is about"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False, choices=[("", gettext_lazy("All")), *Person.Role.choices])
    aim = forms.ChoiceField(label=gettext_lazy("Aim"), choices=[(aim, sentences.AIM_NAMES[aim]) for aim in sentences.GIVING_AIMS])
    training_class = forms.ModelChoiceField(label=gettext_lazy("Class"), queryset=TrainingClass.objects.none(), empty_label=None)

    def __init__(self, data: Any = None, *, kind: str, campaign: Campaign, scopes: list[tuple[str, Any]], classes: list[TrainingClass]) -> None:
        super().__init__(data, prefix=kind)
        self.kind = kind
        blanks = str(sentences.SENTENCES[kind])
        for name in list(self.fields):
            if "{" + name + "}" not in blanks:
                del self.fields[name]
        if "amount" in self.fields:
            low, high = sentences.WITH_AMOUNT[DivisionRule.Kind(kind)]
            self.fields["amount"] = forms.IntegerField(label=_("How many"), min_value=low, max_value=high)
        if "scope" in self.fields:
            self.fields["scope"].choices = scopes  # type: ignore[attr-defined]
        if "training_class" in self.fields:
            choices = [(row.pk, row.name) for row in classes]
            self.fields["training_class"].queryset = campaign.classes.filter(is_makeup=False)  # type: ignore[attr-defined]
            self.fields["training_class"].choices = choices  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs |= {"aria-label": str(field.label), "class": "blank"}

    def sentence(self) -> SafeString:
        """The sentence with a field in each of its blanks."""
        blanks = {name: self[name] for name in self.fields}
        words = str(sentences.SENTENCES[self.kind])
        return format_html(words, **blanks) if blanks else format_html("{}", words)

    def said(self) -> dict[str, Any]:
        """What a valid form says, as an action wants it."""
        found = self.cleaned_data
        what, _colon, which = (found.get("scope") or "").partition(":")
        return {
            "kind": self.kind,
            "unit": Unit.objects.get(code=which) if what == "unit" else None,
            "level": which if what == "level" else "",
            "role": found.get("role", ""),
            "training_class": found.get("training_class"),
            "amount": found.get("amount"),
            "aim": found.get("aim", ""),
        }


def scopes_of(campaign: Campaign) -> list[tuple[str, str | Promise]]:
    """Whom a sentence can be about: all, a level, a unit that has people in the campaign. One query."""
    units = Unit.objects.filter(enrollments__campaign=campaign).order_by("sort_key").distinct().values_list("code", "name")
    levels = [(f"level:{value}", label) for value, label in Unit.Level.choices]
    return [("", _("every unit")), *levels, *((f"unit:{code}", name) for code, name in units)]


class AimsForm(forms.Form):
    """The whole order at once (by drag), or one aim a step up or down (by a button)."""

    order = forms.CharField(required=False)
    aim = forms.CharField(required=False)
    step = forms.TypedChoiceField(required=False, choices=[("-1", "-1"), ("1", "1")], coerce=int, empty_value=None)

    def ordered(self, aims: list[str]) -> list[str]:
        """The order asked for. aims: as they stand."""
        if self.cleaned_data["order"]:
            return str(self.cleaned_data["order"]).split(",")
        aim, step = self.cleaned_data["aim"], self.cleaned_data["step"] or 0
        if aim not in aims or not 0 <= aims.index(aim) + step < len(aims):
            return aims
        moved, at = [one for one in aims if one != aim], aims.index(aim) + step
        return [*moved[:at], aim, *moved[at:]]


class FindForm(forms.Form):
    q = forms.CharField(required=False, max_length=80)


class MoveForm(forms.Form):
    learner = forms.SlugField()
    training_class = forms.ModelChoiceField(queryset=TrainingClass.objects.none(), required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["training_class"].queryset = campaign.classes.filter(is_makeup=False)  # type: ignore[attr-defined]


class SwapForm(forms.Form):
    learner = forms.ModelChoiceField(label=gettext_lazy("Learner"), queryset=Enrollment.objects.none())
    to_class = forms.ModelChoiceField(label=gettext_lazy("Class asked for"), queryset=TrainingClass.objects.none())
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        placed = Enrollment.objects.called().filter(unit__coordinators__user=user, training_class__isnull=False)
        learners, classes = self.fields["learner"], self.fields["to_class"]
        learners.queryset = placed.select_related("person", "training_class").order_by("person__sort_key")  # type: ignore[attr-defined]
        classes.queryset = (  # type: ignore[attr-defined]
            TrainingClass.objects.filter(campaign__in=placed.values("campaign"), is_makeup=False).order_by("campaign", "number")
        )
        labels = class_labels(list(classes.queryset))  # type: ignore[attr-defined]
        classes.label_from_instance = lambda row: labels[row.pk]  # type: ignore[attr-defined]
        learners.label_from_instance = lambda row: f"{row.person.full_name} · {row.training_class.name}"  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    answer = forms.CharField(max_length=300)
