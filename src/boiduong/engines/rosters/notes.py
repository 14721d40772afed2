"""Collects what is to be said about one row."""

from dataclasses import dataclass, field

from boiduong.engines.rosters.messages import MESSAGES
from boiduong.engines.rosters.model import Problem, Severity
from boiduong.engines.sheets import column_letter


@dataclass(slots=True)
class Notes:
    found: list[Problem] = field(default_factory=list)

    def add(self, column: int | None, kind: str, severity: Severity, value: str, reason: str, *, proposal: str | None = None, **words: str) -> None:
        """Say the sentence `reason` of the table of messages about this column (counted from 0; None: the whole row)."""
        letter = None if column is None else column_letter(column)
        self.found.append(Problem(letter, kind, severity, value, MESSAGES[reason].format(**words), proposal))
