"""A problem as a folder (`inst.json`, `learners.csv`) and a solution as JSON, as scripts outside the project exchange them."""

import csv
import datetime
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from boiduong.engines.allocation.model import (
    TIERS,
    Bools,
    Day,
    Hall,
    Klass,
    Learners,
    Mode,
    Opening,
    Problem,
    School,
    Session,
    Solution,
    Speaker,
    Status,
    Tier,
    Unusable,
)
from boiduong.engines.allocation.option_files import options_as_json, read_options
from boiduong.engines.allocation.values import MANY, index, real, whole

COLUMNS = ("id", "school", "level", "manager", "party", "unavailable", "pref", "allowed", "prev", "locked")


def read_problem(folder: Path) -> Problem:
    """Read and validate. Raises Unusable with one line that says what is wrong and where."""
    try:
        found = json.loads((folder / "inst.json").read_text(encoding="utf-8"))
        with (folder / "learners.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as reason:
        raise Unusable(f"{folder}: {reason.strerror or reason}: {reason.filename}") from reason
    except (ValueError, csv.Error) as reason:
        raise Unusable(f"{folder}: not readable as JSON and CSV in UTF-8: {reason}") from reason
    if not isinstance(found, dict):
        raise Unusable(f"{folder / 'inst.json'}: an object is expected")
    try:
        return _problem(found, rows)
    except KeyError as reason:
        raise Unusable(f"{folder}: the key {reason} is missing") from reason
    except (TypeError, ValueError, AttributeError, IndexError, OverflowError) as reason:
        raise Unusable(f"{folder}: {reason}") from reason


def _day(row: dict[str, Any]) -> Day:
    try:
        date = datetime.date.fromisoformat(str(row["date"]))
    except ValueError as reason:
        raise Unusable(f"date of a day: {row['date']!r} is no day of the calendar") from reason
    return Day(date.isoformat(), bool(row.get("open", True)))


def _problem(found: dict[str, Any], rows: list[dict[str, str]]) -> Problem:
    days = tuple(_day(row) for row in found["days"])
    topics = tuple(str(name) for name in found["topics"])
    slots, classes = 2 * len(days), len(found["classes"])
    sizes = {"topic": len(topics), "slot": slots, "hall": len(found["halls"]), "class": classes, "speaker": len(found["speakers"])}
    given = found.get("sessions")
    schools = tuple(_school(row) for row in found["schools"])
    return Problem(
        name=str(found.get("name", "")),
        days=days,
        topics=topics,
        topic_order=bool(found.get("topic_order", True)),
        class_window_days=whole(found.get("class_window_days") or len(days), "class_window_days"),
        opening=_opening(found.get("opening"), sizes),
        halls=tuple(_hall(row, slots) for row in found["halls"]),
        classes=tuple(_klass(row, sizes["hall"]) for row in found["classes"]),
        speakers=tuple(_speaker(row, sizes) for row in found["speakers"]),
        sessions=None if given is None else tuple(_session(row, sizes) for row in given),
        schools=schools,
        learners=_learners(rows, len(schools), len(days), classes),
        balance_tolerance_percent=real(found.get("balance_tol_pct", 2.0), "balance_tol_pct"),
        tiers=_tiers(found.get("tiers") or TIERS),
        **read_options(found, classes, TIERS),
    )


def _tiers(names: Iterable[str]) -> tuple[str, ...]:
    """The organiser's order; a tier not named is measured all the same, after the others."""
    named = tuple(dict.fromkeys(names))
    if strange := [name for name in named if name not in TIERS]:
        raise Unusable(f"unknown tier {strange[0]!r}")
    return named + tuple(name for name in TIERS if name not in named)


def _opening(row: dict[str, Any] | None, sizes: dict[str, int]) -> Opening | None:
    if not row:
        return None
    return Opening(index(row["slot"], sizes["slot"], "opening slot"), index(row.get("topic") or 0, sizes["topic"], "opening topic"))


def _hall(row: dict[str, Any], slots: int) -> Hall:
    closed = frozenset(index(slot, slots, "closed slot") for slot in row.get("closed_slots") or [])
    capacity, reserved = whole(row["capacity"], "capacity of a hall"), whole(row.get("reserved") or 0, "reserved of a hall")
    x, y = (real(row.get(name) or 0, f"{name} of a hall", -MANY) for name in ("x", "y"))
    return Hall(str(row["name"]), capacity, min(reserved, capacity), x, y, closed)


def _klass(row: dict[str, Any], halls: int) -> Klass:
    hall, block, half = row.get("hall"), row.get("block"), row.get("half")
    return Klass(
        str(row["name"]),
        None if hall is None else index(hall, halls, "hall of a class"),
        None if block is None else whole(block, "block of a class", -MANY),
        None if half is None else index(half, 2, "half"),
    )


def _speaker(row: dict[str, Any], sizes: dict[str, int]) -> Speaker:
    topics = frozenset(index(topic, sizes["topic"], "topic of a speaker") for topic in row["topics"])
    slots = frozenset(index(slot, sizes["slot"], "slot of a speaker") for slot in row["available_slots"])
    return Speaker(str(row["name"]), topics, slots, whole(row.get("max_per_day") or 2, "max_per_day of a speaker"))


def _session(row: list[Any], sizes: dict[str, int]) -> Session:
    names = ("class", "topic", "slot", "hall", "speaker")
    return Session(*(index(value, sizes[name], f"{name} of a session") for name, value in zip(names, row, strict=True)))


def _school(row: dict[str, Any]) -> School:
    return School(
        name=str(row["name"]),
        level=whole(row.get("level") or 0, "level of a school", -MANY),
        staff=whole(row.get("staff") or 0, "staff of a school"),
        max_absent_percent=real(row.get("max_absent_pct", 100), "max_absent_pct of a school"),
        mode=Mode(row.get("mode") or "none"),
        spread_percent=real(row.get("spread_pct") or 100, "spread_pct of a school"),
        managers_apart=bool(row.get("managers_apart")),
        x=real(row.get("x") or 0, "x of a school", -MANY),
        y=real(row.get("y") or 0, "y of a school", -MANY),
    )


def _learners(rows: list[dict[str, str]], schools: int, days: int, classes: int) -> Learners:
    if rows and (missing := [name for name in ("id", "school") if name not in rows[0]]):
        raise Unusable(f"learners.csv: the column {missing[0]!r} is missing")

    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        if not row["id"] or row["id"] in seen:
            raise Unusable(f"learners.csv, line {number}: " + (f"the id {row['id']!r} stands there twice" if row["id"] else "the id is missing"))
        seen.add(row["id"])

    def number_of(name: str) -> Callable[[str], int]:
        return lambda text: whole(text, f"{name} of a learner", -MANY)

    def column(name: str, default: int, read: Callable[[str], int]) -> np.ndarray[Any, np.dtype[np.int64]]:
        return np.array([read(row.get(name) or str(default)) for row in rows], dtype=np.int64)

    allowed = _table(rows, "allowed", classes)
    return Learners(
        ids=tuple(row["id"] for row in rows),
        school=column("school", 0, lambda text: index(text, schools, "school of a learner")),
        level=column("level", 0, number_of("level")),
        is_manager=column("manager", 0, number_of("manager")) > 0,
        is_unavailable=_table(rows, "unavailable", days),
        wish=column("pref", 0, lambda text: index(text, 3, "pref of a learner")),
        is_allowed=allowed | ~allowed.any(axis=1, keepdims=True),
        previous=column("prev", -1, lambda text: -1 if whole(text, "prev of a learner", -MANY) < 0 else index(text, classes, "prev of a learner")),
        is_locked=column("locked", 0, number_of("locked")) > 0,
    )


def _table(rows: list[dict[str, str]], name: str, width: int) -> Bools:
    table = np.zeros((len(rows), width), dtype=np.bool_)
    for number, row in enumerate(rows):
        for text in (row.get(name) or "").split(";"):
            if text.strip():
                table[number, index(text, width, f"{name} of learner {row['id']}:")] = True
    return table


def write_problem(problem: Problem, folder: Path) -> None:
    """The same folder again; what `read_problem` reads back equals `problem`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "inst.json").write_text(json.dumps(_as_json(problem), ensure_ascii=False), encoding="utf-8")
    people = problem.learners
    with (folder / "learners.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for i, name in enumerate(people.ids):
            unavailable = ";".join(str(day) for day in np.flatnonzero(people.is_unavailable[i]))
            allowed = "" if people.is_allowed[i].all() else ";".join(str(c) for c in np.flatnonzero(people.is_allowed[i]))
            row = (people.school[i], people.level[i], int(people.is_manager[i]), 0, unavailable, people.wish[i], allowed)
            writer.writerow((name, *row, people.previous[i], int(people.is_locked[i])))


def _as_json(problem: Problem) -> dict[str, Any]:
    halls = [(h.name, h.capacity, h.reserved, h.x, h.y, sorted(h.closed_slots)) for h in problem.halls]
    schools = [(s.name, s.level, s.staff, s.max_absent_percent, s.mode.value, s.spread_percent, s.managers_apart, s.x, s.y) for s in problem.schools]
    classes = [(c.name, c.hall, c.block, c.half) for c in problem.classes]
    speakers = [(s.name, sorted(s.topics), sorted(s.slots), s.max_per_day) for s in problem.speakers]
    return {
        "format": 1,
        "name": problem.name,
        "days": [{"date": day.date, "weekday": np.datetime64(day.date).astype(object).weekday(), "open": day.is_open} for day in problem.days],
        "topics": list(problem.topics),
        "topic_order": problem.topic_order,
        "class_window_days": problem.class_window_days,
        "opening": problem.opening and problem.opening._asdict(),
        "halls": _objects(("name", "capacity", "reserved", "x", "y", "closed_slots"), halls),
        "classes": _objects(("name", "hall", "block", "half"), classes),
        "speakers": _objects(("name", "topics", "available_slots", "max_per_day"), speakers),
        "sessions": None if problem.sessions is None else [list(session) for session in problem.sessions],
        "schools": _objects(("name", "level", "staff", "max_absent_pct", "mode", "spread_pct", "managers_apart", "x", "y"), schools),
        "balance_tol_pct": problem.balance_tolerance_percent,
        "tiers": list(problem.tiers),
        **options_as_json(problem),
    }


def _objects(keys: tuple[str, ...], rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [{"id": number, **dict(zip(keys, row, strict=True))} for number, row in enumerate(rows)]


def tiers_as_json(tiers: dict[str, Tier]) -> dict[str, Any]:
    return {
        name: {"value": tier.value, "bound": tier.bound, "proven": tier.is_proven, "seconds": round(tier.seconds, 3)}
        | ({} if tier.best is None else {"best": tier.best})
        | ({"within": list(tier.within)} if tier.within else {})
        for name, tier in tiers.items()
    }


def write_solution(solution: Solution, path: Path) -> None:
    """Raises Unusable where the file cannot be written."""
    found = {
        "assign": solution.assign.tolist(),
        "sessions": [list(session) for session in solution.sessions],
        "status": solution.status.value,
        "tiers": tiers_as_json(solution.tiers),
        "seconds": round(solution.seconds, 3),
        "reproducible": solution.is_reproducible,
    }
    try:
        path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    except OSError as reason:
        raise Unusable(f"{path}: {reason.strerror or reason}") from reason


def _tier(row: dict[str, Any]) -> Tier:
    return Tier(row["value"], row["bound"], row["proven"], row["seconds"], tuple(row.get("within", ())), row.get("best"))


def read_solution(path: Path) -> Solution:
    """Raises Unusable with one line that says what is wrong."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        tiers = {name: _tier(tier) for name, tier in found["tiers"].items()}
        return Solution(
            assign=np.array(found["assign"], dtype=np.int64),
            sessions=tuple(Session(*row) for row in found["sessions"]),
            status=Status(found["status"]),
            tiers=tiers,
            seconds=found["seconds"],
            is_reproducible=found["reproducible"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as reason:
        raise Unusable(f"{path}: no solution: {reason}") from reason
