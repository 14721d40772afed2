"""Who comes to which door of a session, when, and what goes wrong there. Dice and the cast's habits; no database, no network."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from boiduong.rehearsal.cast import Member

DOORS = 3
ARRIVAL_MINUTES, EXIT_MINUTES = 15, 7
LATE_FROM_MINUTES, LATE_TO_MINUTES = 17, 40  # after the start; the rule's limit is 15
LAST_RUSH_RATIO = 0.6  # of those on time come in the last third
SCANNED_TWICE_RATIO, TAKEN_BACK_RATIO = 0.006, 0.003
OFFLINE_RATIO = 0.5  # of sessions, in which the third door has no network

type Deed = Literal["scan", "by_name", "take_back", "stranger", "other_code"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens at a door. In order of time."""

    at: datetime
    door: int  # from 0
    deed: Deed
    kind: Literal["in", "out"]
    member: Member | None = None
    text: str = ""  # of a stranger's note or of a code that is none of ours


@dataclass(frozen=True, slots=True)
class Half:
    """A session as the dice need it."""

    topic: int  # number
    starts_at: datetime
    ends_at: datetime
    is_makeup: bool


def steps_of(dice: Random, half: Half, due: Iterable[Member], astray: Iterable[Member], strangers: Iterable[str]) -> list[Step]:
    """Everything that happens at the doors of one session.

    due: whom the session expects. astray: who comes to it though their class is another. strangers: notes on people on no list.
    """
    steps: list[Step] = []
    for member in due:
        if attends(member, half):
            steps += _visit(dice, half, member)
    for member in astray:
        steps.append(Step(_on_time(dice, half), dice.randrange(DOORS), "scan", "in", member))
    for note in strangers:
        steps.append(Step(_on_time(dice, half), dice.randrange(DOORS), "stranger", "in", text=note))
    steps.append(Step(_on_time(dice, half), dice.randrange(DOORS), "other_code", "in", text="https://example.org/khuyen-mai"))
    return sorted(steps, key=lambda step: (step.at, step.door))


def attends(member: Member, half: Half) -> bool:
    """Whoever makes something up comes then; whoever never comes does not."""
    return not member.never_comes and (half.is_makeup or half.topic not in member.misses)


def _visit(dice: Random, half: Half, member: Member) -> list[Step]:
    entered_at = _late(dice, half) if half.topic in member.late and not half.is_makeup else _on_time(dice, half)
    door = dice.randrange(DOORS)
    deed: Deed = "by_name" if half.topic in member.forgets_card else "scan"
    steps = [Step(entered_at, door, deed, "in", member)]
    if deed == "scan" and dice.random() < SCANNED_TWICE_RATIO:
        steps.append(Step(entered_at + timedelta(seconds=dice.randint(20, 90)), dice.randrange(DOORS), "scan", "in", member))
    elif deed == "scan" and dice.random() < TAKEN_BACK_RATIO:
        again = entered_at + timedelta(seconds=30)
        steps += [Step(again, door, "take_back", "in", member), Step(again + timedelta(seconds=20), door, "scan", "in", member)]
    if half.is_makeup or half.topic not in member.no_check_out:
        left_at = half.ends_at + timedelta(seconds=dice.randrange(EXIT_MINUTES * 60))
        steps.append(Step(left_at, dice.randrange(DOORS), deed, "out", member))
    return steps


def _on_time(dice: Random, half: Half) -> datetime:
    third = ARRIVAL_MINUTES * 60 // 3
    before = dice.randrange(third) if dice.random() < LAST_RUSH_RATIO else dice.randrange(third, 3 * third)
    return half.starts_at - timedelta(seconds=before)


def _late(dice: Random, half: Half) -> datetime:
    return half.starts_at + timedelta(seconds=dice.randrange(LATE_FROM_MINUTES * 60, LATE_TO_MINUTES * 60))
