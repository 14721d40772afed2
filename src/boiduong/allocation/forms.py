from django import forms
from django.utils.translation import gettext_lazy as _

from boiduong.schedule.models import Venue


class RunForm(forms.Form):
    class_count = forms.IntegerField(label=_("How many classes"), min_value=1, max_value=500)
    venues = forms.ModelMultipleChoiceField(
        label=_("Halls that may be used"), queryset=Venue.objects.order_by("name"), widget=forms.CheckboxSelectMultiple
    )


class PublishForm(forms.Form):
    accept_left_out = forms.IntegerField(min_value=0, required=False)
