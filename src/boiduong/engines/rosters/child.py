"""The process that reads strangers' workbooks. Started by `reader`, one file after another."""

import json
from datetime import date

from boiduong.engines.apart.child import allow_seconds, answer_questions
from boiduong.engines.rosters.reading import Book, read_book, unreadable
from boiduong.engines.rosters.wire import pack
from boiduong.engines.sheets import TOO_BIG

HEAD = 4  # bytes of the length of what stands before the file itself: JSON, its name and the day
_SECONDS, _CELLS_A_SECOND = 4, 10_000


def main() -> None:
    answer_questions(lambda data: pack(_book(data)))


def _book(data: bytes) -> Book:
    end = HEAD + int.from_bytes(data[:HEAD])
    told = json.loads(data[HEAD:end])
    try:
        return read_book(data[end:], told["filename"], on=date.fromisoformat(told["on"]), parsed=_allow_for)
    except MemoryError:
        return Book((), (unreadable(told["filename"], TOO_BIG),))


def _allow_for(cells: int) -> None:
    """A file that is nothing but a table may take the longer the larger it is; one that never becomes a table has had its time."""
    allow_seconds(_SECONDS + cells // _CELLS_A_SECOND)


if __name__ == "__main__":
    main()
