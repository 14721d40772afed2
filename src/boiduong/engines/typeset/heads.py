"""What stands at the top and the bottom of every official paper, in the State's form and in the Party's.

Sources: Decree 30/2020/NĐ-CP, Appendix I (State); Guidance 36-HD/VPTW of 3 April 2018 (Party). Sizes and signs are in `lib.typ`
for PDF and in `docx_head.py` for Word; the words are here, for both.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from boiduong.engines.typeset.words import long_date


class Form(StrEnum):
    STATE = "state"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a paper. Letters are put into capitals where the form asks for it."""

    form: Form
    parent: str  # the body above; empty if none is named
    issuer: str
    symbol: str  # number and symbol, "05/TB-TTCT" or "107-KH/QU"; with an empty number, "/TB-TTCT", room is left for the pen
    place: str  # "Ba Đình"
    on: date | None  # None: room is left for the pen
    regarding: str = ""  # a State letter's "V/v …", under its number

    @property
    def nation(self) -> tuple[str, str]:
        """First and second line at the right; the Party's form has no second."""
        if self.form is Form.PARTY:
            return "ĐẢNG CỘNG SẢN VIỆT NAM", ""
        return "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"

    @property
    def number(self) -> str:
        """ "Số: 05/TB-TTCT" or "Số 107-KH/QU"; empty where a paper has no number at all."""
        if not self.symbol:
            return ""
        sign, room = ("Số ", "       ") if self.form is Form.PARTY else ("Số: ", "       ")
        return sign + (room if self.symbol[0] in "/-" else "") + self.symbol

    @property
    def dated(self) -> str:
        when = long_date(self.on) if self.on else "ngày        tháng        năm           "
        return f"{self.place}, {when}" if self.place else when

    def data(self) -> dict[str, str]:
        """As the templates read it."""
        return {
            "form": self.form.value,
            "parent": self.parent.upper(),
            "issuer": self.issuer.upper(),
            "nation": self.nation[0],
            "motto": self.nation[1],
            "number": self.number,
            "dated": self.dated,
            "regarding": self.regarding,
        }


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: "KT. GIÁM ĐỐC" / "PHÓ GIÁM ĐỐC" in the State's form, "T/M BAN THƯỜNG VỤ" / "PHÓ BÍ THƯ" in the Party's."""

    position: str
    name: str = ""  # empty: room for the name too
    authority: str = ""  # by whose authority; empty for one who signs in their own

    def data(self) -> dict[str, str]:
        return {"authority": self.authority.upper(), "position": self.position.upper(), "name": self.name}


def recipient_lines(recipients: tuple[str, ...]) -> list[str]:
    """The list under "Nơi nhận": a dash before each, a semicolon after all but the last, which has a full stop."""
    lines = [f"- {recipient.rstrip(';.')}" for recipient in recipients]
    return [line + (";" if index < len(lines) - 1 else ".") for index, line in enumerate(lines)]
