"""What stands in a workbook to show how it is done, and is about nobody."""

import re
from collections.abc import Iterable, Sequence

from boiduong.engines.names import match_key, search_key
from boiduong.engines.rosters.messages import MESSAGES
from boiduong.engines.rosters.model import Problem, RosterRow
from boiduong.engines.sheets import Cell

# People of the template. They are known by their names alone: who writes over one and leaves its number in front is a person.
EXAMPLES = ("Nguyễn Thị Ví Dụ", "Trần Văn Ví Dụ")
_KEYS = frozenset(match_key(name) for name in EXAMPLES)
_GUIDANCE = re.compile(r"(trang )?(huong dan|hd nhap|hdsd|vi du|danh muc|tro giup|doc truoc|luu y|cach (lap|ghi|dien|nhap))\b.*")
_TITLE = re.compile(r"((ban |bang |trang )?(huong dan|cach) (lap|ghi|dien|nhap)|vi du)\b.*")
_FEW = 3  # people that an example shows


def is_guidance(sheet: str, above: Iterable[Sequence[Cell]] = (), people: int = 0) -> bool:
    """Whether a sheet's name, or a line above its handful of people, says that it shows how a list is made.

    Asked only where another sheet has people.
    """
    titles = [cell for row in above for cell in row if isinstance(cell, str)] if people <= _FEW else []
    return bool(_GUIDANCE.fullmatch(search_key(sheet))) or any(_TITLE.fullmatch(search_key(title)) for title in titles)


def without_examples(rows: Iterable[RosterRow]) -> tuple[list[RosterRow], list[Problem]]:
    """The rows about people, and what is to be said of the others."""
    people, places = [], []
    for row in rows:
        if match_key(row.name) in _KEYS:
            places.append(f"{row.sheet}, dòng {row.row}")
        else:
            people.append(row)
    told = MESSAGES["examples"].format(rows="; ".join(places))
    return people, [Problem(None, "examples", "notice", "", told)] if places else []
