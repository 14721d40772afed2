"""The versions of a campaign's classes, newest first: how each was made, what came out, and what became of it."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boiduong.allocation.models import AIMS, Run
from boiduong.allocation.queries import aim_in_words
from boiduong.campaigns.models import Campaign

TOLD_AIMS = 3  # of those that came out worse than nought; the page of a version has them all


@dataclass(frozen=True, slots=True)
class Version:
    run: Run
    made: str
    asked_by: str  # empty where nobody of ours asked
    left_out: str  # empty where everybody has a class
    outcome: str  # the most important aims that did not come out perfect, and how many are proven
    can_be_compared: bool


def history_of(campaign: Campaign) -> list[Version]:
    """One query."""
    moved = Count("hand_moves", filter=Q(hand_moves__undone_at=None))
    return [_version(run) for run in campaign.runs.for_list().select_related("based_on", "requested_by").annotate(moved_count=moved)]


def _version(run: Run) -> Version:
    values = {aim: int(run.tiers[aim]["value"]) for aim in run.order or AIMS if aim in run.tiers and aim_in_words(aim, 0)}
    proven = sum(bool(run.tiers[aim].get("proven")) for aim in values)
    left_out = values.get("unassigned", 0)
    worst = [aim_in_words(aim, value) for aim, value in values.items() if value and aim != "unassigned"][:TOLD_AIMS]
    known = _("%(proven)d of %(aims)d aims proven") % {"proven": proven, "aims": len(values)} if values and run.seconds else ""
    return Version(
        run=run,
        made=_made(run),
        asked_by=(run.requested_by.get_full_name() or run.requested_by.username) if run.requested_by else "",
        left_out=ngettext("%(count)d person without a class", "%(count)d people without a class", left_out) % {"count": left_out} if left_out else "",
        outcome=" · ".join(filter(None, (*worst, known))),
        can_be_compared=bool(values) and run.based_on_id is not None,
    )


def _made(run: Run) -> str:
    """By the solver, or by hand from another version."""
    moved = getattr(run, "moved_count", 0)
    by_hand = ngettext("%(count)d change by hand", "%(count)d changes by hand", moved) % {"count": moved} if moved else ""
    if run.based_on and not run.seconds and run.solved_at:
        begun = _("A draft by hand, begun from version %(version)d") % {"version": run.based_on.version}
    else:
        begun = f"{run.get_mode_display()} · " + ngettext("%(count)d class", "%(count)d classes", run.class_count) % {"count": run.class_count}
    return " · ".join(filter(None, (begun, by_hand)))
