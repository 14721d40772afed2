"""The solver in a process of its own: what it prints is handed on, a person can stop it, and however it ends there are words for it."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from django.utils.translation import gettext as _

HARD_LIMIT_SECONDS = 900  # a solver that hangs is ended; what it promised stands nowhere yet
LOOK_EVERY_SECONDS = 0.5  # whether a person has cancelled

type Tell = Callable[[int, int], None]  # done, total
type Wanted = Callable[[], bool]


class SolverEnded(Exception):
    """The text tells a person why there is no plan."""


class Cancelled(Exception):
    pass


def run_solver(arguments: list[str], *, tell: Tell, is_wanted: Wanted) -> str:
    """Run the solver to its end. Returns what it printed. Raises SolverEnded in words if it fails, and Cancelled when it is not wanted any more."""
    command = [sys.executable, "-m", "boiduong.engines.allocation", *arguments]
    lines: SimpleQueue[str] = SimpleQueue()
    until, last = monotonic() + HARD_LIMIT_SECONDS, ""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as printed,
        subprocess.Popen(command, stdout=printed, stderr=subprocess.PIPE, text=True) as solver,  # noqa: S603
    ):
        Thread(target=_listen, args=(solver, lines), daemon=True).start()
        try:
            while solver.poll() is None or not lines.empty():
                last = _heard(lines, tell) or last
                if not is_wanted():
                    raise Cancelled
                if monotonic() > until:
                    raise SolverEnded(_("The solver was stopped after %(minutes)d minutes without a plan.") % {"minutes": HARD_LIMIT_SECONDS // 60})
        finally:
            solver.kill()  # of one that has ended, nothing
        if solver.returncode < 0:
            raise SolverEnded(_("The solver was ended by the machine, most likely for want of memory. Close other programs and divide again."))
        if solver.returncode:
            raise SolverEnded(_("The solver could not read the question: %(why)s") % {"why": last})
        printed.seek(0)
        return printed.read()


def _listen(solver: "subprocess.Popen[str]", lines: "SimpleQueue[str]") -> None:
    for line in solver.stderr or ():
        lines.put(line.strip())


def _heard(lines: "SimpleQueue[str]", tell: Tell) -> str:
    """The next line of the solver, waited for a moment."""
    try:
        line = lines.get(timeout=LOOK_EVERY_SECONDS)
    except Empty:
        return ""
    if line.startswith("progress "):
        done, _slash, total = line.rpartition(" ")[2].partition("/")
        tell(min(int(done), max(int(total) - 1, 0)), max(int(total), 1))
    return line
