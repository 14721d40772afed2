"""Writes the rosters of made-up schools as clerks would: the same people every time, never the same table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from boiduong.engines.names import Encoding
from boiduong.engines.sheets import Cell
from boiduong.rehearsal.habits import Habits
from boiduong.rehearsal.mess import Entry, birth_as, decomposed, id_as, phone_as, position_of, with_invisibles
from boiduong.rehearsal.sheet_files import Grid, as_text_table, as_workbook, encoded

_ROLES = (("manager", "Cán bộ quản lý"), ("teacher", "Giáo viên"), ("staff", "Nhân viên"))
_ROMAN = ("I", "II", "III")
_CODECS = {
    "csv": (",", "utf-8-sig"),
    "csv_semicolon": (";", "utf-8"),
    "tsv": ("\t", "utf-8"),
    "csv_utf16": ("\t", "utf-16"),
    "csv_1258": (",", "cp1258"),
}
_FONTS = {"vni": "VNI-Times", "tcvn3": ".VnTime"}


@dataclass(frozen=True, slots=True)
class Truth:
    """What stands in one row of a file that was written."""

    sheet: str
    row: int  # Excel's own, from 1
    entry: Entry
    planted: str = ""  # kind of the problem that was put there on purpose


@dataclass(frozen=True, slots=True)
class Written:
    filename: str
    data: bytes
    truths: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Planted:
    """A person's row with something wrong in it. kind: bad_date, missing_name, duplicate, bad_phone, bad_id."""

    entry: Entry
    kind: str


def write_roster(unit: str, entries: Sequence[Entry], habits: Habits, dice: Random, *, planted: Sequence[Planted] = (), stem: str = "") -> Written:
    """One school's file.

    entries: all its people, who appear once each. planted: which of them appear with a problem; a "duplicate" is a second row.
    """
    writer = _Writer(unit, habits, dice)
    kinds = {id(one.entry): one.kind for one in planted}
    for name, some in _sheets(entries, habits):
        writer.write_sheet(name, some, kinds)
    return writer.finish(stem or unit)


def _sheets(entries: Sequence[Entry], habits: Habits) -> Iterator[tuple[str, list[Entry]]]:
    if not habits.has_sheets_by_role:
        yield "Sheet1" if habits.file_kind.startswith(("csv", "tsv")) else "Danh sách", list(entries)
        return
    yield "CBQL", [entry for entry in entries if entry.role == "manager"]
    yield "GV-NV", [entry for entry in entries if entry.role != "manager"]


