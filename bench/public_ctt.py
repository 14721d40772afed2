"""Curriculum-based course timetabling (ITC 2007, track 3), read and checked. Knows nothing of any solver.

Rules: Di Gaspero, McCollum and Schaerf 2007, "The second International Timetabling Competition: curriculum-based course timetabling".
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from bench.public_gap import BrokenFile

DAY_SHORT, ALONE, ROOM_MORE = 5, 2, 1  # what a missing day, a lecture by itself and a room beyond the first cost
HEADS = ("Name", "Courses", "Rooms", "Days", "Periods_per_day", "Curricula", "Constraints")
PARTS = ("COURSES:", "ROOMS:", "CURRICULA:", "UNAVAILABILITY_CONSTRAINTS:")


@dataclass(frozen=True, slots=True)
class Course:
    name: str
    teacher: str
    lectures: int
    least_days: int
    students: int


@dataclass(frozen=True, slots=True)
class Week:
    """Periods are counted through the week: day x periods a day + period."""

    days: int
    day_periods: int
    courses: tuple[Course, ...]
    rooms: tuple[int, ...]  # seats
    curricula: tuple[tuple[int, ...], ...]  # courses
    closed: frozenset[tuple[int, int]]  # course, period

    @property
    def periods(self) -> int:
        return self.days * self.day_periods


@dataclass(frozen=True, slots=True)
class Lecture:
    course: int
    period: int
    room: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a timetable costs by each of the four soft rules, and which hard rules it breaks, in words."""

    seats: int
    days: int
    compactness: int
    stability: int
    broken: tuple[str, ...]

    @property
    def cost(self) -> int:
        return self.seats + self.days + self.compactness + self.stability


def read_week(text: str, name: str) -> Week:
    """Seven lines of heads, then four parts of as many lines as the heads say, then END. Refuses anything else with BrokenFile."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    heads = {head.strip(): value.strip() for head, _, value in (line.partition(":") for line in lines[: len(HEADS)])}
    if tuple(heads) != HEADS or not all(heads[one].isdigit() for one in HEADS[1:]):
        raise BrokenFile(f"{name}: does not begin with {', '.join(HEADS)}")
    if lines[-1] != "END.":
        raise BrokenFile(f"{name}: does not end with END.")
    rows = _parts(lines[len(HEADS) : -1], name)
    for part, head in zip(PARTS, ("Courses", "Rooms", "Curricula", "Constraints"), strict=True):
        if len(rows[part]) != int(heads[head]):
            raise BrokenFile(f"{name}: {head} says {heads[head]}, and {len(rows[part])} lines are there")
    try:
        return _week(heads, rows)
    except (ValueError, IndexError, KeyError) as error:
        raise BrokenFile(f"{name}: a line is not as the format says ({error})") from error


def _parts(lines: list[str], name: str) -> dict[str, list[list[str]]]:
    rows: dict[str, list[list[str]]] = {part: [] for part in PARTS}
    part = None
    for line in lines:
        if line in PARTS:
            part = line
        elif part is None:
            raise BrokenFile(f"{name}: a line stands before its part: {line}")
        else:
            rows[part].append(line.split())
    return rows


def _week(heads: dict[str, str], rows: dict[str, list[list[str]]]) -> Week:
    days, day_periods = int(heads["Days"]), int(heads["Periods_per_day"])
    courses = tuple(Course(row[0], row[1], int(row[2]), int(row[3]), int(row[4])) for row in rows["COURSES:"])
    number = {course.name: at for at, course in enumerate(courses)}
    curricula = []
    for row in rows["CURRICULA:"]:
        if len(row) != 2 + int(row[1]):
            raise ValueError(f"curriculum {row[0]} names {len(row) - 2} courses and says {row[1]}")
        curricula.append(tuple(number[one] for one in row[2:]))
    closed = set()
    for course, day, period in rows["UNAVAILABILITY_CONSTRAINTS:"]:
        if not (0 <= int(day) < days and 0 <= int(period) < day_periods):
            raise ValueError(f"{course} is away on day {day}, period {period}, which is not in the week")
        closed.add((number[course], int(day) * day_periods + int(period)))
    return Week(days, day_periods, courses, tuple(int(row[1]) for row in rows["ROOMS:"]), tuple(curricula), frozenset(closed))


def check(week: Week, timetable: list[Lecture]) -> Verdict:
    """Every rule counted again from the file's own numbers."""
    at = defaultdict(list)
    for one in timetable:
        at[one.course].append(one)
    seats = sum(max(week.courses[one.course].students - week.rooms[one.room], 0) for one in timetable)
    days = sum(max(course.least_days - len({one.period // week.day_periods for one in at[c]}), 0) for c, course in enumerate(week.courses))
    stability = sum(max(len({one.room for one in at[c]}) - 1, 0) for c in range(len(week.courses)))
    alone = 0
    for curriculum in week.curricula:
        taken = Counter(one.period for c in curriculum for one in at[c])
        for period, count in taken.items():
            near = [other for other in (period - 1, period + 1) if other // week.day_periods == period // week.day_periods]
            alone += count * (not any(other in taken for other in near))
    return Verdict(seats, DAY_SHORT * days, ALONE * alone, ROOM_MORE * stability, tuple(_broken(week, timetable)))


def _broken(week: Week, timetable: list[Lecture]) -> list[str]:
    """Lectures, room occupancy, conflicts, availability."""
    told = []
    held = Counter(one.course for one in timetable)
    told += [f"{course.name} has {held[c]} of {course.lectures} lectures" for c, course in enumerate(week.courses) if held[c] != course.lectures]
    rooms = Counter((one.period, one.room) for one in timetable)
    told += [f"room {room} holds {count} lectures in period {period}" for (period, room), count in rooms.items() if count > 1]
    twice = Counter((one.course, one.period) for one in timetable)
    told += [f"{week.courses[c].name} is held {count} times in period {period}" for (c, period), count in twice.items() if count > 1]
    told += [f"{week.courses[c].name} is held in period {period}, when it cannot" for c, period in twice if (c, period) in week.closed]
    groups = [(f"curriculum {q}", curriculum) for q, curriculum in enumerate(week.curricula)]
    teachers = defaultdict(list)
    for c, course in enumerate(week.courses):
        teachers[course.teacher].append(c)
    groups += [(f"teacher {teacher}", tuple(mine)) for teacher, mine in teachers.items()]
    for name, members in groups:
        busy = Counter(period for c, period in twice if c in members)
        told += [f"{name} has {count} courses in period {period}" for period, count in busy.items() if count > 1]
    return told
