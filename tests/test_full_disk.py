"""A disk that is full: one line that names the file, and everything that was there before is as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulated.homework import filled, make_homework, sheet_of

pytest.importorskip("resource", reason="only Unix limits how large a file may become")

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from generator.cli import main
main()
"""
"""The command, when no file may become larger than so many bytes: to a program that is as if the disk were full."""
ENOUGH = 1 << 24


def byhand(most_bytes: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-c", LIMITED, str(most_bytes), *map(str, arguments))
    return subprocess.run(command, capture_output=True, text=True, check=False)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("most_bytes", [2_000, 20_000])
def test_marking_leaves_the_old_marks_as_they_were(most_bytes: int, tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    (tmp_path / "ada.csv").write_text(filled(sheet_of(homework, "ada"), {("h1", 1, 1): "77"}))
    assert byhand(ENOUGH, "grade", homework, tmp_path / "ada.csv", "--jobs", "1").returncode == 0
    before = files_in(homework)
    (tmp_path / "ada.csv").write_text(filled(sheet_of(homework, "ada"), {("h1", 1, 1): "78"}))
    cut = byhand(most_bytes, "grade", homework, tmp_path / "ada.csv", "--jobs", "1")
    assert cut.returncode == 2
    assert cut.stderr.count("\n") == 1
    assert "hw1/marks: " in cut.stderr
    assert "free disk space" in cut.stderr
    assert files_in(homework) == before


def test_handing_out_leaves_whole_files_only_and_the_next_run_completes_them(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    cut = byhand(20_000, "generate", homework, "--jobs", "1")
    assert cut.returncode == 2
    assert cut.stderr.count("\n") == 1
    assert str(homework) in cut.stderr
    assert not list(homework.rglob("*.part"))
    assert all(path.read_bytes().endswith(b"%%EOF\n") for path in homework.rglob("*.pdf"))
    assert byhand(ENOUGH, "generate", homework, "--jobs", "1").returncode == 0
    assert len(list((homework / "sheets").glob("*.pdf"))) == 3
