"""Covers: what is asked changes no number, a hidden cell has one answer, and everything that handles cells agrees."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.assignment.answer_sheet import LABELS, NOTHING, answer_sheet
from generator.assignment.issued_lines import read_issued
from generator.assignment.worksheet import IssuedTask, Worksheet, make_worksheet
from generator.catalogue import Blueprints, find_exercise
from generator.cli import main
from generator.errors import ByhandError
from generator.network.blueprint import Blueprint, Role
from generator.network.covers import Spot, ambiguous, choose_asked, fits
from generator.network.draft import Draft
from generator.network.instance import draw_instance
from generator.network.number import Values, show_value
from generator.network.operand import beside, stack
from generator.network.operations import relu
from generator.network.sources import Integers
from grader.marking.cells import mark
from grader.marking.marks import Verdict
from tests.simulated.students import handed_in, key_of, verdicts, worksheet_of
from tests.tools.pdf_files import filled_form

PUZZLES = find_exercise("workbook-linear-layer").blueprint()
DEEP = find_exercise("deep-mlp").blueprint()


def test_printing_the_forward_pass_changes_no_number_and_asks_for_less() -> None:
    asked, printed = (find_exercise("backpropagation").blueprint({"forward": how}) for how in ("asked", "printed"))
    for seed in range(10):
        assert draw_instance(asked, seed).values == draw_instance(printed, seed).values
    assert asked.fingerprint == printed.fingerprint
    names = [grid.name for grid in asked.asked]
    assert names[:7] == ["Z1", "A1", "Z2", "A2", "Z3", "Y", "dZ3"]
    assert [grid.name for grid in printed.asked] == names[6:]


@pytest.mark.parametrize("blueprint", [PUZZLES, DEEP], ids=["puzzles", "deep"])
def test_each_cover_asks_one_cell_and_students_get_different_ones(blueprint: Blueprint) -> None:
    places: list[Counter[tuple[str, Spot]]] = [Counter() for _ in blueprint.covers]
    for seed in range(60):
        asked = draw_instance(blueprint, seed).asked
        assert sum(map(len, asked.values())) == len(blueprint.covers) == blueprint.cells
        for number, cover in enumerate(blueprint.covers):
            ((name, spot),) = [(name, spot) for name in cover.grids for spot in asked.get(name, ())]
            places[number][name, spot] += 1
    assert all(
        len(found) > 1
        for found, cover in zip(places, blueprint.covers, strict=True)
        if _cells(blueprint, cover.grids) > 1
    )
    assert asked == draw_instance(blueprint, 59).asked


def _cells(blueprint: Blueprint, names: tuple[str, ...]) -> int:
    return sum(blueprint.by_name[name].cells for name in names)


def test_a_hidden_number_is_the_only_one_of_its_range_that_gives_the_printed_results() -> None:
    """Found by trying all of them: a plain product of Python's own, nothing of the library."""
    hidden = Counter[str]()
    for seed in range(40):
        instance = draw_instance(PUZZLES, seed)
        for name, ((row, column),) in instance.asked.items():
            kind, number = name[0], name[1:]
            hidden[kind] += 1
            if kind == "Y":
                continue
            ranges = {"W": range(-1, 3), "b": range(-2, 3), "X": range(1, 4)}
            grids: dict[str, Any] = {k: [list(r) for r in instance.values[f"{k}{number}"]] for k in "WbXY"}
            fitting = []
            for value in ranges[kind]:
                grids[kind][row][column] = value
                results = [
                    [sum(w * x[0] for w, x in zip(weights, grids["X"], strict=True)) + bias[0]]
                    for weights, bias in zip(grids["W"], grids["b"], strict=True)
                ]
                if results == grids["Y"]:
                    fitting.append(value)
            assert fitting == [instance.values[name][row][column]]
    assert min(hidden.values()) > 20, "weights, biases, inputs and results are all hidden now and then"


def relu_puzzle() -> Blueprint:
    """One layer with ReLU, whose clipped results hide their inputs from whoever looks."""
    sheet = Draft({}, str)
    step = sheet.step("Puzzle", "Find it.")
    W = step.give("W", (1, 2), Role.WEIGHT, Integers(-2, 2))
    X = step.give("X", (2, 1), Role.INPUT, Integers(1, 3))
    Z = step.fill("Z", W @ X, Role.LINEAR, asked=False)
    step.fill("A", relu(Z), Role.OUTPUT, asked=False)
    sheet.ask_one(W, X)
    return sheet.blueprint("relu-puzzle", "Puzzle")


VALUES: dict[str, Values] = {"W": ((1, 0),), "X": ((2,), (3,)), "Z": ((2,),), "A": ((2,),)}


