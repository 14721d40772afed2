from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.allocation.plans import HallPlan, Mark, PlanUnusable, checked_plan, count_of, draw_plan, read_plan, seats_of
from boiduong.engines.allocation.seats import Sitter, free_seats, keep_told, kept_seats, seat_people, seat_units


@st.composite
def plans(draw: st.DrawFn) -> HallPlan:
    """Halls of any shape that have a seat for somebody."""
    rows = draw(st.lists(st.text(alphabet="oodu.", min_size=0, max_size=8), min_size=1, max_size=6))
    return checked_plan([*rows, draw(st.sampled_from(["o", "u", "oo.o"]))])


@st.composite
def crowds(draw: st.DrawFn) -> list[Sitter[str]]:
    return draw(st.lists(st.builds(Sitter, unit=st.sampled_from("abcd"), needs_access=st.sampled_from([False, False, False, True])), max_size=30))


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


@given(st.integers(1, 6), st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_units_that_fill_whole_rows_never_share_one(width: int, sizes: list[int]) -> None:
    units = [str(number) for number, rows in enumerate(sizes) for _ in range(rows * width)]

    places = seat_units([width] * sum(sizes), units)

    in_row = defaultdict(set)
    for unit, place in zip(units, places, strict=True):
        assert place is not None
        in_row[place[0]].add(unit)
    assert all(len(found) == 1 for found in in_row.values())


@given(plans(), crowds(), st.none() | st.integers(0, 20))
def test_nobody_has_two_seats_and_nobody_one_that_is_kept_or_missing(plan: HallPlan, people: list[Sitter[str]], reserved: int | None) -> None:
    free = free_seats(plan, reserved=reserved)

    given_seats = [seat for seat in seat_people(free, people) if seat is not None]

    assert len(set(given_seats)) == len(given_seats) == min(len(people), free.count)
    assert set(given_seats) <= {seat.name for seat in seats_of(plan)} - kept_seats(plan, reserved)


@given(plans(), crowds())
def test_seats_easily_reached_go_first_to_those_who_need_one(plan: HallPlan, people: list[Sitter[str]]) -> None:
    easy = {seat.name for seat in seats_of(plan) if seat.mark == Mark.ACCESSIBLE}
    free = free_seats(plan)

    seats = seat_people(free, people)

    needing = [seat for one, seat in zip(people, seats, strict=True) if one.needs_access]
    assert sum(seat in easy for seat in needing) == min(len(needing), len(easy))
    ordinary_left = {name for row in free.ordinary for name in row} - set(seats)
    assert not ordinary_left or all(one.needs_access for one, seat in zip(people, seats, strict=True) if seat in easy)


@given(plans(), crowds(), st.data())
def test_a_seat_that_somebody_has_is_given_to_nobody_else(plan: HallPlan, people: list[Sitter[str]], data: st.DataObject) -> None:
    taken = data.draw(st.sets(st.sampled_from([seat.name for seat in seats_of(plan)])))

    assert not taken & set(seat_people(free_seats(plan, taken=taken), people))


@given(plans(), st.data())
def test_a_told_seat_is_kept_unless_it_cannot_be_had_or_an_easier_one_is_needed_and_free(plan: HallPlan, data: st.DataObject) -> None:
    names = [seat.name for seat in seats_of(plan)]
    easy = {seat.name for seat in seats_of(plan) if seat.mark == Mark.ACCESSIBLE}
    told = dict(enumerate(data.draw(st.lists(st.sampled_from([*names, "ZZ-9"]), unique=True))))
    needing = data.draw(st.sets(st.integers(0, len(told))))

    kept = keep_told(plan, told, needing)

    gone = {key: seat for key, seat in told.items() if key not in kept}
    assert kept.items() <= told.items()
    moved = {key for key, seat in gone.items() if seat in names and seat not in kept_seats(plan)}
    assert all(key in needing and told[key] not in easy for key in moved)
    assert len(moved) <= len(easy - set(kept.values()))


@given(plans(), st.integers(0, 30))
def test_as_many_seats_are_kept_as_are_asked_for(plan: HallPlan, reserved: int) -> None:
    marked = kept_seats(plan)

    kept = kept_seats(plan, reserved)

    assert len(kept) == min(reserved, len(seats_of(plan)))
    assert kept <= marked or marked <= kept


def test_the_unit_of_somebody_who_needs_an_easy_seat_sits_in_the_same_row() -> None:
    plan = draw_plan(4, [3, 3])
    plan = (*plan[:2], "u" + plan[2][1:], plan[3])  # C-1

    seats = seat_people(free_seats(plan), [Sitter("a"), Sitter("b", needs_access=True), Sitter("b"), Sitter("a")])

    assert seats == ["C-3", "C-1", "C-2", "C-4"]  # the others take the tightest gap that holds them


def test_a_hall_is_drawn_from_rows_and_blocks_with_its_kept_seats_in_front() -> None:
    assert draw_plan(3, [2, 3], reserved=2, accessible=3, seats=14) == ("oo.odd", "uu.uoo", "oo.oo.")


def test_a_hall_cannot_be_kept_whole() -> None:
    with pytest.raises(PlanUnusable, match="không thể dành riêng 4 ghế"):
        draw_plan(2, [2], reserved=4)


def test_a_sheet_with_a_mark_of_no_meaning_is_refused_with_its_cell() -> None:
    with pytest.raises(PlanUnusable, match="Dòng 2, cột 3 ghi “cột nhà”"):
        read_plan([["o", "o"], ["o", None, "cột nhà"]])


def test_a_sheet_without_a_seat_for_anybody_is_refused() -> None:
    with pytest.raises(PlanUnusable, match="chưa có ghế nào"):
        read_plan([["d", ""], [None]])


def test_a_sheet_is_read_without_its_empty_margins() -> None:
    assert read_plan([[], [None, "D", 1.0, "", "x"], [None, "o"], [None, "ưu tiên ", "O"], [""]]) == ("do.o", "o...", "uo..")


def test_rows_are_named_past_z_and_an_aisle_across_has_no_name() -> None:
    seats = seats_of(checked_plan(["o", ".", *["oo"] * 27]))

    assert [seat.name for seat in seats if seat.name.endswith("-1")] == [f"{chr(65 + n)}-1" for n in range(26)] + ["AA-1", "AB-1"]


@given(plans())
def test_every_mark_of_a_seat_is_one_seat_with_a_name_of_its_own(plan: HallPlan) -> None:
    names = Counter(seat.name for seat in seats_of(plan))

    assert max(names.values()) == 1
    assert len(names) == count_of(plan, Mark.SEAT, Mark.RESERVED, Mark.ACCESSIBLE)
