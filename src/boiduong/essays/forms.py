from django import forms
from django.utils.translation import gettext_lazy as _

from boiduong.campaigns.models import Campaign
from boiduong.essays.models import EssayPrompt


class PromptsForm(forms.Form):
    texts = forms.CharField(label=_("Questions, an empty line between two"), widget=forms.Textarea(attrs={"rows": 10, "class": "textarea w-full"}))

    def prompts(self) -> list[str]:
        parts = self.cleaned_data["texts"].replace("\r\n", "\n").split("\n\n")
        return [part.strip() for part in parts if part.strip()]


def _numbered(obj: EssayPrompt) -> str:
    return f"{obj.number}. {obj.text}"


class _PromptForm(forms.Form):
    prompt = forms.ModelChoiceField(label=_("Question"), queryset=EssayPrompt.objects.none(), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, campaign: Campaign, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        prompt = self.fields["prompt"]
        assert isinstance(prompt, forms.ModelChoiceField)
        prompt.queryset = EssayPrompt.objects.filter(campaign=campaign).order_by("number")
        prompt.label_from_instance = _numbered  # type: ignore[method-assign]


class TextForm(_PromptForm):
    text = forms.CharField(label=_("Your essay"), strip=False, required=False, widget=forms.Textarea(attrs={"rows": 16, "class": "textarea w-full"}))


class FileForm(_PromptForm):
    file = forms.FileField(
        label=_("Word or PDF file"), widget=forms.ClearableFileInput(attrs={"class": "file-input w-full", "accept": ".docx,.pdf,.txt"})
    )
