"""Files are whole or not there."""

import os
from pathlib import Path

import pytest

from generator.files import whole_file, write_whole


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
