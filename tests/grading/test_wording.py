import unicodedata

import pytest

from boiduong.grading.wording import OPINION_WORDS, opinion_words_in


@pytest.mark.parametrize("words", OPINION_WORDS)
def test_words_that_score_an_opinion_are_found_however_they_are_written(words: str) -> None:
    for way in (
        words.upper(),
        unicodedata.normalize("NFD", words),
        words.replace(" ", "  "),
        f"Thể hiện {words}, rõ ràng",
        f"\u200b{words[0]}\u200b{words[1:]}",
    ):
        assert words in opinion_words_in(way)


def test_words_without_accents_are_found_too() -> None:
    assert opinion_words_in("Lap truong va thai do") == ["lập trường", "thái độ"]


@pytest.mark.parametrize(
    "title",
    ["Trả lời đủ các ý của câu hỏi", "Bố cục rõ ràng, mạch lạc", "Vận dụng nội dung chuyên đề", "Liên hệ thực tế công tác", "Trình bày, chính tả"],
)
def test_criteria_about_the_task_pass(title: str) -> None:
    assert opinion_words_in(title) == []
