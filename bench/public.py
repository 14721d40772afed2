"""Others' problems with published values, solved by the machinery that divides people into classes. `./bd bench allocation --public DIR`.

DIR holds `gap/` (generalized assignment, with `bounds.txt`) and `itc2007_ctt/` (curriculum-based course timetabling, International Timetabling
Competition 2007, track 3). A figure counts only if the checker, which knows no solver, finds nothing broken and adds up the same cost.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import Figure, measured
from bench import public_ctt as ctt
from bench import public_gap as gap
from bench.public_ctt_solver import solve as plan
from bench.public_gap_solver import solve as assign

SETS = {"gap": 30.0, "itc2007": 600.0}  # processor seconds of each instance
WINNER = (5, 43, 72, 35, 298, 41, 14, 39, 103, 9, 0, 331, 66, 53)  # comp01 to comp14, as published for the winner, cpsolver


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the public sets is to be run. only: names of instances; none: all. seconds: of an instance; None: each set's own."""

    directory: Path
    sets: tuple[str, ...] = tuple(SETS)
    only: tuple[str, ...] = ()
    seconds: float | None = None


def run(wanted: Wanted) -> Iterator[Figure]:
    """One figure an instance, as it comes."""
    if "gap" in wanted.sets:
        yield from _gap(wanted, wanted.seconds or SETS["gap"])
    if "itc2007" in wanted.sets:
        yield from _ctt(wanted, wanted.seconds or SETS["itc2007"])


def _files(wanted: Wanted, folder: str, kinds: tuple[str, ...]) -> list[Path]:
    paths = sorted(path for path in (wanted.directory / folder).glob("*") if path.suffix in kinds)
    return [path for path in paths if not wanted.only or path.stem in wanted.only]


def _gap(wanted: Wanted, seconds: float) -> Iterator[Figure]:
    """Beside the best known cost; the last line is the mean over all instances, and says when some have no plan."""
    bounds = gap.read_bounds((wanted.directory / "gap" / "bounds.txt").read_text())
    gaps: list[float] = []
    wall, cpu, paths = 0.0, 0.0, _files(wanted, "gap", (".zip",))
    for path in paths:
        problem, (_, best) = gap.read_file(path), bounds[path.stem]
        with measured() as told:
            answer = assign(problem, seconds)
        wall, cpu = wall + told.seconds, cpu + told.cpu_seconds
        cost, broken = gap.check(problem, answer.agents) if answer.agents is not None else (0, ["no assignment within the capacities"])
        if broken:
            yield Figure(f"gap {path.stem}", told.seconds, told.cpu_seconds, f"NO FIGURE: {broken[0]} ({len(broken)} broken)")
            continue
        gaps.append(100 * (cost - best) / best)
        yield Figure(
            f"gap {path.stem}", told.seconds, told.cpu_seconds, f"{cost}, best known {best}: {gaps[-1]:.3f} % above; own bound {answer.bound:.1f}"
        )
    if gaps:
        yield Figure("gap, all", wall, cpu, f"mean {sum(gaps) / len(gaps):.3f} % above the best known, over {len(gaps)} of {len(paths)} instances")


def _ctt(wanted: Wanted, seconds: float) -> Iterator[Figure]:
    """Beside what the winner of the competition published, where that is known."""
    published = {f"comp{at:02}": value for at, value in enumerate(WINNER, 1)}
    for path in _files(wanted, "itc2007_ctt", (".ctt",)):
        week = ctt.read_week(path.read_text(), path.name)
        with measured() as told:
            answer = plan(week, seconds)
        what = f"itc2007 {path.stem}"
        verdict = None if answer.timetable is None else ctt.check(week, answer.timetable)
        if verdict is None or verdict.broken:
            cause = verdict.broken[0] if verdict else "no timetable within the hard rules"
            yield Figure(what, told.seconds, told.cpu_seconds, f"NO FIGURE: {cause}")
            continue
        parts = f"seats {verdict.seats}, days {verdict.days}, compactness {verdict.compactness}, rooms {verdict.stability}"
        beside = f"winner {published[path.stem]}" if path.stem in published else "no published figure at hand"
        yield Figure(what, told.seconds, told.cpu_seconds, f"{verdict.cost}, {beside}; own bound {answer.bound}; {parts}")
