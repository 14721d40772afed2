"""Is this plan what it says it is? Written apart from the solver: it shares the data with it, and no line of reckoning."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator

from boiduong.engines.allocation.model import Problem, School, Session, Solution, Status, Tier
from boiduong.engines.allocation.options import Required

Pairs = Counter[tuple[int, int]]
HALVES = ("sáng", "chiều")


def check(problem: Problem, solution: Solution) -> list[str]:
    """Every hard rule that is broken and every tier that is told wrongly, in words; nothing for a sound plan.

    A plan that says it is infeasible, or does not know, must place nobody and claim no tier.
    """
    if solution.status in (Status.INFEASIBLE, Status.UNKNOWN):
        return list(_claims_nothing(solution))
    if len(solution.assign) != len(problem.learners):
        return [f"Phương án xếp {len(solution.assign)} người, bài toán có {len(problem.learners)} người."]
    try:
        given = problem.sessions
        changed = [] if given is None or given == solution.sessions else ["Lịch học khác với lịch đã cho."]
        return [*changed, *_timetable(problem, solution.sessions), *_places(problem, solution), *_tiers(problem, solution)]
    except IndexError:
        return ["Phương án nêu một lớp, hội trường, chuyên đề hoặc báo cáo viên không có trong bài toán."]


def timetable_faults(problem: Problem, sessions: tuple[Session, ...]) -> list[str]:
    """The same for a timetable alone."""
    try:
        return list(_timetable(problem, sessions))
    except IndexError:
        return ["Lịch học nêu một lớp, hội trường, chuyên đề hoặc báo cáo viên không có trong bài toán."]


def _claims_nothing(solution: Solution) -> Iterator[str]:
    if any(klass >= 0 for klass in solution.assign) or solution.tiers:
        yield "Phương án báo là không lập được mà vẫn xếp người vào lớp."


def _when(problem: Problem, slot: int) -> str:
    year, month, day = problem.days[slot // 2].date.split("-")
    return f"{HALVES[slot % 2]} {day}/{month}/{year}"


def _timetable(problem: Problem, sessions: tuple[Session, ...]) -> Iterator[str]:
    of_class: dict[int, list[Session]] = defaultdict(list)
    for session in sessions:
        if min(session) < 0:
            raise IndexError
        of_class[session.klass].append(session)
    for number in range(len(problem.classes)):
        yield from _one_class(problem, number, sorted(of_class[number], key=lambda session: session.slot))
    if max(of_class, default=0) >= len(problem.classes):
        raise IndexError
    yield from _halls(problem, sessions)
    yield from _speakers(problem, sessions)
    if problem.opening and not _opens(problem, of_class):
        topic = problem.topics[problem.opening.topic]
        yield f"Không lớp nào khai giảng {_when(problem, problem.opening.slot)} bằng chuyên đề “{topic}”."


def _opens(problem: Problem, of_class: dict[int, list[Session]]) -> bool:
    firsts = [min(sessions, key=lambda session: session.slot) for sessions in of_class.values() if sessions]
    return any((first.slot, first.topic) == problem.opening for first in firsts)


def _one_class(problem: Problem, number: int, sessions: list[Session]) -> Iterator[str]:
    klass = problem.classes[number]
    topics = [session.topic for session in sessions]
    if sorted(topics) != list(range(len(problem.topics))):
        yield f"Lớp {klass.name} không học đủ mỗi chuyên đề đúng một buổi."
    if len({session.slot for session in sessions}) != len(sessions):
        yield f"Lớp {klass.name} có hai buổi trùng giờ."
    if problem.topic_order and topics != sorted(topics):
        yield f"Lớp {klass.name} học các chuyên đề không đúng thứ tự."
    if sessions and sessions[-1].slot // 2 - sessions[0].slot // 2 >= problem.class_window_days:
        yield f"Lớp {klass.name} kéo dài quá {problem.class_window_days} ngày."
    if len({session.hall for session in sessions} | ({klass.hall} - {None})) > 1:
        yield f"Lớp {klass.name} học ở nhiều hơn một hội trường."
    for session in sessions:
        if not problem.days[session.slot // 2].is_open or session.slot in problem.halls[session.hall].closed_slots:
            yield f"Lớp {klass.name} học {_when(problem, session.slot)} khi hội trường không mở."


def _halls(problem: Problem, sessions: tuple[Session, ...]) -> Iterator[str]:
    for (hall, slot), times in Counter((session.hall, session.slot) for session in sessions).items():
        if times > 1:
            yield f"{problem.halls[hall].name} có {times} buổi cùng lúc, {_when(problem, slot)}."


def _speakers(problem: Problem, sessions: tuple[Session, ...]) -> Iterator[str]:
    for session in sessions:
        speaker = problem.speakers[session.speaker]
        if session.topic not in speaker.topics:
            yield f"{speaker.name} không báo cáo chuyên đề “{problem.topics[session.topic]}”."
        if session.slot not in speaker.slots:
            yield f"{speaker.name} không đến được {_when(problem, session.slot)}."
    for (number, slot), times in Counter((session.speaker, session.slot) for session in sessions).items():
        if times > 1:
            yield f"{problem.speakers[number].name} có {times} buổi cùng lúc, {_when(problem, slot)}."
    for (number, day), times in Counter((session.speaker, session.slot // 2) for session in sessions).items():
        if times > problem.speakers[number].max_per_day:
            yield f"{problem.speakers[number].name} có {times} buổi trong ngày {problem.days[day].date}."


def _meets(solution: Solution) -> tuple[dict[int, set[int]], dict[int, int]]:
    """The days and the hall of every class that meets."""
    days: dict[int, set[int]] = defaultdict(set)
    hall = {}
    for session in solution.sessions:
        days[session.klass].add(session.slot // 2)
        hall[session.klass] = session.hall
    return days, hall


def _places(problem: Problem, solution: Solution) -> Iterator[str]:
    days, hall = _meets(solution)
    sizes: Counter[int] = Counter(int(klass) for klass in solution.assign if klass >= 0)
    for i, klass in enumerate(solution.assign):
        yield from _one_person(problem, i, int(klass), days)
        yield from _travel(problem, i, hall.get(int(klass)))
    for klass, size in sorted(sizes.items()):
        seats = problem.halls[hall[klass]].capacity - problem.halls[hall[klass]].reserved if klass in hall else 0
        if size > seats:
            yield f"Lớp {problem.classes[klass].name} có {size} người mà chỉ có {seats} chỗ."


def _one_person(problem: Problem, i: int, klass: int, days: dict[int, set[int]]) -> Iterator[str]:
    people = problem.learners
    who, is_locked = f"Người {people.ids[i]}", people.is_locked[i] and people.previous[i] >= 0
    if klass < 0:
        if is_locked:
            yield f"{who} đã chốt lớp {problem.classes[people.previous[i]].name} mà không được xếp."
        return
    name = problem.classes[klass].name
    if not people.is_allowed[i, klass]:
        yield f"{who} không được xếp vào lớp {name}."
    if is_locked and people.previous[i] != klass:
        yield f"{who} đã chốt lớp khác mà bị chuyển sang lớp {name}."
    if any(klass not in rule.classes and _fits(problem, rule, i) for rule in problem.required):
        yield f"{who} phải học lớp quy định cho vai trò hoặc cấp học, không phải lớp {name}."
    if any(people.is_unavailable[i, day] for day in days[klass]):
        yield f"{who} bận một ngày mà lớp {name} học."


def _travel(problem: Problem, i: int, hall: int | None) -> Iterator[str]:
    most, school = problem.fairness.most_km, problem.schools[problem.learners.school[i]]
    if most is not None and hall is not None:
        place = problem.halls[hall]
        if math.dist((school.x, school.y), (place.x, place.y)) > most + 1e-9:
            yield f"Người {problem.learners.ids[i]} phải đi xa hơn {most:g} km."


def _fits(problem: Problem, rule: Required, i: int) -> bool:
    people = problem.learners
    return rule.is_manager in (None, bool(people.is_manager[i])) and rule.level in (None, int(people.level[i]))


def _tiers(problem: Problem, solution: Solution) -> Iterator[str]:
    for name, value in recount(problem, solution).items():
        tier = solution.tiers.get(name)
        if tier is None or tier.value != value:
            yield f"Bậc “{name}” ghi {tier and tier.value}, đếm lại là {value}."
        else:
            yield from _claims(problem, name, tier)


def _claims(problem: Problem, name: str, tier: Tier) -> Iterator[str]:
    """What the tier says of itself beside its value."""
    best = tier.value if tier.best is None else tier.best
    if tier.bound is not None and (tier.bound > best or (tier.is_proven and tier.bound != best)):
        yield f"Bậc “{name}” có cận {tier.bound} không khớp với giá trị {best}."
    if tier.best is None:
        return
    allowed = problem.tolerances.get(name)
    most = best + (0 if allowed is None else allowed.points + math.floor(best * allowed.percent / 100 + 1e-9))
    if not best <= tier.value <= most:
        yield f"Bậc “{name}” tốt nhất là {best}, được phép đến {most}, mà ghi {tier.value}."


def recount(problem: Problem, solution: Solution) -> dict[str, int]:
    """The tiers' values, counted person by person."""
    people = problem.learners
    _, hall = _meets(solution)
    by_halves = problem.coverage_by == "half_day"
    times: dict[int, set[int]] = defaultdict(set)
    for session in solution.sessions:
        times[session.klass].add(session.slot if by_halves else session.slot // 2)
    halves = {klass: _half(problem, solution, klass) for klass in hall}
    in_class, managers, away, levels = Counter[int](), Pairs(), Pairs(), defaultdict[int, set[int]](set)
    at: dict[int, Counter[int]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    for i, found in enumerate(solution.assign):
        klass, school = int(found), int(people.school[i])
        total["moves"] += int(0 <= people.previous[i] != klass)
        if klass < 0:
            total["unassigned"] += 1
            continue
        in_class[klass] += 1
        at[school][klass] += 1
        levels[klass].add(int(people.level[i]))
        managers[school, klass] += int(people.is_manager[i])
        away.update((school, time) for time in times[klass])
        wish = int(people.wish[i])
        total["comfort"] += _km(problem, problem.schools[school], hall.get(klass)) + (10 if wish and wish - 1 != halves.get(klass) else 0)
    for (number, _), count in away.items():
        limit = problem.schools[number].daily_limit
        total["coverage"] += max(count - limit, 0) if limit is not None else 0
    total["levels"] = sum(len(found) - 1 for found in levels.values())
    total["managers"] = sum(max(count - 1, 0) for (number, _), count in managers.items() if problem.schools[number].managers_apart)
    registered = Counter(people.school.tolist())
    total["grouping"] = sum(_grouping(problem.schools[number], found, registered[number]) for number, found in at.items())
    total["balance"] = _balance(problem, hall, in_class)
    return {name: total[name] for name in problem.tiers}


def _km(problem: Problem, school: School, hall: int | None) -> int:
    if hall is None:  # the class meets nowhere, which is named as a fault of its own
        return 0
    place = problem.halls[hall]
    return round(math.dist((school.x, school.y), (place.x, place.y)))


def _half(problem: Problem, solution: Solution, klass: int) -> int:
    """Mornings or afternoons: as given, else as most sessions are."""
    half = problem.classes[klass].half
    if half is None:
        halves = [session.slot % 2 for session in solution.sessions if session.klass == klass]
        half = int(2 * sum(halves) > len(halves))
    return half


def _grouping(school: School, found: Counter[int], people: int) -> int:
    if school.mode == "together":
        return len(found) - 1
    if school.mode == "spread":
        most = math.ceil(school.spread_percent * people / 100 - 1e-9)
        return sum(max(count - most, 0) for count in found.values())
    return 0


def _balance(problem: Problem, hall: dict[int, int], in_class: Counter[int]) -> int:
    seats = {c: problem.halls[h].capacity - problem.halls[h].reserved for c, h in hall.items()}
    all_seats, outside = sum(seats.values()), 0
    for klass, own in seats.items():
        ideal = len(problem.learners) * own / all_seats if all_seats else 0
        slack = ideal * problem.balance_tolerance_percent / 100
        low, high = math.ceil(ideal - slack - 1e-9), math.floor(ideal + slack + 1e-9)
        if low > high:
            low, high = math.floor(ideal), math.ceil(ideal)
        outside += max(in_class[klass] - high, low - in_class[klass], 0)
    return outside
