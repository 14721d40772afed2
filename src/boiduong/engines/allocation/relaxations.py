"""Problems that differ from one in a single respect, each with what the organiser would have to allow."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from boiduong.engines.allocation.causes import Cause
from boiduong.engines.allocation.model import Problem, Session, allowed_classes, class_halls
from boiduong.engines.allocation.options import NO_FAIRNESS
from boiduong.engines.allocation.words import number


def relaxed_problems(problem: Problem, sessions: tuple[Session, ...], causes: tuple[Cause, ...]) -> Iterator[tuple[str, str, Problem]]:
    """What would seat more people, the timetable left as it is: the key of the relaxation, its words, and the problem then."""
    people = problem.learners
    reserved = sum(hall.reserved for hall in problem.halls)
    if reserved:
        halls = tuple(replace(hall, reserved=0) for hall in problem.halls)
        yield "reserved", f"Dùng cả {number(reserved)} ghế dự phòng của hội trường ở mỗi lớp", replace(problem, halls=halls)
    yield from _more_seats(problem, sessions, causes)
    if people.is_unavailable.any():
        count = int(people.is_unavailable.any(axis=1).sum())
        free = replace(people, is_unavailable=np.zeros_like(people.is_unavailable))
        yield "days_away", f"Không xét ngày bận của {number(count)} người đã báo", replace(problem, learners=free)
    if not (allowed := allowed_classes(problem)).all():
        count = int((~allowed.all(axis=1)).sum())
        yield "required", f"Không bắt buộc lớp với {number(count)} người có lớp quy định", free_choice(problem)
    if problem.fairness.most_km is not None:
        yield "too_far", f"Cho học ở hội trường xa hơn {problem.fairness.most_km:g} km", replace(problem, fairness=NO_FAIRNESS)
    if people.is_locked.any():
        count = int(people.is_locked.sum())
        free = replace(people, is_locked=np.zeros_like(people.is_locked))
        yield "locked", f"Cho đổi lớp {number(count)} người đã chốt", replace(problem, learners=free)


def free_choice(problem: Problem) -> Problem:
    """Everybody may sit in every class."""
    free = replace(problem.learners, is_allowed=np.ones_like(problem.learners.is_allowed))
    return replace(problem, learners=free, required=())


def _more_seats(problem: Problem, sessions: tuple[Session, ...], causes: tuple[Cause, ...]) -> Iterator[tuple[str, str, Problem]]:
    """As many seats as are short, in each set of halls that a short set of classes uses."""
    where = class_halls(problem, sessions)
    wanted: dict[tuple[int, ...], int] = {}
    for cause in causes:
        if cause.kind in ("seats", "locked"):
            classes = cause.certificate["classes"]
            used = tuple(sorted(set(where[classes].tolist()) - {-1}))
            wanted[used] = max(wanted.get(used, 0), -(-cause.numbers["short"] // len(classes)))
    for used, short in wanted.items():
        halls = tuple(replace(hall, capacity=hall.capacity + short) if at in used else hall for at, hall in enumerate(problem.halls))
        names = ", ".join(problem.halls[at].name for at in used)
        if names:
            yield "", f"Thêm {number(short)} chỗ cho mỗi lớp ở {names}", replace(problem, halls=halls)
    if len(wanted) > 1:
        most = {at: max(short for used, short in wanted.items() if at in used) for at in {at for used in wanted for at in used}}
        halls = tuple(replace(hall, capacity=hall.capacity + most.get(at, 0)) for at, hall in enumerate(problem.halls))
        count = f"{number(len(most))} hội trường ấy"
        yield "", f"Thêm chỗ ở cả {count}, nhiều nhất {number(max(most.values(), default=0))} chỗ mỗi lớp", replace(problem, halls=halls)