class _Writer:
    """Fills the sheets of one file and remembers who stands where."""

    def __init__(self, unit: str, habits: Habits, dice: Random) -> None:
        self.unit, self.habits, self.dice = unit, habits, dice
        self.grids: list[Grid] = []
        self.truths: list[Truth] = []
        self.columns = self._draw_columns()

    def write_sheet(self, name: str, entries: list[Entry], kinds: dict[int, str]) -> None:
        if self.habits.has_guidance_sheet and not self.grids:
            guidance = Grid("Hướng dẫn")
            guidance.add("Hướng dẫn: mỗi người một dòng, ngày sinh ghi dd/mm/yyyy, không sửa tiêu đề")
            guidance.add("Nộp trước ngày 10/7")
            self.grids.append(guidance)
        grid = Grid(name)
        self.grids.append(grid)
        self._title(grid)
        self._head(grid)
        number = 0
        for place, (role, title) in enumerate(_ROLES):
            some = [entry for entry in entries if entry.role == role]
            if self.habits.has_groups and some:
                grid.add(*(_ROMAN[place], title) if self.habits.has_ordinal else (f"{_ROMAN[place]}. {title}",))
            for entry in some:
                number = self._person(grid, entry, kinds.get(id(entry), ""), number)
        self._foot(grid, number, entries)

    def _person(self, grid: Grid, entry: Entry, planted: str, number: int) -> int:
        """One row; two for a planted duplicate. Returns the number of the last person."""
        if number and self.habits.page_rows and number % self.habits.page_rows == 0:
            self._head(grid)
        if number and self.habits.blank_every and number % self.habits.blank_every == 0:
            grid.add()
        for repeated in ("", planted) if planted == "duplicate" else (planted,):
            number += 1
            at = grid.add(*self._cells(entry, number, repeated))
            self.truths.append(Truth(grid.name, at + 1, entry, repeated))
            if self.habits.hides_rows and self.dice.random() < 0.05:
                grid.hidden.add(at)
        return number

    def _draw_columns(self) -> list[tuple[str, str]]:
        """Keys and headings; "birth by sex" and "figures" are one key over several columns."""
        habits, dice = self.habits, self.dice
        middle: list[tuple[str, str]] = [("birth", dice.choice(["Ngày sinh", "Ngày, tháng, năm sinh", "NGÀY THÁNG NĂM SINH", "Sinh ngày"]))]
        if habits.sex_place != "none":
            middle.append(("sex", {"word": dice.choice(["Nam/Nữ", "Giới tính", "Phái"]), "women": "Nữ", "both": "Giới tính"}[habits.sex_place]))
        optional = [
            (habits.has_positions, "position", ["Chức vụ", "Chức danh", "Chức vụ, nhiệm vụ", "CHỨC VỤ"]),
            (True, "phone", ["SĐT", "Số điện thoại", "ĐT di động", "Điện thoại", "Số ĐT"]),
            (habits.has_id, "id", ["Số CCCD", "CCCD/CMND", "Số định danh cá nhân", "CCCD", "Số căn cước"]),
            (habits.has_email, "email", ["Email", "Địa chỉ email", "Thư điện tử"]),
            (habits.has_ethnicity, "ethnicity", ["Dân tộc"]),
            (habits.has_team, "team", ["Tổ", "Môn dạy", "Tổ chuyên môn"]),
        ]
        middle += [(key, dice.choice(headings)) for wanted, key, headings in optional if wanted]
        if habits.is_shuffled:
            dice.shuffle(middle)
        head = [("ordinal", dice.choice(["TT", "STT", "Số TT"]))] if habits.has_ordinal else []
        return [*head, ("name", dice.choice(["Họ và tên", "HỌ VÀ TÊN", "Họ tên", "Họ và tên giáo viên"])), *middle, ("note", "Ghi chú")]

    def _width(self, key: str) -> int:
        wide = {"name": 2 if self.habits.is_name_split else 1, "birth": {"one": 1, "by_sex": 2, "figures": 3}[self.habits.birth_place]}
        return 2 if key == "sex" and self.habits.sex_place == "both" else wide.get(key, 1)

    def _second_head(self, key: str) -> tuple[str, ...]:
        if key == "birth" and self.habits.birth_place != "one":
            return ("Nam", "Nữ") if self.habits.birth_place == "by_sex" else ("Ngày", "Tháng", "Năm")
        return ("Nam", "Nữ") if key == "sex" and self.habits.sex_place == "both" else ("",) * self._width(key)

    def _head(self, grid: Grid) -> None:
        first: list[Cell] = []
        second: list[Cell] = []
        for key, heading in self.columns:
            width = self._width(key)
            if key == "name" and width == 2:
                first += ["Họ đệm", "Tên"]
            else:
                first += [heading, *[""] * (width - 1)]
                if width > 1:
                    grid.merged.append((len(grid.rows), len(first) - width, len(first) - 1))
            second += self._second_head(key)
        grid.add(*first)
        if any(second):
            grid.add(*second)
        if self.habits.has_column_numbers:
            grid.add(*[f"({number})" for number in range(1, len(first) + 1)])

    def _title(self, grid: Grid) -> None:
        if self.habits.has_title:
            grid.add("UBND QUẬN", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
            grid.add(self.unit.upper(), "", "", "", "Độc lập - Tự do - Hạnh phúc")
            grid.add()
            grid.add("", "", "DANH SÁCH CÁN BỘ, GIÁO VIÊN, NHÂN VIÊN THAM GIA BỒI DƯỠNG CHÍNH TRỊ HÈ")
        if self.habits.has_unit_line or not self.habits.has_title:
            grid.add("", "", f"Đơn vị: {self.unit}")
        grid.add()

    def _foot(self, grid: Grid, number: int, entries: Sequence[Entry]) -> None:
        head = next((entry.full_name for entry in entries if entry.is_head), entries[0].full_name)
        clerk = entries[-1].full_name
        grid.add()
        grid.add("", self.dice.choice([f"Tổng cộng: {number} người", f"Danh sách này có {number} người./.", f"Cộng: {number}"]))
        grid.add()
        grid.add("", "", "", "", self.dice.choice(["Ngày 28 tháng 6 năm 2019", "..., ngày 5 tháng 7 năm 2019", ""]))
        if self.dice.random() < 0.5:
            grid.add("", "NGƯỜI LẬP BIỂU", "", "HIỆU TRƯỞNG")
            grid.add("", "", "", "(Ký tên, đóng dấu)")
            grid.add()
            grid.add("", clerk, "", head)
        else:
            grid.add("", "", "", "HIỆU TRƯỞNG")
            grid.add("", "", "", "(Đã ký)")
            grid.add()
            grid.add("", "", "", head)

    def _cells(self, entry: Entry, number: int, planted: str) -> list[Cell]:
        parts: dict[str, list[Cell]] = {
            "ordinal": [number],
            "name": self._name(entry, planted),
            "birth": self._birth(entry, planted),
            "sex": self._sex(entry),
            "position": [position_of(entry, self.dice)],
            "phone": ["09123" if planted == "bad_phone" else phone_as(self.habits.phone_form, entry.phone)],
            "id": ["1.06E+11" if planted == "bad_id" else id_as(self.habits.id_form, entry.national_id)],
            "email": [entry.email],
            "ethnicity": ["Kinh"],
            "team": [self.dice.choice(["Tổ 1", "Tổ Toán", "Tổ Văn phòng", "Ngữ văn"])],
            "note": [entry.note],
        }
        return [cell for key, _heading in self.columns for cell in parts[key]]

    def _name(self, entry: Entry, planted: str) -> list[Cell]:
        width = self._width("name")
        if planted == "missing_name":
            return [""] * width
        name = entry.full_name.upper() if self.habits.is_large else entry.full_name
        family, _space, given = name.rpartition(" ")
        parts = [family, given] if width == 2 else [name]
        if self.habits.has_invisibles:
            parts = [with_invisibles(part, self.dice) for part in parts]
        return [decomposed(part) if self.habits.is_decomposed else part for part in parts]

    def _birth(self, entry: Entry, planted: str) -> list[Cell]:
        born = entry.birth_date
        spoilt = self.dice.choice(["31/02/1980", f"{born:%d/%m}/2079", "30/13/1985"]) if planted == "bad_date" else ""
        if self.habits.birth_place == "figures":
            return ["30", "2", f"{born.year}"] if spoilt else [born.day, born.month, born.year]
        cell = spoilt or birth_as(self.habits.birth_form, born)
        if self.habits.birth_place == "one":
            return [cell]
        return ["", cell] if entry.is_woman else [cell, ""]

    def _sex(self, entry: Entry) -> list[Cell]:
        mark = "x"
        if self.habits.sex_place == "word":
            return ["Nữ" if entry.is_woman else "Nam"]
        if self.habits.sex_place == "both":
            return ["", mark] if entry.is_woman else [mark, ""]
        return [mark if entry.is_woman else ""]

    def finish(self, stem: str) -> Written:
        kind = self.habits.file_kind
        truths = tuple(replace(truth, sheet="Sheet1") for truth in self.truths) if kind in _CODECS else tuple(self.truths)
        if kind in _CODECS:
            delimiter, codec = _CODECS[kind]
            return Written(f"{stem}.csv", as_text_table(self.grids[-1], delimiter=delimiter, codec=codec), truths)
        script, _underscore, look = kind.partition("_")
        grids = encoded(self.grids, Encoding.VNI if script == "vni" else Encoding.TCVN3) if look else self.grids
        names = {shown.name for shown in grids}
        return (
            Written(f"{stem}.xlsx", as_workbook(grids, font=_FONTS[script] if look == "font" else "Times New Roman"), truths)
            if names
            else Written(stem, b"", ())
        )
