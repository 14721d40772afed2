"""Text tables: any delimiter, and every encoding that such files come in."""

import csv
import io
import re

from boiduong.engines.sheets.grid import Cell, Sheet, Unreadable

_DELIMITERS = ",;\t|"
_MAX_ROWS = 200_000
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_TONE_IN_PLACE = re.compile("[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY][\u0300\u0301\u0303\u0309\u0323]")


def read_delimited(data: bytes) -> list[Sheet]:
    """One sheet of text cells. Raises Unreadable if this is no text."""
    text = _decode(data)
    first, _, rest = text.partition("\n")
    if told := re.fullmatch(r'"?sep=(.)"?', first.strip()):  # Excel's own line, which it does not show
        return [_parse(rest, told[1])]
    return [_parse(text, _delimiter(text))]


def _parse(text: str, delimiter: str) -> Sheet:
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
            if len(rows) > _MAX_ROWS:
                raise Unreadable("Tệp có quá nhiều dòng. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.")
    except csv.Error as fault:
        raise Unreadable("Tệp không phải bảng chữ hợp lệ. Hãy lưu lại dưới dạng .xlsx rồi gửi lại.") from fault
    return Sheet("Sheet1", rows)


def _delimiter(text: str) -> str:
    """The one that cuts the most lines into three cells or more."""
    lines = text.splitlines()[:200]
    cut = {mark: sum(line.count(mark) >= 2 for line in lines) * 100 + sum(line.count(mark) for line in lines) / 1e6 for mark in _DELIMITERS}
    return max(cut, key=lambda mark: cut[mark])


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _or_refuse(data, encoding)
    zeros = data[:2000].count(0)
    if zeros > len(data[:2000]) // 5:
        return _or_refuse(data, "utf-16-be" if data[0] == 0 else "utf-16-le")
    if zeros:
        raise Unreadable("Không nhận ra loại tệp này. Hãy gửi tệp Excel (.xlsx).")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _of_one_byte(data)


def _or_refuse(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise Unreadable("Tệp chữ bị hỏng. Hãy mở bằng Excel, lưu lại dưới dạng .xlsx rồi gửi lại.") from fault


def _of_one_byte(data: bytes) -> str:
    """Windows-1258 writes a tone behind its vowel. Bytes whose tones stand behind consonants are those of TCVN3 or VNI: they are kept as
    Western letters, for whoever looks at words."""
    vietnamese = data.decode("cp1258", errors="replace")
    tones = _TONE.findall(vietnamese)
    placed = _TONE_IN_PLACE.findall(vietnamese)
    return vietnamese if tones and len(placed) >= 0.95 * len(tones) else data.decode("latin-1")
