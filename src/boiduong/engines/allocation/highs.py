"""Linear models with whole numbers, handed to HiGHS as arrays.

Every answer is looked at before it is believed: HiGHS may return without a solution and without an error, and it may overrun a time limit.
"""

from dataclasses import dataclass
from time import monotonic

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

type Reals = NDArray[np.float64]
type Columns = NDArray[np.int32]

TOLERANCE = 1e-6  # costs are whole numbers
SEEKING = (
    "mip_heuristic_run_rins",
    "mip_heuristic_run_rens",
    "mip_heuristic_run_root_reduced_cost",
    "mip_heuristic_run_feasibility_jump",
    "mip_allow_restart",  # begins the root again, for points rather than for the bound
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Work for one call. Nodes count the same on every machine; `until`, a `monotonic()` instant, does not."""

    nodes: int
    threads: int = 1
    seed: int = 1
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    values: Reals | None  # None: no solution in hand
    objective: float
    bound: float  # nothing can be below
    is_optimal: bool
    is_infeasible: bool
    was_stopped_by_clock: bool


class LinearModel:
    """Columns and rows, gathered; each `minimise` starts a solver afresh."""

    def __init__(self) -> None:
        self._low: list[Reals] = []
        self._high: list[Reals] = []
        self._whole: list[NDArray[np.bool_]] = []
        self._rows: list[tuple[Columns, Reals]] = []
        self._row_low: list[float] = []
        self._row_high: list[float] = []
        self.size = 0

    def add_columns(self, count: int, low: ArrayLike = 0.0, high: ArrayLike = np.inf, *, is_whole: bool = True) -> Columns:
        """`count` new columns within bounds (one for all, or one each); returns their numbers."""
        self._low.append(np.broadcast_to(np.asarray(low, dtype=np.float64), count))
        self._high.append(np.broadcast_to(np.asarray(high, dtype=np.float64), count))
        self._whole.append(np.full(count, is_whole))
        self.size += count
        return np.arange(self.size - count, self.size, dtype=np.int32)

    def add_row(self, columns: ArrayLike, factors: ArrayLike = 1.0, low: float = -np.inf, high: float = np.inf) -> None:
        """low <= sum of factors x columns <= high."""
        where = np.asarray(columns, dtype=np.int32)
        self._rows.append((where, np.broadcast_to(np.asarray(factors, dtype=np.float64), where.shape)))
        self._row_low.append(low)
        self._row_high.append(high)

    def relaxed(self) -> "LinearModel":
        """The same model with fractions allowed."""
        copy = LinearModel()
        copy._low, copy._high, copy._rows = self._low, self._high, self._rows
        copy._row_low, copy._row_high, copy.size = self._row_low, self._row_high, self.size
        copy._whole = [np.zeros_like(whole) for whole in self._whole]
        return copy

    def minimise(
        self, cost: Reals, limits: Limits, start: Reals | None = None, free: NDArray[np.bool_] | None = None, *, seeks: bool = True
    ) -> Outcome:
        """The best values found for this cost; `start`, a feasible point, is never made worse.

        free: with it, all other columns stay as they are in `start`, and the bound is of no use.
        seeks: False where the bound alone is wanted and `start` is as good as it gets: half of the root's time goes into looking for better points.
        """
        seconds = None if limits.until is None else max(limits.until - monotonic(), 0.05)
        lp = self._as_lp(cost)
        if free is not None and start is not None:
            lp.col_lower_, lp.col_upper_ = np.where(free, lp.col_lower_, start), np.where(free, lp.col_upper_, start)
        solver = _run(lp, limits, seconds, start, seeks=seeks)
        if start is not None and _answers_with_another_point(solver, cost):
            solver = _run(lp, limits, seconds, None)
        return _outcome(solver, cost, start)

    def _as_lp(self, cost: Reals) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.size, len(self._rows)
        lp.col_cost_ = cost
        lp.col_lower_, lp.col_upper_ = np.concatenate(self._low), np.concatenate(self._high)
        lp.row_lower_, lp.row_upper_ = np.array(self._row_low), np.array(self._row_high)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(whole)] for whole in np.concatenate(self._whole)]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = self.size, len(self._rows)
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(columns) for columns, _ in self._rows])]).astype(np.int32)
        lp.a_matrix_.index_ = np.concatenate([columns for columns, _ in self._rows]) if self._rows else np.zeros(0, dtype=np.int32)
        lp.a_matrix_.value_ = np.concatenate([factors for _, factors in self._rows]) if self._rows else np.zeros(0)
        return lp


def _solver(limits: Limits, seconds: float | None) -> highspy._core._Highs:
    highspy.Highs.resetGlobalScheduler(True)  # the number of threads is fixed by whoever ran first in this process
    solver = highspy._core._Highs()  # the wrapper around it prints a banner before it can be told not to
    options: dict[str, bool | float] = {"output_flag": False, "threads": limits.threads, "random_seed": limits.seed, "mip_max_nodes": limits.nodes}
    options |= {"mip_rel_gap": 0.0} | ({} if seconds is None else {"time_limit": seconds})
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


def _run(lp: highspy.HighsLp, limits: Limits, seconds: float | None, start: Reals | None, *, seeks: bool = True) -> highspy._core._Highs:
    solver = _solver(limits, seconds)
    for name in () if seeks else SEEKING:
        solver.setOptionValue(name, False)
    solver.passModel(lp)
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = start.tolist()
        solver.setSolution(known)
    solver.run()
    return solver


def _answers_with_another_point(solver: highspy._core._Highs, cost: Reals) -> bool:
    """Whether the values handed back are not those of the objective that is told.

    Seen in HiGHS 1.16.0: given a start, it found better, said so, called it optimal, and handed back the start.
    """
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return False
    return bool(abs(cost @ np.array(solver.getSolution().col_value) - info.objective_function_value) > TOLERANCE)


def _outcome(solver: highspy._core._Highs, cost: Reals, start: Reals | None) -> Outcome:
    state, info = solver.getModelStatus(), solver.getInfo()
    stopped = state == highspy.HighsModelStatus.kTimeLimit
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = np.array(solver.getSolution().col_value)
        if start is not None and cost @ values > cost @ start:
            values = start
    elif state == highspy.HighsModelStatus.kInfeasible:
        return Outcome(None, np.inf, np.inf, False, True, stopped)
    elif start is None:
        return Outcome(None, np.inf, -np.inf, False, False, stopped)
    else:
        values = start
    objective = float(cost @ values)
    is_optimal = state == highspy.HighsModelStatus.kOptimal and abs(objective - info.objective_function_value) <= TOLERANCE
    bound = info.mip_dual_bound if np.isfinite(info.mip_dual_bound) and info.mip_dual_bound <= objective else -np.inf
    return Outcome(values, objective, objective if is_optimal else bound, is_optimal, False, stopped)
