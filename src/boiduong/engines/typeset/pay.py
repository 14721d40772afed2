"""The pay sheet of speakers on paper: A4 landscape, a line each with room to sign, then the sessions behind it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from boiduong.engines.typeset.amounts import in_words
from boiduong.engines.typeset.press import press
from boiduong.engines.typeset.words import long_date

HEADS = ("STT", "Họ và tên", "Chức danh", "", "Mức chi (đồng)", "Thành tiền (đồng)", "Thuế TNCN (đồng)", "Thực nhận (đồng)", "Ký nhận")


@dataclass(frozen=True, slots=True)
class PayLine:
    name: str
    titles: str
    count: str
    amount: int  # đồng, as those below
    gross: int
    tax: int
    net: int


@dataclass(frozen=True, slots=True)
class PayHead:
    """What stands around the lines. counted: what is counted, such as "Số buổi". warning: empty, or what must be read first."""

    parent: str
    office: str
    title: str
    course: str
    source: str
    counted: str
    warning: str
    signer: str


def pay_pdf(head: PayHead, *, lines: Sequence[PayLine], sessions: Sequence[tuple[str, str, str, str, str]], on: date) -> bytes:
    """sessions: when, class, topic, who is paid, note. on: the day of approval, and the file's date."""
    dated = long_date(on)
    data = asdict(head) | {
        "heads": [name or head.counted for name in HEADS],
        "lines": [
            [str(n), one.name, one.titles, one.count, *(grouped(money) for money in (one.amount, one.gross, one.tax, one.net)), ""]
            for n, one in enumerate(lines, 1)
        ],
        "totals": [grouped(sum(getattr(one, name) for one in lines)) for name in ("gross", "tax", "net")],
        "words": in_words(sum(one.net for one in lines)),
        "dated": dated[0].upper() + dated[1:],
        "sessions": [[str(n), *one] for n, one in enumerate(sessions, 1)],
    }
    return press("pay.typ", data, on=on)


def grouped(money: int) -> str:
    """1.200.000"""
    return f"{money:,}".replace(",", ".")
