"""`allocation solve PROBLEM --out SOLUTION`, `allocation explain PROBLEM`, and questions about a plan.

A problem is a folder with inst.json and learners.csv.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from boiduong.engines.allocation.asking import add_commands
from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.explain import as_json, explain
from boiduong.engines.allocation.files import read_problem, tiers_as_json, write_solution
from boiduong.engines.allocation.model import Budget, Solution, Unusable
from boiduong.engines.allocation.solve import solve


def main(argv: list[str] | None = None) -> int:
    """0 also for a problem without a plan; 2 for unusable input, 1 for a plan that its own check refuses (never written)."""
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options))
    except Unusable as reason:
        print(f"boiduong allocation: {' '.join(str(reason).split())}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="boiduong allocation", description=__doc__)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("solve", help="divide people into classes")
    one.add_argument("problem", type=Path)
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--seconds", type=_positive, help="also stop by the clock; the plan then says that it is not reproducible")
    one.add_argument("--threads", type=int, default=1, choices=range(1, 65), metavar="N")
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--best", type=Path, help="write each better plan there as it comes, whole; what stands there stays if the work is ended")
    one.set_defaults(run=_solve)
    two = commands.add_parser("explain", help="why it cannot be done, in words and as JSON")
    two.add_argument("problem", type=Path)
    two.set_defaults(run=_explain)
    add_commands(commands)
    return parser


def _positive(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError("a number of seconds above 0 is expected")
    return seconds


def _solve(options: argparse.Namespace) -> int:
    problem = read_problem(options.problem)
    budget = Budget(seconds=options.seconds, threads=options.threads, seed=options.seed)
    solution = solve(problem, budget, _report, _keeper(options.best) if options.best else None)
    if broken := check(problem, solution):
        print("boiduong allocation: the plan does not pass its own check: " + " ".join(broken[:5]), file=sys.stderr)
        return 1
    write_solution(solution, options.out)
    print(f"{solution.status.value}, {solution.seconds:.1f} s", file=sys.stderr)
    print(json.dumps(tiers_as_json(solution.tiers), ensure_ascii=False))
    return 0


def _keeper(path: Path) -> Callable[[Solution], None]:
    """Writes plans so that whoever reads the file at any time finds a whole one."""

    def keep(plan: Solution) -> None:
        beside = path.with_name(path.name + ".part")
        write_solution(plan, beside)
        beside.replace(path)

    return keep


def _report(what: str, done: int, total: int) -> None:
    print(f"progress {what} {done}/{total}", file=sys.stderr, flush=True)


def _explain(options: argparse.Namespace) -> int:
    found = explain(read_problem(options.problem))
    for text in [*(cause.text for cause in found.causes), *(option.text for option in found.relaxations)]:
        print(text)
    print(json.dumps(as_json(found), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
