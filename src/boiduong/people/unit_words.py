"""What a list of units says in words, as values: kinds, levels, ownership, days; each with why it is no value."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boiduong.engines.dates import read_date
from boiduong.engines.names import search_key
from boiduong.people.models import Unit

Kind, Level, Ownership = Unit.Kind, Unit.Level, Unit.Ownership
LABELS: Mapping[str, Any] = {
    "legacy_code": gettext_lazy("Unit code"),
    "name": gettext_lazy("Name of the unit"),
    "kind": gettext_lazy("Kind of unit"),
    "level": gettext_lazy("Level"),
    "ownership": gettext_lazy("Ownership"),
    "parent": gettext_lazy("Unit above"),
    "staff_count": gettext_lazy("Staff"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "valid_from": gettext_lazy("First day"),
    "valid_to": gettext_lazy("Last day"),
    "successor": gettext_lazy("What comes after it"),
    "aliases": gettext_lazy("Other names"),
}
KINDS = {
    "truong": Kind.SCHOOL, "truong hoc": Kind.SCHOOL, "co so giao duc": Kind.SCHOOL, "co quan giao duc": Kind.EDUCATION_OFFICE,
    "phong giao duc": Kind.EDUCATION_OFFICE, "so giao duc": Kind.EDUCATION_OFFICE, "cap uy": Kind.PARTY_COMMITTEE, "dang uy": Kind.PARTY_COMMITTEE,
    "ban dang": Kind.PARTY_BOARD, "ban cua cap uy": Kind.PARTY_BOARD, "trung tam chinh tri": Kind.POLITICAL_CENTRE,
    "uy ban nhan dan": Kind.GOVERNMENT, "ubnd": Kind.GOVERNMENT, "khac": Kind.OTHER, "co quan khac": Kind.OTHER,
}  # fmt: skip
LEVELS = {
    "mam non": Level.PRESCHOOL, "mau giao": Level.PRESCHOOL, "mn": Level.PRESCHOOL, "nha tre": Level.PRESCHOOL, "tieu hoc": Level.PRIMARY,
    "th": Level.PRIMARY, "cap 1": Level.PRIMARY, "thcs": Level.LOWER_SECONDARY, "trung hoc co so": Level.LOWER_SECONDARY,
    "cap 2": Level.LOWER_SECONDARY,
    "thpt": Level.UPPER_SECONDARY, "trung hoc pho thong": Level.UPPER_SECONDARY, "cap 3": Level.UPPER_SECONDARY, "gdtx": Level.VOCATIONAL,
    "giao duc thuong xuyen": Level.VOCATIONAL, "gdnn gdtx": Level.VOCATIONAL, "trung cap": Level.VOCATIONAL, "cao dang": Level.VOCATIONAL,
}  # fmt: skip
OWNERSHIPS = {
    "cong lap": Ownership.PUBLIC, "public": Ownership.PUBLIC, "tu thuc": Ownership.PRIVATE, "dan lap": Ownership.PRIVATE, "tu": Ownership.PRIVATE,
    "ngoai cong lap": Ownership.PRIVATE, "private": Ownership.PRIVATE,
}  # fmt: skip
# What a name begins with -> what the unit is, where its line does not say. The longest that fits counts.
NAMED = {
    "truong": Kind.SCHOOL, "phong giao duc": Kind.EDUCATION_OFFICE, "so giao duc": Kind.EDUCATION_OFFICE, "uy ban nhan dan": Kind.GOVERNMENT,
    "ubnd": Kind.GOVERNMENT, "trung tam chinh tri": Kind.POLITICAL_CENTRE, "trung tam boi duong chinh tri": Kind.POLITICAL_CENTRE,
    "ban tuyen giao": Kind.PARTY_BOARD, "quan uy": Kind.PARTY_COMMITTEE, "huyen uy": Kind.PARTY_COMMITTEE, "dang uy": Kind.PARTY_COMMITTEE,
    "tinh uy": Kind.PARTY_COMMITTEE, "thanh uy": Kind.PARTY_COMMITTEE,
}  # fmt: skip
_LEVELS_IN_NAMES = [words for words in LEVELS if (" " in words and not words.startswith("cap ")) or words in ("thcs", "thpt", "gdtx")]


class NoValue(Exception):
    """Why a text is no value, in words."""


def kind_named(name: str) -> str:
    key = search_key(name)
    found = max((start for start in NAMED if key.startswith(start)), key=len, default="")
    return NAMED[found] if found else ""


def level_named(name: str) -> str:
    """The level a school's name tells: that of the one word for it, if there is just one."""
    key = f" {search_key(name)} "
    found = {LEVELS[words] for words in _LEVELS_IN_NAMES if f" {words} " in key}
    return found.pop() if len(found) == 1 else ""


def _one_of(words: Mapping[str, Any], labels: Any) -> Callable[[str], str]:
    by_label = {search_key(str(label)): value for value, label in labels}

    def read(text: str) -> str:
        key = search_key(text)
        value = words.get(key) or by_label.get(key)
        if value is None:
            raise NoValue(_("This word is not known here. Possible are: %(words)s.") % {"words": ", ".join(str(label) for _value, label in labels)})
        return str(value)

    return read


def _day(text: str) -> Any:
    reading = read_date(text)
    if reading is None or reading.value is None or reading.precision != "day":
        raise NoValue(_("This is no date."))
    return reading.value


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 100_000):
        raise NoValue(_("This is no number of people."))
    return int(text)


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise NoValue(_("This is no e-mail address.")) from None
    return text


def _text(at_most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > at_most:
            raise NoValue(_("Longer than %(count)d letters.") % {"count": at_most})
        return text

    return read


def reader_of(field: str) -> Callable[[str], Any]:
    """How the text of a field becomes its value. Raises NoValue."""
    return {
        "kind": _one_of(KINDS, Kind.choices),
        "level": _one_of(LEVELS, Level.choices),
        "ownership": _one_of(OWNERSHIPS, Ownership.choices),
        "staff_count": _count,
        "email": _email,
        "valid_from": _day,
        "valid_to": _day,
        "legacy_code": _text(40),
        "phone": _text(20),
    }.get(field, _text(200 if field != "aliases" else 2000))
