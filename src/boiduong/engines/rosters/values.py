"""Phones, identity numbers, e-mail addresses, marks and sexes, as clerks type them and Excel spoils them."""

import re
from dataclasses import dataclass

from boiduong.engines.names import search_key
from boiduong.engines.rosters.model import Sex
from boiduong.engines.sheets import Cell

_EMAIL = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}")
_ROUNDED = re.compile(r"(\d)(?:[.,](\d+))?e\+?(\d{1,2})", re.IGNORECASE)
_TWO_NUMBERS = re.compile(r"\D*((?:\+?84|0)(?:[ .-]?\d){9,10})\s+\(?(?=(?:\+84|0)(?:[ .-]?\d){9})")  # with nothing but a space or a line between
_MARKS = {"x", "v", "+", "1", "co", "true", "nu", "*", "xx", "yes"}
_SIGNS = set("×✓✔☑√●•*+xX")
# Circular 22/2014 as carried out in 2018: mobile numbers of eleven digits became ten.
_OLD_MOBILE = dict(
    [(f"016{n}", f"03{n}") for n in range(2, 10)]
    + [("0120", "070"), ("0121", "079"), ("0122", "077"), ("0126", "076"), ("0128", "078"), ("0123", "083"), ("0124", "084"), ("0125", "085")]
    + [("0127", "081"), ("0129", "082"), ("0186", "056"), ("0188", "058"), ("0199", "059")]
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is kept, and what was done to it."""

    text: str | None
    kind: str = ""  # of the problem; "" if there is none
    reason: str = ""  # key of the message
    is_repaired: bool = False
    proposal: str | None = None


def text_of(cell: Cell) -> str:
    """What stands in a cell, as Excel would show it without a format."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def _entry(cell: Cell) -> str:
    """What was entered; dashes and dots alone are a way of leaving a cell empty."""
    shown = text_of(cell).strip()
    return "" if set(shown) <= set("-–—_.…/ ") else shown


def read_phone(cell: Cell) -> Value:
    """A phone number as 0XXXXXXXXX. Source of the prefixes: the numbering plan of Circular 22/2014/TT-BTTTT."""
    shown = _entry(cell)
    if not shown:
        return Value(None)
    first, is_several = _first_number(shown)
    digits = _digits(first)
    if digits is None:
        return Value(None, "bad_phone", "phone_rounded")
    known = _national(digits)
    if known is None:
        return Value(None, "bad_phone", "phone_wrong" if digits else "phone_no_number")
    number, reason = known
    if is_several:
        return Value(number, "repaired_phone", "phone_several", True)
    return Value(number, "repaired_phone" if reason else "", reason, bool(reason))


def _first_number(shown: str) -> tuple[str, bool]:
    parts = [part for part in re.split(r"[/;,\n]|\s-\s|\bhoặc\b", shown) if len(re.sub(r"\D", "", part)) >= 9]
    if len(parts) == 1 and (pair := _TWO_NUMBERS.match(parts[0])):
        return pair[1], True
    return (parts[0], True) if len(parts) > 1 else (shown, False)


def _national(digits: str) -> tuple[str, str] | None:
    """The number with its leading 0, and which repair it took ("" for none)."""
    if digits.startswith("0084") or (digits.startswith("84") and len(digits) >= 11):
        digits = "0" + digits.removeprefix("00").removeprefix("84").removeprefix("0")
    if re.fullmatch(r"0[35789]\d{8}", digits) or re.fullmatch(r"02\d{8,9}", digits):
        return digits, ""
    if re.fullmatch(r"[35789]\d{8}", digits):
        return "0" + digits, "phone_zero"
    old = digits if digits.startswith("0") else "0" + digits
    if len(old) == 11 and old[:4] in _OLD_MOBILE:
        return _OLD_MOBILE[old[:4]] + old[4:], "phone_old"
    return None


def read_id(cell: Cell, *, birth_year: int | None) -> Value:
    """A citizen's number (12 digits, Decree 137/2015) or an old identity card's (9 digits), as text.

    birth_year: of the same row, if its date is known: digits 5 and 6 of a citizen's number repeat it.
    """
    shown = _entry(cell)
    if not shown:
        return Value(None)
    digits = _digits(shown)
    if digits is None:
        return Value(None, "bad_id", "id_rounded")
    if not digits or re.search(r"[^\W\d_]", re.sub(r"\b(cccd|cmnd|số|so)\b", "", shown, flags=re.IGNORECASE)):
        return Value(None, "bad_id", "id_letters")
    if len(digits) in (8, 10, 11) and not shown.startswith("0"):
        return _padded(digits, birth_year)
    if len(digits) not in (9, 12):
        return Value(None, "bad_id", "id_length")
    reason = _doubt_of_id(digits, birth_year) if len(digits) == 12 else ""
    return Value(digits, "doubtful_id" if reason else "", reason)


def _doubt_of_id(number: str, birth_year: int | None) -> str:
    if not number.startswith("0"):
        return "id_province"
    return "id_year" if birth_year and number[4:6] != f"{birth_year % 100:02d}" else ""


def _padded(digits: str, birth_year: int | None) -> Value:
    """Zeros that a number cell lost. They are put back; if the year in it then contradicts the birth date, that is only a guess."""
    full = digits.zfill(9 if len(digits) == 8 else 12)
    if len(full) == 12 and birth_year and full[4:6] != f"{birth_year % 100:02d}":
        return Value(full, "doubtful_id", "id_zero_year", False, full)
    return Value(full, "repaired_id", "id_zero", True)


def _digits(shown: str) -> str | None:
    """The digits of a number, or None where Excel rounded it (1.2E+11) and some are gone."""
    compact = re.sub(r"\s", "", shown)
    if rounded := _ROUNDED.fullmatch(compact):
        figures = rounded[1] + (rounded[2] or "")
        exponent = int(rounded[3])
        return figures.ljust(exponent + 1, "0") if len(figures) >= exponent else None
    return re.sub(r"\D", "", re.sub(r"^(\d+)[.,]0+$", r"\1", compact))


def read_email(cell: Cell) -> Value:
    shown = text_of(cell).strip().strip("<>;,").removeprefix("mailto:")
    if not shown or shown in {"-", "không", "Không"}:
        return Value(None)
    address = re.sub(r"\s", "", shown).casefold()
    if _EMAIL.fullmatch(address):
        return Value(address)
    return Value(None, "bad_email", "email_wrong")


def is_mark(cell: Cell) -> bool:
    """Whether a cell is ticked: x, X, ×, 1, có."""
    shown = text_of(cell).strip()
    return bool(shown) and (set(shown) <= _SIGNS or search_key(shown) in _MARKS or shown == "1")


def is_unticked(cell: Cell) -> bool:
    """Whether a cell where others have a tick says no: empty, 0, không, a dash."""
    return search_key(text_of(cell)) in {"", "0", "khong", "ko", "k", "false", "no"}


def read_sex(cell: Cell) -> Sex | None:
    key = search_key(text_of(cell))
    if key in {"nu", "f", "female", "gai", "ba", "co"}:
        return "F"
    return "M" if key in {"nam", "m", "male", "trai", "ong"} else None


def sex_of_id(national_id: str | None) -> Sex | None:
    """Digit 4 of a citizen's number: even for men, odd for women (Circular 59/2021/TT-BCA)."""
    if not national_id or len(national_id) != 12:
        return None
    return "F" if int(national_id[3]) % 2 else "M"
