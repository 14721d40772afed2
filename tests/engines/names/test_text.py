import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.names import clean, is_syllable, match_key, search_key, unmask


@pytest.mark.parametrize("other", ["NGUYỄN THỊ HÒA", "nguyễn  thị\u00a0hoà", unicodedata.normalize("NFD", "Nguyễn Thị Hoà"), "Nguyễn\u200b Thị Hòa "])
def test_spellings_of_one_name_match(other: str) -> None:
    assert match_key(other) == match_key("Nguyễn Thị Hoà")


@pytest.mark.parametrize("other", ["Nguyễn Thị Hoa", "Nguyễn Thị Hỏa", "Nguyen Thi Hoa", "Nguyễn Thị Hóa"])
def test_other_names_do_not_match(other: str) -> None:
    assert match_key(other) != match_key("Nguyễn Thị Hoà")


def test_search_needs_no_accents() -> None:
    assert search_key("Đặng  Thị-Hồng") == "dang thi hong"


@given(st.text())
def test_clean_text_is_composed_and_stays_so(text: str) -> None:
    once = clean(text)

    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "  " not in once


@given(st.text())
def test_keys_do_not_depend_on_composition(text: str) -> None:
    assert match_key(unicodedata.normalize("NFD", text)) == match_key(unicodedata.normalize("NFC", text))


def test_cyrillic_letters_become_latin() -> None:
    assert unmask("Тһаnһ Hoа") == "Thanh Hoa"
    assert unmask("Nguyễn") == "Nguyễn"


@pytest.mark.parametrize("word", ["Quỳnh", "giếng", "gì", "nghiêng", "khuya", "Thuỷ", "thủy", "ƯỚC", "yêu", "Uyên", "xoong"])
def test_real_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["tòch", "Xn", "Nguyeãn", "ThÞ", "Kroň", "hàc"])
def test_what_cannot_be_a_syllable_is_refused(word: str) -> None:
    assert not is_syllable(word)
