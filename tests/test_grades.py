"""grades.csv gives back what was written into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.assignment.grades import GRADES, as_given, grades_line, guarded, read_grades
from generator.language.words import translator


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("@ada", "'@ada"),
        ("\N{FULLWIDTH EQUALS SIGN}1", "'\N{FULLWIDTH EQUALS SIGN}1"),
        ("-ada", "'-ada"),
        ("-7", "-7"),
        ("'-7", "'-7"),
        ("ada", "ada"),
        ("'ada", "'ada"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_could_take_for_a_formula_is_guarded_and_read_as_it_was(text: str, written: str) -> None:
    assert guarded(text) == written
    assert as_given(written) == text


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_line_is_found_under_the_id_of_its_student(tmp_path: Path, language: str) -> None:
    words = translator(language)
    line = (guarded("-ada"), "Ada", "w1", "7.5", *("",) * (len(GRADES) - 4))
    (tmp_path / "grades.csv").write_text(grades_line(GRADES, words) + grades_line(line, words), encoding="utf-8")
    grades = read_grades(tmp_path / "grades.csv")
    assert list(grades) == ["-ada"]
    assert grades["-ada"]["score"] == ("7,5" if language == "de" else "7.5")
