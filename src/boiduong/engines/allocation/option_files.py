"""The options of a problem in its file; every key may be absent.

`tolerances` {tier: 1 or "2%" or {"points", "percent"}} · `required` [{"manager" true/false/null, "level" number/null, "classes" [...]}] ·
`fairness` {"most_km"}, null for no cap · `coverage_by` "day" or "half_day"
"""

from typing import Any

from boiduong.engines.allocation.model import Problem, Unusable
from boiduong.engines.allocation.options import NO_FAIRNESS, CoverageBy, Fairness, Required, Tolerance
from boiduong.engines.allocation.values import MANY, index, real, whole


def read_options(found: dict[str, Any], classes: int, tiers: tuple[str, ...]) -> dict[str, Any]:
    """As arguments of a Problem. Raises Unusable with the key's name."""
    tolerances = _object(found.get("tolerances"), "tolerances")
    if strange := [name for name in tolerances if name not in tiers]:
        raise Unusable(f"tolerances: unknown tier {strange[0]!r}")
    required = found.get("required") or []
    if not isinstance(required, list):
        raise Unusable("required: a list is expected")
    return {
        "tolerances": {name: _tolerance(value, f"tolerance of {name}") for name, value in tolerances.items()},
        "required": tuple(_required(_object(row, "required"), classes) for row in required),
        "fairness": _fairness(_object(found.get("fairness"), "fairness")),
        "coverage_by": _coverage_by(found.get("coverage_by")),
    }


def _object(value: Any, what: str) -> dict[str, Any]:
    if value is not None and not isinstance(value, dict):
        raise Unusable(f"{what}: an object is expected")
    return value or {}


def _tolerance(value: Any, what: str) -> Tolerance:
    if isinstance(value, dict):
        return Tolerance(whole(value.get("points") or 0, what), real(value.get("percent") or 0, what))
    if isinstance(value, str) and value.strip().endswith("%"):
        return Tolerance(percent=real(value.strip()[:-1], what))
    return Tolerance(points=whole(value, what))


def _required(row: dict[str, Any], classes: int) -> Required:
    manager, level, inside = row.get("manager"), row.get("level"), row.get("classes")
    if not isinstance(inside, list):
        raise Unusable("required: a list of classes is expected")
    return Required(
        frozenset(index(value, classes, "class of a requirement") for value in inside),
        None if manager is None else bool(manager),
        None if level is None else whole(level, "level of a requirement", -MANY),
    )


def _fairness(row: dict[str, Any]) -> Fairness:
    km = row.get("most_km")
    return Fairness(None if km is None else real(km, "most_km"))


def _coverage_by(value: Any) -> CoverageBy:
    try:
        return CoverageBy(value or CoverageBy.DAY)
    except ValueError as reason:
        raise Unusable(f"coverage_by: {value!r} is neither 'day' nor 'half_day'") from reason


def options_as_json(problem: Problem) -> dict[str, Any]:
    """The keys that are used."""
    fairness = problem.fairness
    found = {
        "tolerances": {name: {"points": one.points, "percent": one.percent} for name, one in problem.tolerances.items()},
        "required": [{"manager": one.is_manager, "level": one.level, "classes": sorted(one.classes)} for one in problem.required],
        "fairness": {} if fairness == NO_FAIRNESS else {"most_km": fairness.most_km},
        "coverage_by": "" if problem.coverage_by == CoverageBy.DAY else problem.coverage_by.value,
    }
    return {name: value for name, value in found.items() if value}
