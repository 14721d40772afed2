"""What moves buy, in words and with names."""

from dataclasses import dataclass
from datetime import datetime

from boiduong.allocation.models import HandMove, MovePrices, Run
from boiduong.allocation.queries import change_words
from boiduong.audit.models import Progress
from boiduong.audit.trail import subject_of
from boiduong.campaigns.models import Enrollment, TrainingClass


@dataclass(frozen=True, slots=True)
class MoveLine:
    learner: Enrollment
    from_class: str
    to_class: str


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One price. step: how many more move than at the price before, in people. changes: against nobody moving, and whether for the better."""

    allowed: int
    moved: int
    step: int
    changes: list[tuple[str, bool]]
    moves: list[MoveLine]
    is_same: bool  # as the price before: no more is gained


@dataclass(frozen=True, slots=True)
class PriceView:
    prices: MovePrices | None
    is_at_work: bool
    progress: Progress | None
    lines: list[PriceLine]
    changed_at: datetime | None  # when the draft was changed by hand after this was reckoned
    can_take: bool


def price_view(run: Run) -> PriceView:
    """Six queries at most, however many prices and people."""
    prices = MovePrices.objects.filter(run=run).first()
    if prices is None:
        return PriceView(None, False, None, [], None, False)
    is_at_work = prices.state in (MovePrices.State.QUEUED, MovePrices.State.RUNNING)
    progress = Progress.objects.filter(subject=subject_of(prices)).first() if is_at_work else None
    changed = HandMove.objects.filter(run__based_on=run, run__state=Run.State.SOLVED, undone_at=None, moved_at__gt=prices.asked_at)
    changed_at = changed.order_by("-pk").values_list("moved_at", flat=True).first()
    is_done = prices.state == MovePrices.State.DONE and run.state == Run.State.PUBLISHED
    return PriceView(prices, is_at_work, progress, _lines(run, prices), changed_at, is_done and changed_at is None)


def _lines(run: Run, prices: MovePrices) -> list[PriceLine]:
    keys = {one for row in prices.prices for one, _to in row["moves"]}
    learners = Enrollment.objects.filter(pk__in=keys).select_related("person", "unit").in_bulk() if keys else {}
    names = dict(TrainingClass.objects.filter(campaign=run.campaign_id).values_list("pk", "name"))
    stands = dict(run.assignments.filter(enrollment__in=keys).values_list("enrollment", "training_class"))
    lines: list[PriceLine] = []
    for row in prices.prices:
        moves = [MoveLine(learners[one], names.get(stands.get(one, 0), ""), names.get(to, "")) for one, to in row["moves"] if one in learners]
        moves.sort(key=lambda move: (move.learner.unit.sort_key, move.learner.person.sort_key))
        before = lines[-1] if lines else None
        changes = change_words({aim: -gain for aim, gain in row["gains"].items()})
        is_same = before is not None and before.moved == row["moved"]
        lines.append(PriceLine(row["allowed"], row["moved"], row["moved"] - (before.moved if before else 0), changes, moves, is_same))
    return lines
