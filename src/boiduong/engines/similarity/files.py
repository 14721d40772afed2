"""Texts from a folder, and findings into files."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from boiduong.engines.similarity.shapes import ScanResult, Text


class Unusable(Exception):
    """The input cannot be read; the text says what and why."""


@dataclass(frozen=True, slots=True)
class Folder:
    texts: list[Text]
    unreadable: list[str]  # names of files that are not UTF-8 text


def read_folder(path: Path) -> Folder:
    """All files of a folder as texts, by id (the name without its ending). Raises Unusable.

    The bytes are taken as they are, so that offsets agree with the file: line ends and a byte order mark count.
    """
    if path.suffix.lower() in {".parquet", ".pq"} or _is_parquet(path):
        raise Unusable(f"{path}: Parquet files cannot be read yet, since pyarrow is not a part of this installation; give a folder of text files")
    if not path.is_dir():
        raise Unusable(f"{path}: there is no such folder of text files")
    texts, unreadable = [], []
    for file in sorted(path.iterdir()):
        if not file.is_file() or file.name.startswith("."):
            continue
        try:
            texts.append(Text(file.stem, file.read_bytes().decode()))
        except (UnicodeDecodeError, OSError):
            unreadable.append(file.name)
    if not texts:
        raise Unusable(f"{path}: the folder holds no text file that can be read as UTF-8")
    return Folder(sorted(texts, key=lambda text: text.id), unreadable)


def check_ids(parts: Iterable[Folder | None]) -> None:
    """Raises Unusable if one id names two texts."""
    seen: set[str] = set()
    for part in parts:
        for text in part.texts if part else []:
            if text.id in seen:
                raise Unusable(f"the id {text.id!r} names two texts; ids must be unique over all inputs")
            seen.add(text.id)


def write_matches(path: Path, result: ScanResult) -> None:
    """One aligned passage a line: a, its start and end, b, its start and end."""
    lines = (f"{match.a}\t{one.a_start}\t{one.a_end}\t{match.b}\t{one.b_start}\t{one.b_end}\n" for match in result.matches for one in match.passages)
    _write(path, lines)


def write_clusters(path: Path, result: ScanResult) -> None:
    """One essay a line: its id and the number of its group. An essay that stands alone has a group of its own."""
    _write(path, (f"{essay}\t{number}\n" for number, group in enumerate(result.clusters, 1) for essay in group))


def write_common(path: Path, result: ScanResult) -> None:
    """One common passage a line: an essay that has it, its start and end, how many essays have it."""
    _write(path, (f"{one.essay}\t{one.span.start}\t{one.span.end}\t{one.essays}\n" for one in result.common))


def _write(path: Path, lines: Iterable[str]) -> None:
    try:
        path.write_text("".join(lines), encoding="utf-8", newline="\n")
    except OSError as reason:
        raise Unusable(f"{path}: cannot be written ({reason.strerror})") from reason


def _is_parquet(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"
