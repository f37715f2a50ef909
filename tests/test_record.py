"""The record of what was handed out: what was changed afterwards is refused or reported, never marked in silence."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from generator.assignment.issued_lines import IssuedLine
from generator.catalogue import Blueprints
from generator.errors import ByhandError
from tests.simulated.homework import filled, grade, grades, make_homework, sheet_of
from tests.simulated.students import worksheet_of


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    return make_homework(tmp_path)


def rewritten(homework: Path, change: tuple[str, str]) -> None:
    """Change the record as an earlier byhand would have written it: its lines have no digests."""
    file = homework / "issued.jsonl"
    text = re.sub(r', "digest": "\w{16}"', "", file.read_text())
    assert change[0] in text
    file.write_text(text.replace(*change))


def handed_in(homework: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "submissions"
    folder.mkdir()
    (folder / "ada.csv").write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    return folder


def test_a_changed_number_is_refused_and_the_line_named(homework: Path, tmp_path: Path) -> None:
    folder = handed_in(homework, tmp_path)
    lines = (homework / "issued.jsonl").read_text().splitlines()
    second = json.loads(lines[1])
    given = second["exercises"][0]["given"]
    name = next(iter(given))
    given[name][0][0] = "9"
    lines[1] = json.dumps(second)
    (homework / "issued.jsonl").write_text("\n".join(lines) + "\n")
    result = grade(homework, folder)
    assert result.exit_code == 2
    assert "issued.jsonl, line 2: the numbers do not match worksheet" in result.output


def test_without_the_secret_nobody_can_tell_and_marking_goes_on(homework: Path, tmp_path: Path) -> None:
    folder = handed_in(homework, tmp_path)
    (homework / "secret").unlink()
    assert grade(homework, folder).exit_code == 0
    assert grades(homework)["ada"]["percent"] == "100"


def test_an_exercise_that_was_changed_since_is_reported_with_the_student(homework: Path, tmp_path: Path) -> None:
    folder = handed_in(homework, tmp_path)
    (homework / "secret").unlink()
    fingerprint = sheet_of(homework, "ada").tasks[0].recorded_fingerprint
    rewritten(homework, (fingerprint, "0" * 64))
    result = grade(homework, folder)
    assert "ada: exercise lstm was changed after this sheet was handed out" in result.output


def test_a_line_without_a_fingerprint_is_marked_without_a_word(homework: Path, tmp_path: Path) -> None:
    folder = handed_in(homework, tmp_path)
    (homework / "secret").unlink()
    rewritten(homework, (sheet_of(homework, "ada").tasks[0].recorded_fingerprint, ""))
    assert "was changed" not in grade(homework, folder).output


def test_a_large_exponent_is_marked_at_once(homework: Path, tmp_path: Path) -> None:
    folder = tmp_path / "submissions"
    folder.mkdir()
    sheet = sheet_of(homework, "ada")
    typed = {(grid.name, 1, 1): "1e20" for task in sheet.tasks for grid in task.blueprint.asked}
    (folder / "ada.csv").write_text(filled(sheet, typed), encoding="utf-8")
    before = time.process_time()
    assert grade(homework, folder).exit_code == 0
    assert time.process_time() - before < 5, "one exponent once took nine seconds"
    assert 0 < float(grades(homework)["ada"]["percent"]) < 100


def lines_of(homework: Path) -> list[bytes]:
    return (homework / "issued.jsonl").read_bytes().splitlines(keepends=True)


def test_without_the_secret_a_digest_shows_that_a_line_was_damaged(homework: Path, tmp_path: Path) -> None:
    folder = handed_in(homework, tmp_path)
    (homework / "secret").unlink()
    lines = lines_of(homework)
    damaged = lines[1].replace(b'"Ben Ray"', b'"Ben Roy"')
    assert damaged != lines[1]
    (homework / "issued.jsonl").write_bytes(lines[0] + damaged + lines[2])
    result = grade(homework, folder)
    assert result.exit_code == 2
    assert "issued.jsonl, line 2: the numbers do not match worksheet" in result.output


def test_two_lines_for_one_student_are_refused_with_both_numbers(homework: Path, tmp_path: Path) -> None:
    folder = handed_in(homework, tmp_path)
    lines = lines_of(homework)
    (homework / "issued.jsonl").write_bytes(b"".join((*lines, lines[0])))
    result = grade(homework, folder)
    assert result.exit_code == 2
    assert "issued.jsonl, lines 1 and 4: both are for student ada" in result.output


@pytest.mark.parametrize(
    "line",
    [
        '{"worksheet": "A", "student": 7, "name": "c", "exercises": []}',
        '{"worksheet": "A", "student": "\\ud800", "name": "c", "exercises": []}',
        '{"worksheet": "A", "student": "s", "name": "c", "exercises": 1}',
        '{"worksheet": "A", "student": "s", "name": "c", "exercises": [], "more": "\\udfff"}',
        '{"worksheet": "A", "student": "s", "name": "c", "exercises": [[]]}',
        '{"worksheet": ' + "9" * 5000 + "}",
        "[" * 100_000,
        "{}",
    ],
)
def test_a_line_edited_by_hand_is_an_error_with_its_number(homework: Path, tmp_path: Path, line: str) -> None:
    folder = handed_in(homework, tmp_path)
    with (homework / "issued.jsonl").open("a") as file:
        file.write(line + "\n")
    result = grade(homework, folder)
    assert result.exit_code == 2
    assert "issued.jsonl, line 4: not a byhand worksheet" in result.output


def test_a_line_without_the_numbers_of_a_grid_is_an_error_with_its_number(homework: Path, tmp_path: Path) -> None:
    folder = handed_in(homework, tmp_path)
    (homework / "secret").unlink()
    name = next(iter(sheet_of(homework, "ada").tasks[0].given))
    rewritten(homework, (f'"{name}":', '"lost":'))
    result = grade(homework, folder)
    assert result.exit_code == 2
    assert "issued.jsonl, line 1: not a byhand worksheet" in result.output


def test_a_line_with_an_infinite_number_is_an_error_with_its_number() -> None:
    line = worksheet_of("workbook-neuron", 7).line()
    endless = re.sub(r'("asked": \{"\w+": \[\[)\d+', r"\g<1>1e999", line)
    assert endless != line
    with pytest.raises(ByhandError, match=r"issued\.jsonl, line 3: not a byhand worksheet"):
        IssuedLine("issued.jsonl", 3, endless.encode()).worksheet(Blueprints())
