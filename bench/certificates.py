"""Certificates of a whole campaign, each with its QR, from dataclasses to finished PDF bytes, in files of 500.

The last page of every file is read back with a QR reader: a figure for paper that no phone can read would say nothing.
"""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import batched

import pypdfium2
import zxingcpp

from bench import Figure, measured
from boiduong.engines.typeset.certificates import CHUNK, CertificateLine, CertificateText, certificates
from boiduong.engines.typeset.heads import Form, Head, Signature

COUNT, ON = 3000, date(2019, 8, 12)
TEXT = CertificateText(
    Head(Form.STATE, "Ủy ban nhân dân quận", "Trung tâm Bồi dưỡng chính trị", "", "Hồ Gươm", ON),
    "chương trình bồi dưỡng chính trị hè năm 2019 cho cán bộ quản lý giáo dục và giáo viên",
    "từ ngày 23/7/2019 đến ngày 03/8/2019 tại Hội trường khu liên cơ quan",
    Signature("Giám đốc", "Lê Thị Sao Mai"),
    "boiduong.example/kiem-tra",
)
GIVEN = ("Ánh", "Bảo Ngọc", "Cường", "Diễm Quỳnh", "Đức", "Hằng", "Khuê", "Lưỡng", "Mỹ", "Phượng", "Tuyết", "Yến")


def run() -> list[Figure]:
    files = list(batched(map(line, range(1, COUNT + 1)), CHUNK))
    with measured() as told, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        made = list(pool.map(lambda lines: certificates(TEXT, lines, on=ON), files))
    megabytes = sum(map(len, made)) / 1e6
    note = f"{len(made)} files, {megabytes:.0f} MB, {unread(made, files)} unreadable"
    return [Figure(f"{COUNT:,} certificates with QR, PDF", told.seconds, told.cpu_seconds, note)]


def line(number: int) -> CertificateLine:
    return CertificateLine(
        number=f"{number:04d}/2019/GCN-TTCT",
        name=f"Nguyễn Thị {GIVEN[number % len(GIVEN)]}",
        birth_date=f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/{1965 + number % 30}",
        unit=f"Trường Tiểu học Sao Mai {number % 80}",
        result="",
        check=f"https://boiduong.example/kiem-tra/{hashlib.sha256(str(number).encode()).hexdigest()[:22]}",
    )


def unread(made: list[bytes], files: list[tuple[CertificateLine, ...]]) -> int:
    """Files whose last page does not give back the check of its certificate."""
    wrong = 0
    for pdf, lines in zip(made, files, strict=True):
        with pypdfium2.PdfDocument(pdf) as document:
            read = zxingcpp.read_barcodes(document[len(lines) - 1].render(scale=150 / 72).to_pil())
            wrong += len(document) != len(lines) or [code.text for code in read] != [lines[-1].check]
    return wrong
