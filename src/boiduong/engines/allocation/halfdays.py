"""What of a timetable can be told impossible by counting: half-days, windows, speakers, the opening. No solver is asked.

Every cause carries what was counted, so that anybody can add it up again.
"""

from collections import Counter
from collections.abc import Iterator

from boiduong.engines.allocation.causes import Cause
from boiduong.engines.allocation.model import Problem
from boiduong.engines.allocation.words import half_day, number


def counted_out(problem: Problem) -> Iterator[Cause]:
    """Nothing is no proof that a timetable exists. `short` of each cause is in sessions (half-days), at least 1."""
    if problem.sessions is not None or not problem.classes or not problem.topics:
        return
    found = [*_half_days(problem), *_windows(problem), *_speakers(problem), *_opening(problem)]
    yield from found or _together(problem)


def shortage(problem: Problem) -> int:
    """Sessions that are short by counting, all causes together; 0 when counting finds nothing."""
    return sum(cause.numbers["short"] for cause in counted_out(problem))


def open_slots(problem: Problem, hall: int) -> list[int]:
    return [slot for slot in range(problem.slot_count) if problem.days[slot // 2].is_open and slot not in problem.halls[hall].closed_slots]


def used_halls(problem: Problem) -> list[int]:
    """Halls in which some class may meet."""
    wanted = {klass.hall for klass in problem.classes}
    return [at for at in range(len(problem.halls)) if None in wanted or at in wanted]


def _half_days(problem: Problem) -> Iterator[Cause]:
    """More sessions than open half-days, in one hall or in all."""
    topics, count = len(problem.topics), len(problem.classes)
    opens = [len(open_slots(problem, hall)) for hall in range(len(problem.halls))]
    here = Counter(klass.hall for klass in problem.classes)
    bound = [at for at in range(len(problem.halls)) if here[at] * topics > opens[at]]
    for at in bound:
        yield _short(f"{problem.halls[at].name}: {here[at]} lớp × {topics} chuyên đề", here[at] * topics, [opens[at]], [at])
    if not bound and count * topics > sum(opens):
        yield _short(f"{count} lớp × {topics} chuyên đề", count * topics, opens, list(range(len(opens))))


def _short(what: str, needed: int, opens: list[int], halls: list[int]) -> Cause:
    there = sum(opens)
    text = f"{what} là {number(needed)} buổi, chỉ có {number(there)} nửa ngày mở cửa: thiếu {number(needed - there)} buổi."
    return Cause("half_days", text, {"needed": needed, "there": there, "short": needed - there}, (), {"halls": halls, "open": opens})


def _windows(problem: Problem) -> Iterator[Cause]:
    """A hall in which no run of days holds all sessions of one class."""
    needed, width = len(problem.topics), problem.class_window_days
    most = [_most_in_window(problem, at) for at in range(len(problem.halls))]
    if any(klass.hall is None for klass in problem.classes) and max(most, default=0) < needed:
        text = f"Mỗi lớp cần {needed} nửa ngày trong {width} ngày liền; ở mọi hội trường nhiều nhất có {max(most, default=0)}."
        yield Cause("window", text, {"needed": needed, "there": max(most, default=0), "short": needed - max(most, default=0)}, (), {"most": most})
    for at in sorted({klass.hall for klass in problem.classes if klass.hall is not None}):
        if most[at] < needed and open_slots(problem, at):
            text = f"Mỗi lớp cần {needed} nửa ngày trong {width} ngày liền; {problem.halls[at].name} nhiều nhất có {most[at]}."
            yield Cause("window", text, {"needed": needed, "there": most[at], "short": needed - most[at]}, (), {"most": [most[at]]})


def _most_in_window(problem: Problem, hall: int) -> int:
    days = [slot // 2 for slot in open_slots(problem, hall)]
    return max((sum(first <= day < first + problem.class_window_days for day in days) for first in range(len(problem.days))), default=0)


def _opened(problem: Problem) -> Counter[int]:
    """How many halls are open in each half-day."""
    return Counter(slot for hall in range(len(problem.halls)) for slot in open_slots(problem, hall))


def _speakers(problem: Problem) -> Iterator[Cause]:
    """A topic with more sessions than its speakers can come for."""
    opened, needed = _opened(problem), len(problem.classes)
    for topic, name in enumerate(problem.topics):
        each = {at: _can(problem, at, opened) for at, speaker in enumerate(problem.speakers) if topic in speaker.topics}
        if (can := sum(each.values())) < needed:
            text = f"Chuyên đề “{name}” cần {number(needed)} buổi, báo cáo viên chỉ đến được {number(can)} buổi: thiếu {number(needed - can)} buổi."
            certificate = {"topic": topic, "speakers": list(each), "sessions": list(each.values())}
            yield Cause("speakers", text, {"needed": needed, "there": can, "short": needed - can}, (), certificate)


def _can(problem: Problem, at: int, opened: Counter[int]) -> int:
    """Sessions for which a speaker can come: on each day no more than he takes."""
    speaker = problem.speakers[at]
    days = Counter(slot // 2 for slot in speaker.slots if opened[slot])
    return sum(min(count, speaker.max_per_day) for count in days.values())


def _opening(problem: Problem) -> Iterator[Cause]:
    """The half-day of the opening, looked at by itself."""
    if problem.opening is None:
        return
    slot, topic = problem.opening
    halls = [at for at in used_halls(problem) if slot in open_slots(problem, at)]
    speakers = [at for at, speaker in enumerate(problem.speakers) if topic in speaker.topics and slot in speaker.slots]
    when, name = half_day(problem.days[slot // 2].date, slot), problem.topics[topic]
    why = [] if halls else [f"không hội trường nào mở {when}"]
    why += [] if speakers else [f"không báo cáo viên nào của chuyên đề “{name}” đến được {when}"]
    if problem.topic_order and topic != 0:
        why.append(f"“{name}” không phải chuyên đề đầu, mà các chuyên đề phải theo thứ tự")
    if why:
        numbers = {"halls": len(halls), "speakers": len(speakers), "short": 1}
        yield Cause("opening", f"Không thể khai giảng {when}: {'; '.join(why)}.", numbers, (), {"slot": slot, "topic": topic})


def _together(problem: Problem) -> Iterator[Cause]:
    """Halls and speakers at once: a half-day holds no more sessions than open halls, and no more than speakers who can come."""
    opened, needed = _opened(problem), len(problem.classes) * len(problem.topics)
    each = {slot: min(halls, sum(slot in speaker.slots for speaker in problem.speakers)) for slot, halls in sorted(opened.items())}
    if (there := sum(each.values())) < needed:
        text = (
            f"Cả đợt cần {number(needed)} buổi; tính từng nửa ngày theo số hội trường mở và số báo cáo viên đến được thì chỉ có "
            f"{number(there)}: thiếu {number(needed - there)} buổi."
        )
        yield Cause(
            "slots", text, {"needed": needed, "there": there, "short": needed - there}, (), {"slots": list(each), "sessions": list(each.values())}
        )
