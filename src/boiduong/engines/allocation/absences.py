"""Schools that cannot keep to their limit of a day, however their people are divided: told in one sentence, added up in the certificate."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from boiduong.engines.allocation.causes import Cause, Option
from boiduong.engines.allocation.model import Bools, Problem, Session, allowed_classes, away_times, open_classes
from boiduong.engines.allocation.options import CoverageBy
from boiduong.engines.allocation.relaxations import free_choice
from boiduong.engines.allocation.words import number

NAMES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Strained:
    """A school with more people than its limit lets through. runs: a few days that between them see every class its people could sit in.

    On each of them at most `limit` are away, and nobody sits in a class that meets on none of them: runs x limit is all that can come.
    """

    school: int
    people: int  # who have a class at all
    limit: int
    runs: tuple[int, ...]  # days

    @property
    def over(self) -> int:
        return self.people - len(self.runs) * self.limit


def strained(problem: Problem, sessions: tuple[Session, ...]) -> list[Strained]:
    people, days, known = problem.learners, away_times(problem, sessions), dict[bytes, tuple[int, ...]]()
    opens = open_classes(problem, sessions)
    able = opens.any(axis=1)
    size = np.bincount(people.school[able], minlength=len(problem.schools))
    order = np.argsort(people.school, kind="stable")
    first = np.searchsorted(people.school[order], np.arange(len(problem.schools) + 1))
    found = []
    for at in np.flatnonzero(size).tolist():
        limit = problem.schools[at].daily_limit
        if limit is None or size[at] <= limit:
            continue
        reach = opens[order[first[at] : first[at + 1]]].any(axis=0)
        key = reach.tobytes()
        if key not in known:
            known[key] = _runs(days[reach])
        one = Strained(at, int(size[at]), limit, known[key])
        found += [one] if one.over > 0 else []
    return found


def _runs(days: Bools) -> tuple[int, ...]:
    chosen, left = [], days
    while len(left):
        chosen.append(int(left.sum(axis=0).argmax()))
        left = left[~left[:, chosen[-1]]]
    return tuple(chosen)


def absence_causes(problem: Problem, sessions: tuple[Session, ...]) -> Iterator[Cause]:
    found = strained(problem, sessions)
    if not found:
        return
    over, people = sum(one.over for one in found), sum(one.people for one in found)
    rows = [[one.school, one.people, one.limit, len(one.runs), one.over] for one in found]
    certificate = {"schools": rows, "columns": ["school", "people", "limit", "runs", "over"], "days": [list(one.runs) for one in found]}
    numbers = {"schools": len(found), "people": people, "over": over}
    if len(found) == 1:
        numbers |= {"limit": found[0].limit, "runs": len(found[0].runs)}
    yield Cause("coverage", _text(problem, found, over, people), numbers, (), certificate)


def _text(problem: Problem, found: list[Strained], over: int, people: int) -> str:
    if len(found) == 1:
        one = found[0]
        time = "buổi" if problem.coverage_by == CoverageBy.HALF_DAY else "ngày"
        return (
            f"{problem.schools[one.school].name}: {number(one.people)} người phải học, mỗi {time} chỉ được vắng {number(one.limit)}, "
            f"các lớp chia thành {len(one.runs)} đợt {time} nên nhiều nhất {number(len(one.runs) * one.limit)} người: "
            f"vượt ít nhất {number(over)} người."
        )
    worst = sorted(found, key=lambda one: (-one.over, one.school))[:NAMES_SHOWN]
    names = ", ".join(f"{problem.schools[one.school].name} (vượt {number(one.over)})" for one in worst) + (", …" if len(found) > len(worst) else "")
    return (
        f"{number(len(found))} trường có {number(people)} người phải học, dù chia thế nào cũng vượt mức vắng mỗi ngày, cộng lại ít nhất "
        f"{number(over)} người: {names}."
    )


def absence_options(problem: Problem, sessions: tuple[Session, ...]) -> Iterator[Option]:
    """What would let everybody of these schools come. `remaining` is in people over a limit."""
    found = strained(problem, sessions)
    if not found:
        return
    over = sum(one.over for one in found)
    able = [one for one in found if problem.schools[one.school].staff > 0]
    percent = {one.school: _percent(problem, one) for one in able}
    text = f"Cho {number(len(able))} trường này vắng nhiều hơn, đến {max(percent.values(), default=0)}% mỗi ngày"
    schools = tuple(replace(one, max_absent_percent=float(percent.get(at, one.max_absent_percent))) for at, one in enumerate(problem.schools))
    others = [("limits", text, replace(problem, schools=schools))]
    people = problem.learners
    if people.is_unavailable.any():
        free = replace(people, is_unavailable=np.zeros_like(people.is_unavailable))
        others.append(("days_away", "Không xét ngày bận đã báo", replace(problem, learners=free)))
    if not allowed_classes(problem).all():
        others.append(("required", "Không bắt buộc lớp với người có lớp quy định", free_choice(problem)))
    for key, words, other in others:
        rest = sum(one.over for one in strained(other, sessions))
        if rest < over:
            yield Option(f"{words}: còn vượt {number(rest)} người" if rest else words, rest == 0, rest, key)


def _percent(problem: Problem, one: Strained) -> int:
    """The least whole percentage of the staff that lets all of them come in so many runs."""
    needed = ceil(one.people / len(one.runs))
    return min(ceil(100 * needed / problem.schools[one.school].staff), 100)
