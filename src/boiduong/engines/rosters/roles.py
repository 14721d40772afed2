"""What a position makes of its holder in a campaign: manager, teacher or support staff. The table is data; an office extends it."""

import re
from functools import lru_cache

from boiduong.engines.names import search_key
from boiduong.engines.rosters.model import Role

_MANAGER = re.compile(
    r"\b(p? ?ht|p? ?hieu truong|hieu pho|hp|h truong|p? ?giam doc|p ?gd|gd|cbql|can bo quan l[iy]|quan l[iy]|bgh|truong phong|pho (truong )?phong|"
    r"phu trach truong|chu (nhom|truong|co so)|"
    r"ban giam hieu|ban giam doc|lanh dao|(vice )?principal)\b"
)
_FORMER = re.compile(r"\bnguyen (pho )?(hieu truong|giam doc)")
_OFFICE = re.compile(r"\b(to|bo phan|phong) (truong |pho )?(to )?(van phong|hanh chinh|vp|phuc vu)\b")
_TEACHER = re.compile(
    r"\b(gv\w*|g v|g vien|gvien|giao vien|giang vien|nha giao|to? ?truong|to? ?pho|ttcm|tpcm|tt cm|tt|tp|"
    r"tong phu trach|tptd?|khoi truong|khoi pho|tkhd|thu ky hoi dong|chu tich cong doan|ctcd|bi thu doan|chu nhiem|co giao|day|teacher|lecturer)\b"
)
_STAFF = re.compile(
    r"\b(nv\w*|n vien|nhan vien|ke toan|kt|van thu|thu vien|y te|yt|yte|y s[iy]|y ta|dieu duong|vt|tq|k[iy] thuat vien|ktv|co nuoi|thiet bi|tb|"
    r"bao ve|bv|thu quy|cap duong|tap vu|phuc vu|lao cong|bao mau|can su|cntt|giao vu|giam thi|hoc vu|nau an|nha bep|thi nghiem|"
    r"ve sinh|van phong|hanh chinh|lai xe|bep|nuoi duong|cong nghe thong tin|tvtb|tbth|tbtn|tap dich|ho tro|accountant|librarian|nurse)\b"
)
_TEAM = re.compile(r"(to|khoi|nhom|bo mon)\b.*|.*\b(toan|van|ngu van|ngoai ngu|tieng anh|xa hoi|tu nhien|la|choi|mam|nha tre|mau giao)")
_SHEETS: list[tuple[re.Pattern[str], Role]] = [
    (re.compile(r"\b(cbql|bgh|quan l[iy]|ban giam hieu)\b"), "manager"),
    (re.compile(r"\b(gv\w*|giao vien)\b"), "teacher"),
    (re.compile(r"\b(nv|nhan vien)\b"), "staff"),
]
_TITLES: list[tuple[re.Pattern[str], Role]] = [
    (re.compile(r"\b(can bo quan l[iy]|cbql|ban giam hieu|bgh)\b"), "manager"),
    (re.compile(r"\b(giao vien|gv|cbgv|cbgvnv|nha giao)\b"), "teacher"),
    (re.compile(r"\b(nhan vien|nv)\b"), "staff"),
]
_LIST_OF = re.compile(r"((danh sach|ds|bang|doi ngu|cac|khoi) )*(can bo quan l[iy]|cbql|ban giam hieu|bgh|giao vien|gv|nha giao|nhan vien|nv)\b.*")


@lru_cache(maxsize=5_000)
def role_of(position: str) -> Role | None:
    """The role that a position or the title of a group names, or None if the words say nothing.

    "Giáo viên kiêm thư viện" teaches, "Nhân viên thiết bị, dạy thay" does not: the first word that says something wins; a head or deputy
    head is a manager whatever else they do; the leader of an office team is staff.
    """
    key = search_key(position)
    if not key:
        return None
    if _MANAGER.search(key) and not _FORMER.search(key):
        return "manager"
    if _OFFICE.search(key):
        return "staff"
    teacher, staff = _TEACHER.search(key), _STAFF.search(key)
    if teacher and staff:
        return "teacher" if teacher.start() < staff.start() else "staff"
    if teacher:
        return "teacher"
    return "staff" if staff else None


def role_of_group(title: str) -> Role | None:
    """The role of everybody under a group's title; a subject team's are teachers."""
    return role_of(title) or ("teacher" if _TEAM.fullmatch(search_key(title)) else None)


def role_of_title(title: str) -> Role | None:
    """The role that the title of a table gives to whoever has no other sign of one: "Danh sách cán bộ quản lý", but not one of several kinds."""
    key = search_key(title)
    named = [role for pattern, role in _TITLES if pattern.search(key)]
    return named[0] if len(named) == 1 and _LIST_OF.fullmatch(key) else None


def role_of_sheet(name: str) -> Role | None:
    """The role that a sheet's name gives to whoever has no other sign of one."""
    key = search_key(name)
    return next((role for pattern, role in _SHEETS if pattern.search(key)), None)
