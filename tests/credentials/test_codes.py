from hypothesis import given
from hypothesis import strategies as st

from boiduong.credentials.codes import LENGTH, in_groups, new_check_code, read_code

codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=LENGTH, max_size=LENGTH)


def test_codes_are_never_the_same_and_use_all_their_letters() -> None:
    made = {new_check_code() for _ in range(2000)}

    assert len(made) == 2000
    assert {len(code) for code in made} == {LENGTH}
    assert len(set("".join(made))) == 32


@given(codes)
def test_a_code_is_read_as_it_is_printed_in_any_case_and_with_digits_for_letters(code: str) -> None:
    printed = in_groups(code)

    for typed in (code, printed, printed.lower(), f" {printed.replace('-', ' ')} ", code.replace("O", "0").replace("I", "1").replace("B", "8")):
        assert read_code(typed) == code


@given(st.text(max_size=40))
def test_anything_else_is_no_code(text: str) -> None:
    assert read_code(text) == "" or len(read_code(text)) == LENGTH


def test_too_short_and_too_long_are_no_codes() -> None:
    assert (read_code("A" * 25), read_code("A" * 27), read_code("")) == ("", "", "")
