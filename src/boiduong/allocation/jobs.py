"""Solving, in a process of its own: a solver that dies, or forks badly, takes nothing of ours along."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from boiduong.allocation.bridge import Order, assignments_of, keys_of, order_of, problem_of
from boiduong.allocation.models import ClassAssignment, Run
from boiduong.allocation.solver import HARD_LIMIT_SECONDS, Cancelled, SolverEnded, run_solver
from boiduong.audit.trail import Actor, record, report_progress
from boiduong.engines.allocation.files import read_solution, write_problem
from boiduong.engines.allocation.model import Solution, Status

MACHINE = Actor(None, via="job")
FIRST_SECONDS = 2.0  # after which a first plan stands, whatever becomes of the better one
ONE_IS_ENOUGH = True  # a first plan that took all its work is the last word; False: look for a better one all the same
SOLVER_SECONDS = 600  # after which the solver gives the best plan it has


@dataclass(frozen=True, slots=True)
class Answer:
    """solution: the best plan found. broke_off: in words, why a better one was not looked for to the end; empty if it was."""

    solution: Solution
    causes: list[dict[str, Any]]
    broke_off: str


def solve_run(run_id: int, *, takes_over: bool = False) -> None:
    """Solve one queued run. A second call finds nothing to claim."""
    run = Run.objects.claim(run_id, takes_over=takes_over)
    if run is None:
        return
    order = order_of(run)
    try:
        answer = _solved(run, order)
    except Cancelled:
        return
    except SolverEnded as reason:
        store_failure(run, str(reason))
        return
    if answer.solution.sessions:
        store_solution(run, order, answer)
    else:
        store_causes(run, answer.causes)


def _solved(run: Run, order: Order) -> Answer:
    """The plan, which the engine's own independent check has let through; and why, where somebody is left out or a school misses too many.

    A first plan is stored within seconds; one that took all its work is the last word already. If the solver dies after it, it stays.
    """
    with tempfile.TemporaryDirectory(prefix="boiduong-") as folder:
        question = Path(folder) / "problem"
        write_problem(problem_of(run, order), question)
        first, broke_off = _tried(run, question, "first.json", FIRST_SECONDS)
        if first and (first.status == Status.INFEASIBLE or (ONE_IS_ENOUGH and first.sessions and first.is_reproducible)):
            return Answer(first, _explained_if_need_be(first, question), "")
        if first and first.sessions:
            store_first(run, order, first)
        best, broke_off = _tried(run, question, "solution.json", SOLVER_SECONDS)
        found = best or first
        if found is None or not (found.sessions or best):
            raise SolverEnded(broke_off)
        return Answer(found, _explained_if_need_be(found, question), broke_off)


def _tried(run: Run, question: Path, name: str, seconds: float) -> tuple[Solution | None, str]:
    """What the solver finds in so much time, or None and in words why there is nothing."""
    answer = question.parent / name
    try:
        _watched(run, "solve", str(question), "--out", str(answer), "--seconds", str(seconds))
        return read_solution(answer), ""
    except SolverEnded as reason:
        return None, str(reason)
    except (subprocess.SubprocessError, OSError, ValueError) as reason:
        words = _("The division broke off; nothing is changed. Divide again, or with fewer rules. (%(what)s)")
        return None, words % {"what": reason}


def _explained_if_need_be(solution: Solution, question: Path) -> list[dict[str, Any]]:
    """Why not all can be had. A plan is not lost because its reasons could not be found."""
    if solution.sessions and all(name in solution.tiers and not solution.tiers[name].value for name in ("unassigned", "coverage")):
        return []
    try:
        return _explained(question)
    except (subprocess.SubprocessError, OSError, ValueError, IndexError):
        return []


def _watched(run: Run, *arguments: str) -> None:
    """Run the solver and hand its progress on. Raises SolverEnded in words if it fails, and Cancelled if a person stops it."""

    def tell(done: int, total: int) -> None:
        report_progress(run, _("Dividing into classes"), done=done, total=total, campaign_code=run.campaign.code)

    try:
        run_solver(list(arguments), tell=tell, is_wanted=lambda: Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).exists())
    finally:
        tell(1, 1)


def _explained(question: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "boiduong.engines.allocation", "explain", str(question)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=HARD_LIMIT_SECONDS).stdout  # noqa: S603
    found = json.loads(told.strip().splitlines()[-1])
    return [*found.get("causes", []), *found.get("relaxations", [])]


@transaction.atomic
def store_first(run: Run, order: Order, solution: Solution) -> None:
    """Keep the plan there is so far; the version goes on being worked out."""
    if Run.objects.still_held(run.pk, run.claimed_at):
        _keep(run, order, solution)
        run.save(update_fields=["seconds", "solution", "tiers"])


@transaction.atomic
def store_solution(run: Run, order: Order, answer: Answer) -> None:
    if not Run.objects.still_held(run.pk, run.claimed_at):
        return
    _keep(run, order, answer.solution)
    run.state, run.solved_at, run.causes, run.failure = Run.State.SOLVED, now(), answer.causes, answer.broke_off
    run.save(update_fields=["state", "solved_at", "seconds", "solution", "tiers", "causes", "failure"])
    record(MACHINE, "allocation.run.solved", run, placed=int((answer.solution.assign >= 0).sum()), broke_off=answer.broke_off)


def _keep(run: Run, order: Order, solution: Solution) -> None:
    run.assignments.all().delete()
    ClassAssignment.objects.bulk_create(assignments_of(run, order, solution), batch_size=2000)
    run.seconds = solution.seconds
    run.solution = {
        "sessions": [list(session) for session in solution.sessions],
        "status": solution.status.value,
        "reproducible": solution.is_reproducible,
        "rows": keys_of(order),
    }
    run.tiers = {
        name: {"value": tier.value, "bound": tier.bound, "proven": tier.is_proven, "seconds": round(tier.seconds, 3), "best": tier.best}
        for name, tier in solution.tiers.items()
    }


@transaction.atomic
def store_causes(run: Run, causes: list[dict[str, Any]]) -> None:
    if not Run.objects.still_held(run.pk, run.claimed_at):
        return
    run.state, run.solved_at, run.causes = Run.State.IMPOSSIBLE, now(), causes
    run.save(update_fields=["state", "solved_at", "causes"])
    record(MACHINE, "allocation.run.impossible", run, causes=len(causes))


@transaction.atomic
def store_failure(run: Run, words: str) -> None:
    if not Run.objects.still_held(run.pk, run.claimed_at):
        return
    run.state, run.failure = Run.State.FAILED, words
    run.save(update_fields=["state", "failure"])
    record(MACHINE, "allocation.run.failed", run)
