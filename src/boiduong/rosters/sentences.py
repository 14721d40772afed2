"""What is said about a file, in the language of whoever reads the page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from boiduong.engines.rosters import in_english


def in_words(problems: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Problems as they are kept, their sentences in the reader's language. They are kept in Vietnamese, as clerks get them in a workbook."""
    if (get_language() or "vi").startswith("vi"):
        return list(problems)
    return [problem | {"message": in_english(problem["message"])} for problem in problems]
