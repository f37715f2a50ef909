"""The working of a key: what is written is true, for every cell of every exercise."""

import ast
import json
import re
from fractions import Fraction
from operator import add, mul, sub, truediv
from pathlib import Path

import pytest

from generator.assignment.given import exact_given
from generator.catalogue import find_exercise
from generator.network.exercise import Exercise
from generator.network.instance import draw_instance
from generator.network.number import arithmetic_with_point, read_number
from generator.network.working import working
from tests.simulated.students import EXERCISES, FIRST

GOLDENS = Path(__file__).parent / "goldens"


def published(name: str) -> dict[tuple[str, int, int], str]:
    golden = json.loads((GOLDENS / f"seed-{name}.json").read_text(), parse_float=str)
    blueprint = find_exercise(name).blueprint(golden["parameters"])
    values = blueprint.complete(exact_given(blueprint, golden["given"], name))
    return {(work.grid, work.row, work.column): work.text for work in working(blueprint, values)}


def test_the_published_backpropagation_is_worked_as_a_teacher_would() -> None:
    works = published("backpropagation")
    assert works["Z1", 1, 1] == "1·2 + (−1)·1 + 1·3 − 5 = −1"
    assert works["A1", 1, 1] == "ReLU(−1) = 0"
    assert works["Y", 1, 1] == "e^3/(e^3 + e^3 + e^(−1)) = 0.4954… ≈ 0.5"
    assert works["dZ3", 2, 1] == "0.5 − 1 = −0.5"
    assert works["dW3", 1, 2] == "0.5·4 = 2"
    assert works["db3", 1, 1] == "0.5"
    assert works["dZ1", 1, 1] == "−1 ≤ 0 → 0"
    assert works["dZ1", 2, 1] == "3 > 0 → −2"
    assert works["W1new", 2, 1] == "1 − 1·(−4) = 5"


def test_the_published_lstm_shows_the_value_before_rounding() -> None:
    works = published("lstm")
    assert works["o1", 1, 1] == "σ(4) = 1/(1+e^(−4)) = 0.9820… ≈ 1"
    assert works["C1", 1, 1] == "0.3·0 + 0.8·1 = 0.8"
    assert works["h1", 1, 1] == "0.7·1 = 0.7"


def test_the_published_vector_database_keeps_its_fractions() -> None:
    works = published("vector-database")
    assert works["m1", 2, 1] == "(0 + 1 + 1)/3 = 2/3"
    assert works["d", 1, 1] == "(8/3)·(5/3) + (2/3)·(2/3) = 44/9"
    assert works["nearest", 1, 1] == "max(44/9, 14/3, 62/9): 3 → who am I"


def test_a_comparison_inside_of_a_formula_is_in_square_brackets() -> None:
    blueprint = find_exercise("dropout").blueprint()
    works = {(work.grid, work.row): work.text for work in working(blueprint, draw_instance(blueprint, 7).values)}
    assert re.fullmatch(r"2·\(1 − \[0\.5 − 0\.\d (≥ 0 → 1|< 0 → 0)\]\) = [02]", works["D1", 1]), works["D1", 1]


@pytest.mark.parametrize("name", ["llm-sampling", "vector-database", "convolution", "mixture-of-experts"])
def test_where_the_decimal_point_is_a_comma_semicolons_are_between_numbers(name: str) -> None:
    blueprint = find_exercise(name).blueprint()
    texts = [work.text for work in working(blueprint, draw_instance(blueprint, 7).values)]
    german = [arithmetic_with_point(text, ",") for text in texts]
    assert any("; " in text for text in german)
    assert not any(", " in text for text in german)
    assert [arithmetic_with_point(text, ".") for text in texts] == texts


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_sum_and_product_written_down_is_true(exercise: Exercise) -> None:
    blueprint = exercise.blueprint()
    sums = 0
    for seed in range(5):
        values = draw_instance(blueprint, seed).values
        works = list(working(blueprint, values))
        assert len(works) == sum(grid.cells for grid in blueprint.computed)
        for work in works:
            left, equals, right = work.text.partition(" = ")
            right = right.partition(" ≈ ")[0]
            if equals and re.fullmatch(r"(ReLU)?[−+·/()\[\]<≥→. 0-9]+", left) and "…" not in right:
                assert calculated(left) == read_number(right.replace("−", "-")), work.text
                sums += 1
    if exercise.name != "workbook-connection":  # whose weights are read off a drawing
        assert sums > (5 * 0.3 if exercise.name in FIRST else 0.3) * len(works)


def calculated(text: str) -> Fraction:
    """The value of an arithmetic text, as a pocket calculator finds it: Python's own grammar, not the library's.

    In square brackets is a comparison that is true, and what it leads to.
    """
    plain = text.replace("−", "-").replace("·", "*").replace("≥", ">=").removeprefix("ReLU")
    plain = re.sub(r"\[(.*) → ([01])\]", _led_to, plain)
    value = _value(ast.parse(plain, mode="eval").body)
    return max(value, Fraction(0)) if text.startswith("ReLU") else value


def _led_to(found: re.Match[str]) -> str:
    left, sign, right = re.split(r" (>=|<) ", found[1])
    assert (calculated(left) >= calculated(right)) is (sign == ">=") is (found[2] == "1"), found[0]
    return found[2]


def _value(node: ast.expr) -> Fraction:
    match node:
        case ast.Constant():
            return Fraction(str(node.value))
        case ast.UnaryOp():
            return -_value(node.operand)
        case ast.BinOp():
            work = {ast.Add: add, ast.Sub: sub, ast.Mult: mul, ast.Div: truediv}[type(node.op)]
            return Fraction(work(_value(node.left), _value(node.right)))
    raise AssertionError(ast.dump(node))
