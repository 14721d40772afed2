from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boiduong.payments.actions import Rate
from boiduong.payments.models import FeeRate, FeeTable
from boiduong.schedule.models import Speaker


def amount_of(text: str) -> int | None:
    """ "1.200.000" or "1200000" or "1 200 000 đ"; None for what is no amount."""
    digits = text.replace(".", "").replace(",", "").replace(" ", "").removesuffix("đ").removesuffix("đồng")
    return int(digits) if digits.isdecimal() and len(digits) <= 12 else None


class TableForm(forms.Form):
    """Lines are typed as on paper, one a line: what it is called; the amount; degrees that belong to it."""

    source = forms.CharField(
        label=gettext_lazy("Document that fixes these fees"),
        max_length=300,
        help_text=gettext_lazy("As printed on the sheet, with its number and date"),
    )
    basis = forms.ChoiceField(label=gettext_lazy("Paid by"), choices=FeeTable.Basis)
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), help_text=gettext_lazy("Day/month/year"))
    valid_to = forms.DateField(label=gettext_lazy("Valid to"), required=False, help_text=gettext_lazy("Empty: until another is entered"))
    rates = forms.CharField(
        label=gettext_lazy("Lines: name; amount in đồng; degrees, with commas"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One a line. The degrees, such as TS., say which speakers are paid by it unless somebody says otherwise."),
    )
    tax_percent = forms.DecimalField(
        label=gettext_lazy("Income tax withheld, in percent"), min_value=0, max_value=100, max_digits=4, decimal_places=1, initial=0
    )
    tax_from_amount = forms.CharField(label=gettext_lazy("Withheld where a speaker is paid so much or more, in đồng"), initial="0")
    is_example = forms.BooleanField(label=gettext_lazy("These figures are an example, not for payment"), required=False)

    def clean_basis(self) -> FeeTable.Basis:
        return FeeTable.Basis(self.cleaned_data["basis"])

    def clean_tax_from_amount(self) -> int:
        amount = amount_of(self.cleaned_data["tax_from_amount"])
        if amount is None:
            raise forms.ValidationError(_("Write an amount in đồng, such as 2.000.000."))
        return amount

    def clean_rates(self) -> list[Rate]:
        rates = []
        for number, line in enumerate(self.cleaned_data["rates"].splitlines(), 1):
            if line.strip():
                rates.append(_rate(number, line))
        names = [rate.name for rate in rates]
        if len(set(names)) < len(names):
            raise forms.ValidationError(_("Two lines have the same name."))
        return rates

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("valid_from") and said.get("valid_to") and said["valid_from"] > said["valid_to"]:
            self.add_error("valid_to", _("The first day must not come after the last."))
        return said


def _rate(number: int, line: str) -> Rate:
    name, amount, *degrees = [part.strip() for part in line.split(";")] + ["", ""]
    money = amount_of(amount)
    if not name or not money:
        raise forms.ValidationError(_("Line %(number)d: write a name, a semicolon and an amount in đồng.") % {"number": number})
    return Rate(name=name, amount=money, degrees=tuple(one.strip() for one in degrees[0].split(",") if one.strip()))


def rates_as_text(table: FeeTable) -> str:
    rows = sorted(table.rates.all(), key=lambda rate: rate.order)
    return "\n".join("; ".join(filter(None, (row.name, f"{row.amount:,}".replace(",", "."), ", ".join(row.degrees)))) for row in rows)


class TierForm(forms.Form):
    rate = forms.ModelChoiceField(label=gettext_lazy("Paid by the line"), queryset=FeeRate.objects.none(), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args: Any, table: FeeTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rate"].queryset = table.rates.order_by("order")  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    is_paid = forms.ChoiceField(
        label=gettext_lazy("Was it held?"),
        choices=[("yes", gettext_lazy("It was held, and the one below is paid")), ("no", gettext_lazy("Nobody is paid for it"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    payee = forms.ModelChoiceField(label=gettext_lazy("Who is paid"), queryset=Speaker.objects.none(), required=False)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("Such as: taught in place of a colleague who was ill"))

    def __init__(self, *args: Any, speakers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payee"].queryset = speakers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("is_paid") == "yes" and not said.get("payee"):
            self.add_error("payee", _("Say who is paid."))
        return said


class ApprovalForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why another version"), max_length=300, required=False)
