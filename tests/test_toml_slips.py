"""A description that is not valid TOML: the line is shown, and the usual slip in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.assignment.description import read_assignment
from generator.errors import ByhandError

MORE = '[[exercise]]\nname = "softmax"\n'


def said_of(tmp_path: Path, text: str) -> str:
    (tmp_path / "assignment.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ByhandError) as error:
        read_assignment(tmp_path)
    return str(error.value).partition("assignment.toml")[2]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ('title = "Homework', "a quotation mark is missing, or there is one too many"),
        ("reveal = True", "write true or false, in small letters"),
        ("title = “Homework”", "write straight quotation marks"),
        ("title = „Hausaufgabe“", "write straight quotation marks"),
        ("title = Homework", "text is written between quotation marks"),
        ("title =", "the value after = is missing"),
        ("points = 12,5", "write a decimal point"),
        ("due = 26.11.2026 18:00", "write a number as in 20 or 0.5, and anything else between quotation marks"),
        ("[marking", "a bracket is missing"),
        ("Homework", 'expected a key and its value, as in title = "Homework 1"; a remark begins with #'),
    ],
)
def test_the_line_is_shown_with_the_slip_that_is_in_it(tmp_path: Path, line: str, hint: str) -> None:
    assert said_of(tmp_path, f"# A remark\n{line}\n{MORE}") == f", line 2: not valid TOML: {line}; {hint}"


def test_marks_and_words_in_text_and_remarks_are_no_slips(tmp_path: Path) -> None:
    line = 'title = "“True”, [12,5"  # „Eins“ ['
    (tmp_path / "assignment.toml").write_text(f"{line}\n{MORE}", encoding="utf-8")
    assert read_assignment(tmp_path).title == "“True”, [12,5"
    assert "see `byhand new`" in said_of(tmp_path, f'title = "“True”, [" "x"  # „Eins“ [\n{MORE}')


def test_a_bracket_that_is_never_closed_is_said_to_be_above(tmp_path: Path) -> None:
    text = said_of(tmp_path, f"{MORE}[exercise.given]\nx = [[1, 2],\n[marking]\n")
    assert text.endswith("a closing bracket is missing, here or above")


@pytest.mark.parametrize("again", ['[late]\ngrace = "1h"', '[late.received]\nada = "2026-12-02T09:30:00+01:00"'])
def test_a_table_below_the_same_one_in_braces_says_what_to_do(tmp_path: Path, again: str) -> None:
    text = said_of(tmp_path, f'late = {{ grace = "1h" }}\n{MORE}{again}\n')
    line = again.partition("\n")[0]
    assert f"{line}; this is there twice, or above between braces; write it once, as a table" in text


def test_a_long_line_is_cut_and_shows_nothing_that_a_terminal_obeys(tmp_path: Path) -> None:
    text = said_of(tmp_path, "title = \x1b[31m" + "x" * 100)
    assert "\x1b" not in text
    assert f"title = [31m{'x' * 68}…; " in text


def test_pinned_numbers_and_settings_that_are_no_table_are_shown_as_one(tmp_path: Path) -> None:
    assert "given must be a table of its own, as in [exercise.given]" in said_of(tmp_path, f"{MORE}given = [[1]]\n")
    assert "set must be a table of its own, as in [exercise.set]" in said_of(tmp_path, f"{MORE}set = 2\n")
    assert "late must be a table of its own, as in [late]" in said_of(tmp_path, f'late = "1h"\n{MORE}')
