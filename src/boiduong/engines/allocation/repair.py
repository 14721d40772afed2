"""Seats for people whose hall had none left, by chains of single moves and by room that one school makes for others."""

from boiduong.engines.allocation.chains import Chains
from boiduong.engines.allocation.model import Ints
from boiduong.engines.allocation.regions import Setting
from boiduong.engines.allocation.room import make_room

FIRST = ((True, True, False), (True, False, False))  # keeps limits, stays together, moves people who have been told their class
THEN = ((True, True, True), (True, False, True), (False, False, True))


def seat_the_rest(setting: Setting, placed: Ints) -> Ints:
    """(G, C) people of each group in each class, with nobody left out who could be seated at all.

    First by chains that keep every school's limit of a day within classes where it sits already, then by any that keep the limit, then by all.
    Those who have been told their class are moved where nothing else helps.
    """
    placed = placed.copy()
    told = bool((setting.groups.previous >= 0).any())
    for keeps_limit, stays_together, moves_told in (*(FIRST if told else ()), *THEN):
        if int(placed.sum()) == int(setting.groups.size.sum()):
            break
        chains = Chains(setting, placed, keeps_limit=keeps_limit, stays_together=stays_together, moves_told=moves_told)
        chains.seat_all()
        while stays_together and make_room(chains):
            chains.seat_all()
    return placed
