"""Hostile files: whatever bytes are handed in, reading and marking end soon, in marks or in one clear error."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from generator.errors import ByhandError
from generator.files.text import MOST_BYTES, text_of
from grader.answers.files import HandedFile, handed_files
from grader.answers.fitting import fitted
from grader.answers.reading import read_submissions
from grader.marking.cells import mark
from grader.marking.marks import Verdict
from tests.simulated.homework import SHORT_HEADER, filled, make_homework, sheet_of
from tests.simulated.students import blueprint_of, handed_in, key_of, worksheet_of
from tests.tools.memory import memory_of

SHEET = worksheet_of("lstm", 1)
HANG = 120
"""Seconds after which a test counts as hanging, on any machine; how fast reading is tells benchmarks/."""
MOST_MEMORY = 64 << 20


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """A test that hangs is stopped where it hangs."""

    def stop(*_: object) -> None:
        raise AssertionError(f"still at it after {HANG} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(HANG)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def read_and_mark(content: bytes) -> None:
    """What grade does with the content of a file."""
    for submission in read_submissions("x.csv", text_of("x.csv", content)):
        if submission.worksheet in ("", SHEET.id):
            mark(SHEET, fitted(submission, SHEET))


def error_of(content: bytes) -> str:
    """The message of the error that reading ends in; empty when it ends in marks."""
    try:
        read_and_mark(content)
    except ByhandError as error:
        return str(error)
    return ""


@given(some.binary(max_size=2000))
def test_any_bytes_end_in_marks_or_in_our_error(content: bytes) -> None:
    message = error_of(content)
    assert message.startswith("x.csv") or not message


hostile_text = some.one_of(
    some.text(max_size=40),
    some.sampled_from(
        ["9**9**9", "__import__('os')", "1e999999", "9" * 41, "1/" + "9" * 40, "-" + "9" * 40, '"', "=1/2"]
    ),
    some.from_regex(r"[-+]?[0-9]{1,40}([./,][0-9]{0,40})?(e-?[0-9]{1,2})?%?", fullmatch=True),
)


@settings(max_examples=60, deadline=None)
@given(some.data(), some.sampled_from(["lstm", "backpropagation", "gcn", "vector-database"]))
def test_any_texts_in_the_cells_get_verdicts(data: some.DataObject, name: str) -> None:
    worksheet = worksheet_of(name, 1)
    places = [
        (grid.name, row, column)
        for grid in blueprint_of(worksheet).asked
        for row in range(1, grid.shape[0] + 1)
        for column in range(1, grid.shape[1] + 1)
    ]
    typed = data.draw(some.dictionaries(some.sampled_from(places), hostile_text, max_size=40))
    marks = mark(worksheet, handed_in(worksheet, key_of(worksheet), typed))
    assert len(marks) == len(places)
    assert all(0 <= found.credit <= 1 for found in marks)


@pytest.mark.parametrize("name", ["lstm", "backpropagation", "gcn", "vector-database"])
@pytest.mark.parametrize("text", ["9" * 40, "-" + "9" * 40 + "/" + "7" * 40, "1e20", "1e-20", "." + "0" * 39 + "1"])
def test_a_sheet_full_of_extreme_numbers_is_marked(name: str, text: str) -> None:
    worksheet = worksheet_of(name, 2)
    # Two digits differ from cell to cell, or the sheet would count as filled with one number.
    typed = {
        (grid.name, row, column): text[:-2] + f"{row}{column}" if text[-2:].isdigit() else text
        for grid in blueprint_of(worksheet).asked
        for row in range(1, grid.shape[0] + 1)
        for column in range(1, grid.shape[1] + 1)
    }
    marks = mark(worksheet, handed_in(worksheet, key_of(worksheet), typed))
    assert len(marks) == len(typed)
    assert all(found.expected == 0 for found in marks if found.verdict is Verdict.CORRECT), "next to 0 rounds to 0"
    assert {found.credit for found in marks if found.verdict in (Verdict.INCORRECT, Verdict.UNREADABLE)} == {0}


BIG = MOST_BYTES - 200
LARGE = {
    "one endless line": SHORT_HEADER + "1" * BIG,
    "a quotation mark that never closes": SHORT_HEADER + '"' + ",\n" * (BIG // 2),
    "nothing but quotation marks": SHORT_HEADER + '"' * BIG,
    "nothing but separators": SHORT_HEADER + "," * BIG,
    "nothing but line ends": SHORT_HEADER + "\n" * BIG,
    "a thousand columns": "grid,row," + ",".join(map(str, range(1, 1000))) + "\n" + "zf1,1,2\n" * 20_000,
    "many worksheets": SHORT_HEADER + "".join(f"A{n:07},lstm,2,zf1,1,1,1,1\n" for n in range(19_000)),
    "many grids": SHORT_HEADER + "".join(f"{SHEET.id},lstm,2,g{n},1,1,1,1\n" for n in range(19_000)),
    "one line again and again": SHORT_HEADER + f"{SHEET.id},lstm,2,zf1,1,7,,\n" * 19_000,
    "one line with ever other answers": SHORT_HEADER
    + "".join(f"{SHEET.id},lstm,2,zf1,1,{n},,\n" for n in range(19_000)),
}


@pytest.mark.parametrize("name", LARGE)
def test_the_largest_files_end_in_marks_or_a_short_error_and_take_little_memory(name: str) -> None:
    content = LARGE[name].encode()[:MOST_BYTES]
    messages = []
    assert memory_of(lambda: messages.append(error_of(content))) < MOST_MEMORY
    assert len(messages[0]) < 500


def test_a_deep_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", b"0" * (16 << 20))
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.zip", inner.getvalue())
            archive.writestr(f"{number}.csv", b"0" * (2 << 20))
    found: list[HandedFile | ByhandError] = []
    assert memory_of(lambda: found.extend(handed_files([tmp_path / "bomb.zip"]))) < MOST_MEMORY
    assert len(found) == 40
    assert not any(isinstance(file, HandedFile) for file in found)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * (8 << 20))
    (error,) = handed_files([tmp_path / "bomb.xlsx"])
    assert "unpacks to more than" in str(error)


def test_links_to_other_files_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(SHORT_HEADER, encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.csv").symlink_to(tmp_path / "secret.csv")
    (error,) = handed_files([tmp_path / "in"])
    assert "in/link.csv: is a link to another file" in str(error)


WATCHED = """
import json, os, sys
seen = []
def watch(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.")):
        seen.append((event, ""))
    elif event == "open" and isinstance(arguments[0], int):
        pass  # a file that was opened by its path before
    elif event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        seen.append((event, str(arguments[0])))
    elif event in ("os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.chmod"):
        seen.append((event, str(arguments[0])))
    elif event in ("os.rename", "os.link", "os.symlink"):
        seen.extend((event, str(path)) for path in arguments[:2])
sys.addaudithook(watch)
from generator.cli import main
main(sys.argv[1:], standalone_mode=False)
print(json.dumps(seen))
"""
"""A run of byhand in which the interpreter notes every socket, process and change of a file."""


def test_grading_uses_no_network_and_writes_only_below_out(tmp_path: Path) -> None:
    homework, out = make_homework(tmp_path), tmp_path / "elsewhere"
    (tmp_path / "ada.csv").write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    command = ["grade", str(homework), str(tmp_path / "ada.csv"), "--out", str(out), "--sheets"]
    done = subprocess.run([sys.executable, "-B", "-c", WATCHED, *command], capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout.splitlines()[-1])
    assert {event for event, _ in seen} <= {"open", "os.mkdir", "os.rename", "os.chmod", "os.remove"}
    assert len(seen) > 10
    assert [path for _, path in seen if not Path(path).resolve().is_relative_to(out)] == []
