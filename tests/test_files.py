"""Files are whole or not there."""

import os
from pathlib import Path

import pytest

from generator.errors import ByhandError
from generator.files import LOCK, only_one, whole_file, write_whole


def test_an_interrupted_write_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "a sheet.csv"
    write_whole(path, "old")

    def interrupted() -> None:
        with whole_file(path) as file:
            file.write(b"half of the n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a sheet.csv"]


def test_a_written_file_is_as_open_as_any_other(tmp_path: Path) -> None:
    write_whole(tmp_path / "ours" / "file", "text")
    (tmp_path / "other").write_text("text")
    assert (tmp_path / "ours" / "file").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_drafts_of_killed_runs_are_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".a.pdf.x8.part", "a.part", ".hidden"):
        (tmp_path / name).write_text("")
    with only_one(tmp_path):
        assert sorted(os.listdir(tmp_path)) == [LOCK, ".hidden", "a.part"]


def test_a_lasting_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "record"
    seen: list[bool] = []
    monkeypatch.setattr("os.fsync", lambda _descriptor: seen.append(path.exists()))
    write_whole(path, "text")
    assert seen == []
    path.unlink()
    write_whole(path, "text", lasting=True)
    assert seen[0] is False
    if os.name == "posix":
        assert seen == [False, True], "and then its name is"


def test_only_one_process_changes_a_folder_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.files.LONGEST_WAIT", 0.1)
    with (
        only_one(tmp_path),
        pytest.raises(ByhandError, match="another byhand has been working in this folder"),
        only_one(tmp_path),
    ):
        pass
    with only_one(tmp_path):
        pass
