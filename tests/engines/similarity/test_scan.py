import random
from dataclasses import replace

import pytest
from engines.similarity.written import DISGUISES, essay
from hypothesis import given, settings
from hypothesis import strategies as st

from boiduong.engines.similarity import Match, Rules, ScanResult, Text, scan
from boiduong.engines.similarity.scan import DoubledId

seeds = st.integers(0, 2**32 - 1)


def essays_of(dice: random.Random, count: int) -> list[Text]:
    return [Text(f"e{number:03d}", " ".join(essay(dice))) for number in range(count)]


def unordered(result: ScanResult) -> set[tuple[frozenset[tuple[str, int, int]], int]]:
    """Findings without regard to which text is `a`."""
    return {
        (frozenset({(match.a, one.a_start, one.a_end), (match.b, one.b_start, one.b_end)}), one.syllables)
        for match in result.matches
        for one in match.passages
    }


def overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    return max(0, min(end, other_end) - max(start, other_start))


def test_two_texts_with_one_id_are_refused() -> None:
    with pytest.raises(DoubledId):
        scan([Text("e1", "a"), Text("e1", "b")])


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["một"], ["...", "🙂"], ["một hai ba", "một hai ba"]])
def test_texts_too_short_to_compare_give_no_finding(texts: list[str]) -> None:
    result = scan([Text(str(number), text) for number, text in enumerate(texts)])

    assert result.matches == ()
    assert result.figures.essays == len(texts)


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_essays_written_apart_are_not_reported(seed: int) -> None:
    result = scan(essays_of(random.Random(seed), 12))

    assert result.matches == ()
    assert len(result.clusters) == 12


@given(seeds, st.integers(3, 12))
@settings(max_examples=30, deadline=None)
def test_a_verbatim_copy_is_found_where_it_stands(seed: int, length: int) -> None:
    dice = random.Random(seed)
    source, taker = essay(dice), essay(dice)
    at, put = dice.randrange(len(source) - length), dice.randrange(len(taker))
    copied = " ".join(source[at : at + length])
    texts = [Text("a", " ".join(source)), Text("b", " ".join([*taker[:put], copied, *taker[put:]]))]

    result = scan([*texts, *essays_of(dice, 4)])

    (match,) = result.matches
    (passage,) = match.passages
    assert (match.a, match.b) == ("b", "a")
    assert texts[1].text[passage.a_start : passage.a_end] == copied
    assert texts[0].text[passage.b_start : passage.b_end] == copied


