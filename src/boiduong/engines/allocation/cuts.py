"""How many people find a seat at all, and a smallest cut that proves it."""

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from boiduong.engines.allocation.groups import Groups, group_people
from boiduong.engines.allocation.model import Bools, Ints, Problem, Session, class_seats


def left_out(problem: Problem, sessions: tuple[Session, ...]) -> int:
    """How many people no plan can seat: all of them less the largest flow into seats."""
    groups = group_people(problem, sessions)
    return len(problem.learners) - largest_flow(groups, class_seats(problem, sessions))[0]


def largest_flow(groups: Groups, seats: Ints) -> tuple[int, Bools, Bools]:
    """People seated in a largest flow; (G,) and (C,) which groups and classes are on the source's side of a smallest cut."""
    flow, count = SimpleMaxFlow(), len(groups)
    where, classes = np.nonzero(groups.is_open)
    source, sink = count + len(seats), count + len(seats) + 1
    tails = np.concatenate([np.full(count, source), where, count + np.arange(len(seats))]).astype(np.int32)
    heads = np.concatenate([np.arange(count), count + classes, np.full(len(seats), sink)]).astype(np.int32)
    flow.add_arcs_with_capacity(tails, heads, np.concatenate([groups.size, groups.size[where], seats]).astype(np.int64))
    flow.solve(source, sink)
    side = np.zeros(sink + 1, dtype=np.bool_)
    side[np.array(flow.get_source_side_min_cut(), dtype=np.int64)] = True
    return int(flow.optimal_flow()), side[:count], side[count:source]
