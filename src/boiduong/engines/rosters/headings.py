"""What the heading of a column says it is about."""

import re
from functools import lru_cache

from boiduong.engines.names import search_key
from boiduong.engines.rosters.model import Field

# Tried in this order on the heading without accents; the first that fits wins, so the narrow ones stand first.
_PATTERNS: list[tuple[Field, re.Pattern[str]]] = [
    (field, re.compile(pattern))
    for field, pattern in (
        (Field.ORDINAL, r"(tt|stt|s tt|t t|so tt|so thu tu|thu tu|no)"),
        (Field.EMAIL, r".*\b(e ?mail|gmail|thu dien tu|mail)\b.*"),
        (Field.LEAVE, r"(dang |co )?(nghi dai han|nghi thai san|tam nghi|nghi dai ngay)( co khong)?"),
        (Field.SENSITIVE, r".*\b(dan toc|ton giao|dang vien|vao dang|ngay vd|la dang|dang|doan vien)\b.*"),
        (Field.OTHER, r".*\b(ngay cap|noi cap|noi sinh|que quan|dia chi|ho khau|thuong tru|tam tru|ky ten|chu ky|ky nhan|cho o|noi o|bang cap)\b.*"),
        (Field.OTHER, r".*\b(nguoi (lien he|lien lac|than|bao tin|gioi thieu)|vo ?chong|phu huynh)\b.*"),  # whoever that is, it is not the learner
        (Field.OTHER, r".*\b(trinh do|chuyen nganh|he so|luong|ngach|hop dong|bien che|van bang|thoi gian|tham nien|llct|ly luan)\b.*"),
        (Field.OTHER, r".*\b(ngay (vao|tuyen|ve|bo nhiem|nop|hoc)|nam (vao|tuyen|hoc|tot nghiep)|so luong)\b.*"),
        (Field.FAMILY, r"ho( va| va ten| ten| chu| va chu)? (dem|lot|tem)(?!.* ten$)( .*)?|ho|(ten |chu )?(dem|lot)"),
        (
            Field.NAME,
            r".*\bho( va)?( chu dem( va)?)? ten\b.*|(full )?name|(ho )?ten (can bo|giao vien|nhan vien|hoc vien|nguoi|gv|cb\w*|vien chuc)\b.*",
        ),
        (Field.GIVEN, r"ten( goi)?"),
        (Field.FEMALE, r"(ngay |thang |nam )+sinh (cua )?nu( gioi)?"),
        (Field.MALE, r"(ngay |thang |nam )+sinh (cua )?nam( gioi)?"),
        (
            Field.BIRTH,
            r".*\b(ngay sinh|nam sinh|thang sinh|sinh ngay|ntns|sinh nam|n sinh|ngay thang nam)\b.*|ns|date of birth|birth ?(date|day)|dob",
        ),
        (Field.DAY, r"ngay"),
        (Field.MONTH, r"thang"),
        (Field.FEMALE, r"(la )?nu( gioi)?( x| danh dau.*)?|gioi tinh nu.*"),
        (Field.MALE, r"nam( gioi)?( x| danh dau.*)?|gioi tinh nam"),
        (Field.SEX, r".*\b(gioi tinh|nam nu|nu nam|phai|gioi|ong ba)\b.*|gt|gender|sex"),
        (Field.PHONE, r".*\b(dien thoai|dtdd|di dong|sdt|so dt|dt|d ?thoai|mobile|tel|telephone|phone|zalo|hotline|lien he)\b.*"),
        (
            Field.ID,
            r".*\b(cccd|cmnd|cmtnd|cmt|can cuoc|chung minh|dinh danh ca nhan|ddcn|so cc|so dinh danh|the can cuoc)\b.*|id( card)?( number| no)?",
        ),
        (Field.STAFF_CODE, r".*\b(ma dinh danh|ma nganh|ma giao vien|ma gv|ma cb|ma so|ma nv|ma vien chuc|ma)\b.*"),
        (Field.NOTE, r".*\b(ghi chu|chu thich|ly do)\b.*|gc|notes?|remarks?"),
        (Field.POSITION, r".*\b(chuc vu|chuc danh|nhiem vu|cong viec|vi tri|doi tuong|chuc trach|kiem nhiem)\b.*|cv|loai|position|job title"),
        (Field.MARKED, r"cbql|bgh|gv|nv|(can bo )?quan l[iy]|ban giam hieu|giao vien|nhan vien"),
        (Field.UNIT, r"(ten )?(don vi|truong|co quan|noi)( cong tac| hoc| lam viec)?( truong)?"),
        (Field.TEAM, r"lop( (day|phu trach|chu nhiem|giang day))?"),
        (
            Field.TEAM,
            r"(to|mon|khoi|bo mon|nhom|bo phan|phan cong|day)\b.*|.*\b(mon day|to chuyen mon|bo mon|giang day)\b.*",
        ),
    )
]
_DIGIT = re.compile(r"\d")
_MINISTRY = re.compile(r"\b(bo )?gd (va )?dt\b")  # no telephone
_YEAR = re.compile(r"năm")
_SPLIT_NAME = (Field.FAMILY, Field.GIVEN)
# Headings so common that one letter wrong, missing or too many still means them; keys without spaces.
_MISTYPED = {
    "hovaten": Field.NAME,
    "ngaysinh": Field.BIRTH,
    "ngaythangnamsinh": Field.BIRTH,
    "chucvu": Field.POSITION,
    "dienthoai": Field.PHONE,
    "sodienthoai": Field.PHONE,
    "gioitinh": Field.SEX,
    "ghichu": Field.NOTE,
    "dantoc": Field.SENSITIVE,
    "dangvien": Field.SENSITIVE,
}


@lru_cache(maxsize=20_000)
def field_of(heading: str) -> Field | None:
    """The field that a heading names, or None if it is no heading this reader knows."""
    if len(heading) > 80:
        return None
    if _YEAR.fullmatch(heading.casefold().strip()):
        return Field.YEAR
    key = _MINISTRY.sub(" ", search_key(heading)).strip()
    if not key:
        return None
    return next((field for field, pattern in _PATTERNS if pattern.fullmatch(key)), None) or (
        None if _DIGIT.search(key) else _mistyped(key.replace(" ", ""))
    )


def _mistyped(key: str) -> Field | None:
    return next((field for meant, field in _MISTYPED.items() if _is_one_off(key, meant)), None)


def _is_one_off(typed: str, meant: str) -> bool:
    """Whether one letter changed, added or left out makes the one word of the other."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    same = next((at for at, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), min(len(typed), len(meant)))
    rests = typed[same:], meant[same:]
    return rests[0][1:] == rests[1][1:] or rests[0][1:] == rests[1] or rests[0] == rests[1][1:]


def is_heading_row(fields: dict[int, Field]) -> bool:
    """Whether these fields of one row make it the head of a list of people."""
    kinds = set(fields.values())
    has_name = Field.NAME in kinds or kinds.issuperset(_SPLIT_NAME)
    return has_name and len(kinds - {Field.OTHER}) >= 2 + (Field.NAME not in kinds)
