"""What stands in a list of units and is none: totals, and the titles of groups."""

import re
from collections.abc import Mapping, Sequence

from boiduong.engines.names import search_key

# With their accents: "Cộng" is a sum, "Công đoàn" and "Tổng công ty" are bodies.
_TOTAL = re.compile(
    r"(tổng|tổng cộng|tổng số|cộng|tong cong|tong so|toàn (huyện|quận|tỉnh|thành phố|phường|xã))(\s*[:=(].*|\s+\d.*|\s*)|tổng (cộng|số)\s.*"
)
_MARK = re.compile(r"^\s*([IVX]{1,5}|[A-H]|\d{1,2})\s*[.)/:-]\s*")
_GROUP = re.compile(
    r"(cac |khoi |cap |bac |nganh hoc |nganh )*(truong |don vi |co quan |phong ban )*"
    r"(mam non|mau giao|nha tre|gdmn|tieu hoc|thcs|trung hoc co so|thpt|trung hoc pho thong|pho thong|th va thcs|thcs va thpt|truc thuoc)?"
    r"( (cong lap|tu thuc|dan lap|ngoai cong lap|truc thuoc))*"
)


def is_total(texts: Sequence[str]) -> bool:
    """Whether a row sums up: its first or second text says so."""
    said = [text for text in texts if text and not text.isdigit()]
    return any(_TOTAL.fullmatch(text.casefold()) for text in said[:2])


def is_group(values: Mapping[str, str]) -> bool:
    """Whether a line is only the title of those below it ("I. Khối mầm non"): it names a kind of school, and no school."""
    if len(values) != 1:
        return False
    title = _MARK.sub("", next(iter(values.values())))
    title = re.sub(r"\s*[:(].*", "", title)
    return bool(_GROUP.fullmatch(search_key(title)))
