"""Lists that hang on a wall or lie on a table: who is in a class, who signs at a session, what is taught when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from boiduong.engines.typeset.heads import Head, Signature, recipient_lines
from boiduong.engines.typeset.press import press
from boiduong.engines.typeset.words import clock, figure, half_day, short_date, weekday

_HALVES = ("Sáng", "Chiều", "Tối")


@dataclass(frozen=True, slots=True)
class ClassMember:
    name: str
    birth_date: str  # as printed, "05/02/1980"; empty if not known or not wanted
    position: str
    unit: str
    seat: str  # empty where seats are free
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One class's half-day as a timetable shows it."""

    on: date
    starts: time
    ends: time
    training_class: str
    topic: str
    speaker: str  # title and name; empty if not yet known
    hall: str
    note: str = ""  # "Khai mạc"


def class_list(head: Head, *, title: str, course: str, members: tuple[ClassMember, ...], signature: Signature, on: date) -> bytes:
    """Who is in a class, numbered in the order given; title "danh sách học viên Lớp 3", course "Lớp bồi dưỡng chính trị hè năm 2019"."""
    data = {
        "kind": "class-list",
        "head": head.data(),
        "title": title,
        "course": course,
        "count": figure(len(members)),
        "with_births": any(member.birth_date for member in members),
        "rows": [{"name": m.name, "birth": m.birth_date, "position": m.position, "unit": m.unit, "seat": m.seat, "note": m.note} for m in members],
        "signature": signature.data(),
    }
    return press("lists.typ", data, on=on)


@dataclass(frozen=True, slots=True)
class Watch:
    """Who signs in one place, and who keeps watch there."""

    where: str  # name and address; empty for the lesson's own hall
    recorder: str  # empty for the hall: whoever looks after the class signs there
    members: tuple[ClassMember, ...]


def sign_in_sheet(head: Head, *, course: str, lesson: Lesson, members: tuple[ClassMember, ...], on: date, connected: tuple[Watch, ...] = ()) -> bytes:
    """What lies at the door of one session, in the order given (that of the seats): each signs on coming and on going.

    connected: a sheet of its own for each place from which the lesson is followed, numbered and paged by itself.
    """
    watches = ([] if connected and not members else [Watch("", "", members)]) + list(connected)
    data = {
        "kind": "sign-in",
        "head": head.data(),
        "title": "danh sách điểm danh",
        "course": course,
        "lesson": _lesson(lesson),
        "sheets": [
            {
                "where": watch.where,
                "recorder": watch.recorder,
                "count": figure(len(watch.members)),
                "rows": [{"name": m.name, "unit": m.unit, "seat": m.seat, "note": m.note} for m in watch.members],
            }
            for watch in watches
        ],
    }
    return press("lists.typ", data, on=on, tagged=False)


def timetable(
    head: Head, *, course: str, lessons: tuple[Lesson, ...], notes: tuple[str, ...], signature: Signature, recipients: tuple[str, ...], on: date
) -> bytes:
    """What is taught when: a row a day, mornings and afternoons beside one another. Lessons may come in any order."""
    in_time = sorted(lessons, key=lambda lesson: (lesson.on, lesson.starts, lesson.training_class))
    days = [(day, list(of_day)) for day, of_day in groupby(in_time, key=lambda lesson: lesson.on)]
    halls = sorted({lesson.hall for lesson in lessons if lesson.hall})
    data = {
        "kind": "timetable",
        "head": head.data(),
        "title": "thời khóa biểu",
        "course": course,
        "days": [{"day": weekday(day)[:1].upper() + weekday(day)[1:], "date": short_date(day), "halves": _halves(of_day)} for day, of_day in days],
        "halves": [{"half": half, "hours": _one_hour(lessons, half)} for half in _HALVES if half != "Tối" or _at(lessons, "Tối")],
        "one_hall": halls[0] if len(halls) == 1 else "",
        "notes": list(notes),
        "signature": signature.data(),
        "recipients": recipient_lines(recipients),
    }
    return press("lists.typ", data, on=on)


def _halves(lessons: list[Lesson]) -> dict[str, list[dict[str, str]]]:
    return {half: [_lesson(lesson) for lesson in _at(lessons, half)] for half in _HALVES}


def _at(lessons: Iterable[Lesson], half: str) -> list[Lesson]:
    return [lesson for lesson in lessons if half_day(lesson.starts) == half]


def _one_hour(lessons: Iterable[Lesson], half: str) -> str:
    """When all lessons of this half begin and end, to be said once above them; empty if they differ."""
    hours = {_hours(lesson) for lesson in _at(lessons, half)}
    return hours.pop() if len(hours) == 1 else ""


def _hours(lesson: Lesson) -> str:
    return f"{clock(lesson.starts)} - {clock(lesson.ends)}"


def _lesson(lesson: Lesson) -> dict[str, str]:
    return {
        "training_class": lesson.training_class,
        "topic": lesson.topic,
        "speaker": lesson.speaker,
        "hall": lesson.hall,
        "note": lesson.note,
        "hours": _hours(lesson),
        "day": f"{half_day(lesson.starts)} {weekday(lesson.on)}, {short_date(lesson.on)}",
    }
