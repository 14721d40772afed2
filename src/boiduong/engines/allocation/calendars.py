"""Why no timetable exists: half-days, speakers, and rules that clash; and what each single relaxation would do."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from boiduong.engines.allocation.causes import Cause, Option
from boiduong.engines.allocation.check import timetable_faults
from boiduong.engines.allocation.halfdays import counted_out, open_slots, shortage, used_halls
from boiduong.engines.allocation.later import make_timetable
from boiduong.engines.allocation.model import Budget, Opening, Problem, Status
from boiduong.engines.allocation.tiling import lay
from boiduong.engines.allocation.words import half_day, written

type Rule = tuple[str, Callable[[Problem], Problem]]


def calendar_causes(problem: Problem) -> Iterator[Cause]:
    """Nothing when a timetable exists."""
    if problem.sessions is not None:
        for text in timetable_faults(problem, problem.sessions):
            yield Cause("timetable", text, {}, (), {})
        return
    counted = [*counted_out(problem)]
    yield from counted
    if not counted and (status := possible(problem)) in (Status.INFEASIBLE, Status.UNKNOWN):
        yield _clash(problem, is_proven=status == Status.INFEASIBLE)


def possible(problem: Problem) -> Status:
    """Whether a timetable exists, by the cheapest means that say so: counting, a timetable laid by rule, the solver up to its first."""
    if shortage(problem):
        return Status.INFEASIBLE
    return Status.FEASIBLE if lay(problem) is not None else make_timetable(problem, Budget(), is_any_good=True).status


def _clash(problem: Problem, *, is_proven: bool) -> Cause:
    """Rules that cannot hold together: each was dropped in turn, and only those without which a timetable exists are kept."""
    core, relaxed = [], problem
    for text, relax in _rules(problem):
        other = relax(relaxed)
        if possible(other) == Status.INFEASIBLE:
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


def _other_opening(problem: Problem, slot: int) -> Problem:
    return replace(problem, opening=None if problem.opening is None else Opening(slot, problem.opening.topic))


def _open_slot(slot: int) -> Callable[[Problem], Problem]:
    """The half-day is open in every hall, and on that day."""

    def relax(problem: Problem) -> Problem:
        days = tuple(replace(day, is_open=day.is_open or n == slot // 2) for n, day in enumerate(problem.days))
        return replace(problem, days=days, halls=tuple(replace(hall, closed_slots=hall.closed_slots - {slot}) for hall in problem.halls))

    return relax


def _one_hall_more(problem: Problem) -> Problem:
    """A hall like the first, and classes free to go to either."""
    halls = (*problem.halls, replace(problem.halls[0], closed_slots=frozenset()))
    return replace(problem, halls=halls, classes=tuple(replace(klass, hall=None) for klass in problem.classes))


def _tries(problem: Problem) -> Iterator[tuple[str, Rule]]:
    """Every single relaxation: its key, its words, and what it makes of a problem."""
    for rule in (*_class_rules(problem), *_speaker_rules(problem), *_hall_rules(problem)):
        yield "", (f"Bỏ điều kiện: {rule[0]}", rule[1])
    for at, day in enumerate(problem.days):
        if not day.is_open:
            yield f"day:{day.date}", (f"Mở thêm ngày {written(day.date)}, báo cáo viên đều đến được", _open_day(at))
    if problem.opening is not None:
        yield from _opening_tries(problem, problem.opening)
    if problem.halls:
        yield "", (f"Thêm một hội trường như {problem.halls[0].name}, lớp nào cũng dùng được", _one_hall_more)


def _opening_tries(problem: Problem, opening: Opening) -> Iterator[tuple[str, Rule]]:
    slots = sorted({slot for hall in used_halls(problem) for slot in open_slots(problem, hall)})
    if opening.slot not in slots:
        yield "", (f"Mở hội trường {half_day(problem.days[opening.slot // 2].date, opening.slot)}", _open_slot(opening.slot))
    if slots and slots[0] != opening.slot:
        first = slots[0]
        yield "", (f"Khai giảng {half_day(problem.days[first // 2].date, first)}", lambda one: _other_opening(one, first))


def calendar_options(problem: Problem) -> Iterator[Option]:
    """Every single relaxation of a rule, and one hall more, priced: by counting first, and in earnest where counting has nothing against it."""
    if problem.sessions is not None:
        return
    now = shortage(problem)
    for key, (text, relax) in _tries(problem):
        other = relax(problem)
        short = shortage(other)
        if short and short >= now:
            continue
        solves = not short and possible(other) in (Status.OPTIMAL, Status.FEASIBLE)
        if solves or short < now:
            yield Option(text, solves, 0 if solves else max(short, 1), key)
