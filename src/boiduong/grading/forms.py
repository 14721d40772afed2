from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from boiduong.grading.actions import NewBand, NewCriterion
from boiduong.grading.models import Criterion, Grade, GradeBand

CRITERION_ROWS, BAND_ROWS = 7, 6


def points_field(label: str, max_points: Decimal | None = None, *, required: bool = True) -> forms.DecimalField:
    """Points with one decimal, written with a comma or a full stop."""
    field = forms.DecimalField(label=label, min_value=0, max_value=max_points, max_digits=4, decimal_places=1, required=required, localize=True)
    field.widget.attrs |= {"class": "input w-24 text-right", "inputmode": "decimal", "autocomplete": "off"}
    return field


class GradeForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment for the author"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "class": "textarea w-full"})
    )

    def __init__(self, criteria: Sequence[Criterion], *args: Any, grade: Grade | None = None, **kwargs: Any) -> None:
        if grade:
            kwargs["initial"] = {"comment": grade.comment} | {f"criterion_{number}": Decimal(points) for number, points in grade.points.items()}
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"criterion_{criterion.number}"] = points_field(criterion.title, criterion.max_points)
        first = self.fields.get("criterion_1")
        if first and not grade:
            first.widget.attrs["data-focus"] = True

    def marks(self) -> list[tuple[Criterion, BoundField]]:
        return [(criterion, self[f"criterion_{criterion.number}"]) for criterion in self.criteria]

    def points(self) -> dict[int, Decimal]:
        return {criterion.number: self.cleaned_data[f"criterion_{criterion.number}"] for criterion in self.criteria}


class RubricForm(forms.Form):
    """Rows of criteria and of bands; rows left empty are none."""

    override_reason = forms.CharField(
        label=_("Reason, if a criterion must use a word that otherwise scores an opinion"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input w-full"}),
    )

    def __init__(self, *args: Any, criteria: Sequence[Criterion] = (), bands: Sequence[GradeBand] = (), **kwargs: Any) -> None:
        kwargs["initial"] = (
            {f"criterion_{n}": row.title for n, row in enumerate(criteria, 1)}
            | {f"criterion_points_{n}": row.max_points for n, row in enumerate(criteria, 1)}
            | {f"band_{n}": row.name for n, row in enumerate(bands, 1)}
            | {f"band_points_{n}": row.min_points for n, row in enumerate(bands, 1)}
        )
        super().__init__(*args, **kwargs)
        for kind, count, words, points in (
            ("criterion", CRITERION_ROWS, _("Criterion %(number)s"), _("Points at most")),
            ("band", BAND_ROWS, _("Word %(number)s"), _("From points")),
        ):
            for n in range(1, count + 1):
                text = forms.CharField(label=words % {"number": n}, required=False, max_length=200 if kind == "criterion" else 40)
                text.widget.attrs["class"] = "input w-full"
                self.fields[f"{kind}_{n}"] = text
                self.fields[f"{kind}_points_{n}"] = points_field(str(points), required=False)

    def rows(self, kind: str, count: int) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"{kind}_{n}"], self[f"{kind}_points_{n}"]) for n in range(1, count + 1)]

    def criterion_rows(self) -> list[tuple[BoundField, BoundField]]:
        return self.rows("criterion", CRITERION_ROWS)

    def band_rows(self) -> list[tuple[BoundField, BoundField]]:
        return self.rows("band", BAND_ROWS)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for kind, count in (("criterion", CRITERION_ROWS), ("band", BAND_ROWS)):
            for n in range(1, count + 1):
                if bool(found.get(f"{kind}_{n}")) != (found.get(f"{kind}_points_{n}") is not None):
                    self.add_error(f"{kind}_{n}", _("Words and points belong together; leave both empty if the row is not needed."))
        return found

    def criteria(self) -> list[NewCriterion]:
        return [NewCriterion(words, points) for words, points in self._filled("criterion", CRITERION_ROWS)]

    def bands(self) -> list[NewBand]:
        return [NewBand(words, points) for words, points in self._filled("band", BAND_ROWS)]

    def _filled(self, kind: str, count: int) -> list[tuple[str, Decimal]]:
        data = self.cleaned_data
        return [(data[f"{kind}_{n}"], data[f"{kind}_points_{n}"]) for n in range(1, count + 1) if data[f"{kind}_{n}"]]


class ReleaseForm(forms.Form):
    ungraded_agreed = forms.IntegerField(label=_("Essays that stay without a grade"), min_value=0, required=False)
