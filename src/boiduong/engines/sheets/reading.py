"""Tells by its content what a file is, whatever its name says, and reads it."""

import io
import zipfile

from boiduong.engines.sheets.delimited import read_delimited
from boiduong.engines.sheets.excel import read_ods, read_xls, read_xlsx
from boiduong.engines.sheets.grid import Sheet, Unreadable
from boiduong.engines.sheets.guard import MAX_FILE_BYTES, TOO_BIG, check_package
from boiduong.engines.sheets.html import read_html

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
_NOT_TABLES = {
    b"%PDF": "Đây là tệp PDF, không phải bảng tính. Hãy gửi tệp Excel gốc.",
    b"\xff\xd8\xff": "Đây là ảnh chụp, không phải bảng tính. Hãy gửi tệp Excel gốc.",
    b"\x89PNG": "Đây là ảnh chụp, không phải bảng tính. Hãy gửi tệp Excel gốc.",
    b"{\\rtf": "Đây là văn bản Word, không phải bảng tính. Hãy gửi tệp Excel gốc.",
    b"Rar!": "Đây là tệp nén RAR. Hãy giải nén rồi gửi từng tệp Excel.",
    b"7z\xbc\xaf": "Đây là tệp nén 7z. Hãy giải nén rồi gửi từng tệp Excel.",
}
_DAMAGED = "Tệp bị hỏng. Hãy mở bằng Excel, lưu lại rồi gửi lại."
_WORD = "Đây là văn bản Word, không phải bảng tính. Hãy chép bảng sang Excel rồi gửi lại."


def read_sheets(data: bytes) -> list[Sheet]:
    """The sheets of a workbook or of a text file, whatever it is called.

    data: the whole file.
    Returns every sheet in order, hidden ones too; a text file is one sheet called Sheet1.
    Raises Unreadable with a sentence for the sender: locked, damaged, no table, unsafe to open.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise Unreadable("Tệp trống, không có dữ liệu.")
    if len(data) > MAX_FILE_BYTES:
        raise Unreadable("Tệp lớn hơn 20 MB. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.")
    for mark, sentence in _NOT_TABLES.items():
        if data.startswith(mark):
            raise Unreadable(sentence)
    try:
        return _read(data)
    except (Unreadable, KeyboardInterrupt, SystemExit):
        raise
    except MemoryError as fault:
        raise Unreadable(TOO_BIG) from fault
    except BaseException as fault:  # readers of damaged files end in every way there is; a Rust panic is no Exception
        raise Unreadable(_DAMAGED) from fault


def _read(data: bytes) -> list[Sheet]:
    if data.startswith(b"PK"):
        return _read_package(data)
    if data.startswith((_OLE, *_OLD_BIFF)):
        return _read_old(data)
    head = data[:2048].lower()
    if b"<html" in head or b"<table" in head:
        return read_html(data)
    return read_delimited(data)


def _read_package(data: bytes) -> list[Sheet]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        if "word/document.xml" in names:
            raise Unreadable(_WORD)
        check_package(package)
        if "xl/workbook.xml" in names:
            return read_xlsx(data, package)
        if "content.xml" in names:
            return read_ods(data, package)
    if "xl/workbook.bin" in names:
        raise Unreadable("Tệp có dạng .xlsb. Hãy lưu lại dưới dạng .xlsx rồi gửi lại.")
    raise Unreadable("Đây là tệp nén, không phải bảng tính. Hãy giải nén rồi gửi từng tệp Excel.")


def _read_old(data: bytes) -> list[Sheet]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    if "WordDocument".encode("utf-16-le") in data:
        raise Unreadable(_WORD)
    return read_xls(data)
