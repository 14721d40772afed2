"""Solving, in a process of its own: a solver that dies, or forks badly, takes nothing of ours along."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from boiduong.allocation.bridge import Order, assignments_of, keys_of, order_of, problem_of
from boiduong.allocation.models import ClassAssignment, Run
from boiduong.audit.trail import Actor, record, report_progress
from boiduong.engines.allocation.files import read_solution, write_problem
from boiduong.engines.allocation.model import Solution, Status

MACHINE = Actor(None, via="job")
STALE_AFTER = timedelta(minutes=20)  # longer than the hard limit: whoever holds a run so long is gone
FIRST_SECONDS = 2.0  # after which a first plan stands, whatever becomes of the better one
ONE_IS_ENOUGH = True  # a first plan that took all its work is the last word; False: look for a better one all the same
SOLVER_SECONDS = 600  # after which the solver gives the best plan it has
HARD_LIMIT_SECONDS = 900  # a solver that hangs is ended; what it promised stands nowhere yet
LOOK_EVERY_SECONDS = 0.5  # whether a person has cancelled


class SolverEnded(Exception):
    """The text tells a person why there is no plan."""


class Cancelled(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Answer:
    """solution: the best plan found. broke_off: in words, why a better one was not looked for to the end; empty if it was."""

    solution: Solution
    causes: list[dict[str, Any]]
    broke_off: str


def solve_run(run_id: int) -> None:
    """Solve one queued run. A second call finds nothing to claim."""
    run = Run.objects.claim(run_id)
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


def requeue_stale_runs() -> list[int]:
    """Give back what a lost worker holds. Returns the keys of what waits now."""
    stale = list(Run.objects.filter(state=Run.State.RUNNING, claimed_at__lt=now() - STALE_AFTER).values_list("pk", flat=True))
    Run.objects.filter(pk__in=stale, state=Run.State.RUNNING).update(state=Run.State.QUEUED, claimed_at=None)
    return stale


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
    command = [sys.executable, "-m", "boiduong.engines.allocation", *arguments]
    lines: SimpleQueue[str] = SimpleQueue()
    until, last = monotonic() + HARD_LIMIT_SECONDS, ""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as solver:  # noqa: S603
        Thread(target=_listen, args=(solver, lines), daemon=True).start()
        try:
            while solver.poll() is None or not lines.empty():
                last = _heard(run, lines) or last
                _stop_if_asked(run)
                if monotonic() > until:
                    raise SolverEnded(_("The solver was stopped after %(minutes)d minutes without a plan.") % {"minutes": HARD_LIMIT_SECONDS // 60})
        finally:
            solver.kill()  # of one that has ended, nothing
            report_progress(run, _("Dividing into classes"), done=1, total=1, campaign_code=run.campaign.code)
    if solver.returncode < 0:
        raise SolverEnded(_("The solver was ended by the machine, most likely for want of memory. Close other programs and divide again."))
    if solver.returncode:
        raise SolverEnded(_("The solver could not read the question: %(why)s") % {"why": last})


def _listen(solver: "subprocess.Popen[str]", lines: "SimpleQueue[str]") -> None:
    for line in solver.stderr or ():
        lines.put(line.strip())


def _heard(run: Run, lines: "SimpleQueue[str]") -> str:
    """The next line of the solver, waited for a moment."""
    try:
        line = lines.get(timeout=LOOK_EVERY_SECONDS)
    except Empty:
        return ""
    if line.startswith("progress "):
        _report(run, line)
    return line


def _stop_if_asked(run: Run) -> None:
    if Run.objects.filter(pk=run.pk).exclude(state=Run.State.RUNNING).exists():
        raise Cancelled


def _report(run: Run, line: str) -> None:
    done, _slash, total = line.rpartition(" ")[2].partition("/")
    report_progress(
        run, _("Dividing into classes"), done=min(int(done), max(int(total) - 1, 0)), total=max(int(total), 1), campaign_code=run.campaign.code
    )


def _explained(question: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "boiduong.engines.allocation", "explain", str(question)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=HARD_LIMIT_SECONDS).stdout  # noqa: S603
    found = json.loads(told.strip().splitlines()[-1])
    return [*found.get("causes", []), *found.get("relaxations", [])]


def _is_still_ours(run: Run) -> bool:
    """Whether nobody has cancelled it, or given it to another worker. Locks: the run."""
    return Run.objects.select_for_update().filter(pk=run.pk, state=Run.State.RUNNING, claimed_at=run.claimed_at).exists()


@transaction.atomic
def store_first(run: Run, order: Order, solution: Solution) -> None:
    """Keep the plan there is so far; the version goes on being worked out."""
    if _is_still_ours(run):
        _keep(run, order, solution)
        run.save(update_fields=["seconds", "solution", "tiers"])


@transaction.atomic
def store_solution(run: Run, order: Order, answer: Answer) -> None:
    if not _is_still_ours(run):
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
        name: {"value": tier.value, "bound": tier.bound, "proven": tier.is_proven, "seconds": round(tier.seconds, 3)}
        for name, tier in solution.tiers.items()
    }


@transaction.atomic
def store_causes(run: Run, causes: list[dict[str, Any]]) -> None:
    if not _is_still_ours(run):
        return
    run.state, run.solved_at, run.causes = Run.State.IMPOSSIBLE, now(), causes
    run.save(update_fields=["state", "solved_at", "causes"])
    record(MACHINE, "allocation.run.impossible", run, causes=len(causes))


@transaction.atomic
def store_failure(run: Run, words: str) -> None:
    if not _is_still_ours(run):
        return
    run.state, run.failure = Run.State.FAILED, words
    run.save(update_fields=["state", "failure"])
    record(MACHINE, "allocation.run.failed", run)
