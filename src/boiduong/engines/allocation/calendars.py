"""Why no timetable exists: half-days, speakers, and rules that clash; and what each single relaxation would do."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from boiduong.engines.allocation.causes import Cause, Option
from boiduong.engines.allocation.check import timetable_faults
from boiduong.engines.allocation.later import make_timetable
from boiduong.engines.allocation.model import Budget, Problem, Status
from boiduong.engines.allocation.words import number, written

type Rule = tuple[str, Callable[[Problem], Problem]]


def calendar_causes(problem: Problem) -> Iterator[Cause]:
    """Nothing when a timetable exists."""
    if problem.sessions is not None:
        for text in timetable_faults(problem, problem.sessions):
            yield Cause("timetable", text, {}, (), {})
        return
    counted = [*_half_days(problem), *_speakers(problem)]
    yield from counted
    if not counted and (status := make_timetable(problem, Budget()).status) in (Status.INFEASIBLE, Status.UNKNOWN):
        yield _clash(problem, is_proven=status == Status.INFEASIBLE)


def _open_slots(problem: Problem, hall: int) -> list[int]:
    return [slot for slot in range(problem.slot_count) if problem.days[slot // 2].is_open and slot not in problem.halls[hall].closed_slots]


def _half_days(problem: Problem) -> Iterator[Cause]:
    """More sessions than open half-days, in one hall or in all."""
    topics = len(problem.topics)
    opens = [len(_open_slots(problem, hall)) for hall in range(len(problem.halls))]
    for at, hall in enumerate(problem.halls):
        here = sum(klass.hall == at for klass in problem.classes)
        if here * topics > opens[at]:
            yield _short_of_half_days(f"{hall.name}: {here} lớp × {topics} chuyên đề", here * topics, opens[at])
    if len(problem.halls) != 1 and len(problem.classes) * topics > sum(opens):
        yield _short_of_half_days(f"{len(problem.classes)} lớp × {topics} chuyên đề", len(problem.classes) * topics, sum(opens))
    if len(problem.halls) == 1 and any(klass.hall is None for klass in problem.classes) and len(problem.classes) * topics > opens[0]:
        yield _short_of_half_days(f"{len(problem.classes)} lớp × {topics} chuyên đề", len(problem.classes) * topics, opens[0])


def _short_of_half_days(what: str, needed: int, there: int) -> Cause:
    text = f"{what} là {number(needed)} buổi, chỉ có {number(there)} nửa ngày mở cửa: thiếu {number(needed - there)} buổi."
    return Cause("half_days", text, {"needed": needed, "there": there, "short": needed - there}, (), {})


def _speakers(problem: Problem) -> Iterator[Cause]:
    """A topic with more sessions than its speakers can come for."""
    opened = {slot for hall in range(len(problem.halls)) for slot in _open_slots(problem, hall)}
    for topic, name in enumerate(problem.topics):
        can = 0
        for speaker in problem.speakers:
            if topic in speaker.topics:
                days = [slot // 2 for slot in speaker.slots & opened]
                can += sum(min(days.count(day), speaker.max_per_day) for day in set(days))
        needed = len(problem.classes)
        if can < needed:
            text = f"Chuyên đề “{name}” cần {number(needed)} buổi, báo cáo viên chỉ đến được {number(can)} buổi: thiếu {number(needed - can)} buổi."
            yield Cause("speakers", text, {"needed": needed, "there": can, "short": needed - can}, (), {"topic": topic})


def _clash(problem: Problem, *, is_proven: bool) -> Cause:
    """Rules that cannot hold together: each was dropped in turn, and only those without which a timetable exists are kept."""
    core, relaxed = [], problem
    for text, relax in _rules(problem):
        other = relax(relaxed)
        if make_timetable(other, Budget()).status == Status.INFEASIBLE:
            relaxed = other  # still impossible without it, so it is not to blame
        else:
            core.append(text)
    words = "; ".join(core) or "số lớp, số chuyên đề và số nửa ngày mở cửa"
    lead = (
        "Các điều kiện này không thể cùng giữ"
        if is_proven
        else "Không tìm được lịch trong giới hạn tính toán (chưa chứng minh là không có), khi giữ cả"
    )
    return Cause("rules", f"{lead}: {words}.", {"rules": len(core)}, (), {"rules": core})


def _rules(problem: Problem) -> list[Rule]:
    return [*_class_rules(problem), *_speaker_rules(problem), *_hall_rules(problem), *_day_rules(problem)]


def _class_rules(problem: Problem) -> Iterator[Rule]:
    if problem.class_window_days < len(problem.days):
        yield f"mỗi lớp học xong trong {problem.class_window_days} ngày", lambda p: replace(p, class_window_days=len(p.days))
    if problem.topic_order:
        yield "các chuyên đề theo đúng thứ tự", lambda p: replace(p, topic_order=False)
    if problem.opening is not None:
        yield "có lớp khai giảng đúng buổi đã định", lambda p: replace(p, opening=None)


def _speaker_rules(problem: Problem) -> Iterator[Rule]:
    for at, speaker in enumerate(problem.speakers):
        if len(speaker.slots) < problem.slot_count:
            yield f"{speaker.name} chỉ đến được những buổi đã báo", _free_speaker(at)


def _hall_rules(problem: Problem) -> Iterator[Rule]:
    for at, hall in enumerate(problem.halls):
        if hall.closed_slots:
            yield f"{hall.name} không mở một số buổi", _free_hall(at)


def _day_rules(problem: Problem) -> Iterator[Rule]:
    for at, day in enumerate(problem.days):
        if not day.is_open:
            yield f"ngày {written(day.date)} nghỉ", _open_day(at)


def _free_speaker(at: int) -> Callable[[Problem], Problem]:
    def relax(problem: Problem) -> Problem:
        every = frozenset(range(problem.slot_count))
        return replace(problem, speakers=tuple(replace(one, slots=every) if n == at else one for n, one in enumerate(problem.speakers)))

    return relax


def _free_hall(at: int) -> Callable[[Problem], Problem]:
    return lambda problem: replace(
        problem, halls=tuple(replace(one, closed_slots=frozenset()) if n == at else one for n, one in enumerate(problem.halls))
    )


def _open_day(at: int) -> Callable[[Problem], Problem]:
    def relax(problem: Problem) -> Problem:
        slots = {2 * at, 2 * at + 1}
        speakers = tuple(replace(one, slots=one.slots | slots) for one in problem.speakers)
        days = tuple(replace(day, is_open=True) if n == at else day for n, day in enumerate(problem.days))
        return replace(problem, days=days, speakers=speakers)

    return relax


def calendar_options(problem: Problem) -> Iterator[Option]:
    """Every single relaxation of a rule, and one hall more, tried in earnest."""
    if problem.sessions is not None:
        return
    rules = [*_class_rules(problem), *_speaker_rules(problem), *_hall_rules(problem)]
    tries = [("", f"Bỏ điều kiện: {text}", relax) for text, relax in rules]
    tries += [
        (f"day:{day.date}", f"Mở thêm ngày {written(day.date)}, báo cáo viên đều đến được", _open_day(at))
        for at, day in enumerate(problem.days)
        if not day.is_open
    ]
    for key, text, relax in tries:
        other = relax(problem)
        solves = make_timetable(other, Budget()).status in (Status.OPTIMAL, Status.FEASIBLE)
        short = sum(cause.numbers["short"] for cause in [*_half_days(other), *_speakers(other)])
        if solves or short < sum(cause.numbers["short"] for cause in [*_half_days(problem), *_speakers(problem)]):
            yield Option(text, solves, 0 if solves else short, key)
