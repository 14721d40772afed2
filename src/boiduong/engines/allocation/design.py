"""Which levels are meant for which classes of a hall, before any school is placed: few levels a class, days enough for every school."""

import numpy as np

from boiduong.engines.allocation.counts import Region
from boiduong.engines.allocation.highs import Limits, LinearModel
from boiduong.engines.allocation.model import Bools, Ints
from boiduong.engines.allocation.patterns import rooms

NODES = 1  # the root already gives a design as good as any that was seen after it


def design_levels(region: Region, limits: Limits) -> dict[int, Bools]:
    """For each level (c,) the region's classes meant for it; all of them where no design was found."""
    classes = region.classes
    levels = sorted({level for pupil in region.schools for level in pupil.levels})
    model, shape = LinearModel(), (len(levels), len(classes))
    uses = model.add_columns(shape[0] * shape[1], 0, 1).reshape(shape)
    people = model.add_columns(shape[0] * shape[1], is_whole=False).reshape(shape)
    slack = [model.add_columns(1, is_whole=False)[0]]
    for at, level in enumerate(levels):
        _add_level(model, region, level, (uses[at], people[at]), int(slack[0]))
    for at, c in enumerate(classes):
        high = min(float(region.seats[c]), float(region.high[c]))
        model.add_row([*people[:, at], slack[0]], [1.0] * len(levels) + [-1.0], high=max(high, 0.0))
        model.add_row([*people[:, at], slack[0]], low=min(float(region.low[c]), high))
    cost = np.zeros(model.size)
    cost[uses.reshape(-1)] = 1.0
    cost[slack] = 0.5
    outcome = model.minimise(cost, Limits(NODES, limits.threads, limits.seed, limits.until))
    if outcome.values is None:
        return {level: np.ones(len(classes), dtype=np.bool_) for level in levels}
    return {level: outcome.values[uses[at]] > 0.5 for at, level in enumerate(levels)}


def _add_level(model: LinearModel, region: Region, level: int, columns: tuple[Ints, Ints], slack: int) -> None:
    """Room for the level's schools, day by day and class by class; days apart enough for the school that needs most."""
    uses, people = columns
    members = [pupil for pupil in region.schools if level in pupil.levels]
    most = np.minimum(np.array([rooms(region, pupil, region.classes) for pupil in members]), np.array([[pupil.people] for pupil in members]))
    total = sum(pupil.people // len(pupil.levels) for pupil in members)
    model.add_row(people, low=total, high=total)
    for at, top in enumerate(most.sum(axis=0)):
        model.add_row([people[at], uses[at]], [1.0, -float(min(top, total))], high=0)
    bound = sorted({at for pupil in members for bunch in pupil.bunches for at, c in enumerate(region.classes) if bunch.classes == {c}})
    for at in bound:
        model.add_row([uses[at]], low=1)
    days = region.days[list(region.classes)]
    runs = [np.flatnonzero(row) for row in np.unique(days.T, axis=0) if row.sum() > 1]
    for run in runs:
        model.add_row([*people[run], slack], [1.0] * len(run) + [-1.0], high=float(most.max(axis=1).sum()))
    blocks = _blocks(days)
    fewest = [int(np.searchsorted(np.cumsum(np.sort(row)[::-1]), pupil.people)) + 1 for row, pupil in zip(most, members, strict=True)]
    needed = min(max(fewest), len(blocks))
    if needed > 1:
        has = model.add_columns(len(blocks), 0, 1, is_whole=False)
        for column, block in zip(has, blocks, strict=True):
            model.add_row([column, *uses[block]], [1.0] + [-1.0] * len(block), high=0)
        model.add_row(has, low=needed)


def _blocks(days: Bools) -> list[Ints]:
    """Classes that hang together through shared days."""
    left, found = set(range(len(days))), []
    while left:
        block = {min(left)}
        while grown := {c for c in left - block if (days[c] & days[sorted(block)].any(axis=0)).any()}:
            block |= grown
        found.append(np.array(sorted(block), dtype=np.int64))
        left -= block
    return found
