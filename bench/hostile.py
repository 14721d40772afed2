"""Hostile files (tests/engines/rosters/hostile.py), each read in a child of its own: how long until there is an answer, and with how much memory."""

import sys
from importlib import import_module
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

from bench import Figure, measured
from boiduong.engines.rosters import Reader, RosterFile

SECONDS, MEGABYTES = 5, 300  # what a refusal may take


def run() -> list[Figure]:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    files: list[Any] = import_module("engines.rosters.hostile").hostile_files()
    figures = [reading(file) for file in files]
    slow = sum(figure.seconds > SECONDS for figure in figures)
    peak = getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024
    figures.sort(key=lambda figure: -figure.seconds)
    total = sum(figure.seconds for figure in figures), sum(figure.cpu_seconds for figure in figures)
    note = f"{slow} over {SECONDS} s, at most {peak:.0f} MB (of {MEGABYTES})"
    return [Figure(f"{len(figures)} hostile files, the start of a child for each", *total, note), *figures[:12]]


def reading(file: Any) -> Figure:
    data = file.make()
    with measured() as told, Reader() as reader:
        found = reader.read(data, file.filename)
    return Figure(file.name, told.seconds, told.cpu_seconds, answered(file, found))


def answered(file: Any, found: RosterFile) -> str:
    told = "; ".join(problem.message for problem in found.problems) or "no word said"
    return f"READ {len(found.rows)} rows" if found.rows and file.is_refused else told[:90]


if __name__ == "__main__":
    for figure in run():
        print(f"{figure.seconds:6.2f} {figure.cpu_seconds:6.2f} {figure.what}: {figure.note}")
