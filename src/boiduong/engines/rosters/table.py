"""Walks down a sheet and tells people from everything else that stands there: titles, groups, repeated heads, totals, signatures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boiduong.engines.names import is_common, is_syllable, search_key
from boiduong.engines.rosters.births import birth_cells
from boiduong.engines.rosters.layout import Layout, is_caption_row, layout_at
from boiduong.engines.rosters.model import Field
from boiduong.engines.rosters.people import Group, cell_at, name_columns
from boiduong.engines.rosters.roles import role_of, role_of_group, role_of_title
from boiduong.engines.rosters.units import is_unit_title
from boiduong.engines.rosters.values import is_mark, read_sex, text_of
from boiduong.engines.sheets import Cell

_TOTAL = re.compile(
    r"(tong( cong| so)?|cong|tc)\b.*|(danh sach|ds) (nay |tren )?(gom|co)\b.*|an dinh\b.*|trong do\b.*|so luong\b.*|\W*co \d+ nguoi.*"
)
_PLAIN_TOTAL = re.compile(
    r"(tổng|tổng cộng|tổng số|cộng|trong đó|danh sách này có)(\s*[:=(].*|\s+\d.*|\s*)|(tổng cộng|tổng số|trong đó)\s.*", re.IGNORECASE
)
_SUM_OF = re.compile(r"(tổng|cộng)\b\D*", re.IGNORECASE)
_COUNTED = re.compile(r"\d{1,3}")
_CLOSING = re.compile(
    r"(nguoi lap|lap bang|ky ten|ky va|ky ghi|ky dong|thu truong|t l|t m|k t|tm|kt|tl|xac nhan|noi nhan|hieu truong|pho hieu truong|giam doc|"
    r"nguoi ky|da ky|chu ky|nguoi tong hop|ke toan truong|dai dien|duyet|phe duyet|luu y|ghi chu|luu vt|nhu tren)\b.*"
)
_CONTACT = re.compile(r"(nguoi )?(lien he|lien lac|dau moi|phu trach|giai dap|moi (chi tiet|thac mac))\b.*")  # with a phone, but no learner
_PLACE_AND_DAY = re.compile(r".*\bngay \d* ?thang \d* ?nam\b.*")
_YEAR_OF_BIRTH = re.compile(r"\b(19\d\d|200[0-8])\b")  # nobody signs with one, nobody called was born after
_ORDINAL = re.compile(r"\d{1,4}[.)]?")
_ROMAN = re.compile(r"[ivx]{1,5}[.)]?|[a-h][.)]?", re.IGNORECASE)
_LEADING_MARK = re.compile(r"^\s*([IVX]{1,5}|[A-H]|\d{1,2})\s*[.)/:-]\s*")
_GROUP = re.compile(r"\b(tổ|ban|khối|nhóm|bộ phận|phòng|khoa|hội đồng|cbql|cán bộ|giáo viên|nhân viên|văn phòng|hành chính|bộ môn)\b", re.IGNORECASE)
_COUNT = re.compile(r"\s*[:(]\s*\d+[^:()]*\)?\s*$|\s+\d+\s*(người|đ/c|đồng chí)\s*$", re.IGNORECASE)  # behind a group: "(5)", ": 5 người"
_NAME_WORD = re.compile(r"[^\W\d_][^\s\d]*")


@dataclass(frozen=True, slots=True)
class PersonRow:
    at: int  # from 0
    layout: Layout
    group: Group
    is_bare: bool = False  # nothing but a name, among people who have more


@dataclass(frozen=True, slots=True)
class _Signs:
    """What one row shows of a person."""

    name: str
    has_ordinal: bool
    strong: int  # cells that only a person has: birth date, phone, number, address
    weak: int  # position, sex

    @property
    def evidence(self) -> int:
        return self.strong + self.weak


def person_rows(rows: list[list[Cell]], layout: Layout | None = None) -> Iterator[PersonRow]:
    """The rows about people, each with the head it stands under and the group it belongs to.

    layout: of a table without a head; its rows begin where it says.
    """
    group = Group()
    ending = 0  # 0 in the table, 1 after a total, 2 after a signature
    bare: list[PersonRow] = []  # rows with a name alone, until somebody follows who has more
    at = layout.first_row if layout else 0
    while at < len(rows):
        if new := layout_at(rows, at):
            group = group if layout else Group(role=role_of_title(_just_above(rows, at)))
            layout, at, ending, bare = new, new.first_row, 0, []
            continue
        if layout is not None and not _is_blank(rows[at]) and not is_caption_row(rows[at]):
            kind, title = _classify(rows[at], layout, ending)
            if kind == "person":
                yield from bare
                bare = []
                yield PersonRow(at, layout, group)
            elif kind == "other" and ending == 0 and _is_bare_name(rows[at], layout):
                bare.append(PersonRow(at, layout, group, is_bare=True))
            elif kind == "group":
                bare = []
                group, ending = _group(title, group), 0
            elif kind in ("total", "closing"):
                bare = []
                ending = max(ending, 1 if kind == "total" else 2)
        at += 1


def _just_above(rows: list[list[Cell]], at: int) -> str:
    """The line above a head, if there is one and nothing stands beside it."""
    above = next((row for row in reversed(rows[max(0, at - 2) : at]) if not _is_blank(row)), [])
    texts = [text_of(cell) for cell in above if cell not in (None, "")]
    return _LEADING_MARK.sub("", texts[0]) if len(texts) == 1 else ""


def _group(title: str, before: Group) -> Group:
    return Group(unit=title) if is_unit_title(title) else Group(title, role_of_group(title), before.unit)


def _classify(row: Sequence[Cell], layout: Layout, ending: int) -> tuple[str, str]:
    """person, group (with its title), total, closing or other."""
    signs = _signs(row, layout)
    if not signs.has_ordinal and (_is_sum(row) or (not signs.weak and _is_plain_total(row))):
        return "total", ""
    if not signs.strong and not (signs.has_ordinal and _looks_like_name(signs.name)):
        texts = [str(cell) for cell in row if isinstance(cell, str) and cell]
        keys = [search_key(text) for text in texts]
        if any(_TOTAL.fullmatch(key) for key in keys[:2]) and not (signs.weak and _looks_like_name(signs.name)):  # Tổng Văn Cộng, a teacher
            return "total", ""
        if title := _group_title(row, signs, texts):
            return "group", title
        if any(_CLOSING.fullmatch(key) or _PLACE_AND_DAY.fullmatch(key) for key in keys):
            return "closing", ""
    if not signs.has_ordinal and _CONTACT.fullmatch(search_key(signs.name)):
        return "other", ""
    return ("person", "") if _is_person(signs, layout, ending) else ("other", "")


def _is_person(signs: _Signs, layout: Layout, ending: int) -> bool:
    if not signs.name:
        return bool(signs.strong) and ending < 2 and (signs.has_ordinal or signs.evidence > 1)
    if ending == 2:
        return bool(signs.strong) and signs.has_ordinal
    if ending == 1:
        return bool(signs.strong) or (signs.has_ordinal and _looks_like_name(signs.name))
    if signs.has_ordinal or signs.evidence:
        return True
    return _looks_like_name(signs.name) and not signs.name.isupper() | layout.has(Field.ORDINAL)


def _signs(row: Sequence[Cell], layout: Layout) -> _Signs:
    name = " ".join(filter(None, (text_of(cell_at(row, column)).strip() for column in name_columns(layout))))
    ordinal = text_of(cell_at(row, column)).strip() if (column := layout.first(Field.ORDINAL)) is not None else ""
    digits = sum(_has_digits(row, layout, field, fewest) for field, fewest in ((Field.PHONE, 8), (Field.ID, 8), (Field.STAFF_CODE, 4)))
    births = sum(_is_birth(text_of(cell)) for _column, cell, _sex in birth_cells(row, layout))
    addresses = sum("@" in text_of(cell_at(row, column)) for column in layout.columns.get(Field.EMAIL, ()))
    positions = sum(role_of(text_of(cell_at(row, column))) is not None for column in layout.columns.get(Field.POSITION, ()))
    sexes = sum(read_sex(cell_at(row, column)) is not None for column in layout.columns.get(Field.SEX, ()))
    marks = sum(is_mark(cell_at(row, column)) for field in (Field.MALE, Field.FEMALE) for column in layout.columns.get(field, ()))
    return _Signs(name, bool(_ORDINAL.fullmatch(ordinal)), digits + births + addresses, positions + sexes + marks)


def _is_plain_total(row: Sequence[Cell]) -> bool:
    """A total whatever counts stand beside it: "Cộng" and 25, "Trong đó: Nữ:" and 8. Whoever is called Tổng has more figures than that."""
    texts = [str(cell) for cell in row if isinstance(cell, str) and cell]
    has_only_counts = all(sum(letter.isdigit() for letter in text_of(cell)) <= 3 and "@" not in text_of(cell) for cell in row)
    return has_only_counts and any(_PLAIN_TOTAL.fullmatch(text) for text in texts[:2])


def _is_sum(row: Sequence[Cell]) -> bool:
    """ "Cộng CBQL:" with nothing but counts beside it, even where 1 would be a tick elsewhere."""
    texts = [text for cell in row if (text := text_of(cell).strip())]
    return len(texts) > 1 and bool(_SUM_OF.fullmatch(texts[0])) and all(_COUNTED.fullmatch(text) for text in texts[1:])


def _is_birth(shown: str) -> bool:
    """Figures, but not the place and day above a signature, which may stand in the same column."""
    if not any(letter.isdigit() for letter in shown):
        return False
    is_in_words = not shown[:1].isdigit() and _PLACE_AND_DAY.fullmatch(search_key(shown))
    return not is_in_words or bool(_YEAR_OF_BIRTH.search(shown))


def _has_digits(row: Sequence[Cell], layout: Layout, field: Field, fewest: int) -> bool:
    return any(sum(letter.isdigit() for letter in text_of(cell_at(row, column))) >= fewest for column in layout.columns.get(field, ()))


def _group_title(row: Sequence[Cell], signs: _Signs, texts: list[str]) -> str:
    """The title of a group row ("II | Giáo viên", "Tổ Toán - Tin: 8 người"), or "" if this row is none."""
    words = [text for text in texts if not _ROMAN.fullmatch(text) and not _ORDINAL.fullmatch(text)]
    if len(words) != 1 or len(words[0]) > 70:
        return ""
    first = text_of(next((cell for cell in row if cell not in (None, "")), ""))
    is_numbered = bool(_ROMAN.fullmatch(first)) or bool(_LEADING_MARK.match(words[0]))
    title = _COUNT.sub("", _LEADING_MARK.sub("", words[0])).strip(" :-.")
    if signs.has_ordinal and not _GROUP.match(title) and not is_unit_title(title):
        return ""
    is_known = bool(_GROUP.match(title)) or is_unit_title(title) or (role_of_group(title) is not None and not _CLOSING.fullmatch(search_key(title)))
    return title if is_known or (is_numbered and not signs.weak) else ""


def _is_bare_name(row: Sequence[Cell], layout: Layout) -> bool:
    """Whether a row holds somebody's name under the heading of names, and nothing else."""
    columns = name_columns(layout)
    if any(cell not in (None, "") for column, cell in enumerate(row) if column not in columns):
        return False
    words = " ".join(text_of(cell_at(row, column)).strip() for column in columns).split()
    return 2 <= len(words) <= 5 and is_common(words[0]) and all(is_syllable(word) and word[:1].isupper() for word in words)


def _looks_like_name(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 7 or role_of_group(text):
        return len(words) == 1 and bool(_NAME_WORD.fullmatch(text)) and text[:1].isupper()
    return all(_NAME_WORD.fullmatch(word) for word in words) and all(word[0].isupper() for word in words)


def _is_blank(row: Sequence[Cell]) -> bool:
    return all(cell in (None, "") for cell in row)
