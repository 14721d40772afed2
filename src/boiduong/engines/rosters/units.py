"""Which unit a roster comes from: its own "Đơn vị:" line, a title, the file's name; and which known unit that is."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from boiduong.engines.names import clean, match_key, search_key
from boiduong.engines.rosters.headings import field_of
from boiduong.engines.rosters.layout import unit_line
from boiduong.engines.rosters.model import KnownUnit
from boiduong.engines.sheets import Cell

_TITLE_ROWS = 15
_TCVN3_SMALL = frozenset("áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")  # TCVN3 has no capitals of these
# How a kind of school is written in full and how it is said; longest first. Keys without accents.
_KINDS = [
    ("trung hoc co so va trung hoc pho thong", "THCS và THPT"),
    ("tieu hoc va trung hoc co so", "TH và THCS"),
    ("trung tam giao duc nghe nghiep giao duc thuong xuyen", "Trung tâm GDNN-GDTX"),
    ("trung tam gdnn gdtx", "Trung tâm GDNN-GDTX"),
    ("trung tam giao duc thuong xuyen", "Trung tâm GDTX"),
    ("trung cap nghe", "Trung cấp nghề"),
    ("trung cap", "Trung cấp"),
    ("cao dang nghe", "Cao đẳng nghề"),
    ("cao dang", "Cao đẳng"),
    ("trung hoc pho thong", "THPT"),
    ("trung hoc co so", "THCS"),
    ("tieu hoc", "Tiểu học"),
    ("mau giao", "Mẫu giáo"),
    ("mam non", "Mầm non"),
    ("nha tre", "Nhà trẻ"),
    ("thcs thpt", "THCS và THPT"),
    ("thcs va thpt", "THCS và THPT"),
    ("th thcs", "TH và THCS"),
    ("th va thcs", "TH và THCS"),
    ("thpt", "THPT"),
    ("ptth", "THPT"),
    ("thcs", "THCS"),
    ("th", "Tiểu học"),
    ("mn", "Mầm non"),
    ("mg", "Mẫu giáo"),
]
_SCHOOL = re.compile(r"(truong|trung tam|phong|nhom tre|lop mau giao|hoc vien|" + "|".join(re.escape(key) for key, _ in _KINDS) + r")\b")
_NOISE = re.compile(  # what a clerk adds behind the school in a file's name, with accents or without
    r"\b(danh sách|danh sach|ds|bồi dưỡng|boi duong|bdct|năm học|nam hoc|năm \d|nam \d|hè|nộp|nop|gửi|gui|lần \d|lan \d|cbgv\w*|cbql|gv|nv|"
    r"bản (chính|cuối|in|sao|mới|sửa)|ban (chinh|cuoi|in|sao|moi|sua)|bổ sung|bo sung|hoàn chỉnh|hoan chinh|"
    r"chính thức|chinh thuc|sửa|cuối|final|copy|v\d|\d{4}|\d{1,2}[-/]\d{1,2})\b.*"
)
_COPY = re.compile(
    r"\(\s*\d{1,2}\s*\)|\bcopy\b|\s-\s*(nộp|nop|bản|ban|gửi|gui|sửa|sua|bổ sung|bo sung|lần \d|lan \d|cuối|cuoi|chuẩn|chuan|hoàn|hoan)\b.*",
    re.IGNORECASE,
)
_TITLE_NOISE = re.compile(r"\b(danh sach|can bo|giao vien|tham gia|cong hoa|doc lap|bieu mau|ke hoach)\b")


def told_units(file: str, sheets: Iterable[list[list[Cell]]], of_rows: Iterable[str] = ()) -> list[str]:
    """What the file says its unit is called, best witness first: its own line, its name, its title, what all its rows say.

    sheets: what stands above the list in each of them. of_rows: the units that its rows name.
    """
    tops = [_texts(rows[:_TITLE_ROWS]) for rows in sheets]
    lines = [found for texts in tops for text in texts if (found := unit_line(text))]
    titles = [text for texts in tops for text in texts if is_unit_title(text)]
    from_file = _of_file_name(file)
    rows = {unit_key(text): text for text in of_rows if text}
    of_all = list(rows.values()) if len(rows) == 1 else []
    by_name = [from_file] if from_file else []
    is_worse = from_file is not None and (from_file.isascii() or any(_plain_key(title) == _plain_key(from_file) for title in titles))
    inside = [*titles, *by_name] if is_worse else [*by_name, *titles]  # a file's name loses accents, and the stroke of 19/5
    told = [_proper(text) for text in (*lines, *inside, *of_all)]
    return list(dict.fromkeys(filter(None, told)))


def _plain_key(name: str) -> str:
    return search_key(unit_key(name))


def recognise(told: Sequence[str], known: Sequence[KnownUnit]) -> KnownUnit | None:
    """The one known unit that a witness names, in the order of the witnesses; None if none does, or two could be meant."""
    by_key: dict[str, set[int]] = {}
    for index, unit in enumerate(known):
        for name in (unit.name, *unit.aliases):
            by_key.setdefault(unit_key(name), set()).add(index)
    for name in told:
        hits = by_key.get(unit_key(name), set())
        if len(hits) == 1:
            return known[next(iter(hits))]
    return None


@lru_cache(maxsize=20_000)
def unit_key(name: str) -> str:
    """Equal for "TH Kim Đồng", "Trường Tiểu học Kim Đồng" and "TRƯỜNG TH KIM ĐỒNG"."""
    words = clean(name).split()
    rest = words[1:] if words and search_key(words[0]) == "truong" else words
    kind, used = _kind(rest)
    return re.sub(r"\W+", " ", match_key(" ".join([kind, *rest[used:]]))).strip()


def _proper(text: str) -> str:
    """A unit's name as it is said: "TRƯỜNG TRUNG HỌC PHỔ THÔNG LÊ LỢI" becomes "Trường THPT Lê Lợi"; a name in mixed case stays as it is."""
    words = [word[0].upper() + word[1:] if word[0] in _TCVN3_SMALL else word for word in clean(text).strip(' .,;:-_*"“”').split()]
    name = " ".join(words)
    is_school = search_key(name).startswith("truong ")
    rest = words[1:] if is_school else words
    kind, used = _kind(rest)
    if not kind or (not name.isupper() and is_school):
        return _small(name) if name.isupper() else name
    own = " ".join(rest[used:])
    prefix = "" if kind.startswith("Trung tâm") else "Trường "
    return f"{prefix}{kind} {_small(own) if own.isupper() else own}".strip()


