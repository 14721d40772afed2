import pytest
from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.typeset.amounts import LARGEST, in_words

SAID = {
    0: "Không đồng",
    5: "Năm đồng",
    15: "Mười lăm đồng",
    21: "Hai mươi mốt đồng",
    24: "Hai mươi tư đồng",
    25: "Hai mươi lăm đồng",
    105: "Một trăm linh năm đồng",
    110: "Một trăm mười đồng",
    1_000: "Một nghìn đồng",
    1_001: "Một nghìn không trăm linh một đồng",
    1_020: "Một nghìn không trăm hai mươi đồng",
    13_500_000: "Mười ba triệu năm trăm nghìn đồng",
    1_205_000: "Một triệu hai trăm linh năm nghìn đồng",
    1_005_000: "Một triệu không trăm linh năm nghìn đồng",
    1_000_000_000: "Một tỷ đồng",
    2_000_050_000: "Hai tỷ không trăm năm mươi nghìn đồng",
}
WORTH = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}


@pytest.mark.parametrize("amount", SAID)
def test_an_amount_is_said_as_papers_say_it(amount: int) -> None:
    assert in_words(amount) == SAID[amount]


@pytest.mark.parametrize("amount", [-1, LARGEST])
def test_what_is_no_amount_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match=str(amount)):
        in_words(amount)


def read(words: str) -> int:
    """The amount that these words name: a reader that has never seen the writer."""
    total, three, one = 0, 0, 0
    for word in words.lower().removesuffix(" đồng").split():
        match word:
            case "trăm":
                three, one = one * 100, 0
            case "mươi":
                three, one = three + one * 10, 0
            case "mười":
                three, one = three + 10, 0
            case "linh":
                pass
            case "nghìn" | "triệu":
                total, three, one = total + (three + one) * {"nghìn": 1_000, "triệu": 1_000_000}[word], 0, 0
            case "tỷ":
                total, three, one = (total + three + one) * 1_000_000_000, 0, 0
            case _:
                one = WORTH[word]
    return total + three + one


@given(st.integers(min_value=0, max_value=LARGEST - 1) | st.integers(min_value=0, max_value=99_999_999))
def test_words_read_back_are_the_amount(amount: int) -> None:
    assert read(in_words(amount)) == amount
