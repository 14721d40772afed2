"""Certificates of completion: A4 landscape, numbered from a register, each with a QR to the page that confirms it."""

from dataclasses import dataclass
from datetime import date

from boiduong.engines.typeset.heads import Head, Signature
from boiduong.engines.typeset.press import press
from boiduong.engines.typeset.qr import qr_svg

CHUNK = 500  # certificates a file: 3,000 in one need gigabytes, 500 need half of one


@dataclass(frozen=True, slots=True)
class CertificateText:
    """What is the same on every certificate of a campaign."""

    head: Head  # its symbol is not printed: a certificate has a number of its own
    course: str  # "chương trình bồi dưỡng chính trị hè năm 2019", inside a sentence
    held: str  # "từ ngày 23/7/2019 đến ngày 03/8/2019 tại Hội trường khu liên cơ quan"
    signature: Signature
    checked_at: str  # address printed beside the QR, "boiduong.example/kiem-tra"; empty if the office has none


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """What is one person's alone."""

    number: str  # as in the register, "0012/2019/GCN-TTCT"
    name: str
    birth_date: str  # as printed; empty if not known
    unit: str
    result: str  # "Giỏi"; empty where there is none
    check: str  # what the QR says: an address, or the number where the office has none
    code: str = ""  # what a person types who cannot scan; empty if the number is enough


def certificates(text: CertificateText, lines: tuple[CertificateLine, ...], *, on: date) -> bytes:
    """One page a certificate, in the order given. A page does not depend on its neighbours; take at most `CHUNK` at once.

    Raises ValueError without certificates, or if a check makes no QR.
    """
    if not lines:
        raise ValueError("no certificate to set")
    data = {
        "head": text.head.data(),
        "course": text.course,
        "held": text.held,
        "signature": text.signature.data(),
        "checked_at": text.checked_at,
        "lines": [_line(line) for line in lines],
    }
    return press("certificate.typ", data, on=on, tagged=len(lines) == 1)


def _line(line: CertificateLine) -> dict[str, str]:
    return {
        "number": line.number,
        "name": line.name,
        "birth": line.birth_date,
        "unit": line.unit,
        "result": line.result,
        "code": line.code,
        "qr": qr_svg(line.check, quiet=0),
    }
