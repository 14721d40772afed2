"""Files as a browser sends them: several at once, or packed in one .zip."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Protocol

MAX_FILES, MAX_BYTES = 300, 100_000_000
SHEET_ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt", ".xlsm", ".htm", ".html")


class TooMuch(Exception):
    """More than is taken at once; the text says how much that is."""


class Sent(Protocol):
    name: str | None

    def read(self) -> bytes: ...


def unpacked(files: Iterable[Sent]) -> list[tuple[str, bytes]]:
    """Name and content of every file; a .zip of sheets counts as its members. Raises TooMuch."""
    taken: list[tuple[str, bytes]] = []
    left = MAX_BYTES
    for file in files:
        for name, data in _members(file.name or "?", file.read(), left):
            left -= len(data)
            taken.append((name, data))
            if left < 0 or len(taken) > MAX_FILES:
                raise TooMuch
    return taken


def _members(name: str, data: bytes, left: int) -> Iterator[tuple[str, bytes]]:
    if not name.lower().endswith(".zip") or not zipfile.is_zipfile(io.BytesIO(data)):
        yield name, data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for entry in package.infolist():
            shown = _name_of(entry)
            if entry.is_dir() or not shown.lower().endswith(SHEET_ENDINGS):
                continue
            if entry.flag_bits & 1 or entry.file_size > left:
                raise TooMuch
            with package.open(entry) as member:
                yield shown.rsplit("/", 1)[-1], _bounded(member, left)


def _bounded(member: IO[bytes], left: int) -> bytes:
    """Never more than may still come, whatever the directory says."""
    data = member.read(left + 1)
    if len(data) > left:
        raise TooMuch
    return data


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Windows packs Vietnamese names in UTF-8 without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename
