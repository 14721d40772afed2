"""People into classes: a district, tight, with late registrations, a province, a large province; and why it cannot be done.

Each beside a plain model of one boolean a person and class in CP-SAT given the same time to solve, where such a model can be built at all.
"""

from collections import defaultdict

import numpy as np
from ortools.sat.python import cp_model

from bench import Figure, Measured, measured
from bench.instances import CASES
from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.explain import explain
from boiduong.engines.allocation.model import Problem, Solution, class_days, class_seats, open_classes
from boiduong.engines.allocation.solve import solve

SOLVED = ("S", "S-tight", "S-late", "M", "M-tight", "L")
EXPLAINED = ("S", "S-seats", "S-allowed", "S-sunday", "S-speakers", "S-opening", "S-locked", "L")
MOST_BOOLEANS = 1_500_000  # beyond this the plain model takes minutes and gigabytes merely to be written down


def run() -> list[Figure]:
    return [figure for name in SOLVED for figure in _solved(name)] + [_explained(name) for name in EXPLAINED]


def _solved(name: str) -> list[Figure]:
    problem = CASES[name]()
    with measured() as ours:
        solution = solve(problem)
    what = f"{name}: {len(problem.learners):,} people, {len(problem.classes)} classes, all tiers"
    return [Figure(what, ours.seconds, ours.cpu_seconds, _told(problem, solution)), _plain(name, problem, ours)]


def _told(problem: Problem, solution: Solution) -> str:
    tiers = ", ".join(f"{name} {tier.value}{'' if tier.is_proven else f' (bound {tier.bound})'}" for name, tier in solution.tiers.items())
    return f"{solution.status.value}: {tiers}; {len(check(problem, solution))} rules broken"


def _plain(name: str, problem: Problem, ours: Measured) -> Figure:
    booleans = int(open_classes(problem, problem.sessions or ()).sum())
    what = f"{name}: one boolean a person and class, CP-SAT"
    if booleans > MOST_BOOLEANS:
        return Figure(what, 0.0, 0.0, f"not built: {booleans:,} booleans")
    with measured() as plain:
        told = plain_model(problem, max(ours.seconds, 1.0))
    return Figure(what, plain.seconds, plain.cpu_seconds, told)


def _explained(name: str) -> Figure:
    problem = CASES[name]()
    with measured() as ours:
        found = explain(problem)
    options = sum(option.solves for option in found.relaxations)
    text = found.causes[0].text[:90] if found.causes else "nothing stands in the way"
    return Figure(f"{name}: why not", ours.seconds, ours.cpu_seconds, f"{len(found.causes)} causes, {options} ways out: {text}")


def plain_model(problem: Problem, seconds: float) -> str:
    """Left-out people first, then classes used by a school beyond its first, in one weighted sum. Absence limits are hard here."""
    model, people = cp_model.CpModel(), problem.learners
    seats, days = class_seats(problem, problem.sessions or ()), class_days(problem, problem.sessions or ())
    in_class: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    of_school: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    used = {(s, c): model.new_bool_var("") for s in range(len(problem.schools)) for c in range(len(problem.classes))}
    out = []
    for i, opens in enumerate(open_classes(problem, problem.sessions or ())):
        places = [(int(c), model.new_bool_var("")) for c in np.flatnonzero(opens)]
        out.append(model.new_bool_var(""))
        model.add_exactly_one([*(place for _, place in places), out[-1]])
        for c, place in places:
            model.add_implication(place, used[int(people.school[i]), c])
            in_class[c].append(place)
            of_school[int(people.school[i]), c].append(place)
    for c, here in in_class.items():
        model.add(sum(here) <= int(seats[c]))
    for s, school in enumerate(problem.schools):
        if (limit := school.daily_limit) is None:
            continue
        for day in range(len(problem.days)):
            model.add(sum(place for c in np.flatnonzero(days[:, day]).tolist() for place in of_school[s, c]) <= limit)
    model.minimize(1000 * sum(out) + sum(used.values()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return "no plan in that time"
    left, value = sum(solver.value(one) for one in out), sum(solver.value(one) for one in used.values()) - len(problem.schools)
    return f"{left} left out; grouping {value}, bound {solver.best_objective_bound - len(problem.schools):.0f}"
