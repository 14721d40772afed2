"""A pay sheet as data: what is paid to whom, counted from lines that anybody can add up. No rows, no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Taught:
    """One session that is paid."""

    when: str  # "24/07/2019 sáng"
    training_class: str
    topic: str
    speaker: str
    note: str  # why it is paid so, where a person decided


@dataclass(frozen=True, slots=True)
class Line:
    """One speaker at one rate."""

    name: str
    titles: str
    rate: str  # the class of titles
    count: str  # of sessions, half-days or hours; a decimal as text
    amount: int  # đồng for one
    gross: int
    tax: int

    @property
    def net(self) -> int:
        return self.gross - self.tax


@dataclass(frozen=True, slots=True)
class Sheet:
    source: str
    basis: str  # FeeTable.Basis
    tax_percent: str
    is_example: bool
    lines: tuple[Line, ...]
    sessions: tuple[Taught, ...]

    @property
    def gross(self) -> int:
        return sum(line.gross for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(line.tax for line in self.lines)

    @property
    def net(self) -> int:
        return self.gross - self.tax


def rounded(value: Decimal) -> int:
    """To the đồng, half up, as Excel's ROUND does."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def line_of(*, name: str, titles: str, rate: str, count: Decimal, amount: int, is_taxed: bool, tax_percent: Decimal) -> Line:
    gross = rounded(count * amount)
    tax = rounded(gross * tax_percent / 100) if is_taxed else 0
    return Line(name=name, titles=titles, rate=rate, count=str(count), amount=amount, gross=gross, tax=tax)


def frozen(sheet: Sheet) -> dict[str, Any]:
    return asdict(sheet)


def thawed(data: Mapping[str, Any]) -> Sheet:
    lines = tuple(Line(**line) for line in data["lines"])
    sessions = tuple(Taught(**session) for session in data["sessions"])
    return Sheet(**{**data, "lines": lines, "sessions": sessions})


def differences(before: Sheet, after: Sheet) -> Sequence[tuple[str, int, int]]:
    """By name: what was to be paid and what is now, where they differ."""
    old, new = _by_name(before), _by_name(after)
    return [(name, old.get(name, 0), new.get(name, 0)) for name in sorted(old | new) if old.get(name, 0) != new.get(name, 0)]


def _by_name(sheet: Sheet) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in sheet.lines:
        found[line.name] = found.get(line.name, 0) + line.net
    return found
