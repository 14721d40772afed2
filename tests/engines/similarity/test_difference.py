import random
from itertools import pairwise

from engines.similarity.written import essay, without_accents
from hypothesis import given, settings
from hypothesis import strategies as st

from boiduong.engines.similarity import Kind, compare


def told(text: str, stretches: object) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind.name) for one in stretches]  # type: ignore[attr-defined]


def test_a_changed_word_stands_out_on_both_sides() -> None:
    a, b = "Mỗi giáo viên cần gương mẫu trước học sinh.", "Mỗi giáo viên cần mẫu mực trước học sinh."

    difference = compare(a, b)

    assert told(a, difference.a) == [
        ("Mỗi giáo viên cần", "SAME"),
        ("gương", "CHANGED"),
        ("mẫu", "SAME"),
        ("trước học sinh", "SAME"),
    ] or told(a, difference.a) == [("Mỗi giáo viên cần", "SAME"), ("gương", "CHANGED"), ("mẫu trước học sinh", "SAME")]
    assert ("mực", "CHANGED") in told(b, difference.b)


def test_a_missing_accent_is_told_apart_from_a_changed_word() -> None:
    a, b = "tự giác rèn luyện", "tu giac rèn luyện"

    assert told(b, compare(a, b).b) == [("tu giac", "ACCENT"), ("rèn luyện", "SAME")]


def test_a_sentence_moved_is_told_as_moved() -> None:
    dice = random.Random(3)
    one, two, three = essay(dice, 3)

    kinds = {stretch.kind for stretch in compare(" ".join([one, two, three]), " ".join([three, one, two])).a}

    assert kinds == {Kind.SAME, Kind.MOVED}


def test_texts_without_syllables_have_no_difference() -> None:
    assert compare("", "...").a == ()
    assert compare("", "...").b == ()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_stretches_cover_every_syllable_once_and_in_order(seed: int) -> None:
    dice = random.Random(seed)
    words = " ".join(essay(dice, 4)).split(" ")
    changed = [dice.choice([word, without_accents(word), "khác", ""]) for word in words]
    a, b = " ".join(words), " ".join(changed)

    difference = compare(a, b)

    for text, stretches in ((a, difference.a), (b, difference.b)):
        covered = " ".join(text[one.start : one.end] for one in stretches)
        assert covered.split() == text.replace(".", "").split() or covered.replace(".", "").split() == text.replace(".", "").split()
        assert all(one.end <= other.start for one, other in pairwise(stretches))
    assert [one.kind for one in compare(a, a).a] == [Kind.SAME]
