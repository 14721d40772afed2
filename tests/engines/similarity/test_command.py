import json
import random
from pathlib import Path

import pytest
from engines.similarity.written import essay

from boiduong.engines.similarity.__main__ import main


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text.encode())
    return folder


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["scan", *map(str, arguments)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_a_folder_that_is_not_there_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no such folder" in refused(capsys, "--essays", tmp_path / "none", "--out", tmp_path / "m.tsv")


def test_a_parquet_file_is_refused_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "essays.parquet").write_bytes(b"PAR1")

    assert "pyarrow" in refused(capsys, "--essays", tmp_path / "essays.parquet", "--out", tmp_path / "m.tsv")


def test_an_empty_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no text file" in refused(capsys, "--essays", write(tmp_path / "essays"), "--out", tmp_path / "m.tsv")


def test_one_id_in_two_folders_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    essays, models = write(tmp_path / "essays", e1="một"), write(tmp_path / "models", e1="hai")

    assert "'e1'" in refused(capsys, "--essays", essays, "--models", models, "--out", tmp_path / "m.tsv")


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    essays = write(tmp_path / "essays", e1="một")

    assert "cannot be written" in refused(capsys, "--essays", essays, "--out", tmp_path / "none" / "m.tsv")


def test_the_findings_of_a_folder_are_written_as_others_read_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dice = random.Random(5)
    copied = " ".join(essay(dice, 6))
    first, second = " ".join(essay(dice)), " ".join(essay(dice))
    essays = write(tmp_path / "essays", e1=copied + "\r\n" + first, e2="\ufeff" + second + "\n" + copied, e3=" ".join(essay(dice)))
    (essays / "broken.txt").write_bytes(b"\xff\xfe\x00")
    out, clusters = tmp_path / "m.tsv", tmp_path / "c.tsv"

    assert main(["scan", "--essays", str(essays), "--out", str(out), "--clusters", str(clusters)]) == 0

    start = 1 + len(second) + 1
    assert out.read_text() == f"e2\t{start}\t{start + len(copied)}\te1\t0\t{len(copied)}\n"
    assert clusters.read_text() == "e1\t1\ne2\t2\ne3\t3\n"
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (figures["essays"], figures["pairs"], figures["passages"], figures["clusters"]) == (3, 1, 1, 0)
    assert figures["unreadable"] == ["broken.txt"]
    assert figures["peak_mb"] > 0
