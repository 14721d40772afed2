"""Why one learner is in their class, in words."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boiduong.allocation.models import Run
from boiduong.allocation.queries import change_words
from boiduong.allocation.weighing import Choice, choices_of
from boiduong.campaigns.models import Enrollment


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    choice: Choice
    changes: list[tuple[str, bool]]  # in words, and whether for the better
    can_move: bool  # in this version, by this page


@dataclass(frozen=True, slots=True)
class WhyView:
    """headline: the answer in one sentence."""

    headline: str
    lines: list[ChoiceLine]


def why_view(run: Run, learner: Enrollment) -> WhyView:
    """Why a learner is in their class: each class, what it would change by the order of aims, and what stands in its way."""
    choices = choices_of(run, learner)
    is_open = run.state == Run.State.SOLVED
    return WhyView(_why(choices), [ChoiceLine(one, change_words(one.changes), is_open and one.can_be_made) for one in choices])


def _why(choices: list[Choice]) -> str:
    others = [one for one in choices if one.is_open and not one.is_present]
    better, alike = (sum(one.verdict == verdict for one in others) for verdict in (-1, 0))
    if not choices:
        return _("This person is not called any more.")
    if not any(one.is_present for one in choices):
        words = ngettext("No class in this version; %(n)d class is open.", "No class in this version; %(n)d classes are open.", len(others))
        return words % {"n": len(others)}
    if not others:
        return _("No other class is open: each is full, or something stands in the way.")
    if better:
        words = ngettext("%(n)d other class would be better.", "%(n)d other classes would be better.", better)
        return words % {"n": better}
    if alike:
        words = ngettext("No class would be better; %(n)d is just as good.", "No class would be better; %(n)d are just as good.", alike)
        return words % {"n": alike}
    return _("Every other open class would be worse, as long as everybody else stays.")


def why_url(run: Run, learner_code: str) -> str:
    return f"{reverse('allocation:run_why', args=[run.code])}?{urlencode({'learner': learner_code})}"
