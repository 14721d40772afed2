"""Strangers' files are read apart: the same answer as at home, and a sentence where the child was ended."""

from engines.rosters.books import ON, book

from boiduong.engines.apart import Bounds
from boiduong.engines.rosters import KnownUnit, Reader, RosterFile, read

SOUND = book(
    ["TT", "Họ và tên", "Ngày sinh", "Chức vụ", "Dân tộc"], [1, "Nguyễn Thị Ánh", "31/02/1979", "GV", "Kinh"], [2, "Lê Văn Bình", 1980, "HT", ""]
)
LONG = "\n".join(["TT,Họ và tên,Ngày sinh", *(f"{n},Nguyễn Văn An,1/{n % 12 + 1}/1980" for n in range(50_000))]).encode()
UNITS = [KnownUnit("01", "Trường THCS Lê Lợi")]


def sentences(file: RosterFile) -> list[str]:
    return [problem.message for problem in file.problems]


def test_a_child_that_is_ended_leaves_a_sentence_and_the_next_file_is_read() -> None:
    with Reader(Bounds(seconds=0.5, cpu_seconds=4, memory_megabytes=256)) as reader:
        lost = reader.read(LONG, "ds.csv", on=ON)
        assert (lost.rows, sentences(lost)) == (
            (), ["Tệp quá phức tạp, máy không đọc xong. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại."],
        )  # fmt: skip


def test_a_child_without_memory_leaves_a_sentence() -> None:
    with Reader(Bounds(seconds=60, cpu_seconds=60, memory_megabytes=80)) as reader:
        assert len(sentences(reader.read(LONG, "ds.csv", on=ON))) == 1
        assert len(reader.read(SOUND, "ds.xlsx", on=ON).rows) == 2


def test_a_file_reads_the_same_apart_as_at_home() -> None:
    with Reader() as reader:
        assert reader.read(SOUND, "THCS Lê Lợi.xlsx", known_units=UNITS, on=ON) == read(SOUND, "THCS Lê Lợi.xlsx", known_units=UNITS, on=ON)
        assert reader.read(b"%PDF-1.7", "ds.xlsx", on=ON) == read(b"%PDF-1.7", "ds.xlsx", on=ON)
