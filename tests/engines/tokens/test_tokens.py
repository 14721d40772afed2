import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.tokens import Card, Reason, Refused, base45, code_hash, new_key, public_of, read_card, short_code, sign_card

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "vectors/cards.json").read_text(encoding="utf-8"))
PRIVATE = {7: bytes(range(32)), 0: bytes(range(1, 33))}
KEYS = {key_id: public_of(private) for key_id, private in PRIVATE.items()}
CARD = sign_card(campaign=1, code=bytes(16), key_id=7, private=PRIVATE[7])

CODES = st.binary(min_size=16, max_size=16)
CAMPAIGNS = st.integers(0, 2**32 - 1)


def unpadded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize("vector", VECTORS["cards"], ids=lambda vector: vector["name"])
def test_every_card_of_the_vectors_reads_as_they_say(vector: dict[str, Any]) -> None:
    expect = vector["expect"]

    read = read_card(vector["text"], keys={int(key_id): unpadded(public) for key_id, public in VECTORS["keys"].items()})

    if "refused" in expect:
        assert read == Refused(Reason(expect["refused"]))
    else:
        code = unpadded(expect["code"])
        assert read == Card(campaign=expect["campaign"], key_id=expect["key_id"], code=code)
        assert code_hash(code) == expect["code_hash"]
        assert sign_card(campaign=expect["campaign"], code=code, key_id=expect["key_id"], private=PRIVATE[expect["key_id"]]) == vector["text"]


def test_the_vectors_show_every_reason() -> None:
    assert {vector["expect"].get("refused") for vector in VECTORS["cards"]} == {None, *Reason}


@given(campaign=CAMPAIGNS, code=CODES, key_id=st.integers(0, 2**16 - 1))
def test_what_is_signed_is_read_back(campaign: int, code: bytes, key_id: int) -> None:
    text = sign_card(campaign=campaign, code=code, key_id=key_id, private=PRIVATE[7])

    assert read_card(text, keys={key_id: KEYS[7]}) == Card(campaign=campaign, key_id=key_id, code=code)
    assert set(text) <= set(base45.ALPHABET)


def test_a_card_with_any_one_bit_turned_is_refused() -> None:
    signed = int.from_bytes(base45.decode(CARD.removeprefix("BD1:")))
    turned = ("BD1:" + base45.encode((signed ^ 1 << bit).to_bytes(88)) for bit in range(88 * 8))

    assert [text for text in turned if not isinstance(read_card(text, keys=KEYS), Refused)] == []


@given(text=st.text() | st.text(alphabet=base45.ALPHABET, max_size=140).map("BD1:".__add__))
def test_no_text_of_the_world_is_a_card_and_none_is_an_error(text: str) -> None:
    assert isinstance(read_card(text, keys=KEYS), Refused)


@given(campaigns=st.lists(CAMPAIGNS, min_size=2, max_size=2, unique=True), code=CODES)
def test_the_same_code_in_two_campaigns_is_two_cards(campaigns: list[int], code: bytes) -> None:
    one, two = (sign_card(campaign=campaign, code=code, key_id=7, private=PRIVATE[7]) for campaign in campaigns)

    assert one != two
    assert [getattr(read_card(text, keys=KEYS), "campaign", None) for text in (one, two)] == campaigns


@pytest.mark.parametrize(
    "wrong",
    [{"campaign": -1}, {"campaign": 2**32}, {"key_id": -1}, {"key_id": 2**16}, {"code": bytes(15)}, {"code": bytes(17)}, {"private": bytes(31)}],
    ids=str,
)
def test_sign_card_refuses_what_does_not_fit(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {"campaign": 1, "code": bytes(16), "key_id": 7, "private": PRIVATE[7]}

    with pytest.raises(ValueError, match=r"\w"):
        sign_card(**(right | wrong))


def test_two_new_keys_differ_and_neither_reads_the_other() -> None:
    one, two = new_key(), new_key()
    text = sign_card(campaign=1, code=bytes(16), key_id=7, private=one.private)

    assert read_card(text, keys={7: two.public}) == Refused(Reason.BAD_SIGNATURE)
    assert isinstance(read_card(text, keys={7: one.public}), Card)
    assert one.public == public_of(one.private)


@pytest.mark.parametrize("vector", VECTORS["base45"], ids=lambda vector: vector["text"])
def test_base45_is_that_of_the_rfc(vector: dict[str, str]) -> None:
    assert base45.encode(unpadded(vector["bytes"])) == vector["text"]
    assert base45.decode(vector["text"]) == unpadded(vector["bytes"])


@pytest.mark.parametrize("text", VECTORS["not_base45"])
def test_base45_refuses_what_it_would_not_have_written(text: str) -> None:
    with pytest.raises(ValueError, match="not base45"):
        base45.decode(text)


@given(st.binary(max_size=200))
def test_base45_reads_back_what_it_wrote(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


def test_a_card_fits_a_qr_of_41_modules_at_correction_m() -> None:
    assert len(CARD) == 136
    assert segno.make_qr(CARD, error="m", boost_error=False).designator == "6-M"


@pytest.mark.parametrize("case", json.loads((Path(__file__).parents[2] / "vectors/short_codes.json").read_text(encoding="utf-8"))["cases"])
def test_the_letters_under_a_code_are_those_of_the_vectors(case: dict[str, str]) -> None:
    assert short_code(case["code_hash"]) == case["short_code"]