@pytest.mark.parametrize("disguise", DISGUISES)
@given(seed=seeds)
@settings(max_examples=10, deadline=None)
def test_a_disguised_copy_is_found(disguise: object, seed: int) -> None:
    dice = random.Random(seed)
    source, taker = essay(dice), essay(dice)
    copied = disguise(" ".join(source[5:10]))  # type: ignore[operator]
    before = " ".join(taker[:7]) + " "
    texts = [Text("a", " ".join(source)), Text("b", before + copied + " " + " ".join(taker[7:]))]

    (match,) = scan(texts).matches

    found = sum(overlap(one.a_start, one.a_end, len(before), len(before) + len(copied)) for one in match.passages)
    assert found > 0.9 * len(copied)


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_replaced_words_do_not_hide_a_copy(seed: int) -> None:
    dice = random.Random(seed)
    source, taker = essay(dice), essay(dice)
    words = " ".join(source[3:15]).split(" ")
    for place in dice.sample(range(len(words)), len(words) // 5):
        words[place] = "thay"

    (match,) = scan([Text("a", " ".join(source)), Text("b", " ".join([*taker[:9], " ".join(words), *taker[9:]]))]).matches

    assert match.syllables > len(words) * 0.4


@pytest.mark.parametrize("disguise", [str, *DISGUISES])
@given(seed=seeds)
@settings(max_examples=10, deadline=None)
def test_quoting_an_official_text_is_never_reported(disguise: object, seed: int) -> None:
    dice = random.Random(seed)
    official = essay(dice)
    quoted = disguise(" ".join(official[4:20]))  # type: ignore[operator]
    one, other = essay(dice), essay(dice)
    essays = [
        Text("a", " ".join([*one[:3], quoted, *one[3:]])),
        Text("b", " ".join([*other[:8], " ".join(official[2:22]), *other[8:]])),
    ]

    result = scan(essays, official=[Text("document", " ".join(official))])

    assert result.matches == ()
    (span,) = result.masked["a"]
    assert essays[0].text[span.start : span.end].strip(".") == quoted.strip(".")
    assert result.figures.masked_syllables > 0


def test_a_prompt_is_masked_as_official_text_is() -> None:
    dice = random.Random(7)
    prompt = " ".join(essay(dice, 4))
    essays = [Text(name, prompt + " " + " ".join(essay(dice))) for name in "abc"]

    assert len(scan(essays).matches) == 3
    assert scan(essays, prompts=[Text("prompt", prompt)]).matches == ()


def test_copying_a_model_is_told_however_many_do_it() -> None:
    dice = random.Random(11)
    model = " ".join(essay(dice))
    copied = model[: len(model) // 2]
    essays = [Text(f"e{number:03d}", copied + " " + " ".join(essay(dice))) for number in range(30)]

    result = scan(essays, models=[Text("model", model)])

    assert {(match.a, match.b) for match in result.matches} == {(text.id, "model") for text in essays}
    assert result.common == ()


def test_a_passage_that_too_many_share_is_listed_once_for_a_person_to_judge() -> None:
    dice = random.Random(13)
    shared = " ".join(essay(dice, 5))
    essays = [Text(f"e{number:03d}", " ".join(essay(dice)) + " " + shared) for number in range(30)]

    result = scan(essays)

    assert result.matches == ()
    (common,) = result.common
    assert (common.essay, common.essays) == ("e000", 30)
    assert essays[0].text[common.span.start : common.span.end] == shared.rstrip(".")


def test_an_essay_of_an_earlier_year_is_a_source_and_never_a_suspect() -> None:
    dice = random.Random(17)
    old = [Text("old1", " ".join(essay(dice))), Text("old2", "")]
    old[1] = Text("old2", old[0].text)

    result = scan([Text("new", old[0].text)], archive=old)

    assert [(match.a, match.b) for match in result.matches] == [("new", "old1"), ("new", "old2")]


def test_the_later_essay_comes_first() -> None:
    text = " ".join(essay(random.Random(19)))

    assert [(m.a, m.b) for m in scan([Text("x", text), Text("a", text)]).matches] == [("a", "x")]
    assert [(m.a, m.b) for m in scan([Text("a", text), Text("x", text)]).matches] == [("x", "a")]


def test_essays_that_hold_half_of_each_other_are_one_cluster() -> None:
    dice = random.Random(23)
    source = essay(dice)
    half, third = source[:18], source[:8]
    texts = [
        Text("a", " ".join(source)),
        Text("b", " ".join([*half, *essay(dice, 14)])),
        Text("c", " ".join([*third, *essay(dice, 24)])),
    ]

    result = scan(texts)

    assert result.clusters == (("a", "b"), ("c",))
    assert result.figures.clusters == 1


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_the_order_of_the_essays_and_the_threads_change_nothing(seed: int) -> None:
    dice = random.Random(seed)
    parts = [essay(dice, 12) for _ in range(8)]
    texts = [Text(f"e{number}", " ".join(dice.choice(parts)[: dice.randint(2, 12)] + dice.choice(parts))) for number in range(10)]
    shuffled = dice.sample(texts, len(texts))

    result, other = scan(texts), scan(shuffled, threads=2)

    assert unordered(other) == unordered(result)
    assert (other.clusters, other.common, other.masked, other.figures) == (result.clusters, result.common, result.masked, result.figures)
    assert scan(texts, threads=2) == result


@given(st.lists(st.text(alphabet="abođê ́\u200b.\n\U0001f642а ", max_size=300), max_size=5), seeds)
@settings(max_examples=60, deadline=None)
def test_every_offset_lies_inside_its_text(texts: list[str], seed: int) -> None:
    dice = random.Random(seed)
    shared = " ".join(essay(dice, 5))
    essays = [Text(str(number), text + shared + text[::-1]) for number, text in enumerate(texts)]
    lengths = {text.id: len(text.text) for text in essays}

    result = scan(essays)

    for match in result.matches:
        for one in match.passages:
            assert 0 <= one.a_start < one.a_end <= lengths[match.a]
            assert 0 <= one.b_start < one.b_end <= lengths[match.b]
            assert one.syllables >= Rules().passage


def test_stricter_rules_find_less() -> None:
    dice = random.Random(29)
    source = essay(dice)
    texts = [Text("a", " ".join(source)), Text("b", " ".join([*source[:2], *essay(dice)]))]

    found: list[tuple[Match, ...]] = [scan(texts, rules=replace(Rules(), passage=least)).matches for least in (18, 60)]

    assert [len(matches) for matches in found] == [1, 0]
