"""Dealing essays out to graders: fair in number, blind to everything but units, and the same again for the same dice."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Essay:
    key: int
    unit: int  # of its author


@dataclass(frozen=True, slots=True)
class Hand:
    """A grader, with the unit whose essays they never get (None: there is none) and how many essays they hold already."""

    key: int
    unit: int | None
    held: int = 0


class Undealable(Exception):
    """There is no fair way: `units` lists those whose graders cannot be given their part without essays of their own unit."""

    def __init__(self, units: frozenset[int]) -> None:
        super().__init__(f"no fair shares for graders of units {sorted(units)}")
        self.units = units


def deal(essays: Sequence[Essay], hands: Sequence[Hand], dice: Random) -> dict[int, list[int]]:
    """Grader key -> the keys of the essays dealt to them, in the order in which they are to be read.

    Afterwards piles (held and dealt) differ by at most 1, unless some grader held more to begin with: then nobody is given more while
    another has less. No essay goes to a grader of its unit. Raises Undealable if that cannot be, ValueError without graders.
    """
    if not hands:
        raise ValueError("nobody to deal to")
    quotas = _quotas(essays, hands, dice)
    dealt = sorted(essays, key=lambda essay: essay.key)
    dice.shuffle(dealt)
    slots = [hand for hand in hands for _ in range(quotas[hand.key])]
    dice.shuffle(slots)
    _swap_own_units_away(dealt, slots)
    piles: dict[int, list[int]] = {hand.key: [] for hand in hands}
    for essay, hand in zip(dealt, slots, strict=True):
        piles[hand.key].append(essay.key)
    return piles


def _quotas(essays: Sequence[Essay], hands: Sequence[Hand], dice: Random) -> dict[int, int]:
    """How many each grader gets: always one more to the lowest pile, where the unit still leaves essays to give."""
    foreign = {unit: sum(essay.unit != unit for essay in essays) for unit in {hand.unit for hand in hands}}
    order = list(hands)
    dice.shuffle(order)
    quotas = {hand.key: 0 for hand in hands}
    for _ in essays:
        lowest = min(hand.held + quotas[hand.key] for hand in order)
        low = [hand for hand in order if hand.held + quotas[hand.key] == lowest]
        takers = [hand for hand in low if foreign[hand.unit]]
        if not takers:
            raise Undealable(frozenset(hand.unit for hand in low if hand.unit is not None))
        quotas[takers[0].key] += 1
        foreign[takers[0].unit] -= 1
    return quotas


def _swap_own_units_away(dealt: list[Essay], slots: Sequence[Hand]) -> None:
    """Swap each essay that lies with its own unit for one that does not.

    There always is one: graders of unit u together take at most the essays of other units, so graders of other units have room for
    all of u; as one essay of u is not with them, something else is.
    """
    for here, hand in enumerate(slots):
        unit = dealt[here].unit
        if unit == hand.unit:
            there = next(n for n, other in enumerate(slots) if other.unit != unit and dealt[n].unit != unit)
            dealt[here], dealt[there] = dealt[there], dealt[here]
