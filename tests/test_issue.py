"""Handing out: once for each student, completed after an interruption, never changed."""

import subprocess
import sys
from pathlib import Path

import pytest

from generator.assignment.description import Assignment, read_assignment
from generator.assignment.issue import issue_missing
from generator.assignment.record import Record, read_record
from generator.assignment.roster import Student
from generator.assignment.worksheet import Worksheet, make_worksheet
from generator.errors import ByhandError

CLASS = [Student("ada", "Ada Lovelace"), Student("emmy", "Emmy Noether"), Student("sofya", "Софья Ковалевская")]


@pytest.fixture
def assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    monkeypatch.setenv("BYHAND_SECRET", "for the tests")
    (tmp_path / "assignment.toml").write_text('title = "T"\n[[exercise]]\nname = "backpropagation"\n')
    return read_assignment(tmp_path)


def test_everybody_gets_one_sheet_with_other_numbers(assignment: Assignment) -> None:
    record = issue_missing(assignment, CLASS)
    assert list(record) == ["ada", "emmy", "sofya"]
    assert len({str(sheet.tasks[0].given) for sheet in record.values()}) == 3
    assert dict(read_record(assignment.issued_file, assignment.blueprints)).keys() == record.keys()


def test_a_second_run_changes_nothing_and_adds_who_is_new(assignment: Assignment) -> None:
    first = dict(issue_missing(assignment, CLASS[:2]))
    second = dict(issue_missing(assignment, [CLASS[2], *CLASS[:2]]))
    assert list(second) == ["ada", "emmy", "sofya"]
    assert {student: second[student] for student in first} == first


def test_a_run_killed_while_drawing_is_completed_with_the_same_numbers(
    assignment: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = dict(issue_missing(assignment, CLASS))
    assignment.issued_file.unlink()

    def killed(looked_at: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        issue_missing(assignment, CLASS, killed)
    assert not assignment.issued_file.exists()
    assert dict(issue_missing(assignment, CLASS)) == whole


def lines(record: Record) -> list[str]:
    return [worksheet.line() for worksheet in record.values()]


def test_a_changed_title_draws_the_same_numbers(assignment: Assignment) -> None:
    first = lines(issue_missing(assignment, CLASS))
    assignment.issued_file.unlink()
    file = assignment.folder / "assignment.toml"
    file.write_text(file.read_text().replace('"T"', '"Homework 2, mended"'))
    again = read_assignment(assignment.folder)
    assert again.title != assignment.title
    assert lines(issue_missing(again, CLASS)) == first


def test_another_key_draws_other_numbers(assignment: Assignment) -> None:
    first = lines(issue_missing(assignment, CLASS))
    assignment.issued_file.unlink()
    file = assignment.folder / "assignment.toml"
    file.write_text('key = "spring"\n' + file.read_text())
    assert lines(issue_missing(read_assignment(assignment.folder), CLASS)) != first


def test_a_taken_id_is_drawn_again(assignment: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Worksheet] = []

    def clashing(*arguments: object) -> Worksheet:
        sheet = make_worksheet(*arguments)  # type: ignore[arg-type]
        # The second student's first draw gets the first one's id.
        made.append(sheet if len(made) != 1 else Worksheet(made[0].id, sheet.student, sheet.name, sheet.tasks))
        return made[-1]

    monkeypatch.setattr("generator.assignment.issue.make_worksheet", clashing)
    sheets = issue_missing(assignment, CLASS[:2])
    assert len(made) == 3
    assert sheets["ada"].id != sheets["emmy"].id


def test_a_record_that_cannot_be_written_is_an_error_and_issues_nothing(assignment: Assignment) -> None:
    (assignment.folder / "issued.jsonl").mkdir()
    with pytest.raises((ByhandError, OSError)):
        issue_missing(assignment, CLASS)


ALONE = """
import sys
from pathlib import Path
from generator.assignment.description import read_assignment
from generator.assignment.issue import issue_missing
from generator.assignment.roster import Student
students = [Student(f"{sys.argv[2]}{number}", "") for number in range(40)]
sys.stdin.read()
issue_missing(read_assignment(Path(sys.argv[1])), students)
"""


def test_two_at_once_lose_nobody(assignment: Assignment) -> None:
    assignment.secret()
    started = [
        subprocess.Popen([sys.executable, "-c", ALONE, str(assignment.folder), name], stdin=subprocess.PIPE)
        for name in ("left", "right")
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.close()
    assert [process.wait() for process in started] == [0, 0]
    record = read_record(assignment.issued_file, assignment.blueprints)
    assert sorted(record) == sorted(f"{name}{number}" for name in ("left", "right") for number in range(40))
    assert len(record.ids) == 80


def test_a_record_that_was_rewritten_while_it_was_read_is_noticed(assignment: Assignment) -> None:
    record = issue_missing(assignment, CLASS)
    assert record["ada"].student == "ada"
    lines = assignment.issued_file.read_bytes().splitlines(keepends=True)
    assignment.issued_file.write_bytes(b"".join(reversed(lines)))
    with pytest.raises(ByhandError, match="was rewritten while it was being read"):
        record.line("ada")
