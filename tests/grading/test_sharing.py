from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boiduong.grading.sharing import Essay, Hand, Undealable, deal

units = st.integers(0, 3)
essays = st.lists(units, max_size=40).map(lambda found: [Essay(key, unit) for key, unit in enumerate(found)])
hands = st.lists(st.none() | units, min_size=1, max_size=6).map(lambda found: [Hand(key, unit) for key, unit in enumerate(found)])


def fair_is_possible(essays: list[Essay], hands: list[Hand]) -> bool:
    """By Hall's theorem, apart from the dealer: graders of a unit together take no more than the essays of other units."""
    base, extra = divmod(len(essays), len(hands))
    room = 0
    for unit, graders in Counter(hand.unit for hand in hands).items():
        spare = sum(essay.unit != unit for essay in essays) - base * graders
        if spare < 0:
            return False
        room += min(spare, graders)
    return room >= extra


@given(essays, hands, st.integers())
def test_piles_are_fair_whole_and_without_the_own_unit_or_refused_if_that_cannot_be(essays: list[Essay], hands: list[Hand], seed: int) -> None:
    if not fair_is_possible(essays, hands):
        with pytest.raises(Undealable) as refusal:
            deal(essays, hands, Random(seed))
        assert refusal.value.units <= {hand.unit for hand in hands}
        assert refusal.value.units
        return

    piles = deal(essays, hands, Random(seed))

    unit_of = {essay.key: essay.unit for essay in essays}
    assert sorted(key for pile in piles.values() for key in pile) == sorted(unit_of)
    assert max(map(len, piles.values())) - min(map(len, piles.values())) <= 1
    assert [hand for hand in hands if hand.unit in {unit_of[key] for key in piles[hand.key]}] == []
    assert deal(essays[::-1], hands, Random(seed)) == piles  # the same dice, the same piles


def test_a_grader_who_came_later_is_given_first() -> None:
    piles = deal([Essay(key, 1) for key in range(5)], [Hand(1, None, held=10), Hand(2, None, held=6)], Random(1))

    assert (len(piles[1]), len(piles[2])) == (0, 5)


def test_nothing_is_dealt_to_nobody() -> None:
    with pytest.raises(ValueError, match="nobody"):
        deal([], [], Random(1))
