"""Why it cannot be done: counting first, then a cut, then which rules clash; and what each single relaxation would be worth.

Every cause carries a certificate that can be checked by adding its numbers. The words are the organiser's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from boiduong.engines.allocation.absences import absence_causes, absence_options
from boiduong.engines.allocation.calendars import calendar_causes, calendar_options
from boiduong.engines.allocation.causes import Cause, Option
from boiduong.engines.allocation.cuts import largest_flow, left_out
from boiduong.engines.allocation.groups import Groups, group_people
from boiduong.engines.allocation.later import make_timetable
from boiduong.engines.allocation.model import Bools, Budget, Problem, Session, class_seats, open_classes
from boiduong.engines.allocation.relaxations import relaxed_problems
from boiduong.engines.allocation.sound import must_be_sound
from boiduong.engines.allocation.words import number

NAMES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Explanation:
    causes: tuple[Cause, ...]
    relaxations: tuple[Option, ...] = field(default=())


def as_json(found: Explanation) -> dict[str, Any]:
    causes = [
        {"kind": one.kind, "text": one.text, "numbers": one.numbers, "people": list(one.people), "certificate": one.certificate}
        for one in found.causes
    ]
    options = [{"text": one.text, "solves": one.solves, "remaining": one.remaining, "key": one.key} for one in found.relaxations]
    return {"causes": causes, "relaxations": options}


def explain(problem: Problem) -> Explanation:
    """Nothing to say when everybody can be seated and no school must be away too much. Raises Unusable for what is no problem at all."""
    must_be_sound(problem, Budget())
    causes = tuple(calendar_causes(problem))
    if causes:
        return Explanation(causes, tuple(calendar_options(problem)))
    sessions = make_timetable(problem, Budget()).sessions if problem.sessions is None else problem.sessions
    causes = tuple(_people_causes(problem, sessions))
    left = left_out(problem, sessions)
    absences, limits = tuple(absence_causes(problem, sessions)), tuple(absence_options(problem, sessions))
    if not left:
        return Explanation((*causes, *absences), limits)
    options = (Option(text, (rest := left_out(other, sessions)) == 0, rest, key) for key, text, other in relaxed_problems(problem, sessions, causes))
    worth = tuple(option for option in options if option.remaining < left)
    of_seats = {option.key for option in worth} - {""}
    limits = tuple(_with_people_left(option, left) for option in limits if option.key not in of_seats)
    return Explanation((*causes, *absences), (*sorted(worth, key=lambda option: option.remaining), *limits))


def _with_people_left(option: Option, left: int) -> Option:
    """A way out for the schools, where people are left out whatever the schools allow: it settles its own cause, and not the problem."""
    return replace(option, solves=False, remaining=option.remaining + left)


def _people_causes(problem: Problem, sessions: tuple[Session, ...]) -> Iterator[Cause]:
    locked = {tuple(cause.certificate["classes"]): cause for cause in _locked(problem, sessions)}
    short = {tuple(cause.certificate["classes"]): cause for cause in _too_few_seats(problem, sessions)}
    told = {classes for classes, cause in locked.items() if classes in short and short[classes].numbers == cause.numbers}
    yield from locked.values()
    yield from _nowhere(problem, sessions)
    yield from (cause for classes, cause in short.items() if classes not in told)  # the same people and the same seats are told once


def _locked(problem: Problem, sessions: tuple[Session, ...]) -> Iterator[Cause]:
    """More people promised a class than it has seats."""
    people, seats = problem.learners, class_seats(problem, sessions)
    for c, klass in enumerate(problem.classes):
        kept = int((people.is_locked & (people.previous == c)).sum())
        if kept > seats[c]:
            text = f"Lớp {klass.name} đã chốt {number(kept)} người mà chỉ có {number(seats[c])} chỗ: thừa {number(kept - seats[c])} người."
            yield Cause("locked", text, {"people": kept, "seats": int(seats[c]), "short": kept - int(seats[c])}, (), {"classes": [c]})


def _nowhere(problem: Problem, sessions: tuple[Session, ...]) -> Iterator[Cause]:
    """People with no class at all; told apart by what shuts them out."""
    people = problem.learners
    shut = ~open_classes(problem, sessions).any(axis=1)
    locked = shut & people.is_locked & (people.previous >= 0)
    for kind, who, why in (
        ("locked_away", locked, "đã chốt một lớp mà không học được lớp ấy (bận ngày học, hoặc lớp không được phép)"),
        ("nowhere", shut & ~locked, "không học được lớp nào: ngày bận và lớp được phép loại hết các lớp"),
    ):
        if count := int(who.sum()):
            ids = tuple(people.ids[i] for i in np.flatnonzero(who))
            shown = ", ".join(ids[:NAMES_SHOWN]) + (", …" if count > NAMES_SHOWN else "")
            yield Cause(kind, f"{number(count)} người {why} (mã {shown}).", {"people": count, "short": count}, ids, {})


def _too_few_seats(problem: Problem, sessions: tuple[Session, ...]) -> Iterator[Cause]:
    """A smallest cut: people whose classes, all together, have too few seats; one cause for each set of classes that hangs together."""
    groups, seats = group_people(problem, sessions), class_seats(problem, sessions)
    able = int(groups.size[groups.is_open.any(axis=1)].sum())
    flow, cut_groups, _ = largest_flow(groups, seats)
    if flow == able:
        return
    for classes, members in _components(groups, cut_groups & groups.is_open.any(axis=1)):
        count, room = int(groups.size[members].sum()), int(seats[classes].sum())
        if count <= room:
            continue
        ids = tuple(problem.learners.ids[i] for i in np.flatnonzero(np.isin(groups.of_person, members)))
        whole = len(classes) == len(seats)
        where = "cả đợt" if whole else "các lớp " + ", ".join(problem.classes[c].name for c in classes)
        who = f"{number(count)} người" if whole else f"{number(count)} người chỉ học được {where}"
        text = f"{who}; {where if whole else 'các lớp ấy'} có {number(room)} chỗ: thiếu {number(count - room)} chỗ."
        yield Cause(
            "seats", text, {"people": count, "seats": room, "short": count - room}, ids, {"classes": classes, "seats": seats[classes].tolist()}
        )


def _components(groups: Groups, chosen: Bools) -> Iterator[tuple[list[int], list[int]]]:
    """Classes that hang together through these groups, with the groups."""
    left = set(np.flatnonzero(chosen).tolist())
    while left:
        members, classes, grown = {min(left)}, np.zeros(groups.is_open.shape[1], dtype=np.bool_), True
        while grown:
            classes |= groups.is_open[sorted(members)].any(axis=0)
            touching = {g for g in left if (groups.is_open[g] & classes).any()}
            grown, members = touching != members, touching
        left -= members
        yield np.flatnonzero(classes).tolist(), sorted(members)
