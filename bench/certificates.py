"""Certificates of a whole campaign, each with its QR, beside a calibration in the same run.

    python bench/certificates.py [--count 3000] [--threads 2] [--json FILE]

The figure is from dataclasses to finished PDF bytes, in files of 500. One page of every file is then read back: a figure for paper
that no phone can read would say nothing.
"""

import argparse
import hashlib
import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import batched
from pathlib import Path

import pypdfium2
import zxingcpp

from boiduong.engines.typeset.certificates import CHUNK, CertificateLine, CertificateText, certificates
from boiduong.engines.typeset.heads import Form, Head, Signature

ON = date(2019, 8, 12)
TEXT = CertificateText(
    Head(Form.STATE, "Ủy ban nhân dân quận", "Trung tâm Bồi dưỡng chính trị", "", "Hồ Gươm", ON),
    "chương trình bồi dưỡng chính trị hè năm 2019 cho cán bộ quản lý giáo dục và giáo viên",
    "từ ngày 23/7/2019 đến ngày 03/8/2019 tại Hội trường khu liên cơ quan",
    Signature("Giám đốc", "Lê Thị Sao Mai"),
    "boiduong.example/kiem-tra",
)
GIVEN = ("Ánh", "Bảo Ngọc", "Cường", "Diễm Quỳnh", "Đức", "Hằng", "Khuê", "Lưỡng", "Mỹ", "Phượng", "Tuyết", "Yến")


def line(number: int) -> CertificateLine:
    return CertificateLine(
        number=f"{number:04d}/2019/GCN-TTCT",
        name=f"Nguyễn Thị {GIVEN[number % len(GIVEN)]}",
        birth_date=f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/{1965 + number % 30}",
        unit=f"Trường Tiểu học Sao Mai {number % 80}",
        result="",
        check=f"https://boiduong.example/kiem-tra/{hashlib.sha256(str(number).encode()).hexdigest()[:22]}",
    )


def calibration() -> float:
    """Seconds of one core for SHA-256 over 512 MiB: what this machine is worth just now."""
    block, started = bytes(1 << 20), time.perf_counter()
    digest = hashlib.sha256()
    for _ in range(512):
        digest.update(block)
    return time.perf_counter() - started


def unread(made: list[bytes], files: list[tuple[CertificateLine, ...]]) -> int:
    """Files whose last page does not give back the check of its certificate."""
    wrong = 0
    for pdf, lines in zip(made, files, strict=True):
        with pypdfium2.PdfDocument(pdf) as document:
            read = zxingcpp.read_barcodes(document[len(lines) - 1].render(scale=150 / 72).to_pil())
            wrong += len(document) != len(lines) or [code.text for code in read] != [lines[-1].check]
    return wrong


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    files = list(batched(map(line, range(1, options.count + 1)), CHUNK))
    before = calibration()
    started, used = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(options.threads) as pool:
        made = list(pool.map(lambda lines: certificates(TEXT, lines, on=ON), files))
    figures = {
        "certificates": options.count,
        "seconds": round(time.perf_counter() - started, 2),
        "cpu_seconds": round(time.process_time() - used, 2),
        "calibration_seconds": round((before + calibration()) / 2, 2),
        "megabytes": round(sum(map(len, made)) / 1e6, 1),
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "files": len(made),
        "files_unread": unread(made, files),
    }
    for name, value in figures.items():
        print(f"{name:22}{value:>12}")
    if options.json:
        options.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")
    return 1 if figures["files_unread"] else 0


if __name__ == "__main__":
    sys.exit(main())
