"""How many people find a seat at all, and a smallest cut that proves it."""

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.max_flow import SimpleMaxFlow

from boiduong.engines.allocation.groups import Groups
from boiduong.engines.allocation.model import Bools, Ints, Problem, Session, class_seats, open_classes


def left_out(problem: Problem, sessions: tuple[Session, ...]) -> int:
    """How many people no plan can seat: all of them less the largest flow into seats."""
    opens, size, _ = _by_open_classes(open_classes(problem, sessions), np.ones(len(problem.learners), dtype=np.int64))
    return len(problem.learners) - _flow(opens, size, class_seats(problem, sessions))[0]


def largest_flow(groups: Groups, seats: Ints) -> tuple[int, Bools, Bools]:
    """People seated in a largest flow; (G,) and (C,) which groups and classes are on the source's side of a smallest cut."""
    opens, size, of_group = _by_open_classes(groups.is_open, groups.size)
    flow, cut, classes = _flow(opens, size, seats)
    return flow, cut[of_group], classes


def _by_open_classes(is_open: Bools, size: Ints) -> tuple[Bools, Ints, NDArray[np.intp]]:
    """(k, C) the different rows, (k,) how many people have each, (n,) which of them each row is: a flow sees no other difference."""
    if not len(is_open) or not is_open.shape[1]:
        return is_open[:1], size.sum(keepdims=True)[: len(is_open)], np.zeros(len(is_open), dtype=np.intp)
    packed = np.packbits(is_open, axis=1)
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return is_open[first], np.bincount(inverse.reshape(-1), weights=size).astype(np.int64), inverse.reshape(-1)


def _flow(opens: Bools, size: Ints, seats: Ints) -> tuple[int, Bools, Bools]:
    flow, count = SimpleMaxFlow(), len(size)
    where, classes = np.nonzero(opens)
    source, sink = count + len(seats), count + len(seats) + 1
    tails = np.concatenate([np.full(count, source), where, count + np.arange(len(seats))]).astype(np.int32)
    heads = np.concatenate([np.arange(count), count + classes, np.full(len(seats), sink)]).astype(np.int32)
    flow.add_arcs_with_capacity(tails, heads, np.concatenate([size, size[where], seats]).astype(np.int64))
    flow.solve(source, sink)
    side = np.zeros(sink + 1, dtype=np.bool_)
    side[np.array(flow.get_source_side_min_cut(), dtype=np.int64)] = True
    return int(flow.optimal_flow()), side[:count], side[count:source]
