"""What a criterion may ask for: how a task was done, never what its author thinks.

Source: trust.md, section 1.5; a law of the land counts political opinions among the data that harm people most.
"""

from boiduong.engines.names import clean, search_key

OPINION_WORDS = (
    "lập trường",
    "quan điểm",
    "thái độ",
    "trung thành",
    "tư tưởng chính trị",
    "nhận thức chính trị",
    "bản lĩnh chính trị",
    "phẩm chất chính trị",
    "ý thức chính trị",
    "ý thức hệ",
    "niềm tin",
    "lòng tin",
    "giác ngộ",
    "tín ngưỡng",
    "tôn giáo",
    "đạo đức của người viết",
)


def opinion_words_in(title: str) -> list[str]:
    """Words of `title` that would score an opinion or a character, as this table writes them; empty if it asks for a task alone.

    Case, accents, spacing and invisible characters make no difference.
    """
    bare = f" {_bare(title)} "
    return [words for words in OPINION_WORDS if f" {_bare(words)} " in bare]


def _bare(text: str) -> str:
    return search_key(clean(text))
