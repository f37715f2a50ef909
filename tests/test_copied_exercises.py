"""A student who copied some exercises of a sheet keeps what the others earned, and reads why these earn nothing."""

from __future__ import annotations

import csv
import io
from array import array
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.assignment.answer_sheet import LABELS
from generator.assignment.description import read_assignment
from generator.assignment.issue import issue_missing
from generator.cli import main
from grader.marking.copied.sources import CopySource, SourceIndex
from grader.marking.marks import Address
from tests.simulated.homework import filled, grade, grades, sheet_of
from tests.tools.pdf_files import texts

OWN, COPIED = "mlp", "gcn"
TOML = f'title = "Homework 1"\n[[exercise]]\nname = "{OWN}"\n[[exercise]]\nname = "{COPIED}"\n'
EXERCISE = LABELS.index("exercise")


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    folder = tmp_path / "hw1"
    folder.mkdir()
    (folder / "assignment.toml").write_text(TOML, encoding="utf-8")
    (folder / "roster.csv").write_text("student,name\nada,Ada Lovelace\nben,Ben Ray\n", encoding="utf-8")
    (folder / "secret").write_text("a secret of the tests", encoding="utf-8")
    assignment = read_assignment(folder)
    issue_missing(assignment, assignment.students())
    return folder


def lines(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def graded(homework: Path, own: dict[tuple[str, int, int], str], *more: str) -> Result:
    """Ada did one exercise alone, with these cells wrong, and took the other from Ben, whose sheet is right."""
    ada, ben = sheet_of(homework, "ada"), sheet_of(homework, "ben")
    mine, theirs = lines(filled(ada, own)), lines(filled(ben).replace(ben.id, ada.id))
    handed = [a if a[EXERCISE] != COPIED else b for a, b in zip(mine, theirs, strict=True)]
    text = io.StringIO()
    csv.writer(text).writerows(handed)
    (homework.parent / "ada.csv").write_text(text.getvalue(), encoding="utf-8")
    (homework.parent / "ben.csv").write_text(filled(ben), encoding="utf-8")
    files = (str(homework.parent / f"{student}.csv") for student in ("ada", "ben"))
    return CliRunner().invoke(main, ["grade", str(homework), *files, *more])


def credits_in(homework: Path, exercise: str) -> list[str]:
    with (homework / "marks" / "cells.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return [line["credit"] for line in rows if (line["student"], line["exercise"]) == ("ada", exercise)]


def test_an_exercise_without_a_wrong_cell_loses_nothing(homework: Path) -> None:
    result = graded(homework, {})
    assert f"are those of ben; in {COPIED}, cells that hold them" in result.stderr
    assert set(credits_in(homework, OWN)) == {"1"}
    assert set(credits_in(homework, COPIED)) == {"0"}
    assert grades(homework)["ben"]["percent"] == "100"
    for kind in ("md", "html"):
        page = (homework / "marks" / "feedback" / f"ada.{kind}").read_text("utf-8")
        assert page.count("Everything is right. Well done.") == 1


def test_a_mistake_of_ones_own_costs_its_own_cell_and_what_follows_is_paid(homework: Path) -> None:
    sheet = sheet_of(homework, "ada")
    first = sheet.tasks[0].blueprint.asked[0].name
    graded(homework, {(first, 1, 1): "777"})
    assert credits_in(homework, OWN).count("0") == 1 + sum(
        line["verdict"] == "incorrect" and (line["grid"], line["row"]) != (first, "1") for line in _own(homework)
    )
    assert set(credits_in(homework, COPIED)) == {"0"}


def _own(homework: Path) -> list[dict[str, str]]:
    with (homework / "marks" / "cells.csv").open(encoding="utf-8") as file:
        return [line for line in csv.DictReader(file) if (line["student"], line["exercise"]) == ("ada", OWN)]


@pytest.mark.parametrize(("kind", "said"), [("md", "numbers of another student’s sheet"), ("html", "without a sign")])
def test_what_earns_nothing_says_so_and_is_not_praised(homework: Path, kind: str, said: str) -> None:
    graded(homework, {})
    page = (homework / "marks" / "feedback" / f"ada.{kind}").read_text("utf-8")
    assert page.count(said) == 1
    assert "0 % of the credit" not in page
    assert "made up" not in page
    assert "follow from your own earlier cells" not in page


def test_a_marked_sheet_says_why_what_is_copied_earns_nothing_and_has_no_ticks_there(homework: Path) -> None:
    graded(homework, {}, "--sheets")
    pages = [" ".join(text.split()) for text in texts(homework / "marks" / "sheets" / "ada.pdf")]
    printed = " ".join(pages)
    assert printed.count("Cells without a sign") == 1
    assert "follows from" not in printed
    assert [page.endswith("right") for page in pages if "Multilayer" in page] == [True]
    assert not any(" right" in page for page in pages if "Graph Convolutional" in page)


def test_the_class_page_counts_neither_the_slips_nor_the_steps_of_a_copy(homework: Path) -> None:
    graded(homework, {})
    page = (homework / "marks" / "class.html").read_text("utf-8")
    slips = page[page.index("<h2>Frequent slips") : page.index("<h2>Items")]
    assert "ada" not in slips
    hardest = page[page.index("<h2>Hardest steps") : page.index("<h2>Frequent slips")]
    assert set(_shares(hardest)) == {"100"}


def _shares(part: str) -> list[str]:
    return [piece.rsplit(">", 1)[-1] for piece in part.split(" %</td>")[:-1]]


def test_the_same_of_a_class_in_which_nobody_copied(homework: Path) -> None:
    for student in ("ada", "ben"):
        (homework.parent / f"{student}.csv").write_text(filled(sheet_of(homework, student)), encoding="utf-8")
    assert grade(homework, *(homework.parent / f"{student}.csv" for student in ("ada", "ben"))).exit_code == 0
    assert "another student" not in (homework / "marks" / "feedback" / "ada.md").read_text("utf-8")


FIRST, SECOND = CELLS = Address(COPIED, 1, "A", 1, 1), Address(COPIED, 1, "A", 1, 2)


@pytest.mark.parametrize(
    ("numbers", "closest"),
    [
        ({FIRST: 3, SECOND: 8}, "ben"),
        ({FIRST: 5, SECOND: 8}, "ben"),  # the first of those with as many
        ({FIRST: 5, SECOND: 9}, "eva"),
        ({SECOND: 9}, "eva"),
        ({FIRST: 2, SECOND: 9}, "eva"),  # nobody has 2: less than any
        ({FIRST: 4, SECOND: 9}, "eva"),  # between two
        ({FIRST: 6, SECOND: 9}, "eva"),  # more than any
    ],
)
def test_the_source_of_numbers_is_the_first_of_the_others_with_the_most_of_them(
    numbers: dict[Address, int], closest: str
) -> None:
    sources = [
        CopySource("ada", CELLS, array("i", (5, 9))),
        CopySource("ben", CELLS, array("i", (3, 8))),
        CopySource("eva", (SECOND, FIRST), array("i", (9, 5))),
        CopySource("zoe", (SECOND,), array("i", (9,))),
    ]
    assert SourceIndex(sources).closest("ada", numbers).student == closest
