"""Solving, in a process of its own: a solver that dies, or forks badly, takes nothing of ours along."""

import json
import subprocess
import sys
import tempfile
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
from boiduong.engines.allocation.model import Problem, Solution, Status

MACHINE = Actor(None, via="job")
STALE_AFTER = timedelta(minutes=20)  # longer than the hard limit: whoever holds a run so long is gone
SOLVER_SECONDS = 600  # after which the solver gives the best plan it has
HARD_LIMIT_SECONDS = 900  # a solver that hangs is ended; what it promised stands nowhere yet
LOOK_EVERY_SECONDS = 0.5  # whether a person has cancelled


class SolverEnded(Exception):
    """The text tells a person why there is no plan."""


class Cancelled(Exception):
    pass


def solve_run(run_id: int) -> None:
    """Solve one queued run. A second call finds nothing to claim."""
    run = Run.objects.claim(run_id)
    if run is None:
        return
    order = order_of(run)
    problem = problem_of(run, order)
    try:
        solution, causes = _solved(run, problem)
    except Cancelled:
        return
    except SolverEnded as reason:
        store_failure(run, str(reason))
        return
    except (subprocess.SubprocessError, OSError, ValueError) as reason:
        store_failure(run, _("The division broke off; nothing is changed. Divide again, or with fewer rules. (%(what)s)") % {"what": reason})
        return
    if solution.status == Status.INFEASIBLE or not solution.sessions:
        store_causes(run, causes)
    else:
        store_solution(run, order, solution, causes)


def requeue_stale_runs() -> list[int]:
    """Give back what a lost worker holds. Returns the keys of what waits now."""
    stale = list(Run.objects.filter(state=Run.State.RUNNING, claimed_at__lt=now() - STALE_AFTER).values_list("pk", flat=True))
    Run.objects.filter(pk__in=stale, state=Run.State.RUNNING).update(state=Run.State.QUEUED, claimed_at=None)
    return stale


def _solved(run: Run, problem: Problem) -> tuple[Solution, list[dict[str, Any]]]:
    """The plan, which the engine's own independent check has let through; and why, where somebody is left out or a school misses too many."""
    with tempfile.TemporaryDirectory(prefix="boiduong-") as folder:
        question, answer = Path(folder) / "problem", Path(folder) / "solution.json"
        write_problem(problem, question)
        _watched(run, "solve", str(question), "--out", str(answer), "--seconds", str(SOLVER_SECONDS))
        solution = read_solution(answer)
        is_whole = all(name in solution.tiers and not solution.tiers[name].value for name in ("unassigned", "coverage"))
        causes = [] if is_whole else _explained(question)
    return solution, causes


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
def store_solution(run: Run, order: Order, solution: Solution, causes: list[dict[str, Any]]) -> None:
    if not _is_still_ours(run):
        return
    ClassAssignment.objects.bulk_create(assignments_of(run, order, solution), batch_size=2000)
    run.state, run.solved_at, run.seconds = Run.State.SOLVED, now(), solution.seconds
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
    run.causes = causes
    run.save(update_fields=["state", "solved_at", "seconds", "solution", "tiers", "causes"])
    record(MACHINE, "allocation.run.solved", run, placed=int((solution.assign >= 0).sum()))


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
