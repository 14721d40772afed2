"""Whatever is in a file, its sender is told in one sentence what to do, in both languages, and the next file is read."""

from collections.abc import Iterator

import pytest
from engines.rosters.books import ON, book
from engines.rosters.hostile import Hostile, hostile_files

from boiduong.engines.rosters import Reader, in_english

SLOW = {"cells of a thousand strange letters", "brackets in names", "entities in a page"}  # over a second: the benchmark's
VIETNAMESE = set("ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


@pytest.mark.parametrize("file", [file for file in hostile_files() if file.name not in SLOW], ids=lambda file: file.name)
def test_a_hostile_file_is_refused_in_a_sentence_of_both_languages(reader: Reader, file: Hostile) -> None:
    found = reader.read(file.make(), file.filename, on=ON)

    assert not (file.is_refused and found.rows)
    told = [problem for problem in found.problems if problem.severity == "error"]
    assert found.rows or len(told) == 1
    for problem in told:
        english = in_english(problem.message)
        assert problem.message.endswith((".", "?"))
        assert english != problem.message
        assert not VIETNAMESE & set(english.casefold())


def test_after_the_worst_of_them_the_next_file_is_read(reader: Reader) -> None:
    (worst,) = [file for file in hostile_files() if file.name == "that many times over"]
    reader.read(worst.make(), worst.filename, on=ON)

    file = reader.read(book(["TT", "Họ và tên", "Ngày sinh"], [1, "Nguyễn Thị Ánh", "15/08/1979"]), "ds.xlsx", on=ON)

    assert [row.name for row in file.rows] == ["Nguyễn Thị Ánh"]
