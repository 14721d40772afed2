"""A timetable laid by hand's rule: classes one after the other into the first half-days that hold them. A witness, not an optimum.

It shows in a millisecond that a timetable exists, where it finds one; that it finds none says nothing. Its answers pass the same checker as all.
"""

from collections import defaultdict
from collections.abc import Iterator

from boiduong.engines.allocation.check import timetable_faults
from boiduong.engines.allocation.halfdays import open_slots
from boiduong.engines.allocation.model import Problem, Session

type Taken = set[tuple[int, int]]  # hall or speaker, and slot


def lay(problem: Problem) -> tuple[Session, ...] | None:
    """Sessions that break no rule, or None where this way finds none."""
    for halves_apart in (True, False):
        sessions = _lay(problem, halves_apart=halves_apart)
        if sessions is not None and not timetable_faults(problem, sessions):
            return sessions
    return None


def _lay(problem: Problem, *, halves_apart: bool) -> tuple[Session, ...] | None:
    halls, speakers, per_day = set[tuple[int, int]](), set[tuple[int, int]](), defaultdict[tuple[int, int], int](int)
    sessions: list[Session] = []
    for c, klass in enumerate(problem.classes):
        for hall, slots in _rows(problem, klass.hall, halls, halves_apart=halves_apart):
            made = _spoken(problem, c, hall, slots, (speakers, per_day))
            if made is not None:
                sessions += made
                halls |= {(hall, slot) for slot in slots}
                break
        else:
            return None
    return tuple(sessions)


def _rows(problem: Problem, wanted: int | None, taken: Taken, *, halves_apart: bool) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Free half-days for one class, earliest first: of one half of the day, or all in a row."""
    count, found = len(problem.topics), []
    for hall in range(len(problem.halls)) if wanted is None else (wanted,):
        free = [slot for slot in open_slots(problem, hall) if (hall, slot) not in taken]
        rows = [[slot for slot in free if slot % 2 == half] for half in (0, 1)] if halves_apart else [free]
        for row in rows:
            found += [(hall, tuple(row[at : at + count])) for at in range(len(row) - count + 1)]
    width = problem.class_window_days
    yield from sorted((one for one in found if one[1][-1] // 2 - one[1][0] // 2 < width), key=lambda one: (one[1], one[0]))


def _spoken(problem: Problem, c: int, hall: int, slots: tuple[int, ...], busy: tuple[Taken, dict[tuple[int, int], int]]) -> list[Session] | None:
    """Each topic with the speaker who has fewest other half-days; None where one has none. Books them in `busy`."""
    taken, per_day = busy
    made: list[Session] = []
    for topic, slot in enumerate(slots):
        able = [
            (len(one.slots), at)
            for at, one in enumerate(problem.speakers)
            if topic in one.topics and slot in one.slots and (at, slot) not in taken and per_day[at, slot // 2] < one.max_per_day
        ]
        if not able:
            for session in made:
                taken.discard((session.speaker, session.slot))
                per_day[session.speaker, session.slot // 2] -= 1
            return None
        speaker = min(able)[1]
        taken.add((speaker, slot))
        per_day[speaker, slot // 2] += 1
        made.append(Session(c, topic, slot, hall, speaker))
    return made