def _kind(words: Sequence[str]) -> tuple[str, int]:
    """The kind of school that these words begin with, and how many of them say it."""
    for key, said in _KINDS:
        for used in range(1, min(len(words), 12) + 1):
            if search_key(" ".join(words[:used])) == key:
                return said, used
    return "", 0


def _small(text: str) -> str:
    return " ".join(word if len(word) == 1 and not word.isalpha() else word[:1] + word[1:].lower() for word in text.split())


def _texts(rows: Iterable[Sequence[Cell]]) -> list[str]:
    return [cell for row in rows for cell in row if isinstance(cell, str) and cell]


def is_unit_title(text: str) -> bool:
    """Whether this is a school's name and nothing else: no heading ("Trường"), no person (Trương Thị Lan)."""
    key = search_key(text)
    is_school = len(text) < 90 and bool(_SCHOOL.match(key)) and not _TITLE_NOISE.search(key)
    return is_school and not key.startswith("phong ") and not text.casefold().startswith("trương") and field_of(text) is None


def _of_file_name(file: str) -> str | None:
    stem = _COPY.sub(" ", re.sub(r"\.\w{2,5}$", "", clean(file).rsplit("/", 1)[-1]))
    words = re.sub(r"[\s_.,;()\[\]-]+", " ", stem).split()
    start = next((i for i in range(len(words)) if _SCHOOL.match(search_key(" ".join(words[i:])))), None)
    if start is None:
        return None
    name = " ".join(words[start:])
    noise = _NOISE.search(name.casefold())
    name = name[: noise.start()].strip(" -") if noise and noise.start() else name
    return name if _names_one(name.split()) else None


def _names_one(words: Sequence[str]) -> bool:
    """Whether these words of a file's name go on after the kind of body ("THCS", "Phòng") to say which one it is."""
    rest = words[1:] if search_key(words[0]) == "truong" else words
    kind, used = _kind(rest)
    if kind:
        return len(rest) > used
    said = words[0].casefold()
    if said in ("phòng", "phong"):
        return len(words) > 2 and search_key(words[1]) in ("giao", "gd", "gd&dt", "gddt")
    return said in ("trường", "truong", "trung", "học", "nhóm", "lớp") and len(words) > 1 and words[1][:1].isupper()
