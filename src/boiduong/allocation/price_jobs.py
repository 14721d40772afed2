"""What moves buy, reckoned by the solver from a published version as it stands today."""

import json
import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from boiduong.allocation.bridge import order_of, standing_faults
from boiduong.allocation.models import MovePrices, Run
from boiduong.allocation.solver import Cancelled, SolverEnded, run_solver
from boiduong.allocation.weighing import Standing, standing_of
from boiduong.audit.trail import Actor, record, report_progress
from boiduong.engines.allocation.files import write_problem, write_solution
from boiduong.engines.allocation.moving import plan_of

MACHINE = Actor(None, via="job")
ALLOWED = (0, 1, 5, 15, 50)  # how many people may change class


def price_moves(prices_id: int, *, takes_over: bool = False) -> None:
    """Reckon one list that waits. A second call finds nothing to claim."""
    prices = MovePrices.objects.select_related("run__campaign__rules").claim(prices_id, takes_over=takes_over)
    if prices is None:
        return
    try:
        standing = _standing(prices.run)
        store_prices(prices, [_row(standing, row) for row in _reckoned(prices, standing)])
    except Cancelled:
        return
    except SolverEnded as reason:
        store_failure(prices, str(reason))
    except (OSError, ValueError, IndexError) as reason:
        store_failure(prices, _("The reckoning broke off; nothing is changed. (%(what)s)") % {"what": reason})


def _standing(run: Run) -> Standing:
    """The version with the timetable and the people of today."""
    run.mode = Run.Mode.FEW  # in memory alone: nothing is asked of a timetable any more
    if faults := standing_faults(run, order_of(run)):
        raise SolverEnded(" ".join(faults))
    return standing_of(run)


def _reckoned(prices: MovePrices, standing: Standing) -> list[dict[str, Any]]:
    run = prices.run

    def tell(done: int, total: int) -> None:
        report_progress(prices, _("Reckoning what moves would gain"), done=done, total=total, campaign_code=run.campaign.code)

    def is_wanted() -> bool:
        return _is_ours(prices)

    with tempfile.TemporaryDirectory(prefix="boiduong-") as folder:
        question, plan = Path(folder) / "problem", Path(folder) / "plan.json"
        write_problem(standing.problem, question)
        write_solution(plan_of(standing.problem, standing.assign.tolist(), standing.sessions), plan)
        try:
            told = run_solver(["prices", str(question), str(plan), "--moves", *map(str, ALLOWED)], tell=tell, is_wanted=is_wanted)
        finally:
            tell(1, 1)
    found: list[dict[str, Any]] = json.loads(told.strip().splitlines()[-1])["prices"]
    return found


def _is_ours(prices: MovePrices) -> bool:
    return MovePrices.objects.filter(pk=prices.pk, state=MovePrices.State.RUNNING, claimed_at=prices.claimed_at).exists()


def _row(standing: Standing, told: dict[str, Any]) -> dict[str, Any]:
    """One number allowed, with rows instead of the solver's indices."""
    classes = standing.order.classes
    moves = [[int(learner), classes[klass].pk if klass >= 0 else None] for learner, klass in told["moves"]]
    return {"allowed": told["allowed"], "moved": told["moved"], "gains": told["gains"], "moves": moves}


@transaction.atomic
def store_prices(prices: MovePrices, rows: list[dict[str, Any]]) -> None:
    if MovePrices.objects.still_held(prices.pk, prices.claimed_at):
        prices.state, prices.prices, prices.reckoned_at = MovePrices.State.DONE, rows, now()
        prices.save(update_fields=["state", "prices", "reckoned_at"])
        record(MACHINE, "allocation.prices.reckoned", prices.run, most=max((row["moved"] for row in rows), default=0))


@transaction.atomic
def store_failure(prices: MovePrices, words: str) -> None:
    if MovePrices.objects.still_held(prices.pk, prices.claimed_at):
        prices.state, prices.failure = MovePrices.State.FAILED, words
        prices.save(update_fields=["state", "failure"])
        record(MACHINE, "allocation.prices.failed", prices.run)
