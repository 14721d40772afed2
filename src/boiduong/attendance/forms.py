from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from boiduong.allocation.models import MakeupPlace
from boiduong.attendance.absences import AbsenceKind
from boiduong.attendance.models import Attendance, Excuse, OddCase, RuleSet
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.doors.forms import LONGEST_NAME, LONGEST_PHONE
from boiduong.people.matching import Said
from boiduong.people.models import Person, Unit
from boiduong.rosters.forms import FilesField
from boiduong.schedule.models import ClassSession, Venue

LARGEST_PAPER = 5 * 1024 * 1024  # bytes
LARGEST_PAGE, MOST_PAGES = 10 * 1024 * 1024, 40  # of a signed sheet, at a time


class SheetForm(forms.Form):
    pages = FilesField(label=_("Pages of the signed sheet"))

    def clean_pages(self) -> "list[UploadedFile[bytes]]":
        pages: list[UploadedFile[bytes]] = self.cleaned_data["pages"]
        if len(pages) > MOST_PAGES or any(page.size is None or page.size > LARGEST_PAGE for page in pages):
            raise forms.ValidationError(_("At most 40 pages of 10 MB each at a time."))
        return pages


class DecisionForm(forms.Form):
    counts = forms.TypedChoiceField(choices=[("yes", _("counts")), ("no", _("does not count"))], coerce=lambda value: value == "yes")
    decision = forms.CharField(label=_("What was decided"), max_length=200)


class DecisionsForm(DecisionForm):
    """On all cases of a kind; up_to: the last one that was shown."""

    kind = forms.TypedChoiceField(choices=OddCase.Kind.choices, coerce=OddCase.Kind)
    up_to = forms.IntegerField(min_value=0)


class MakeupForm(forms.Form):
    """kinds: those of absences.AbsenceKind that somebody is of, with how many."""

    kinds = forms.MultipleChoiceField(label=_("Who is to make up"), widget=forms.CheckboxSelectMultiple)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    venue = forms.ModelChoiceField(Venue.objects.order_by("name", "pk"), label=_("Hall"), widget=forms.Select)

    def __init__(self, *args: Any, counts: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["kinds"])
        field.choices = [(kind.value, f"{kind.label} ({counts[kind]})") for kind in AbsenceKind if counts.get(kind)]
        field.initial = [kind for kind, _words in field.choices]


class MatchForm(forms.Form):
    learner = forms.SlugField()
    decision = forms.CharField(label=_("What was decided"), max_length=200)


class AdmitForm(forms.Form):
    """Somebody on no list, as they are to be called. person: who of the register it is; empty until those alike have been shown."""

    full_name = forms.CharField(label=_("Full name"), max_length=LONGEST_NAME)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), to_field_name="code")
    role = forms.TypedChoiceField(label=_("Called as"), choices=Person.Role.choices, coerce=Person.Role, initial=Person.Role.TEACHER)
    phone = forms.CharField(label=_("Phone"), max_length=LONGEST_PHONE, required=False)
    decision = forms.CharField(label=_("Why they belong to the campaign"), max_length=200)
    person = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        called = campaign.enrollments.values("unit")
        mine = Unit.objects.filter(Q(pk__in=called) | Q(kind=Unit.Kind.SCHOOL, valid_to=None)).order_by("sort_key", "pk")
        cast("forms.ModelChoiceField[Unit]", self.fields["unit"]).queryset = mine

    def said(self) -> Said:
        told = self.cleaned_data
        return Said(told["unit"], " ".join(told["full_name"].split()), told["role"], phone=told["phone"])


