"""What waits for one person, whatever their part: the first thing seen after signing in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boiduong.accounts.models import User
from boiduong.grading.models import GradingShare
from boiduong.hosting.models import Duty
from boiduong.people.models import Unit
from boiduong.rosters.models import RosterCall
from boiduong.summonses.models import Bundle


@dataclass(frozen=True, slots=True)
class OwnTask:
    """One thing to do. about: the campaign, and the unit where it is a unit's. url: the page where it is done."""

    title: str
    about: str
    url: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class OwnWork:
    tasks: list[OwnTask]  # what has a day first, by it
    units: list[str]  # the names of those that this user answers for


def own_work_of(user: User, *, on: date) -> OwnWork:
    """Five queries, however much there is. on: today; campaigns that ended before it ask for nothing any more."""
    tasks = [*_rosters(user, on), *_bundles(user, on), *_duties(user, on), *_piles(user)]
    units = Unit.objects.filter(coordinators__user=user).order_by("sort_key", "pk").values_list("name", flat=True)
    return OwnWork(sorted(tasks, key=lambda task: task.due_on or date.max), list(units))


def _rosters(user: User, on: date) -> Iterator[OwnTask]:
    titles = {
        RosterCall.State.CALLED: _("Send the roster"),
        RosterCall.State.SENT_BACK: _("Correct the roster that was sent back"),
        RosterCall.State.RECEIVED: _("Look at the rows of the roster that want somebody"),
    }
    mine = RosterCall.objects.filter(unit__coordinators__user=user, state__in=titles, campaign__ends_on__gte=on)
    for call in mine.select_related("campaign", "unit").order_by("due_on", "unit__sort_key"):
        yield OwnTask(
            titles[RosterCall.State(call.state)],
            f"{call.unit.name} · {call.campaign.title}",
            reverse("rosters:call_detail", args=[call.code]),
            call.due_on,
        )


def _bundles(user: User, on: date) -> Iterator[OwnTask]:
    fresh = Bundle.objects.filter(unit__coordinators__user=user, state=Bundle.State.READY, fetched_at=None, campaign__ends_on__gte=on)
    for bundle in fresh.for_list().select_related("unit", "campaign"):
        title = ngettext("Hand out %(count)d summons", "Hand out %(count)d summonses", bundle.learner_count) % {"count": bundle.learner_count}
        yield OwnTask(title, f"{bundle.unit.name} · {bundle.campaign.title}", reverse("summonses:bundle_detail", args=[bundle.code]))


def _duties(user: User, on: date) -> Iterator[OwnTask]:
    mine = Duty.objects.filter(steward__user=user, on__gte=on).values("campaign__title").annotate(count=Count("pk"), first=Min("on"))
    for row in mine.order_by("first"):
        title = ngettext("On duty for %(count)d half-day", "On duty for %(count)d half-days", row["count"]) % {"count": row["count"]}
        yield OwnTask(title, row["campaign__title"], reverse("hosting:own_duty_list"), row["first"])


def _piles(user: User) -> Iterator[OwnTask]:
    open_shares = GradingShare.objects.filter(grader=user, grade=None).values("campaign__code", "campaign__title").annotate(count=Count("pk"))
    for row in open_shares.order_by("campaign__code"):
        title = ngettext("Grade %(count)d essay", "Grade %(count)d essays", row["count"]) % {"count": row["count"]}
        yield OwnTask(title, row["campaign__title"], reverse("grading:pile_list", args=[row["campaign__code"]]))