def test_a_cell_behind_a_weight_of_0_is_never_hidden() -> None:
    asked = [choose_asked(relu_puzzle(), seed, VALUES, unique=True) for seed in range(60)]
    assert {(name, *spots) for found in asked if found for name, spots in found.items()} == {
        ("W", (0, 0)),
        ("W", (0, 1)),
        ("X", (0, 0)),
    }
    pinned = [choose_asked(relu_puzzle(), seed, VALUES, unique=False) for seed in range(60)]
    assert {name for found in pinned if found for name in found} == {"W", "X"}
    assert any(found == {"X": ((1, 0),)} for found in pinned), "where numbers are pinned any cell may be hidden"


def test_a_hidden_cell_with_several_answers_is_found() -> None:
    hidden = {"W": ((0, 0),), "X": ((0, 0), (1, 0))}
    assert list(ambiguous(relu_puzzle(), VALUES, hidden)) == [("X", (1, 0))], "it meets a weight of 0"


@pytest.mark.parametrize(("number", "right"), [(3, True), (1, True), (-40, True), (0, True)])
def test_whatever_fits_what_is_printed_is_right(number: int, right: bool) -> None:
    # The second input meets a weight of 0, so that any number fits.
    assert fits(relu_puzzle(), {("X", (1, 0)): number}, VALUES, {"X": ((1, 0),)}) is right
    task = IssuedTask("p", relu_puzzle(), {"W": VALUES["W"], "X": VALUES["X"]}, {"X": ((1, 0),)})
    sheet = make_worksheet("s", "ada", "Ada", (task,))
    (judged,) = mark(sheet, handed_in(sheet, key_of(sheet), {("X", 2, 1): str(number)}))
    assert judged.verdict is Verdict.CORRECT


def test_what_does_not_fit_is_wrong_and_costs_its_cell() -> None:
    task = IssuedTask("p", relu_puzzle(), {"W": VALUES["W"], "X": VALUES["X"]}, {"W": ((0, 0),)})
    sheet = make_worksheet("s", "ada", "Ada", (task,))
    for text, verdict in (
        ("1", Verdict.CORRECT),
        ("2", Verdict.INCORRECT),
        ("", Verdict.BLANK),
        ("x", Verdict.UNREADABLE),
    ):
        (judged,) = mark(sheet, handed_in(sheet, key_of(sheet), {("W", 1, 1): text}))
        assert (judged.verdict, judged.credit) == (verdict, int(verdict is Verdict.CORRECT))


def test_two_hidden_cells_that_share_a_result_are_judged_together() -> None:
    sheet = Draft({}, str)
    step = sheet.step("Puzzle", "Find both.")
    a, b = (step.give(name, (1, 1), Role.INPUT, Integers(0, 9)) for name in "ab")
    step.fill("c", a + b, Role.OUTPUT, asked=False)
    sheet.ask_one(a)
    sheet.ask_one(b)
    blueprint = sheet.blueprint("two", "Two")
    task = IssuedTask("two", blueprint, {"a": ((4,),), "b": ((5,),)}, {"a": ((0, 0),), "b": ((0, 0),)})
    paper = make_worksheet("s", "ada", "Ada", (task,))
    for typed, right in (
        ({"a": "4", "b": "5"}, 2),
        ({"a": "2", "b": "7"}, 2),
        ({"a": "2", "b": "5"}, 1),
        ({"a": "1", "b": "1"}, 0),
    ):
        marks = mark(paper, handed_in(paper, key_of(paper), {(name, 1, 1): text for name, text in typed.items()}))
        assert sum(found.credit for found in marks) == right, typed


def test_in_a_deep_network_the_own_number_is_carried_on_beside_what_is_printed() -> None:
    for seed in range(20):
        sheet = worksheet_of("deep-mlp", seed)
        (row, column), (_, below) = sheet.tasks[0].spots["A1"][0], sheet.tasks[0].spots["A2"][0]
        weight = sheet.tasks[0].values["W2"][sheet.tasks[0].spots["A2"][0][0]][row]
        if column != below or not weight:
            continue
        key: Any = key_of(sheet)
        wrong = key["A1"][row][column] + 5
        place = sheet.tasks[0].spots["A2"][0]
        before = [key["A1"][r][column] for r in range(5)]
        before[row] = wrong
        weights = key["W2"][place[0]]
        follows = max(0, sum(w * a for w, a in zip(weights, before, strict=True)))
        if follows == key_of(sheet)["A2"][place[0]][place[1]]:
            continue
        typed = {("A1", row + 1, column + 1): str(wrong), ("A2", place[0] + 1, place[1] + 1): str(follows)}
        found = verdicts(mark(sheet, handed_in(sheet, key_of(sheet), typed)))
        assert found["A1", row + 1, column + 1] is Verdict.INCORRECT
        assert found["A2", place[0] + 1, place[1] + 1] is Verdict.FOLLOW_THROUGH
        return
    raise AssertionError("no sheet of twenty has two cells above each other")


