from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boiduong.accounts.models import User


class AccountForm(forms.Form):
    """One's own name and password. Whoever has a password proves it before choosing another; whoever has none must choose one."""

    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=150)
    old_password = forms.CharField(
        label=gettext_lazy("Password until now"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=gettext_lazy("Only to choose another one"),
    )
    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 8 characters; a short sentence is easy to remember and hard to guess."),
    )
    again = forms.CharField(
        label=gettext_lazy("New password once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].initial, self.user = user.get_full_name(), user
        if user.has_usable_password():
            self.fields["password"].required = self.fields["again"].required = False
        else:
            del self.fields["old_password"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        password = said.get("password")
        if password and said.get("again") and password != said["again"]:
            self.add_error("again", _("The two are not the same."))
        if password and "old_password" in self.fields and not self.user.check_password(said.get("old_password", "")):
            self.add_error("old_password", _("This is not your password until now."))
        if said.get("old_password") and not password and "password" not in self.errors:
            self.add_error("password", _("Write the new password."))
        return said

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password, self.user)
        return password
