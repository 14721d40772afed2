"""The commands that ask about a plan: `why`, `moves`, `prices`, `resolve`. Sentences first, JSON as the last line."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.files import read_problem, read_solution, tiers_as_json, write_problem, write_solution
from boiduong.engines.allocation.model import Budget, Problem, Solution, Unusable
from boiduong.engines.allocation.moving import Broken, Move, consequences
from boiduong.engines.allocation.why import Choice, why_class

type Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_commands(commands: Commands) -> None:
    why = _with_plan(commands, "why", "the classes there are for one person, and what each would change")
    why.add_argument("person", help="an id of learners.csv")
    why.set_defaults(run=_why)
    moves = _with_plan(commands, "moves", "what moves by hand would do, before they are made")
    moves.add_argument("move", nargs="+", help="ID=CLASS, the class by its number; -1 puts out of all classes")
    moves.set_defaults(run=_consequences)
    prices = _with_plan(commands, "prices", "what it would gain to let so many people move")
    prices.add_argument("--moves", type=int, nargs="+", default=[0, 5, 15], metavar="N")
    prices.set_defaults(run=_prices)
    again = _with_plan(commands, "resolve", "solve again when everybody has been told the class of this plan")
    again.add_argument("--out", type=Path, required=True)
    again.add_argument("--problem-out", type=Path, help="write the question that was asked, with everybody's previous class, as a folder")
    again.add_argument("--locked", nargs="*", default=[], metavar="ID", help="people who never move, beside those whom the problem locks")
    again.add_argument("--absent", nargs="*", default=[], metavar="ID", help="people who lose their place and are seated again")
    again.add_argument("--classes", type=int, nargs="*", default=[], metavar="CLASS", help="the only classes for those: make-up classes")
    again.set_defaults(run=_resolve)


def _with_plan(commands: Commands, name: str, words: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words)
    parser.add_argument("problem", type=Path)
    parser.add_argument("plan", type=Path, help="a solution of it")
    return parser


def _read(options: argparse.Namespace) -> tuple[Problem, Solution]:
    """Raises Unusable for a plan of another problem."""
    problem, plan = read_problem(options.problem), read_solution(options.plan)
    if len(plan.assign) > len(problem.learners) or any(not -1 <= c < len(problem.classes) for c in plan.assign):
        raise Unusable(f"{options.plan}: not a plan of {options.problem}: other people or classes")
    sizes = (len(problem.classes), len(problem.topics), problem.slot_count, len(problem.halls), len(problem.speakers))
    if any(not 0 <= value < size for session in plan.sessions for value, size in zip(session, sizes, strict=True)):
        raise Unusable(f"{options.plan}: not a plan of {options.problem}: other sessions")
    return problem, plan


def _whole(problem: Problem, plan: Solution, path: Path) -> None:
    if len(plan.assign) != len(problem.learners) or not plan.tiers:
        raise Unusable(f"{path}: a plan for all {len(problem.learners)} people is expected, it has {len(plan.assign)}")


def _rows(problem: Problem, names: list[str]) -> list[int]:
    at = {name: row for row, name in enumerate(problem.learners.ids)}
    if strange := [name for name in names if name not in at]:
        raise Unusable(f"learners.csv has no person {strange[0]!r}")
    return [at[name] for name in names]


def _why(options: argparse.Namespace) -> int:
    problem, plan = _read(options)
    _whole(problem, plan, options.plan)
    found = why_class(problem, plan, _rows(problem, [options.person])[0])
    for choice in found.choices:
        print(_told(problem, choice))
    choices = [
        {
            "class": one.klass,
            "present": one.is_present,
            "open": one.is_open,
            "free_seats": one.free_seats,
            "changes": one.changes,
            "broken": _broken(one.broken),
        }
        for one in found.choices
    ]
    print(json.dumps({"person": options.person, "present": found.present, "choices": choices}, ensure_ascii=False))
    return 0


def _told(problem: Problem, choice: Choice) -> str:
    name = problem.classes[choice.klass].name
    if choice.is_present:
        return f"{name}: đang học" + "".join(f"; {one.text}" for one in choice.broken)
    if choice.broken:
        return f"{name}: không được. " + " ".join(one.text for one in choice.broken)
    return f"{name}: còn {choice.free_seats} chỗ; {_changes(choice.changes)}"


def _changes(changes: dict[str, int]) -> str:
    return ", ".join(f"{tier} {change:+d}" for tier, change in changes.items()) or "không mục tiêu nào đổi"


def _broken(rules: tuple[Broken, ...]) -> list[dict[str, Any]]:
    return [{"rule": one.rule, "text": one.text, "class": one.klass, "person": one.person, "numbers": one.numbers} for one in rules]


def _consequences(options: argparse.Namespace) -> int:
    problem, plan = _read(options)
    _whole(problem, plan, options.plan)
    told = [text.rpartition("=") for text in options.move]
    rows = _rows(problem, [name for name, _, _ in told])
    try:
        found = consequences(problem, plan, [Move(row, int(klass)) for row, (_, _, klass) in zip(rows, told, strict=True)])
    except (ValueError, IndexError) as reason:
        raise Unusable(f"moves are written ID=CLASS: {reason}") from reason
    print(_changes(found.changes))
    for one in found.broken:
        print(one.text)
    whole = {"before": found.before, "after": found.after, "changes": found.changes, "broken": _broken(found.broken)}
    parts = {"classes": [asdict(one) for one in found.classes], "days": [asdict(one) for one in found.days]}
    print(json.dumps(whole | parts, ensure_ascii=False))
    return 0


def _prices(options: argparse.Namespace) -> int:
    from boiduong.engines.allocation.again import price_list  # noqa: PLC0415 - the solvers take a second to load, and the other commands need none

    problem, plan = _read(options)
    found = price_list(problem, plan, options.moves, report=_numbered(len({0, *options.moves})))
    before = found.problem.learners.previous
    for price in found.prices:
        print(f"cho đổi lớp đến {price.allowed} người: đổi {price.moved}; {_changes({name: -gain for name, gain in price.gains.items()})}")
    rows = [
        {
            "allowed": one.allowed,
            "moved": one.moved,
            "tiers": tiers_as_json(one.tiers),
            "gains": one.gains,
            "moves": [[problem.learners.ids[i], int(one.plan.assign[i])] for i in np.flatnonzero((before >= 0) & (before != one.plan.assign))],
        }
        for one in found.prices
    ]
    print(json.dumps({"prices": rows}, ensure_ascii=False))
    return 0


def _numbered(total: int) -> Callable[[str, int, int], None]:
    """Tells which of the numbers is being solved: each solve begins with its timetable."""
    begun = count()

    def report(what: str, *_: int) -> None:
        if what == "timetable":
            print(f"progress prices {next(begun)}/{total}", file=sys.stderr, flush=True)

    return report


def _resolve(options: argparse.Namespace) -> int:
    from boiduong.engines.allocation.again import resolve  # noqa: PLC0415 - as above

    problem, plan = _read(options)
    if strange := [c for c in options.classes if not 0 <= c < len(problem.classes)]:
        raise Unusable(f"class {strange[0]} is not one of 0 to {len(problem.classes) - 1}")
    locked, absent = _rows(problem, options.locked), _rows(problem, options.absent)
    found = resolve(problem, plan, locked, absentees=absent, classes=options.classes, budget=Budget())
    if broken := check(found.problem, found.solution):
        print("boiduong allocation: the plan does not pass its own check: " + " ".join(broken[:5]), file=sys.stderr)
        return 1
    if options.problem_out:
        write_problem(found.problem, options.problem_out)
    write_solution(found.solution, options.out)
    print(f"{len(found.moved)} người đổi lớp, {len(found.seated)} người được xếp thêm, {len(found.left_out)} người chưa có lớp")
    print(json.dumps(tiers_as_json(found.solution.tiers), ensure_ascii=False))
    return 0
