"""The published worked examples: pinning their givens gives every grid that is printed in them."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.assignment.given import exact_given
from generator.catalogue import find_exercise
from generator.network.blueprint import Blueprint, View
from generator.network.instance import draw_instance
from generator.network.number import Values, read_number

GOLDENS = Path(__file__).parent / "goldens"
EXERCISES_FOLDER = Path(__file__).parent.parent / "generator" / "exercises"
BESIDE = sorted(EXERCISES_FOLDER.glob("*/*.json"))
"""Published numbers lie next to the exercise, with their source."""
PUBLISHED = ("lstm", "backpropagation", "vector-database")


def published(name: str) -> dict[str, Any]:
    golden: dict[str, Any] = json.loads((GOLDENS / f"seed-{name}.json").read_text("utf-8"), parse_float=str)
    return golden


@pytest.mark.parametrize("file", BESIDE, ids=lambda file: file.stem)
def test_the_published_numbers_beside_an_exercise_are_what_it_computes(file: Path) -> None:
    for golden in json.loads(file.read_text("utf-8"), parse_float=str):
        assert golden["exercise"] == file.stem.replace("_", "-")
        assert golden["source"]
        blueprint = find_exercise(golden["exercise"]).blueprint(golden["parameters"])
        values = draw_instance(blueprint, 1, exact_given(blueprint, golden["given"], file.name)).values
        assert golden["expected"]
        for grid, rows in golden["expected"].items():
            assert values[grid] == expected(blueprint, grid, rows), grid


def expected(blueprint: Blueprint, name: str, rows: list[list[Any]]) -> Values:
    if blueprint.by_name[name].view is View.WORDS:
        return tuple(tuple(row) for row in rows)
    return tuple(tuple(read_number(str(cell)) for cell in row) for row in rows)


@pytest.mark.parametrize("name", PUBLISHED)
def test_pinning_the_published_givens_gives_every_published_grid(name: str) -> None:
    golden = published(name)
    blueprint = find_exercise(name).blueprint(golden["parameters"])
    values = draw_instance(blueprint, 1, exact_given(blueprint, golden["given"], name)).values
    assert len(golden["expected"]) >= 11
    for grid, rows in golden["expected"].items():
        assert values[grid] == expected(blueprint, grid, rows), grid


def test_every_answer_of_the_published_vector_database_is_among_the_expected_grids() -> None:
    golden = published("vector-database")
    blueprint = find_exercise("vector-database").blueprint(golden["parameters"])
    assert {grid.name for grid in blueprint.asked} == set(golden["expected"])
    assert {grid.name for grid in blueprint.drawn} == set(golden["given"])


# The matrices of the post on graph convolution are not public: these were made and worked by hand for its shapes.
GRAPH_BY_HAND: dict[str, Values] = {
    # edges A-C, B-C, B-D, C-E, D-E
    "G": ((0, 0, 1, 0, 0), (0, 0, 1, 1, 0), (1, 1, 0, 0, 1), (0, 1, 0, 0, 1), (0, 0, 1, 1, 0)),
    "X": ((1, 0, 1, 0, 2), (1, 1, 0, 2, 0), (0, 1, 1, 1, 1), (1, 0, 0, 1, 0)),
    "W1": ((1, 1, 0, 1), (0, 1, 1, -1), (1, 0, -1, 0)),
    "b1": ((0,), (-1,), (0,)),
    "W2": ((1, 0, -1), (0, 1, 0), (-1, 1, 1)),
    "b2": ((-2,), (0,), (1,)),
    "W3": ((1, 0, 0), (0, 1, -1), (-1, 1, 0), (0, 0, 1), (1, -1, 0)),
    "b3": ((-5,), (0,), (4,), (-1,), (2,)),
    "W4": ((1, 0, -1, 1, -1),),
    "b4": ((4,),),
}
GRAPH_ANSWERS: dict[str, Values] = {
    "Adj": ((1, 0, 1, 0, 0), (0, 1, 1, 1, 0), (1, 1, 1, 0, 1), (0, 1, 0, 1, 1), (0, 0, 1, 1, 1)),
    "Zm1": ((3, 1, 1, 3, 2), (-1, 1, 0, 1, 0), (1, -1, 0, -1, 1)),
    "M1": ((3, 1, 1, 3, 2), (0, 1, 0, 1, 0), (1, 0, 0, 0, 1)),
    "H1": ((4, 5, 7, 6, 6), (0, 2, 1, 2, 1), (1, 0, 2, 1, 1)),
    "L1": ((3, 0, 1, 0, 0), (0, 0, 0, 0, 0), (1, 0, 0, 0, 0)),
    "Zm2": ((1, 3, 3, 3, 3), (0, 2, 1, 2, 1), (-2, -2, -3, -2, -3)),
    "M2": ((1, 3, 3, 3, 3), (0, 2, 1, 2, 1), (0, 0, 0, 0, 0)),
    "H2": ((4, 9, 10, 9, 9), (1, 5, 4, 5, 4), (0, 0, 0, 0, 0)),
    "Z3": ((-1, 4, 5, 4, 4), (1, 5, 4, 5, 4), (1, 0, -2, 0, -1), (-1, -1, -1, -1, -1), (5, 6, 8, 6, 7)),
    "F": ((0, 4, 5, 4, 4), (1, 5, 4, 5, 4), (1, 0, 0, 0, 0), (0, 0, 0, 0, 0), (5, 6, 8, 6, 7)),
    "Z4": ((-2, 2, 1, 2, 1),),
    "P": (tuple(Fraction(tenths, 10) for tenths in (1, 9, 7, 9, 7)),),
}


def test_a_graph_convolution_worked_by_hand_gives_the_same_grids() -> None:
    blueprint = find_exercise("gcn").blueprint(published("gcn")["parameters"])
    values = draw_instance(blueprint, 1, GRAPH_BY_HAND).values
    assert {grid.name for grid in blueprint.asked} == set(GRAPH_ANSWERS)
    for grid, rows in GRAPH_ANSWERS.items():
        assert values[grid] == rows, grid


def test_node_a_pools_its_own_message_and_that_of_its_one_neighbour_as_printed_in_the_post() -> None:
    printed = published("gcn")["printed"]
    own, neighbours = printed["messages of A and its one neighbour C"]
    blueprint = find_exercise("gcn").blueprint({"fcn": 5})
    values = draw_instance(blueprint, 1, GRAPH_BY_HAND).values
    columns = {name: [list(column) for column in zip(*values[name], strict=True)] for name in ("M1", "H1", "L1")}
    assert columns["M1"][0] == own == [3, 0, 1]
    assert columns["M1"][2] == neighbours == [1, 0, 0]
    assert columns["L1"] == [own, [0, 0, 0], neighbours, [0, 0, 0], [0, 0, 0]]
    assert columns["H1"][0] == printed["H1 column A"] == [4, 0, 1]


MAZUR = {
    "X": [["0.05"], ["0.10"]],
    "W1": [["0.15", "0.20"], ["0.25", "0.30"]],
    "b1": [["0.35"], ["0.35"]],
    "W2": [["0.40", "0.45"], ["0.50", "0.55"]],
    "b2": [["0.60"], ["0.60"]],
    "T": [["0.01"], ["0.99"]],
}
MAZURS_RESULTS = {
    "A1": [[0.593269992], [0.596884378]],
    "Y": [[0.751365070], [0.772928465]],
    "W2new": [[0.35891648, 0.408666186], [0.511301270, 0.561370121]],
    "W1new": [[0.149780716, 0.19956143], [0.24975114, 0.29950229]],
}


def test_mazurs_step_by_step_example_gives_his_outputs_and_new_weights() -> None:
    exercise = find_exercise("backpropagation")
    blueprint = exercise.blueprint({**exercise.variant("mazur"), "decimals": 12})
    values = draw_instance(blueprint, 1, exact_given(blueprint, MAZUR, "mazur")).values
    for name, rows in MAZURS_RESULTS.items():
        for ours, theirs in zip(values[name], rows, strict=True):
            assert [float(cell) for cell in ours] == pytest.approx(theirs, abs=6e-9), name
