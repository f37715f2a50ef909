"""What the page is told when somebody practises: pages, verdicts, hints and solutions, of every exercise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator.network.number import printed
from tests.simulated.students import NAMES, worksheet_of
from tests.tools.questions import asked, key_of


def cells_of(practice: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The cells to type into, page by page."""
    items = (item for page in practice["pages"] for item in page["items"] if not isinstance(item, str))
    return [item for item in items if not item["copy"]]


def text(spans: list[tuple[str, int]]) -> str:
    return "".join(piece for piece, _ in spans)


@pytest.mark.parametrize("name", NAMES)
def test_the_solutions_of_all_steps_are_right(name: str) -> None:
    practice, key = asked("practice", name), key_of(name)
    places = [f"{cell['line']}/{cell['column']}" for cell in cells_of(practice)]
    assert sorted(places) == sorted(key), "every cell is on one page, once"
    assert sorted(place for step in practice["steps"] for place in step["places"]) == sorted(key)
    judged = asked("judge", name, typed=key)
    assert judged.keys() == key.keys()
    assert {found["verdict"] for found in judged.values()} == {"correct"}
    nothing = asked("judge", name, typed={})
    assert {found["verdict"] for found in nothing.values()} == {"blank"}


@pytest.mark.parametrize("name", NAMES)
def test_hints_help_without_giving_the_result(name: str) -> None:
    key = key_of(name)
    for place in list(key)[:: max(1, len(key) // 6)]:
        hint = asked("hint", name, typed={}, place=place)
        arithmetic = text(hint["arithmetic"])
        assert arithmetic or text(hint["instruction"])
        assert not arithmetic or "?" in arithmetic
        assert arithmetic != f"{key[place].replace('-', '−')} = ?"


def test_the_hint_for_a_hidden_number_is_a_printed_result_that_it_leads_to() -> None:
    for place, hidden in key_of("workbook-matrix-multiplication").items():
        hint = asked("hint", "workbook-matrix-multiplication", typed={}, place=place)
        sums, result = text(hint["arithmetic"]).replace("−", "-").replace("·", "*").split(" = ")
        left, right = (side.replace("?", f"({hidden})") for side in (sums, result))
        assert eval(left) == eval(right)


def test_german_solutions_have_a_decimal_comma_and_are_right() -> None:
    german = {"language": "de"}
    key = key_of("lstm", choice=german)
    assert any("," in number for number in key.values())
    assert not any("." in number for number in key.values())
    judged = asked("judge", "lstm", typed=key, choice=german)
    assert {found["verdict"] for found in judged.values()} == {"correct"}


def test_a_slip_is_named_and_what_follows_from_it_is_right() -> None:
    worksheet = worksheet_of("mlp", 7)
    task = worksheet.tasks[0]
    key = key_of("mlp")
    first, *_ = asked("practice", "mlp")["steps"]
    cells = [
        cell for cell in cells_of(asked("practice", "mlp")) if f"{cell['line']}/{cell['column']}" in first["places"]
    ]
    grid = cells[0]["label"].split(",")[0]
    bias = task.values[next(name for name in task.values if name.startswith("b"))]
    without = {
        place: str(int(key[place]) - int(bias[number // task.blueprint.by_name[grid].shape[1]][0]))
        for number, place in enumerate(first["places"][: task.blueprint.by_name[grid].cells])
    }
    judged = asked("judge", "mlp", typed=key | without)
    assert "bias" in " ".join(judged[place]["slip"] for place in without)
    assert judged[first["places"][0]]["grid"] == grid


def test_a_hint_goes_on_with_the_students_own_number() -> None:
    key = key_of("lstm")
    steps = asked("practice", "lstm")["steps"]
    linear, gates = steps[0]["places"], steps[1]["places"]
    wrong = key | {linear[0]: "17"}
    assert "17" in text(asked("hint", "lstm", typed=wrong, place=gates[0])["arithmetic"])
    assert "17" not in text(asked("hint", "lstm", typed=key, place=gates[0])["arithmetic"])


def test_what_cannot_be_read_says_why() -> None:
    place = asked("practice", "lstm")["steps"][0]["places"][0]
    for typed, fault in (("x", "WORDS"), ("1" * 200, "LONG"), ("#REF!", "ERROR")):
        found = asked("judge", "lstm", typed={place: typed})[place]
        assert (found["verdict"], found["fault"]) == ("unreadable", fault)


def test_words_that_are_no_choice_are_not_taken_for_a_number() -> None:
    key = key_of("vector-database")
    (place,) = (place for place, answer in key.items() if " " in answer)
    for typed in ("she is me", "7"):
        found = asked("judge", "vector-database", typed=key | {place: typed})[place]
        assert (found["verdict"], found["fault"]) == ("unreadable", "OPTION")


def test_hints_for_words_do_not_name_the_option() -> None:
    key = key_of("vector-database")
    place = next(
        place for place, word in key.items() if word.startswith(("who", "why", "what", "how", "where", "when"))
    )
    assert text(asked("hint", "vector-database", typed={}, place=place)["arithmetic"]).endswith(") = ?")


def test_a_place_without_a_cell_is_refused() -> None:
    assert "'99/7'" in asked("hint", "lstm", typed={}, place="99/7")


def test_numbers_read_aloud_are_those_of_the_sheet() -> None:
    task = worksheet_of("matrix-multiplication", 7).tasks[0]
    aloud = " ".join(
        item
        for page in asked("practice", "matrix-multiplication")["pages"]
        for item in page["items"]
        if isinstance(item, str)
    )
    assert "; ".join(map(printed, task.values["A"][0])) in aloud
