"""What a command says of ground it cannot stand on: one clear sentence, and nothing half-done."""

import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from boiduong.project import embedded, ground, serving
from boiduong.project.cli import main


class Disk(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with spaces and diacritics in its path, and no other database in sight."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "BOIDUONG_DATA"):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory(prefix="bd-test-") as made:
        Path(made).chmod(0o711)  # a server started by root is another user
        yield Path(made) / "bồi dưỡng hè 2019"


def test_a_taken_port_is_named_with_another_to_choose() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ground.Unready, match=f"Port {port} is taken.*--port {port + 1}"):
            serving.refuse_taken_port(port)


def test_a_folder_that_cannot_be_written_to_is_refused(folder: Path) -> None:
    folder.write_text("a file stands where the folder should be")

    with pytest.raises(embedded.Unusable, match="Choose another folder with --data"), ground.rehearsal(folder):
        pass


def test_a_disk_nearly_full_is_refused_before_anything_is_played(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Disk(10**12, 10**12, 300_000_000))

    with pytest.raises(ground.Unready, match=r"Only 0\.3 GB are free"), ground.rehearsal(folder):
        pass


def test_two_rehearsals_never_share_a_folder(folder: Path) -> None:
    folder.mkdir()
    lock = str(folder / "rehearsal.lock")
    holding = f"from fasteners import InterProcessLock as Lock; lock = Lock({lock!r}); lock.acquire(); print('held', flush=True); input()"
    other = subprocess.Popen([sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with other:  # its input closes at the end, and it with it
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(ground.Unready, match="Another rehearsal"), ground.rehearsal(folder):
            pass

    with ground.rehearsal(folder):
        pass


def test_a_rehearsal_never_enters_a_database_of_real_people(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///boiduong")

    with pytest.raises(ground.Unready, match="_rehearsal"), ground.rehearsal(folder):
        pass


def test_a_folder_with_a_rehearsal_alone_shows_it_until_real_work_begins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    with ground.rehearsal(folder):
        pass
    for real in (False, True, False):
        monkeypatch.delenv("DATABASE_URL", raising=False)
        with ground.whatever_is_there(folder, real=real):
            seen.append(ground.database_name())

    assert seen == [embedded.REHEARSAL, embedded.REAL, embedded.REAL]


def test_an_unplayable_wish_ends_with_one_sentence_and_no_traceback(folder: Path) -> None:
    command = [sys.executable, "-m", "boiduong.project.cli", "demo", "--no-serve", "--classes", "9", "--data", str(folder)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert "at most 8 classes" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "argv", [["rosters", "read", "/no/such/file.xlsx", "--json"], ["similarity", "scan", "--essays", "/no/such", "--out", "/tmp/x"]]
)
def test_an_engine_is_run_by_its_name_without_any_database(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(argv)

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
