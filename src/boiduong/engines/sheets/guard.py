"""Is this packed workbook safe to open? Looked at before any library unpacks it.

A file is stranger's input: its directory may lie, its XML may ask for other files, its few bytes may unpack to gigabytes.
"""

import re
import zipfile
from typing import IO

from boiduong.engines.sheets.grid import Unreadable

MAX_FILE_BYTES = 20_000_000
MAX_ENTRIES = 400
MAX_UNPACKED_BYTES = 60_000_000
MAX_RATIO = 200  # of one entry above a megabyte; a real sheet packs 5 to 30 times
MAX_CELLS = 1_500_000  # of one sheet's rectangle: readers lay it out whole
TOO_BIG = "Tệp quá lớn khi mở ra. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại."
_MACRO = "Tệp có macro. Hãy lưu lại dưới dạng .xlsx (không có macro) rồi gửi lại."
_DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # UTF-16, which no office program writes, would hide a declaration from the line above
_CHUNK = 1 << 16
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*?(/?)>""")
_ODS_REPEAT = re.compile(rb'number-(rows|columns)-repeated="(\d{4,})"([^>]*)>(.{0,60})', re.DOTALL)


def check_package(package: zipfile.ZipFile) -> None:
    """Raise Unreadable if this package is a bomb, is locked, holds macros, or asks for things outside itself."""
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Unreadable("Tệp chứa quá nhiều thành phần, không phải một bảng tính bình thường.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise Unreadable(_MACRO)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES or any(_is_bomb(entry) for entry in entries):
        raise Unreadable(TOO_BIG)
    left = MAX_UNPACKED_BYTES
    for entry in entries:
        left = _check_entry(package, entry, left)


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > 1_000_000 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def _check_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    """Unpack one entry for nothing, counting real bytes. Returns how many may still come."""
    with package.open(entry) as stream:
        return left - _check_stream(stream, entry.filename, left)


def _check_stream(stream: IO[bytes], name: str, left: int) -> int:
    if not name.lower().endswith((".xml", ".rels")):
        return _drain(stream, left)
    body = stream.read(left + 1)
    if len(body) > left:
        raise Unreadable(TOO_BIG)
    if _DECLARES.search(body) or body[:2] in _WIDE:
        raise Unreadable("Tệp chứa khai báo XML không an toàn nên không được mở.")
    if name == "[Content_Types].xml" and b"macroEnabled" in body:
        raise Unreadable(_MACRO)
    if "worksheets/" in name:
        _check_size_of_sheet(body)
    elif name == "content.xml":
        _check_repeats(body)
    return len(body)


def _drain(stream: IO[bytes], left: int) -> int:
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > left:
            raise Unreadable(TOO_BIG)
    return size


def _check_size_of_sheet(body: bytes) -> None:
    """A single cell at XFD1048576 makes a reader lay out seventeen thousand million cells."""
    last_row, last_column = 0, 0
    for found in _CELL.finditer(body):
        if not found[3]:
            last_row = max(last_row, int(found[2]))
            last_column = max(last_column, _column_number(found[1]))
    if last_row * last_column > MAX_CELLS or last_column > 2_000:
        raise Unreadable("Bảng tính trải quá rộng (có ô ở rất xa danh sách). Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.")
    if body.count(b"<row") > 200_000:
        raise Unreadable("Bảng tính có hàng trăm nghìn dòng trống được định dạng. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_repeats(body: bytes) -> None:
    """OpenDocument says "this row, a million times"; only empty ones may."""
    for _axis, count, rest, after in _ODS_REPEAT.findall(body):
        if int(count) > 2_000 and (b"office:value" in rest or b"<text:p" in after or b"office:value" in after):
            raise Unreadable("Bảng tính lặp lại một ô hàng nghìn lần. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.")
