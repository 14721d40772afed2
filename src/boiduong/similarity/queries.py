from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q

from boiduong.campaigns.models import Campaign
from boiduong.similarity.models import Match, Scan

_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """The last scan of a campaign and what people have made of it."""

    scan: Scan | None
    is_running: bool
    decided: int
    pairs: int
    page: Page[Match] | None


def standing_of(campaign: Campaign, page: str) -> Standing:
    scan = campaign.scans.for_list().first()
    done = campaign.scans.filter(state=Scan.State.DONE).order_by("-pk").first()
    matches = Match.objects.filter(scan=done) if done else Match.objects.none()
    return Standing(
        scan=done or scan,
        is_running=scan is not None and scan.state in {Scan.State.QUEUED, Scan.State.RUNNING},
        decided=matches.filter(verdict__isnull=False).count(),
        pairs=matches.count(),
        page=Paginator(matches.for_list(), _AT_ONCE).get_page(page) if done else None,
    )


def following(match: Match) -> str | None:
    """The code of the next match without a verdict, in the order of the list."""
    behind = Q(matched_syllables__lt=match.matched_syllables) | Q(matched_syllables=match.matched_syllables, pk__gt=match.pk)
    waiting = Match.objects.filter(behind, scan=match.scan_id, verdict=None).order_by("-matched_syllables", "pk")
    return waiting.values_list("code", flat=True).first()
