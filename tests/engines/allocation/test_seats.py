from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.allocation.seats import seat_units


def test_a_unit_fills_whole_rows_and_rests_share_one() -> None:
    places = seat_units([4, 4, 4], ["a"] * 6 + ["b"] * 4 + ["c"] * 2)

    rows = defaultdict(set)
    for unit, place in zip("aaaaaabbbbcc", places, strict=True):
        assert place is not None
        rows[unit].add(place[0])
    assert dict(rows) == {"a": {0, 2}, "b": {1}, "c": {2}}


def test_those_who_come_last_find_a_full_hall() -> None:
    assert seat_units([1, 1], ["a", "a", "b"]) == [(0, 0), (1, 0), None]


@given(st.lists(st.integers(0, 6), max_size=6), st.lists(st.sampled_from("abcd"), max_size=30))
def test_every_seat_is_taken_once_and_none_stays_free_while_someone_stands(rows: list[int], units: list[str]) -> None:
    places = seat_units(rows, units)

    taken = [place for place in places if place is not None]
    assert len(set(taken)) == len(taken) == min(sum(rows), len(units))
    assert all(0 <= seat < rows[row] for row, seat in taken)
