"""How clerks and Excel spoil single values: positions, dates, phones, numbers, names. Dice come in; nothing here is random by itself."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from random import Random

from boiduong.engines.sheets import Cell

POSITIONS = {
    "head": ("Hiệu trưởng", "HT", "H.Trưởng", "Hiệu Trưởng"),
    "deputy": ("Phó Hiệu trưởng", "P.HT", "PHT", "P. Hiệu trưởng", "Hiệu phó"),
    "lead": ("Tổ trưởng CM", "TTCM", "Tổ trưởng chuyên môn", "Tổ phó chuyên môn", "Tổ trưởng"),
    "teacher": ("Giáo viên", "GV", "giáo viên", "G.viên", "GV chủ nhiệm", "Giáo viên dạy lớp"),
    "staff": ("Kế toán", "Nhân viên y tế", "NV văn thư", "Thư viện", "NV thiết bị", "Bảo vệ", "Nhân viên"),
}
BIRTH_FORMS = ("typed", "text", "short", "dots", "dashes", "iso", "serial", "digits")
PHONE_FORMS = ("text", "number", "plus", "dots", "spaces")
ID_FORMS = ("text", "number", "spaces")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person as the clerk knows them: what the rehearsal writes and what a reader should find again."""

    full_name: str
    birth_date: date
    is_woman: bool
    role: str  # manager, teacher, staff
    is_head: bool = False
    phone: str = ""
    national_id: str = ""
    email: str = ""
    note: str = ""


def position_of(entry: Entry, dice: Random) -> str:
    if entry.role == "manager":
        return dice.choice(POSITIONS["head" if entry.is_head else "deputy"])
    if entry.role == "staff":
        return dice.choice(POSITIONS["staff"])
    return dice.choice(POSITIONS["lead" if dice.random() < 0.15 else "teacher"])


def birth_as(form: str, born: date) -> Cell:
    """A birth date in one of the forms that clerks use; "typed" is a real date cell."""
    written: dict[str, Cell] = {
        "typed": born,
        "text": f"{born:%d/%m/%Y}",
        "short": f"{born.day}/{born.month}/{born:%y}",
        "dots": f"{born.day}.{born.month}.{born.year}",
        "dashes": f"{born:%d-%m-%Y}",
        "iso": born.isoformat(),
        "serial": (born - date(1899, 12, 30)).days,
        "digits": f"{born:%d%m%Y}",
    }
    return written[form]


def phone_as(form: str, phone: str) -> Cell:
    if not phone:
        return ""
    written: dict[str, Cell] = {
        "text": phone,
        "number": int(phone),
        "plus": "+84" + phone[1:],
        "dots": f"{phone[:4]}.{phone[4:7]}.{phone[7:]}",
        "spaces": f"{phone[:4]} {phone[4:7]} {phone[7:]}",
    }
    return written[form]


def id_as(form: str, number: str) -> Cell:
    if not number:
        return ""
    if form == "number":
        return int(number)
    return " ".join(number[i : i + 3] for i in range(0, len(number), 3)) if form == "spaces" else number


def decomposed(text: str) -> str:
    """As a Mac or an old keyboard writes it: letters and marks apart."""
    return unicodedata.normalize("NFD", text)


def with_invisibles(text: str, dice: Random) -> str:
    """As pasted from a web page: non-breaking spaces and spaces without width."""
    return text.replace(" ", dice.choice(["\u00a0", "\u200b ", " \u200b", "  "]))
