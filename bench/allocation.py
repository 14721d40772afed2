"""A district's 2,974 people into 8 classes, beside a plain model of one boolean a person and class in CP-SAT given the same time."""

from ortools.sat.python import cp_model

from bench import Figure, measured
from bench.instances import district
from boiduong.engines.allocation.check import check
from boiduong.engines.allocation.model import Problem, class_days, class_seats
from boiduong.engines.allocation.solve import solve


def run() -> list[Figure]:
    problem = district()
    with measured() as ours:
        solution = solve(problem)
    broken = check(problem, solution)
    tiers = ", ".join(f"{name} {tier.value}{'' if tier.is_proven else f' (bound {tier.bound})'}" for name, tier in solution.tiers.items())
    with measured() as plain:
        told = plain_model(problem, max(ours.seconds, 1.0))
    return [
        Figure(
            f"{len(problem.learners):,} people, {len(problem.classes)} classes, all tiers",
            ours.seconds,
            ours.cpu_seconds,
            f"{tiers}; {len(broken)} rules broken",
        ),
        Figure("one boolean a person and class, CP-SAT", plain.seconds, plain.cpu_seconds, told),
    ]


def plain_model(problem: Problem, seconds: float) -> str:
    """Left-out people first, then classes used by a school beyond its first, in one weighted sum. Absence limits are hard here."""
    model, people = cp_model.CpModel(), problem.learners
    seats, days = class_seats(problem, problem.sessions or ()), class_days(problem, problem.sessions or ())
    classes, schools = range(len(problem.classes)), range(len(problem.schools))
    sits = {
        (i, c): model.new_bool_var("")
        for i in range(len(people))
        for c in classes
        if people.is_allowed[i, c] and not (people.is_unavailable[i] & days[c]).any()
    }
    used = {(s, c): model.new_bool_var("") for s in schools for c in classes}
    out = [model.new_bool_var("") for _ in range(len(people))]
    for i in range(len(people)):
        model.add(sum(sits[i, c] for c in classes if (i, c) in sits) + out[i] == 1)
    for (i, c), place in sits.items():
        model.add_implication(place, used[int(people.school[i]), c])
    for c in classes:
        model.add(sum(place for (i, k), place in sits.items() if k == c) <= int(seats[c]))
    for s in schools:
        limit = problem.schools[s].daily_limit
        members = [i for i in range(len(people)) if people.school[i] == s]
        if limit is None:
            continue
        for day in range(len(problem.days)):
            model.add(sum(sits[i, c] for i in members for c in classes if days[c, day] and (i, c) in sits) <= limit)
    model.minimize(1000 * sum(out) + sum(used.values()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return "no plan in that time"
    value, bound = solver.objective_value - len(problem.schools), solver.best_objective_bound - len(problem.schools)
    return f"{sum(solver.value(o) for o in out)} left out; grouping {value % 1000:.0f}, bound {bound:.0f}"
