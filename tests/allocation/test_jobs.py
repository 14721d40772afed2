"""A solver that dies or runs out of time: the best plan so far stays, or a cause in words. Real processes, really killed."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from make import NOON
from make import allocation as make_allocation

from boiduong.allocation import actions, jobs
from boiduong.allocation.models import Run
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign

TEST = Actor(None, via="test")


def asked(campaign: Campaign) -> Run:
    hall = make_allocation.dividable(campaign, people=12)
    return actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[hall], at=NOON)


def children() -> Iterator[tuple[int, str]]:
    """Processes that this one has started, with their command."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if f"\nPPid:\t{os.getpid()}\n" in status.read_text():
                yield int(status.parent.name), (status.parent / "cmdline").read_text()
        except OSError:
            continue  # it ended meanwhile


@contextmanager
def looking_for(*answers: str, kill: bool) -> Iterator[list[int]]:
    """Watch for solvers that are to write one of these answers, and end each with SIGKILL, or only see it. Yields those seen."""
    seen: list[int] = []
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.is_set():
            for pid, command in children():
                if pid not in seen and any(name in command for name in answers):
                    seen.append(pid)
                    if kill:
                        os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        is_over.set()
        watcher.join()


@pytest.fixture
def thorough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The better plan is looked for however well the first one came out, and the first has all the time it wants."""
    monkeypatch.setattr(jobs, "ONE_IS_ENOUGH", False)
    monkeypatch.setattr(jobs, "FIRST_SECONDS", 300.0)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "FIRST_SECONDS", 300.0)


def test_a_solver_killed_before_it_had_any_plan_leaves_a_cause_in_words(campaign: Campaign) -> None:
    run = asked(campaign)

    with looking_for("first.json", "solution.json", kill=True) as seen:
        jobs.solve_run(run.pk)

    run.refresh_from_db()
    assert len(seen) == 2
    assert (run.state, run.assignments.count()) == (Run.State.FAILED, 0)
    assert run.failure.startswith("Máy đã dừng bộ giải")


def test_a_solver_killed_while_it_looks_for_a_better_plan_leaves_the_best_so_far(campaign: Campaign, thorough: None) -> None:
    run = asked(campaign)

    with looking_for("solution.json", kill=True) as seen:
        jobs.solve_run(run.pk)

    run.refresh_from_db()
    assert len(seen) == 1
    assert (run.state, run.assignments.count()) == (Run.State.SOLVED, 12)
    assert run.failure.startswith("Máy đã dừng bộ giải")


def test_the_same_solver_that_is_only_watched_finds_its_plan(campaign: Campaign, thorough: None) -> None:
    """The control: what the other two see is the killing, not the watching."""
    run = asked(campaign)

    with looking_for("solution.json", kill=False) as seen:
        jobs.solve_run(run.pk)

    run.refresh_from_db()
    assert len(seen) == 1
    assert (run.state, run.assignments.count(), run.failure) == (Run.State.SOLVED, 12, "")


def test_a_division_that_takes_no_time_is_solved_once(campaign: Campaign, patient: None) -> None:
    run = asked(campaign)

    with looking_for("solution.json", kill=False) as seen:
        jobs.solve_run(run.pk)

    run.refresh_from_db()
    assert seen == []
    assert (run.state, run.assignments.count(), run.failure) == (Run.State.SOLVED, 12, "")
