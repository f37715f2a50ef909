"""Answer sheets to fill in on the page: which sheet a file belongs to, its picture, and what cannot be read in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.assignment.answer_sheet import LABELS, answer_sheet, filled_in
from generator.assignment.worksheet import IssuedTask, Worksheet, loose_worksheet, make_worksheet
from generator.catalogue import OURS, find_exercise
from generator.network.instance import draw_instance
from grader.browser.desk import ask
from tests.simulated.homework import HOSTILE_NAME
from tests.simulated.students import NAMES, worksheet_of


def opened(text: str, name: str = "ada.csv", language: str = "en") -> Any:
    """What the page is told of a file, or the sentence that says why not."""
    reply = json.loads(ask("open file", json.dumps({"language": language}), {name: text.encode()}).text)
    return reply["content"] if "content" in reply else reply["error"]


def sheet(exercise: str, **parameters: Any) -> Worksheet:
    blueprint = find_exercise(exercise).blueprint(parameters)
    return loose_worksheet(blueprint, draw_instance(blueprint, 7))


def places(content: Any) -> set[tuple[int, int]]:
    items = (item for page in content["pages"] for item in page["items"] if not isinstance(item, str))
    return {(item["line"], item["column"]) for item in items if not item["copy"]}


def blank_places(content: Any) -> set[tuple[int, int]]:
    """Where the table of a file has empty fields."""
    return {
        (line, column + 1)
        for line, row in enumerate(content["table"]["rows"])
        for column, text in enumerate(row)
        if column + 1 >= len(LABELS) and text == ""
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_sheet_gets_its_picture(name: str) -> None:
    worksheet = worksheet_of(name, 7)
    content = opened(answer_sheet(worksheet))
    assert content["worksheet"] == worksheet.id
    assert not content["numbered"]
    assert places(content) == blank_places(content)
    assert content["typed"] == {}


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("lstm", {"steps": 4, "hidden": 1}),
        ("mlp", {"layers": (2, 4, 3)}),
        ("gcn", {"nodes": 4, "layers": 1}),
        ("self-attention", {"tokens": 3, "dv": 4}),
        ("softmax", {"temperature": "0.5"}),
        ("workbook-neuron", {"puzzles": 4}),
    ],
)
def test_parameters_are_found_from_the_cells(name: str, parameters: dict[str, Any]) -> None:
    content = opened(answer_sheet(sheet(name, **parameters)))
    assert content["pages"]
    assert places(content) == blank_places(content)


def test_a_loose_sheet_named_by_its_exercise_and_seed_has_its_numbers() -> None:
    worksheet = sheet("lstm", steps=2)
    content = opened(answer_sheet(worksheet), "lstm-7.csv")
    assert content["numbered"]
    assert any("X1 from row 1" in item for page in content["pages"] for item in page["items"] if isinstance(item, str))
    assert not opened(answer_sheet(worksheet), "lstm-8.csv")["numbered"], "another seed has other numbers"


def test_two_exercises_and_an_id_of_its_own_are_recognised() -> None:
    tasks = tuple(
        IssuedTask.of(identity, blueprint, draw_instance(blueprint, 7))
        for identity, blueprint in (
            ("mlp-2", find_exercise("mlp").blueprint({})),
            ("lstm", find_exercise("lstm").blueprint({})),
        )
    )
    content = opened(answer_sheet(make_worksheet("secret", "ada", "Ada", tasks)))
    assert {page["title"] for page in content["pages"]} == {task.blueprint.title for task in tasks}
    assert places(content) == blank_places(content)


def test_what_was_typed_and_lines_in_another_order_are_taken_over() -> None:
    worksheet = worksheet_of("lstm", 7)
    head, *lines = filled_in(worksheet).splitlines()
    there = opened(filled_in(worksheet))
    turned = opened("\n".join([head, *reversed(lines)]))
    assert turned["typed"] == there["typed"]
    assert len(there["typed"]) == len(places(there))


@pytest.mark.parametrize(
    ("old", "new"), [("lstm", "my-network"), (",zf1,", ",other,"), ("lstm", HOSTILE_NAME.replace('"', ""))]
)
def test_a_sheet_that_is_not_recognised_is_shown_as_tables(old: str, new: str) -> None:
    content = opened(answer_sheet(worksheet_of("lstm", 7)).replace(old, new))
    assert content["pages"] is None
    assert blank_places(content)
    assert content["worded"]


def test_a_file_that_was_cut_says_so() -> None:
    text = "\n".join(answer_sheet(worksheet_of("lstm", 7)).splitlines()[:5])
    assert "only 4 of" in " ".join(opened(text)["remarks"])
    assert "4 von 66 Zeilen" in " ".join(opened(text, language="de")["remarks"])


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.csv", "a,b\n1,2", "no header"),
        ("a.pdf", "%PDF-1.4", "not an answer sheet"),
        ("a.csv", "worksheet,grid,row,1\nA,Z,1,2\nB,Z,1,2", "several worksheets, A, B"),
        ("a.csv", "x" * (2 << 20), "larger than"),
    ],
)
def test_what_is_no_answer_sheet_is_refused_by_name(name: str, text: str, reason: str) -> None:
    said = opened(text, name)
    assert said.startswith(name)
    assert reason in said


def test_faults_are_those_of_the_form_check() -> None:
    typed = {"0/7": "x", "0/8": "1/2", "1/7": "#REF!", "1/8": "2024-05-12", "2/7": " "}
    reply = json.loads(ask("faults", json.dumps({"typed": typed}), {}).text)
    assert reply["content"] == {"0/7": "WORDS", "1/7": "ERROR", "1/8": "DATE"}


@pytest.mark.slow
def test_there_is_a_picture_for_most_parameters_of_all_exercises() -> None:
    every = [
        (each.name, parameter.name, parameter.range.ends[0]) for each in OURS.all() for parameter in each.parameters
    ]
    found = [bool(opened(answer_sheet(sheet(name, **{key: end})))["pages"]) for name, key, end in every[::3]]
    assert sum(found) >= 0.9 * len(found)
