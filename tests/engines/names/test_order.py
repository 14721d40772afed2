import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.names import given_name_of, sort_key


def test_sort_key_puts_a_list_in_vietnamese_order() -> None:
    right = ["Lê An", "Trần Văn An", "Lê Ân", "Lê Đoàn", "Nguyễn Hà", "Nguyễn Hả", "Võ Ưng", "Võ Yến"]

    assert sorted(set(right), key=sort_key) == right


@given(st.text())
def test_sort_key_does_not_care_how_letters_are_composed(name: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", name)) == sort_key(unicodedata.normalize("NFC", name))
    assert sort_key(name).isascii()


def test_a_given_name_that_is_not_the_last_word_comes_first_in_the_key() -> None:
    assert sort_key("H'Hen Niê", "H'Hen") == sort_key("Niê H'Hen")
    assert sort_key("Nguyễn Thị Ánh", "Ánh") == sort_key("Nguyễn Thị Ánh")


def test_a_given_name_that_is_not_in_the_name_still_orders_it() -> None:
    assert sort_key("Nguyễn Văn Bình", "An") < sort_key("Nguyễn Văn An", "Bình")


def test_the_given_name_is_the_last_word() -> None:
    assert given_name_of("Nguyễn Thị Ánh") == "Ánh"
    assert given_name_of("") == ""
