import re
from pathlib import Path
from string import Formatter

import pytest

from boiduong.engines import rosters, sheets
from boiduong.engines.rosters import MESSAGES, in_english
from boiduong.engines.rosters.english import ENGLISH, REFUSALS

SOURCES = [*Path(sheets.__file__).parent.glob("*.py"), Path(rosters.__file__).with_name("reader.py")]


def names(sentence: str) -> set[str]:
    return {name for _text, name, _format, _turn in Formatter().parse(sentence) if name}


def test_every_sentence_has_its_english_with_the_same_values() -> None:
    assert {reason: names(sentence) for reason, sentence in ENGLISH.items()} == {reason: names(sentence) for reason, sentence in MESSAGES.items()}


def test_every_refusal_of_a_file_has_its_english() -> None:
    said = {found for path in SOURCES for found in re.findall(r'"((?:Tệp|Đây|Bảng tính|Không nhận)[^"]*\.)"', path.read_text())}

    assert said == set(REFUSALS)


@pytest.mark.parametrize("reason", MESSAGES)
def test_a_sentence_with_values_in_it_is_told_in_english(reason: str) -> None:
    values = dict.fromkeys(names(MESSAGES[reason]), "7")

    assert in_english(MESSAGES[reason].format(**values)) in {
        text.format(**values) for key, text in ENGLISH.items() if MESSAGES[key] == MESSAGES[reason]
    }


def test_a_sentence_within_a_sentence_is_told_too() -> None:
    assert in_english("Trùng với dòng 7 (trang DS): cùng họ tên và ngày sinh.") == "The same as row 7 (sheet DS): the same name and birth date."


def test_what_nobody_here_said_stays_as_it_is() -> None:
    assert in_english("Xin chào.") == "Xin chào."
