"""The print run: whole files, everybody in class.pdf in the roster's order, and a run that can be taken up again."""

import os
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pytest

from generator.assignment.description import Assignment, read_assignment
from generator.assignment.issue import issue_missing
from generator.assignment.printed import LEDGER
from generator.assignment.record import read_record
from generator.assignment.roster import Student
from generator.files.whole import LOCK
from generator.printing import Printout, PrintRun, PrintShop, style_of

CLASS = [Student("zoe", "Zoë Ray"), Student("ada", "Ada Lovelace"), Student("ben", "李华")]
IDS = [student.id for student in CLASS]
TOML = 'title = "T"\n[[exercise]]\nname = "backpropagation"\n'


@pytest.fixture
def assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    monkeypatch.setenv("BYHAND_SECRET", "for the tests")
    (tmp_path / "assignment.toml").write_text(TOML)
    return read_assignment(tmp_path)


def run_of(assignment: Assignment, students: list[Student], folder: str = "out") -> PrintRun:
    return PrintRun(PrintShop(style_of(assignment)), issue_missing(assignment, students), assignment.folder / folder)


def contents(folder: Path) -> dict[str, bytes]:
    """What is printed, without what byhand notes about it."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: content for name, content in files.items() if name not in (LEDGER, LOCK)}


def nobody(_count: int) -> None:
    return


def pages_of(path: Path) -> list[str]:
    with pdfplumber.open(path) as document:
        return [page.extract_text() for page in document.pages]


def test_everybody_is_printed_and_bound_in_the_order_of_the_roster(assignment: Assignment) -> None:
    run = run_of(assignment, CLASS)
    counted: list[int] = []
    assert run.write(IDS, whole_class=True, done=counted.append).printed == 3
    assert sum(counted) == 3
    alone = [text for student in IDS for text in pages_of(run.file(student, Printout.SHEET))]
    assert pages_of(run.folder / "class.pdf") == alone
    keys = [text for student in IDS for text in pages_of(run.file(student, Printout.KEY))]
    assert pages_of(run.folder / "keys.pdf") == keys
    assert alone != keys
    for student in IDS:
        identity = run.record[student].id
        assert identity in pages_of(run.file(student, Printout.SHEET))[0]
        assert identity.encode() in run.file(student, Printout.ANSWERS).read_bytes()


def test_a_run_that_is_cut_short_leaves_whole_files_and_the_next_completes_them(assignment: Assignment) -> None:
    run_of(assignment, CLASS, "whole").write(IDS, whole_class=True, done=nobody)
    run = run_of(assignment, CLASS)

    def cut_short(count: int) -> None:
        if count:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run.write(IDS, whole_class=True, done=cut_short)
    whole = contents(assignment.folder / "whole")
    left = contents(run.folder)
    assert set(left) == {"sheets/zoe.pdf", "answers/zoe.csv", "keys/zoe.pdf"}
    assert all(whole[name] == content for name, content in left.items())
    assert run.write(IDS, whole_class=True, done=nobody).printed == 2
    assert contents(run.folder) == whole


def test_only_missing_files_are_written(assignment: Assignment) -> None:
    run = run_of(assignment, CLASS)
    run.write(IDS, whole_class=False, done=nobody)
    whole = contents(run.folder)
    assert "class.pdf" not in whole
    run.file("zoe", Printout.SHEET).write_bytes(b"printed and annotated")
    run.file("ada", Printout.KEY).unlink()
    assert run.write(IDS, whole_class=False, done=nobody).printed == 1
    assert contents(run.folder) == {**whole, "sheets/zoe.pdf": b"printed and annotated"}


def test_sheets_of_several_structures_share_a_class_file(assignment: Assignment) -> None:
    issue_missing(assignment, CLASS[:1])
    first = assignment.issued_file.read_bytes()
    assignment.issued_file.unlink()
    (assignment.folder / "assignment.toml").write_text(TOML + '[[exercise]]\nname = "lstm"\n')
    mixed = read_assignment(assignment.folder)
    issue_missing(mixed, CLASS[1:])
    mixed.issued_file.write_bytes(first + mixed.issued_file.read_bytes())
    record = read_record(mixed.issued_file, mixed.blueprints)
    run = PrintRun(PrintShop(style_of(mixed)), record, assignment.folder / "out")
    run.write(IDS, whole_class=True, done=nobody)
    sheets = {student: pages_of(run.file(student, Printout.SHEET)) for student in IDS}
    assert len(sheets["zoe"]) < len(sheets["ada"]) == len(sheets["ben"])
    assert pages_of(run.folder / "class.pdf") == [*sheets["zoe"], *sheets["ada"], *sheets["ben"]]


ORIGINS = """
import json
from generator.catalogue import OURS
from generator.printing import PrintShop, Style
from generator.sheet.heading import Heading
shop = PrintShop(Style(Heading(title="T"), "a4"))
print(shop.style.origin)
for exercise in OURS.all():
    print(shop.origin_of(json.dumps([[exercise.name, exercise.name, {}]])))
"""


def test_what_a_file_is_made_from_is_the_same_in_every_process() -> None:
    seen = {
        subprocess.run(
            [sys.executable, "-c", ORIGINS],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    (lines,) = seen
    assert len(set(lines.split())) == len(lines.split()) > 30
