"""People who are alike to the solver, counted together: exact, since they could change places without anyone noticing."""

from dataclasses import dataclass

import numpy as np

from boiduong.engines.allocation.model import Bools, Ints, Problem, Session, open_classes


@dataclass(frozen=True, slots=True)
class Groups:
    """G groups; people of one group share school, open classes, level, role, wish and previous class."""

    of_person: Ints  # (n,) which group
    size: Ints  # (G,) people
    school: Ints
    level: Ints
    is_manager: Bools
    wish: Ints
    previous: Ints  # -1 for one who was nowhere, and for one who is locked: neither can be moved
    is_open: Bools  # (G, C)
    is_locked: Bools  # told their class for good: seated before all others

    def __len__(self) -> int:
        return len(self.size)


def group_people(problem: Problem, sessions: tuple[Session, ...]) -> Groups:
    """Groups in a fixed order: by school, then by what makes them differ."""
    people = problem.learners
    opens = open_classes(problem, sessions)
    previous = np.where(people.is_locked, -1, people.previous)  # those locked to a class are told by `locked`
    packed = np.packbits(opens, axis=1).astype(np.int64)
    locked = people.is_locked & (people.previous >= 0)
    keys = np.column_stack([people.school, people.level, people.is_manager, people.wish, previous, locked, packed])
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    of_person = inverse.reshape(-1)
    return Groups(
        of_person=of_person.astype(np.int64),
        size=np.bincount(of_person, minlength=len(first)).astype(np.int64),
        school=people.school[first],
        level=people.level[first],
        is_manager=people.is_manager[first],
        wish=people.wish[first],
        previous=previous[first],
        is_open=opens[first],
        is_locked=locked[first],
    )


def deal_out(groups: Groups, counts: Ints) -> Ints:
    """From how many of each group sit in each class (G, C) to each person's class; in the order of the rows, -1 when a group runs short."""
    assign = np.full(len(groups.of_person), -1, dtype=np.int64)
    order = np.argsort(groups.of_person, kind="stable")
    starts = np.concatenate([[0], np.cumsum(groups.size)])
    for group in range(len(groups)):
        classes = np.repeat(np.arange(counts.shape[1]), counts[group])
        assign[order[starts[group] : starts[group] + len(classes)]] = classes
    return assign
