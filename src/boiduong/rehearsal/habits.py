"""How one school keeps its lists: which columns, in which order, in which file. Drawn once a school, so that a file is messy in one way."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from boiduong.rehearsal.mess import BIRTH_FORMS, ID_FORMS, PHONE_FORMS

BirthPlace = Literal["one", "by_sex", "figures"]  # one column; two under Nam and Nữ; day, month and year apart
SexPlace = Literal["word", "women", "both", "none"]
FileKind = Literal["workbook", "vni_font", "tcvn3_font", "vni_bare", "tcvn3_bare", "csv", "csv_semicolon", "tsv", "csv_utf16", "csv_1258"]

_WEIGHTS: dict[FileKind, int] = {
    "workbook": 46,
    "vni_font": 7,
    "tcvn3_font": 8,
    "vni_bare": 4,
    "tcvn3_bare": 5,
    "csv": 8,
    "csv_semicolon": 6,
    "tsv": 4,
    "csv_utf16": 4,
    "csv_1258": 8,
}
_BIRTH_PLACES: list[BirthPlace] = ["one", "by_sex", "figures"]


@dataclass(frozen=True, slots=True)
class Habits:
    """What a clerk does the same way in every row."""

    file_kind: FileKind = "workbook"
    is_name_split: bool = False
    birth_place: BirthPlace = "one"
    birth_form: str = "typed"
    sex_place: SexPlace = "word"
    has_positions: bool = True
    has_groups: bool = False
    has_sheets_by_role: bool = False
    has_guidance_sheet: bool = False
    has_ordinal: bool = True
    has_id: bool = True
    has_email: bool = False
    has_ethnicity: bool = False
    has_team: bool = False
    has_unit_line: bool = True
    phone_form: str = "text"
    id_form: str = "text"
    page_rows: int = 0  # the head is repeated after so many people; 0 never
    blank_every: int = 0  # an empty row after so many people
    hides_rows: bool = False
    has_column_numbers: bool = False
    is_large: bool = False  # names in capitals
    is_decomposed: bool = False
    has_invisibles: bool = False
    is_shuffled: bool = False  # columns in an order of their own
    has_title: bool = True


def draw_habits(dice: Random) -> Habits:
    """One school's habits."""
    kind = dice.choices(list(_WEIGHTS), weights=list(_WEIGHTS.values()))[0]
    is_text = kind.startswith(("csv", "tsv"))
    is_old = "vni" in kind or "tcvn3" in kind
    birth_place = dice.choices(_BIRTH_PLACES, weights=[6, 3, 1])[0]
    sex_place: SexPlace = "none" if birth_place == "by_sex" else dice.choice(["word", "women", "both"])
    groups = dice.random() < 0.4
    forms = [form for form in BIRTH_FORMS if not (is_text and form in ("typed", "serial"))]
    weights = [8 if form in ("typed", "text") else 1 for form in forms]
    return Habits(
        file_kind=kind,
        is_name_split=dice.random() < 0.45,
        birth_place=birth_place,
        birth_form=dice.choices(forms, weights=weights)[0],
        sex_place=sex_place,
        has_positions=not groups or dice.random() < 0.6,
        has_groups=groups,
        has_sheets_by_role=not is_text and dice.random() < 0.12,
        has_guidance_sheet=not is_text and dice.random() < 0.15,
        has_ordinal=dice.random() < 0.93,
        has_id=dice.random() < 0.75,
        has_email=dice.random() < 0.2,
        has_ethnicity=dice.random() < 0.2,
        has_team=dice.random() < 0.2,
        has_unit_line=dice.random() < 0.75,
        phone_form=dice.choice(PHONE_FORMS),
        id_form=dice.choice(ID_FORMS),
        page_rows=dice.choice([0, 0, 0, 20, 25]),
        blank_every=dice.choice([0, 0, 0, 9, 17]),
        hides_rows=not is_text and dice.random() < 0.08,
        has_column_numbers=dice.random() < 0.15,
        is_large=dice.random() < 0.12,
        is_decomposed=not is_old and kind != "csv_1258" and dice.random() < 0.12,
        has_invisibles=not is_old and kind != "csv_1258" and dice.random() < 0.12,
        is_shuffled=dice.random() < 0.3,
        has_title=dice.random() < 0.95,
    )
