from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.allocation.plans import row_name


def test_rows_of_a_hall_are_lettered_as_columns_of_a_sheet_are() -> None:
    assert [row_name(n) for n in (0, 1, 25, 26, 27, 701, 702)] == ["A", "B", "Z", "AA", "AB", "ZZ", "AAA"]


@given(st.sets(st.integers(0, 20_000), max_size=50))
def test_no_two_rows_share_a_name(numbers: set[int]) -> None:
    assert len({row_name(n) for n in numbers}) == len(numbers)