def test_the_answer_sheet_has_a_line_for_each_puzzle_and_dashes_where_nothing_belongs() -> None:
    sheet = worksheet_of("workbook-linear-layer", 3)
    header, *lines = csv.reader(io.StringIO(answer_sheet(sheet)))
    assert tuple(header[: len(LABELS)]) == LABELS
    assert [line[LABELS.index("line")] for line in lines] == [f"{n}/10" for n in range(1, 11)]
    assert all(line[len(LABELS) :].count("") == 1 for line in lines)
    assert {cell for line in lines for cell in line[len(LABELS) :]} == {"", NOTHING}


def assignment(folder: Path) -> None:
    exercises = '[[exercise]]\nname = "workbook-linear-layer"\n[[exercise]]\nname = "deep-mlp"\n'
    printed = '[[exercise]]\nname = "backpropagation"\n[exercise.set]\nforward = "printed"\n'
    folder.mkdir()
    (folder / "assignment.toml").write_text(f'title = "Covers"\nkey = "k"\n{exercises}{printed}', encoding="utf-8")
    (folder / "roster.csv").write_text("student,name\nada,Ada\nemmy,Emmy\n", encoding="utf-8")
    (folder / "secret").write_text("for the tests", encoding="utf-8")


def answered(sheet: Worksheet) -> str:
    """The answer sheet, filled with the key."""
    values = {(task.id, name): rows for task in sheet.tasks for name, rows in task.values.items()}
    lines = list(csv.reader(io.StringIO(answer_sheet(sheet))))
    for line in lines[1:]:
        named = dict(zip(LABELS, line, strict=False))
        row = values[named["exercise"], named["grid"]][int(named["row"]) - 1]
        for place, value in enumerate(row, start=len(LABELS)):
            line[place] = show_value(value) if line[place] == "" else line[place]
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()


def test_print_fill_in_check_mark_and_hand_back(tmp_path: Path) -> None:
    folder = tmp_path / "hw"
    assignment(folder)
    run = CliRunner().invoke(main, ["generate", str(folder), "--fillable", "--key", "worked"])
    assert run.exit_code == 0, run.output
    ada, emmy = read_issued(folder / "issued.jsonl", Blueprints())
    assert ada.tasks[0].spots != emmy.tasks[0].spots
    record = json.loads((folder / "issued.jsonl").read_text().splitlines()[0])
    assert sum(map(len, record["exercises"][0]["asked"].values())) == 10
    (tmp_path / "ada.csv").write_text(answered(ada), encoding="utf-8")
    fields = {
        f"{task.id}.{name}.{row + 1}.{column + 1}": show_value(task.values[name][row][column])
        for task in emmy.tasks
        for name, spots in task.spots.items()
        for row, column in spots
    }
    (tmp_path / "emmy.pdf").write_bytes(filled_form((folder / "fillable" / "emmy.pdf").read_bytes(), fields))
    checked = CliRunner().invoke(main, ["check", str(tmp_path / "ada.csv"), str(tmp_path / "emmy.pdf")])
    assert checked.exit_code == 0, checked.output
    handed = [str(tmp_path / "ada.csv"), str(tmp_path / "emmy.pdf")]
    graded = CliRunner().invoke(main, ["grade", str(folder), *handed, "--sheets"])
    assert graded.exit_code == 0, graded.output
    with (folder / "marks" / "grades.csv").open(encoding="utf-8") as file:
        assert [line["percent"] for line in csv.DictReader(file)] == ["100", "100"]
    assert (folder / "marks" / "sheets" / "ada.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"Z1": [[1, 1]]}, "cells of Z1 that this exercise never asks"),
        ({"W1": [[9, 1]]}, "cells of W1 that this exercise never asks"),
        ({"W1": [[1, 1]]}, "expected 10 cells asked one by one, found 1"),
    ],
)
def test_a_record_that_asks_what_the_exercise_does_not_is_refused(
    asked: dict[str, list[list[int]]], complaint: str, tmp_path: Path
) -> None:
    record = json.loads(worksheet_of("workbook-linear-layer", 3).line())
    record["exercises"][0]["asked"] = asked
    (tmp_path / "issued.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    with pytest.raises(ByhandError, match=complaint):
        list(read_issued(tmp_path / "issued.jsonl", Blueprints()))


def test_what_is_asked_as_a_whole_is_not_asked_by_a_cover_too() -> None:
    sheet = Draft({}, str)
    step = sheet.step("Work", "Do.")
    X = step.give("X", (1, 1), Role.INPUT, Integers(1, 2))
    Z = step.fill("Z", beside(X, 1) @ stack(X, 1), Role.LINEAR)
    with pytest.raises(ValueError, match="grids asked already: Z"):
        sheet.ask_one(Z)


def test_the_worked_key_shows_what_is_asked_and_no_more(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["generate", "deep-mlp", "--seed", "3", "--key", "worked", "--out", str(tmp_path)])
    assert run.exit_code == 0, run.output
    import pdfplumber

    with pdfplumber.open(BytesIO((tmp_path / "deep-mlp-3.key.pdf").read_bytes())) as document:
        text = "\n".join(page.extract_text() for page in document.pages)
    assert text.count("ReLU(") == len(DEEP.covers) - 1, "the last layer has none"
