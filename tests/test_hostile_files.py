"""Hostile archives, workbooks and folders: one file never stops the rest, nor takes more than its time and memory."""

from __future__ import annotations

import io
import os
import struct
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from generator.errors import ByhandError
from grader.answers.files import HandedFile, handed_files
from grader.answers.kinds.bounded import MOST_SECONDS, MOST_START_SECONDS
from grader.answers.kinds.content import UnreadFileError
from grader.answers.kinds.packed_xml import refuse_bombs
from grader.answers.kinds.spreadsheet import spreadsheet_text
from tests.fuzzing import samples
from tests.simulated.homework import SHORT_HEADER
from tests.tools.memory import memory_of


def one_of(path: Path) -> HandedFile | ByhandError:
    (found,) = handed_files([path])
    return found


def packed(path: Path, parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def workbook_with(path: Path, parts: dict[str, bytes]) -> Path:
    """A workbook with these parts instead of its own."""
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    with zipfile.ZipFile(book) as archive:
        own = {name: archive.read(name) for name in archive.namelist()}
    return packed(path, own | parts)


SHEET_XML = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>%s</row></sheetData></worksheet>'
BOMBS = {
    "cells": {"xl/worksheets/sheet1.xml": SHEET_XML % (b"<c/>" * 200_000)},
    "shared texts": {"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 200_000 + b"</sst>"},
    "styles": {"xl/styles.xml": b"<styleSheet>" + b"<xf/>" * 200_000 + b"</styleSheet>"},
    "names": {"xl/workbook.xml": b"<workbook>" + b"<definedName/>" * 200_000 + b"</workbook>"},
    "entities": {"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "' + b"b" * 99 + b'"><!ENTITY c "&b;&b;">]><a>&c;</a>'},
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_workbook_with_too_many_elements_is_refused_before_a_library_reads_it(bomb: str, tmp_path: Path) -> None:
    content = workbook_with(tmp_path / "bomb.xlsx", BOMBS[bomb]).read_bytes()
    with pytest.raises(ByhandError, match=r"too many for an answer sheet|cannot be read as a workbook .ValueError"):
        refuse_bombs("bomb.xlsx", content)
    refuse_bombs("fair.xlsx", workbook_with(tmp_path / "fair.xlsx", {}).read_bytes())


def test_a_spreadsheet_that_breaks_off_is_refused_before_a_library_looks_for_its_end() -> None:
    (whole,) = samples.spreadsheets()
    spreadsheet_text("whole.ods", whole)
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as parts, zipfile.ZipFile(broken, "w") as less:
        for part in parts.infolist():
            content = parts.read(part)
            less.writestr(
                part, content[: content.rfind(b"</office:spreadsheet>")] if b"</table" in content else content
            )
    with pytest.raises(ByhandError, match=r"broken\.ods: cannot be read as a workbook"):
        spreadsheet_text("broken.ods", broken.getvalue())


def test_one_cell_of_many_megabytes_ends_within_the_bounds_and_the_next_file_is_read(tmp_path: Path) -> None:
    text = SHEET_XML % (b'<c r="' + b"A" * (24 << 20) + b'"/>')
    workbook_with(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": text})
    workbook_with(tmp_path / "b.xlsx", {})
    started = time.monotonic()
    bomb, fair = handed_files([tmp_path / "a.xlsx", tmp_path / "b.xlsx"])
    assert isinstance(bomb, ByhandError)
    assert isinstance(fair, HandedFile)
    assert time.monotonic() - started < 3 * MOST_SECONDS + MOST_START_SECONDS


def test_what_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.answers.kinds.bounded.MOST_SECONDS", 0.0)
    error = one_of(workbook_with(tmp_path / "a.xlsx", {}))
    assert "a.xlsx: takes more than 0 seconds" in str(error)


@pytest.mark.parametrize("how", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_what_cannot_be_unpacked_piece_by_piece_is_not_unpacked(how: int, tmp_path: Path) -> None:
    packed(tmp_path / "x.zip", {"x.csv": b"0" * (64 << 20)}, how)
    found: list[HandedFile | ByhandError] = []
    assert memory_of(lambda: found.extend(handed_files([tmp_path / "x.zip"]))) < (16 << 20)
    assert "x.zip/x.csv: packed in an unusual way" in str(found[0])
    packed(tmp_path / "x.xlsx", {"xl/workbook.xml": b"0" * (4 << 20)}, how)
    assert "x.xlsx: packed in an unusual way" in str(one_of(tmp_path / "x.xlsx"))


def test_a_password_is_asked_of_nobody(tmp_path: Path) -> None:
    content = bytearray(packed(tmp_path / "x.zip", {"a.csv": b"1,2,3\n"}).read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "x.zip").write_bytes(content)
    error = one_of(tmp_path / "x.zip")
    assert "x.zip/a.csv: protected by a password" in str(error)
    assert isinstance(error, UnreadFileError)
    assert error.name == "x.zip/a.csv"


@pytest.mark.parametrize("place", range(30, 90, 3))
def test_a_damaged_archive_stops_nobody_else(place: int, tmp_path: Path) -> None:
    content = bytearray(packed(tmp_path / "x.zip", {"a.csv": b"1,2,3\n" * 99}).read_bytes())
    content[place] ^= 0xFF
    (tmp_path / "x.zip").write_bytes(content)
    (tmp_path / "y.csv").write_text(SHORT_HEADER, encoding="utf-8")
    *_, last = handed_files([tmp_path / "x.zip", tmp_path / "y.csv"])
    assert isinstance(last, HandedFile)
    assert last.name == "y.csv"


def test_members_that_overlap_are_not_opened(tmp_path: Path) -> None:
    content = packed(tmp_path / "x.zip", {"a.csv": b"1" * 9999}).read_bytes()
    start, end = content.index(b"PK\x01\x02"), content.rindex(b"PK\x05\x06")
    entry, count = content[start:end], 500
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, start, 0)
    (tmp_path / "x.zip").write_bytes(content[:start] + entry * count + tail)
    assert "its members overlap" in str(one_of(tmp_path / "x.zip"))


def test_an_endless_table_of_contents_is_not_read(tmp_path: Path) -> None:
    packed(tmp_path / "x.zip", {f"{number:0200}": b"" for number in range(40_000)}, zipfile.ZIP_STORED)
    found: list[HandedFile | ByhandError] = []
    assert memory_of(lambda: found.extend(handed_files([tmp_path / "x.zip"]))) < (32 << 20)
    assert "its table of contents is too large" in str(found[0])


@pytest.mark.parametrize(("megabytes", "read"), [(30, 30), (40, 32)])
def test_what_one_student_packed_is_bounded_however_deep(megabytes: int, read: int, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    inner = packed(tmp_path / "inner.zip", {f"{n}.csv": b"0" * ((1 << 20) - 1) for n in range(10)}).read_bytes()
    packed(tmp_path / "in" / "x.zip", {f"{n}.zip": inner for n in range(megabytes // 10)})
    found = list(handed_files([tmp_path / "in"]))
    assert sum(isinstance(file, HandedFile) for file in found) in range(read - 2, read + 1)
    assert any("unpacks to too much" in str(file) for file in found) is (read < megabytes)


def test_pipes_links_and_closed_folders_are_told_and_nothing_waits_for_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "pipe.csv: is not a file but a pipe" in str(one_of(tmp_path / "pipe.csv"))
    (tmp_path / "in" / "closed").mkdir(parents=True)
    (tmp_path / "in" / "link").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "in" / "pipe.csv")
    (tmp_path / "in" / "closed").chmod(0)
    told = sorted(map(str, handed_files([tmp_path / "in"])))
    (tmp_path / "in" / "closed").chmod(0o700)
    closed = [sentence for sentence in told if "closed: this folder cannot be looked into" in sentence]
    assert len(closed) == int(os.geteuid() != 0)
    assert [sentence.partition(":")[0] for sentence in told if sentence not in closed] == ["in/link", "in/pipe.csv"]


def test_a_name_that_is_no_text_is_shown_as_far_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / os.fsdecode(b"ad\xffa.csv")).write_text(SHORT_HEADER, encoding="utf-8")
    (file,) = handed_files([tmp_path / "in"])
    assert isinstance(file, HandedFile)
    assert file.name == "in/ad?a.csv"


def test_half_of_a_surrogate_pair_in_a_workbook_can_be_written_to_reports(tmp_path: Path) -> None:
    cell = b'<c r="A1" t="inlineStr"><is><t>_xD800_</t></is></c>'
    file = one_of(workbook_with(tmp_path / "x.xlsx", {"xl/worksheets/sheet1.xml": SHEET_XML % cell}))
    assert isinstance(file, HandedFile)
    file.text.encode("utf-8")
