"""Where cells are, in words: by the headings that a student sees, and otherwise by number."""

from dataclasses import replace

import pytest
from markupsafe import Markup

from generator.catalogue import find_exercise
from generator.language.words import ENGLISH, translator
from generator.network.blueprint import Grid
from grader.reports.places import Place, Places, listed
from grader.reports.templates import named


def grid(exercise: str, name: str) -> Grid:
    return find_exercise(exercise).blueprint().by_name[name]


def everywhere(of: Grid) -> set[Place]:
    return {(row + 1, column + 1) for row in range(of.shape[0]) for column in range(of.shape[1])}


@pytest.mark.parametrize(
    ("exercise", "name", "row", "column", "english", "german"),
    [
        ("gcn", "M1", 2, 2, "M1, row 2, column B", "M1, Zeile 2, Spalte B"),
        ("gcn", "Adj", 1, 5, "Adj, row A, column E", "Adj, Zeile A, Spalte E"),
        ("gcn", "P", 1, 3, "P, column C", "P, Spalte C"),
        (
            "positional-encoding",
            *("PE", 3, 2),
            "PE, row “sin, i = 1”, column 2",
            "PE, Zeile „sin, i = 1“, Spalte 2",
        ),
        ("mlp", "Z1", 2, 1, "Z1, row 2, column 1", "Z1, Zeile 2, Spalte 1"),
        ("lstm", "h1", 2, 1, "h1, row 2", "h1, Zeile 2"),
        ("vector-database", "nearest", 1, 1, "nearest", "nearest"),
    ],
)
def test_a_cell_goes_by_the_headings_on_the_sheet_and_otherwise_by_number(
    exercise: str, name: str, row: int, column: int, english: str, german: str
) -> None:
    assert Places(ENGLISH).cell(name, grid(exercise, name), row, column) == english
    assert Places(translator("de")).cell(name, grid(exercise, name), row, column) == german


@pytest.mark.parametrize(
    ("some", "said"),
    [
        ({(1, 1), (1, 2), (1, 3), (1, 4), (1, 5)}, "M1, row 1"),
        ({(row, column) for row in (1, 3) for column in range(1, 6)}, "M1, rows 1 and 3"),
        ({(1, 2), (2, 2), (3, 2)}, "M1, column B"),
        ({(row, column) for row in (1, 2, 3) for column in (2, 4, 5)}, "M1, columns B, D and E"),
        ({(1, 2)}, "M1, row 1, column B"),
        ({(1, 2), (1, 4)}, "M1, row 1, columns B and D"),
        ({(1, 2), (3, 2)}, "M1, rows 1 and 3, column B"),
        ({(1, 2), (3, 1), (3, 4)}, "M1, row 1, column B; row 3, columns A and D"),
        ({(1, 2), (2, 5), (3, 1), (3, 4)}, "M1, 4 of 15 cells"),
    ],
)
def test_cells_are_named_by_rows_and_columns_or_else_counted(some: set[Place], said: str) -> None:
    messages = grid("gcn", "M1")
    assert Places(ENGLISH).cells("M1", messages, some, everywhere(messages)) == said


def test_all_cells_that_are_marked_go_without_saying() -> None:
    scores = grid("gcn", "Adj")
    marked = {place for place in everywhere(scores) if place[0] != place[1]}
    assert Places(ENGLISH).cells("Adj", scores, everywhere(scores), everywhere(scores)) == "Adj"
    assert Places(ENGLISH).cells("Adj", scores, marked, marked) == "Adj"
    assert Places(ENGLISH).cells("Adj", scores, marked, everywhere(scores)) == "Adj, 20 of 25 cells"
    lower = {place for place in marked if place[0] > 2}
    assert Places(ENGLISH).cells("Adj", scores, lower, marked) == "Adj, rows C, D and E"


def test_in_html_the_name_keeps_its_index_and_a_heading_is_escaped() -> None:
    headed = grid("positional-encoding", "PE")
    headed = replace(headed, row_headings=("<b>", *headed.row_headings[1:]))
    said = Places(ENGLISH).cell(named("Z1"), headed, 1, 2)
    assert isinstance(said, Markup)
    assert said == "Z<sub>1</sub>, row “&lt;b&gt;”, column 2"


def test_a_list_ends_with_the_word_of_its_language() -> None:
    assert [listed([1]), listed([1, 2]), listed([1, 2, 3], "und")] == ["1", "1 and 2", "1, 2 und 3"]
