from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boiduong.engines.allocation.plan_sheets import MAX_BYTES, read_plan_file
from boiduong.engines.allocation.plans import HallPlan, PlanUnusable, draw_plan

BLOCK = forms.IntegerField(min_value=1, max_value=200)


class SeatChoiceForm(forms.Form):
    """Which class is looked at, which seat was pressed first, and which after it."""

    klass = forms.SlugField(required=False)
    seat = forms.CharField(required=False, max_length=10)
    learner = forms.SlugField(required=False)  # instead of a seat: somebody who has none
    to = forms.CharField(required=False, max_length=10)


class SeatChangeForm(forms.Form):
    learner = forms.SlugField()
    seat = forms.CharField(max_length=10)


class SeatNeedForm(forms.Form):
    needed = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda said: said == "1")
    back = forms.CharField(required=False, max_length=300)


class DrawForm(forms.Form):
    """A hall of equal rows in blocks."""

    seat_rows = forms.IntegerField(label=gettext_lazy("Rows of seats"), min_value=1, max_value=500)
    blocks = forms.CharField(
        label=gettext_lazy("Seats of each block, from the left"),
        max_length=60,
        help_text=gettext_lazy("One number a block with a space between, such as 8 12 8: an aisle lies between two of them."),
    )
    reserved = forms.IntegerField(
        label=gettext_lazy("Of them kept for guests and stewards"), min_value=0, initial=0, help_text=gettext_lazy("Those of the front rows")
    )
    accessible = forms.IntegerField(
        label=gettext_lazy("Seats that are easily reached"), min_value=0, initial=0, help_text=gettext_lazy("Those beside an aisle, from the front")
    )

    def clean_blocks(self) -> list[int]:
        return [int(BLOCK.clean(word) or 0) for word in str(self.cleaned_data["blocks"]).replace("+", " ").replace(",", " ").split()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                data["plan"] = draw_plan(data["seat_rows"], data["blocks"], reserved=data["reserved"], accessible=data["accessible"])
            except PlanUnusable as reason:
                self.add_error("reserved", str(reason))
        return data


class PlanFileForm(forms.Form):
    sent = forms.FileField(
        label=gettext_lazy("The plan as a workbook"),
        help_text=gettext_lazy("A cell a seat: o a seat, d kept, u easily reached, nothing where there is none."),
    )

    def clean_sent(self) -> HallPlan:
        sent: UploadedFile[Any] = self.cleaned_data["sent"]
        if (sent.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB; a hall's plan is not."))
        try:
            return read_plan_file(sent.read())
        except PlanUnusable as reason:
            raise forms.ValidationError(str(reason)) from reason
