"""Files are whole or not there, what is kept is as it was made, and an archive has the same bytes each time."""

import os
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from generator.errors import ByhandError
from generator.files.kept import cache_folder, kept
from generator.files.whole import LOCK, only_one, whole_file, write_whole
from generator.files.zips import zipped


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
    with whole_file(path, lasting=True) as file:
        file.write(b"text")
    assert seen[0] is False
    if os.name == "posix":
        assert seen == [False, True], "and then its name is"


def test_only_one_process_changes_a_folder_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.files.whole.LONGEST_WAIT", 0.1)
    with (
        only_one(tmp_path),
        pytest.raises(ByhandError, match="another byhand has been working in this folder"),
        only_one(tmp_path),
    ):
        pass
    with only_one(tmp_path):
        pass


@pytest.fixture
def source(tmp_path: Path, own_home: None) -> Path:
    """A file that something slow is made from."""
    source = tmp_path / "source"
    source.write_text("1")
    return source


def made_from(source: Path) -> tuple[bytes, bool]:
    """What is kept of a source file, and whether it had to be made for that."""
    made: list[Path] = []

    def make() -> bytes:
        made.append(source)
        return source.read_bytes() * 3

    return kept("thing", [source], make), bool(made)


def test_what_is_slow_to_make_is_made_once(source: Path) -> None:
    assert made_from(source) == (b"111", True)
    assert made_from(source) == (b"111", False)


def test_what_is_kept_is_made_again_when_its_source_changes(source: Path) -> None:
    made_from(source)
    source.write_text("2")
    os.utime(source, ns=(0, 0))
    assert made_from(source) == (b"222", True)
    assert made_from(source) == (b"222", False)


@pytest.mark.parametrize("changed", ["one.py", "room/two.py", "room/new.py"])
def test_what_is_kept_is_made_again_when_a_module_of_a_folder_changes(source: Path, changed: str) -> None:
    folder, made = source.parent / "code", []
    (folder / "room" / "__pycache__").mkdir(parents=True)
    for name in ("one.py", "room/two.py"):
        (folder / name).write_text("1")

    def make() -> bytes:
        made.append(1)
        return b"made"

    for _ in range(2):
        assert kept("thing", [source, folder], make) == b"made"
    (folder / "room" / "__pycache__" / "two.pyc").write_text("not a source")
    assert kept("thing", [source, folder], make) == b"made"
    assert len(made) == 1
    (folder / changed).write_text("12")
    for _ in range(2):
        assert kept("thing", [source, folder], make) == b"made"
    assert len(made) == 2


@pytest.mark.parametrize("damaged", [b"", b"111", b"\0" * 32 + b"111"])
def test_what_is_kept_is_made_again_when_it_is_damaged(source: Path, damaged: bytes) -> None:
    made_from(source)
    (cache_folder() / "thing").write_bytes(damaged)
    assert made_from(source) == (b"111", True)
    assert made_from(source) == (b"111", False)


def test_a_changed_byte_of_what_is_kept_is_noticed(source: Path) -> None:
    made_from(source)
    path = cache_folder() / "thing"
    path.write_bytes(path.read_bytes()[:-1] + b"2")
    assert made_from(source) == (b"111", True)


def test_nothing_is_kept_where_python_keeps_no_bytecode(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert made_from(source) == made_from(source) == (b"111", True)
    assert not cache_folder().exists()


def test_where_nothing_can_be_kept_it_is_made_each_time(source: Path, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    assert made_from(source) == made_from(source) == (b"111", True)


def test_a_user_without_a_home_is_served_as_well(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert made_from(source) == made_from(source) == (b"111", True)


def test_the_same_files_give_the_same_archive_whenever_it_is_written() -> None:
    packed = zipped((("setup.sh", b"echo"), ("notes/a.txt", b"a" * 1000)), mode=0o644, programs=("setup.sh",))
    assert packed == zipped((("setup.sh", b"echo"), ("notes/a.txt", b"a" * 1000)), mode=0o644, programs=("setup.sh",))
    assert len(packed) < 1000, "it is compressed"
    with ZipFile(BytesIO(packed)) as archive:
        assert archive.namelist() == ["setup.sh", "notes/a.txt"]
        assert archive.read("notes/a.txt") == b"a" * 1000
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [entry.external_attr >> 16 for entry in archive.infolist()] == [0o755, 0o644]
