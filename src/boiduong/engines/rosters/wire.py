"""A book between two processes: JSON, for whatever a stranger's file made of the child must stay plain values here."""

import json
from dataclasses import fields
from datetime import date
from typing import Any

from boiduong.engines.rosters.model import Problem, RosterRow
from boiduong.engines.rosters.reading import Book

_ROW = tuple(field.name for field in fields(RosterRow))
_PROBLEM = tuple(field.name for field in fields(Problem))


def pack(book: Book) -> bytes:
    rows = [[_plain(getattr(row, name)) for name in _ROW] for row in book.rows]
    return json.dumps({"rows": rows, "problems": [_list(problem) for problem in book.problems], "told": book.told}, ensure_ascii=False).encode()


def unpack(data: bytes) -> Book:
    found = json.loads(data)
    return Book(tuple(_row(row) for row in found["rows"]), tuple(Problem(*problem) for problem in found["problems"]), tuple(found["told"]))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return [_list(problem) for problem in value] if isinstance(value, tuple) else value


def _list(problem: Problem) -> list[object]:
    return [getattr(problem, name) for name in _PROBLEM]


def _row(values: list[Any]) -> RosterRow:
    told = dict(zip(_ROW, values, strict=True))
    told["birth_date"] = told["birth_date"] and date.fromisoformat(told["birth_date"])
    told["problems"] = tuple(Problem(*problem) for problem in told["problems"])
    return RosterRow(**told)
