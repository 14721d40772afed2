import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.similarity.syllables import read


def syllables(text: str) -> list[tuple[int, str]]:
    one = read([text])
    return [(number, text[start:end]) for number, start, end in zip(one.hashes.tolist(), one.starts.tolist(), one.ends.tolist(), strict=True)]


def hashes(text: str) -> list[int]:
    return [number for number, _ in syllables(text)]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Nguyễn Thị Hoà", "nguyen thi hoa"),
        ("Hòa", "Hoà"),
        ("kỹ", "kĩ"),
        ("ĐƯỜNG", "duong"),
        (unicodedata.normalize("NFD", "đường lối"), "đường lối"),
        ("Һọс ѕіnһ", "hoc sinh"),
        ("gi\u200báo vi\u00adên", "giáo viên"),
        ("ｇｉáｏ", "giáo"),
        ("ﬁnal", "final"),
        ("\ufeffmột", "một"),
        ("ƣu tú", "ưu tú"),
    ],
)
def test_two_ways_to_write_a_syllable_are_one(written: str, plain: str) -> None:
    assert hashes(written) == hashes(plain)


def test_separators_of_any_kind_part_syllables() -> None:
    assert [word for _, word in syllables("Quy định 08-QĐi/TW,ngày\t25/10/2018…")] == ["Quy", "định", "08", "QĐi", "TW", "ngày", "25", "10", "2018"]


def test_letters_in_another_order_are_another_syllable() -> None:
    assert hashes("tan") != hashes("nat")


@given(st.lists(st.text(max_size=80), max_size=6))
def test_texts_read_together_are_as_if_read_alone(texts: list[str]) -> None:
    together = read(texts)

    for number, text in enumerate(texts):
        own = together.of(number)
        alone = read([text])
        assert together.hashes[own].tolist() == alone.hashes.tolist()
        assert together.starts[own].tolist() == alone.starts.tolist()
        assert together.ends[own].tolist() == alone.ends.tolist()
        assert all(0 <= start < end <= len(text) for start, end in zip(alone.starts, alone.ends, strict=True))