class RulesForm(forms.Form):
    """What counts, each field a blank in a sentence of the page."""

    needs_check_out = forms.TypedChoiceField(
        label=_("Where a learner is seen"),
        choices=[("yes", _("in and out")), ("no", _("in alone"))],
        coerce=lambda value: value == "yes",
        widget=forms.Select,
    )
    late_after_minutes = forms.IntegerField(label=_("Minutes until late"), min_value=0, max_value=240)
    is_late_present = forms.TypedChoiceField(
        label=_("Whether a late session counts"), choices=[("yes", _("counts")), ("no", _("does not count"))], coerce=lambda value: value == "yes"
    )
    leaves_early_before_minutes = forms.IntegerField(label=_("Minutes before the end"), min_value=0, max_value=240)
    missed_topics_allowed = forms.IntegerField(label=_("Topics that may be missed"), min_value=0, max_value=50)
    attended_percent = forms.IntegerField(label=_("Percent of the topics"), min_value=0, max_value=100)
    excuse_days = forms.IntegerField(label=_("Days for the paper"), min_value=0, max_value=365)
    is_excused_present = forms.TypedChoiceField(
        label=_("Whether an excused session counts"), choices=[("yes", _("counts")), ("no", _("does not count"))], coerce=lambda value: value == "yes"
    )
    manual_quota = forms.IntegerField(label=_("Learners entered by name"), min_value=0, max_value=5000)
    supervised_count = forms.IntegerField(label=_("Learners more by PIN"), min_value=1, max_value=500)
    why = forms.CharField(label=_("Why the rules change"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "blank", "aria-label": str(field.label)}  # the sentence around a blank is not read with it

    @classmethod
    def of(cls, rules: RuleSet) -> "RulesForm":
        values = {name: getattr(rules, name) for name in (*RuleSet.SHARED, *RuleSet.OWN)}
        return cls(initial={name: ("yes" if value else "no") if isinstance(value, bool) else value for name, value in values.items()})


class OfLearner(forms.Form):
    """A form about one learner: its sessions are those of the learner's class and of make-up places."""

    def __init__(self, *args: Any, enrollment: Enrollment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = sessions_of(enrollment)


class CorrectionForm(OfLearner):
    class_session = forms.ChoiceField(label=_("Session"))
    verdict = forms.TypedChoiceField(label=_("What really happened"), choices=Attendance.Verdict.choices, coerce=Attendance.Verdict)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["class_session"])
        field.choices = [(session.code, session_words(session)) for session in self.sessions]

    def clean_class_session(self) -> ClassSession:
        return self.sessions.get(code=self.cleaned_data["class_session"])


class ExcuseForm(OfLearner):
    kind = forms.TypedChoiceField(label=_("Reason for absence"), choices=Excuse.Kind.choices, coerce=Excuse.Kind)
    paper = forms.FileField(label=_("Paper (scan, photograph or file)"), max_length=255)

    def clean_paper(self) -> "UploadedFile[bytes]":
        paper: UploadedFile[bytes] = self.cleaned_data["paper"]
        if paper.size is not None and paper.size > LARGEST_PAPER:
            raise forms.ValidationError(_("The file is larger than 5 MB. A photograph of the page is enough."))
        return paper

    def told(self) -> dict[str, Any]:
        """What excusing.hand_in_excuse takes: the paper excuses every session of the learner."""
        paper: UploadedFile[bytes] = self.cleaned_data["paper"]
        return {"sessions": list(self.sessions), "kind": self.cleaned_data["kind"], "paper_name": paper.name or "", "paper": paper.read()}


class ExcuseDecisionForm(forms.Form):
    class_session = forms.SlugField()
    accepted = forms.TypedChoiceField(choices=[("yes", _("accepted")), ("no", _("refused"))], coerce=lambda value: value == "yes")
    decision = forms.CharField(label=_("What was decided"), max_length=200)


class ExcusesDecisionForm(forms.Form):
    """On all papers of a learner that wait."""

    learner = forms.SlugField()
    accepted = forms.TypedChoiceField(choices=[("yes", _("accepted")), ("no", _("refused"))], coerce=lambda value: value == "yes")
    decision = forms.CharField(label=_("What was decided"), max_length=200)


def sessions_of(enrollment: Enrollment) -> QuerySet[ClassSession]:
    placed = MakeupPlace.objects.filter(enrollment=enrollment).values("class_session")
    mine = Q(training_class=enrollment.training_class_id) | Q(pk__in=placed)
    return ClassSession.objects.held().filter(mine, campaign=enrollment.campaign_id).select_related("topic").order_by("starts_at", "pk")


def session_words(session: ClassSession) -> str:
    return f"{date_format(localtime(session.starts_at), 'd/m/Y H:i')} · {session.topic.title}"
